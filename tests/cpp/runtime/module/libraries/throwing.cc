// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/throwing.cc: a static initialiser that throws, after it has
// registered a function.
#include <tvm/ffi/function.h>

TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::Function::SetGlobal("test.module.throwing",
                                tvm::ffi::Function::FromTyped([]() { return 1; }));
  TVM_FFI_THROW(ValueError) << "cannot start";
}
