// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Export of everything that is registered, as JSON (layer 2). Format: reflection/schema in the
// source tree; equal registrations give equal bytes.
#ifndef TVM_FFI_REFLECTION_EXPORT_H_
#define TVM_FFI_REFLECTION_EXPORT_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/string.h>

#include <string_view>

namespace tvm {
namespace ffi {
namespace reflection {

/// library: path or file name of a loaded library, empty for no limit. prefix: leading part of type
/// keys and function names. [ValueError] when no such library is loaded.
inline String ExportJSON(std::string_view library = {}, std::string_view prefix = {}) {
  const TVMFFIByteArray library_text{library.data(), library.size()};
  const TVMFFIByteArray prefix_text{prefix.data(), prefix.size()};
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIReflectionExport(library.empty() ? nullptr : &library_text,
                                                 prefix.empty() ? nullptr : &prefix_text,
                                                 reinterpret_cast<TVMFFIAny*>(&result)));
  return result.cast<String>();
}

/// Of the library that a module was loaded from. [ValueError] for a module that is no library.
inline String ExportJSON(const Module& module) {
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIReflectionExportModule(
      ::tvm::ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(module),
      reinterpret_cast<TVMFFIAny*>(&result)));
  return result.cast<String>();
}

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_EXPORT_H_
