// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/module_builtins.h: what the global functions about modules do (layer 1).
// reflection/src/builtins registers them by name. Errors are thrown.
#ifndef TVM_FFI_MODULE_MODULE_BUILTINS_H_
#define TVM_FFI_MODULE_MODULE_BUILTINS_H_

#include <tvm/ffi/extra/module.h>

namespace tvm {
namespace ffi {
namespace detail {

// ffi.Module.load_from_file.so: opens a shared library and gives the root of the modules embedded
// in it.
Module LoadLibraryModule(const String& file_name, const String& format);

// ffi.SystemLib: the module of the symbols registered with this prefix; one per prefix.
Module SystemLibrary(const String& prefix);

// ffi.ModuleGlobalsAdd, ffi.ModuleGlobalsRemove: keep a module alive, once however often it was
// added.
void KeepModule(const Module& module);
void ForgetModule(const Module& module);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MODULE_MODULE_BUILTINS_H_
