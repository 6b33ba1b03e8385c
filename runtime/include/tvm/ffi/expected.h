/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/expected.h: Expected, Unexpected and the checks that return them (facade, layer 1).
 */
#ifndef TVM_FFI_EXPECTED_H_
#define TVM_FFI_EXPECTED_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected/check.h>
#include <tvm/ffi/expected/expected.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_EXPECTED_H_
