/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string.h: String, Bytes, escaping and their traits (facade, layer 1).
 */
#ifndef TVM_FFI_STRING_H_
#define TVM_FFI_STRING_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/string/bytes.h>
#include <tvm/ffi/string/escape.h>
#include <tvm/ffi/string/string.h>
#include <tvm/ffi/string/traits.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_STRING_H_
