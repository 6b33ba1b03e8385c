// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/library_module.cc: functions of a library by their symbols (layer 1).
#include "module/library_module.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "error/messages.h"
#include "error/throw_message.h"
#include "module/symbol_registry.h"
#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

// A function of a library. Its code stays mapped for ever; what it keeps alive is the module with
// its imports.
struct LibraryFunction {
  TVMFFIObject header;
  TVMFFIFunctionCell cell;
  TVMFFISafeCallType symbol;
  TVMFFIObject* module;
  TVMFFIAny name;  // owned text
  std::atomic<const void*> note;
};

int CallLibraryFunction(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  return static_cast<const LibraryFunction*>(handle)->symbol(nullptr, args, num_args, result);
}

void DeleteLibraryFunction(void* handle, int flags) {
  auto* function = static_cast<LibraryFunction*>(handle);
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    DecStrongRef(function->module);
    if (HoldsObject(function->name)) DecStrongRef(function->name.v_obj);
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) std::free(function);
}

Function NewLibraryFunction(TVMFFISafeCallType symbol, TVMFFIObject* module, const String& name) {
  auto* function = static_cast<LibraryFunction*>(std::malloc(sizeof(LibraryFunction)));
  if (function == nullptr) throw std::bad_alloc();
  InitRawObject(&function->header, kTVMFFIFunction, DeleteLibraryFunction);
  function->cell.safe_call = CallLibraryFunction;
  function->cell.cpp_call = nullptr;
  function->symbol = symbol;
  IncStrongRef(module);
  function->module = module;
  Any text(name);
  function->name = AnyUnsafe::MoveAnyToTVMFFIAny(std::move(text));
  ::new (&function->note) std::atomic<const void*>(nullptr);
  return ObjectUnsafe::ObjectRefFromOwned<Function>(&function->header);
}

// The modules that share one `__tvm_ffi__library_ctx`: it always shows the newest one alive, or
// NULL.
class ContextOwners {
 public:
  static ContextOwners& Get() {
    static ContextOwners* owners = new ContextOwners();
    return *owners;
  }
  void Add(void** context, ModuleObj* module) {
    std::lock_guard<std::mutex> lock(mutex_);
    owners_[context].push_back(module);
    *context = module;
  }
  void Remove(void** context, ModuleObj* module) noexcept {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = owners_.find(context);
    if (it == owners_.end()) return;
    std::vector<ModuleObj*>& modules = it->second;
    modules.erase(std::remove(modules.begin(), modules.end(), module), modules.end());
    *context = modules.empty() ? nullptr : modules.back();
  }

 private:
  std::mutex mutex_;
  std::map<void**, std::vector<ModuleObj*>> owners_;
};

// Data symbols share the prefix of functions; calling one would be the end.
bool IsDataName(std::string_view name) {
  return name.substr(0, 9) == "_library_" || name.substr(0, 7) == "_cubin_";
}

class LibraryModuleObj final : public ModuleObj {
 public:
  explicit LibraryModuleObj(std::unique_ptr<SymbolSource> source) : source_(std::move(source)) {}
  ~LibraryModuleObj() {
    if (context_ != nullptr) ContextOwners::Get().Remove(context_, this);
  }

  const char* kind() const final { return "library"; }
  int GetPropertyMask() const final { return Module::kBinarySerializable | Module::kRunnable; }

  Optional<Function> GetFunction(const String& name) final {
    TVMFFISafeCallType symbol = FindFunction(symbol::tvm_ffi_symbol_prefix, name);
    if (symbol == nullptr || IsDataName(View(name))) return std::nullopt;
    return NewLibraryFunction(symbol, ObjectUnsafe::GetHeader(this), name);
  }
  bool ImplementsFunction(const String& name) final {
    return !IsDataName(View(name)) && FindFunction(symbol::tvm_ffi_symbol_prefix, name) != nullptr;
  }
  Optional<String> GetFunctionDoc(const String& name) final {
    return CallForText(FindFunction(symbol::tvm_ffi_doc_prefix, name));
  }
  Optional<String> GetFunctionMetadata(const String& name) final {
    return CallForText(FindFunction(symbol::tvm_ffi_metadata_prefix, name));
  }

  const void* base() const { return source_->base(); }

  void FillContextSymbols() {
    context_ = static_cast<void**>(source_->FindSymbol(symbol::tvm_ffi_library_ctx));
    if (context_ != nullptr) ContextOwners::Get().Add(context_, this);
    for (const auto& [name, address] : ListContextSymbols()) {
      if (void* place = source_->FindSymbol(name)) *static_cast<void**>(place) = address;
    }
  }
  const char* EmbeddedModules() const {
    return static_cast<const char*>(source_->FindSymbol(symbol::tvm_ffi_library_bin));
  }

 private:
  static std::string_view View(const String& name) { return {name.data(), name.size()}; }

  TVMFFISafeCallType FindFunction(const char* prefix, const String& name) const {
    const std::string_view text = View(name);
    if (text.find('\0') != std::string_view::npos) return nullptr;
    return reinterpret_cast<TVMFFISafeCallType>(source_->FindFunction(prefix, text));
  }

  static Optional<String> CallForText(TVMFFISafeCallType symbol) {
    if (symbol == nullptr) return std::nullopt;
    TVMFFIAny result = NoneAny();
    if (symbol(nullptr, nullptr, 0, &result) != 0) ThrowRaised();
    return AnyUnsafe::MoveTVMFFIAnyToAny(&result).cast<String>();
  }

  std::unique_ptr<SymbolSource> source_;
  void** context_ = nullptr;
};

}  // namespace

bool ViewLibraryFunction(TVMFFIObject* object, LibraryFunctionView* out) {
  if (TVMFFIFunctionGetCellPtr(object)->safe_call != CallLibraryFunction) return false;
  auto* function = reinterpret_cast<LibraryFunction*>(object);
  out->module = ObjectUnsafe::RawObjectPtrFromUnowned<ModuleObj>(function->module);
  const TVMFFIAny& name = function->name;
  const TVMFFIByteArray text = name.type_index == kTVMFFISmallStr
                                   ? TVMFFISmallBytesGetContentByteArray(&name)
                                   : *TVMFFIBytesGetByteArrayPtr(name.v_obj);
  out->name = {text.data, text.size};
  out->symbol = function->symbol;
  out->note = &function->note;
  return true;
}

const void* LibraryBaseOf(const ModuleObj* module) {
  const auto* library = dynamic_cast<const LibraryModuleObj*>(module);
  return library == nullptr ? nullptr : library->base();
}

Module MakeLibraryModule(std::unique_ptr<SymbolSource> source) {
  ObjectPtr<LibraryModuleObj> object = make_object<LibraryModuleObj>(std::move(source));
  object->FillContextSymbols();
  const char* blob = object->EmbeddedModules();
  Module library{ObjectPtr<ModuleObj>(object)};
  return blob != nullptr ? ReadEmbeddedModules(blob, library) : library;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
