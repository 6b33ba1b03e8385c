// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/broken_blob.cc: an import tree whose counts reach beyond its
// payload.
#include <tvm/ffi/c_api.h>

extern "C" TVM_FFI_DLL_EXPORT const unsigned char __tvm_ffi__library_bin[] = {
    16, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 127, 1, 0, 0, 0, 0, 0, 0, 0};
