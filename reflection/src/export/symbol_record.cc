// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Index of a library's exported functions (layer 2). Metadata and doc are answers of the library's
// own code; one that fails or answers something else counts as having none.
#include "symbol_record.h"

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/string.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "library_fragments.h"

namespace tvm::ffi::reflection::detail {
namespace {

constexpr std::string_view kPrefix = "__tvm_ffi_";
constexpr std::string_view kMetadata = "_metadata_";
constexpr std::string_view kDoc = "_doc_";
// Data and hooks that share the prefix.
constexpr std::string_view kReserved[] = {kMetadata, kDoc, "_library_", "_cubin_"};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool IsFunctionName(std::string_view name) {
  for (std::string_view reserved : kReserved) {
    if (StartsWith(name, reserved)) return false;
  }
  return !name.empty();
}

std::string Ask(void* address) {
  if (address == nullptr) return std::string();
  Any result;
  const auto call = reinterpret_cast<TVMFFISafeCallType>(address);
  if (call(nullptr, nullptr, 0, reinterpret_cast<TVMFFIAny*>(&result)) != 0) {
    TVMFFIObjectHandle ignored = nullptr;
    TVMFFIErrorMoveFromRaised(&ignored);
    TVMFFIObjectDecRef(ignored);
    return std::string();
  }
  const std::optional<String> text = result.as<String>();
  return text ? std::string(*text) : std::string();
}

}  // namespace

void WriteSymbols(RecordText& out, const LoadedLibrary& library, ErrorKindSet& kinds,
                  const std::function<void()>& begin) {
  std::map<std::string, void*, std::less<>> symbols;
  for (auto& [name, address] : library.ExportedFunctions(kPrefix)) {
    symbols.emplace(name.substr(kPrefix.size()), address);
  }
  const auto find = [&symbols](std::string_view kind, std::string_view name) -> void* {
    const auto found = symbols.find(std::string(kind).append(name));
    return found == symbols.end() ? nullptr : found->second;
  };
  for (const auto& [name, address] : symbols) {
    if (!IsFunctionName(name)) continue;
    const std::string doc = Ask(find(kDoc, name));
    const std::string metadata = Ask(find(kMetadata, name));
    begin();
    WriteFunction(out, {name, doc, false, FragmentOf(address).Symbol(name), {}},
                  SchemaText(metadata), kinds);
    out.Both("}");
  }
}

}  // namespace tvm::ffi::reflection::detail
