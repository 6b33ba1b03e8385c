// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/import_lookup.cc: TVMFFIEnvModLookupFromImports, by which compiled code finds functions it
// calls (layer 1). What was given out is a weak handle, so the module's cache never drops it.
// Imports are asked without a lock: they may be implemented in a host language.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/module.h>

#include <mutex>

#include "abi/guard.h"
#include "error/throw_message.h"
#include "module/module_unsafe.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constinit std::mutex cache_mutex;

std::optional<Function> FindCached(ModuleObj* module, const String& name) {
  std::lock_guard<std::mutex> lock(cache_mutex);
  return ModuleUnsafe::LookupCache(module).Get(name);
}

Function FindFresh(ModuleObj* module, const String& name) {
  const Array<Any> imports = module->imports();
  for (const Any& one : imports) {
    auto* imported = const_cast<ModuleObj*>(one.as<ModuleObj>());
    if (imported == nullptr) continue;
    if (Optional<Function> found = imported->GetFunction(name, true)) return found.value();
  }
  if (std::optional<Function> found = Function::GetGlobal(name)) return *found;
  ThrowMessage(Message::kImportLookup, {std::string_view(name.data(), name.size())});
}

// The first thread's answer stays.
TVMFFIObjectHandle Remember(ModuleObj* module, const String& name, const Function& function) {
  std::lock_guard<std::mutex> lock(cache_mutex);
  Map<String, Function>& cache = ModuleUnsafe::LookupCache(module);
  if (std::optional<Function> first = cache.Get(name)) {
    return ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*first);
  }
  cache.Set(name, function);
  return ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(function);
}

int Lookup(ModuleObj* module, const String& name, TVMFFIObjectHandle* out) {
  if (std::optional<Function> cached = FindCached(module, name)) {
    *out = ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*cached);
    return 0;
  }
  *out = Remember(module, name, FindFresh(module, name));
  return 0;
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIEnvModLookupFromImports(TVMFFIObjectHandle library_ctx, const char* func_name,
                                  TVMFFIObjectHandle* out) {
  if (library_ctx == nullptr) return Raise(Message::kNullArgument, {__func__, "library_ctx"});
  if (func_name == nullptr) return Raise(Message::kNullArgument, {__func__, "func_name"});
  if (out == nullptr) return Raise(Message::kNullArgument, {__func__, "out"});
  return Guarded([&] {
    return Lookup(static_cast<tvm::ffi::ModuleObj*>(library_ctx), tvm::ffi::String(func_name), out);
  });
}
