/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function.h: Function, TypedFunction, PackedArgs, export macros (facade, layer 1).
 */
#ifndef TVM_FFI_FUNCTION_H_
#define TVM_FFI_FUNCTION_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function/export.h>
#include <tvm/ffi/function/function.h>
#include <tvm/ffi/function/function_obj.h>
#include <tvm/ffi/function/packed_args.h>
#include <tvm/ffi/function/typed_function.h>
#include <tvm/ffi/function_detail.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_FUNCTION_H_
