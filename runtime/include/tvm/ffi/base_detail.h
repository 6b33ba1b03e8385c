/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base_detail.h: attribute macros, load-time code, shared hash functions (facade, layer 1).
 */
#ifndef TVM_FFI_BASE_DETAIL_H_
#define TVM_FFI_BASE_DETAIL_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/base/attributes.h>
#include <tvm/ffi/base/for_each.h>
#include <tvm/ffi/base/hash.h>
#include <tvm/ffi/base/static_init.h>
// IWYU pragma: end_exports

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/endian.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_BASE_DETAIL_H_
