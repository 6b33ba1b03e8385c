// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/embedded.cc: carries an import tree: [0] test_kind "root" ->
// [1] this library, [2] test_kind "leaf".
#include <tvm/ffi/function.h>

#define U64(n) static_cast<char>(n), 0, 0, 0, 0, 0, 0, 0

extern "C" TVM_FFI_DLL_EXPORT const char __tvm_ffi__library_bin[] = {
    U64(8 * 5 + 8 * 3 + (8 + 9 + 8 + 4) * 2 + 8 + 4),
    // indptr
    U64(4), U64(0), U64(2), U64(2), U64(2),
    // children
    U64(2), U64(1), U64(2), U64(9), 't', 'e', 's', 't', '_', 'k', 'i', 'n', 'd', U64(4), 'r', 'o',
    'o', 't', U64(4), '_', 'l', 'i', 'b', U64(9), 't', 'e', 's', 't', '_', 'k', 'i', 'n', 'd',
    U64(4), 'l', 'e', 'a', 'f'};

TVM_FFI_DLL_EXPORT_TYPED_FUNC(from_library, []() { return 7; });
