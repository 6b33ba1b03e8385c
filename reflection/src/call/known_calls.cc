// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Cache of signatures (layer 2): for registered functions by address, checked against the table at
// each use because an address may be used again; for functions of modules in the function itself.
#include "known_calls.h"

#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/string.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

#include "callee.h"
#include "module/library_module.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::LibraryFunctionView;
using Signatures = std::vector<Signature>;

struct KnownCall {
  Place place;
  Signatures signatures;
};

class KnownCalls {
 public:
  // Never freed: other threads may call while the process ends.
  static KnownCalls& Get() {
    static KnownCalls* calls = new KnownCalls();
    return *calls;
  }

  const KnownCall* Find(const TVMFFIObject* function) {
    std::shared_lock<std::shared_mutex> lock(mutex_);
    const auto found = by_function_.find(function);
    return found == by_function_.end() ? nullptr : found->second;
  }

  void Set(const TVMFFIObject* function, const KnownCall* call) {
    std::unique_lock<std::shared_mutex> lock(mutex_);
    by_function_[function] = call;
  }

  // Functions of one symbol share what is known.
  const Signatures* OfSymbol(const void* symbol, Signatures (*make)(const LibraryFunctionView&),
                             const LibraryFunctionView& view) {
    {
      std::shared_lock<std::shared_mutex> lock(mutex_);
      const auto found = by_symbol_.find(symbol);
      if (found != by_symbol_.end()) return found->second;
    }
    // Outside of the lock: asks the library's own code.
    auto made = std::make_unique<Signatures>(make(view));
    std::unique_lock<std::shared_mutex> lock(mutex_);
    const auto [place, is_new] = by_symbol_.try_emplace(symbol, made.get());
    if (is_new) static_cast<void>(made.release());
    return place->second;
  }

 private:
  std::shared_mutex mutex_;
  std::unordered_map<const TVMFFIObject*, const KnownCall*> by_function_;
  std::unordered_map<const void*, const Signatures*> by_symbol_;
};

std::string TextOf(const Optional<String>& text) {
  return text.has_value() ? std::string(text.value()) : std::string();
}

Signatures MakeSymbolSignatures(const LibraryFunctionView& view) {
  const String name(view.name.data(), view.name.size());
  return SignaturesOfSymbol(view.name, TextOf(view.module->GetFunctionMetadata(name)),
                            reinterpret_cast<const void*>(view.symbol));
}

const Signatures* OfLibraryFunction(const LibraryFunctionView& view) {
  const void* note = view.note->load(std::memory_order_acquire);
  if (note != nullptr) return static_cast<const Signatures*>(note);
  const void* symbol = reinterpret_cast<const void*>(view.symbol);
  const Signatures* made = KnownCalls::Get().OfSymbol(symbol, &MakeSymbolSignatures, view);
  view.note->store(made, std::memory_order_release);
  return made;
}

}  // namespace

const std::vector<Signature>* KnownSignatures(TVMFFIObject* function) {
  LibraryFunctionView view;
  if (ViewLibraryFunction(function, &view)) return OfLibraryFunction(view);
  KnownCalls& calls = KnownCalls::Get();
  const KnownCall* known = calls.Find(function);
  if (known != nullptr && IsAt(known->place, function)) return &known->signatures;
  const std::optional<Place> place = FindPlace(function);
  if (!place) return nullptr;
  const auto* made = new KnownCall{*place, SignaturesOf(*place)};
  calls.Set(function, made);
  return &made->signatures;
}

std::string DescribeCallee(TVMFFIObject* function) {
  LibraryFunctionView view;
  Json result = Json::object();
  std::vector<Json> records;
  if (ViewLibraryFunction(function, &view)) {
    const String name(view.name.data(), view.name.size());
    result["kind"] = "symbol";
    result["owner"] = nullptr;
    records = RecordsOfSymbol(view.name, TextOf(view.module->GetFunctionDoc(name)),
                              TextOf(view.module->GetFunctionMetadata(name)),
                              reinterpret_cast<const void*>(view.symbol));
  } else if (const std::optional<Place> place = FindPlace(function)) {
    const bool is_global = place->kind == Place::Kind::kGlobal;
    records = RecordsOf(*place);
    const bool is_constructor = !is_global && records.front()["name"] == "__ffi_init__";
    result["kind"] = is_global ? "function" : is_constructor ? "constructor" : "method";
    result["owner"] =
        is_global ? Json()
                  : Json(std::string(place->type->type_key.data, place->type->type_key.size));
  } else {
    return std::string();
  }
  result["overloads"] = records;
  return PrintCompact(result);
}

}  // namespace tvm::ffi::reflection::detail
