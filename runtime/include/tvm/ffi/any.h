/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/any.h: Any, AnyView, AnyHash, AnyEqual (facade, layer 1).
 */
#ifndef TVM_FFI_ANY_H_
#define TVM_FFI_ANY_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any/any.h>
#include <tvm/ffi/any/any_view.h>
#include <tvm/ffi/any/hash_equal.h>
#include <tvm/ffi/any/unsafe.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>
#include <tvm/ffi/type_traits.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_ANY_H_
