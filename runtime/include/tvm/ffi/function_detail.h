/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function_detail.h: signatures and argument unpacking (facade, layer 1).
 */
#ifndef TVM_FFI_FUNCTION_DETAIL_H_
#define TVM_FFI_FUNCTION_DETAIL_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any.h>
#include <tvm/ffi/function/signature.h>
#include <tvm/ffi/function/unpack.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_FUNCTION_DETAIL_H_
