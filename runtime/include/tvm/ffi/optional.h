/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/optional.h: Optional (facade, layer 1).
 */
#ifndef TVM_FFI_OPTIONAL_H_
#define TVM_FFI_OPTIONAL_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/optional/fwd.h>
#include <tvm/ffi/optional/object.h>
#include <tvm/ffi/optional/traits.h>
#include <tvm/ffi/optional/value.h>
#include <tvm/ffi/string.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_OPTIONAL_H_
