/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/type_traits.h: type indices, the TypeTraits protocol, traits of plain types (facade,
 * layer 1).
 */
#ifndef TVM_FFI_TYPE_TRAITS_H_
#define TVM_FFI_TYPE_TRAITS_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/traits/conversion_error.h>
#include <tvm/ffi/traits/pod.h>
#include <tvm/ffi/traits/protocol.h>
#include <tvm/ffi/traits/type_index.h>
#include <tvm/ffi/traits/type_text.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_TYPE_TRAITS_H_
