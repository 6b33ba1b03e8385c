/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/error.h: Error, the throw and check macros, the safe-call protocol (facade, layer 1).
 */
#ifndef TVM_FFI_ERROR_H_
#define TVM_FFI_ERROR_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/error/check.h>
#include <tvm/ffi/error/error.h>
#include <tvm/ffi/error/safe_call.h>
#include <tvm/ffi/error/throw.h>
#include <tvm/ffi/object.h>
// IWYU pragma: end_exports

// Sources name what earlier releases of this header brought along.
#include <tvm/ffi/base_detail.h>  // IWYU pragma: export
#include <tvm/ffi/memory.h>       // IWYU pragma: export

#include <stdexcept>
#include <tuple>
#include <vector>

#endif  // TVM_FFI_ERROR_H_
