// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/careful.cc: an initialiser that copes with a refused
// registration by itself.
#include <tvm/ffi/function.h>

static int tries = 0;

TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::Function f = tvm::ffi::Function::FromTyped([]() { return 1; });
  try {
    tvm::ffi::Function::SetGlobal("test.module.already_there", f);
  } catch (const tvm::ffi::Error&) {
    ++tries;
  }
  // As C code does it: the result says enough.
  const TVMFFIByteArray name{"test.module.already_there", 25};
  tries += TVMFFIFunctionSetGlobal(
               &name, tvm::ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(f), 0) != 0;
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(tries, []() { return tries; });
