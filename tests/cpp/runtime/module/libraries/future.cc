// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/future.cc: made for a version that has more functions than
// this one.
#include <tvm/ffi/c_api.h>

extern "C" TVM_FFI_DLL int TVMFFIOfALaterVersion(void);

// What headers of that version would leave in the library.
extern "C" TVM_FFI_DLL_EXPORT const char test_module_version[] = "tvm_ffi_abi_version=0.9.7";

extern "C" TVM_FFI_DLL_EXPORT int __tvm_ffi_later(void*, const TVMFFIAny*, int32_t, TVMFFIAny*) {
  return TVMFFIOfALaterVersion();
}
