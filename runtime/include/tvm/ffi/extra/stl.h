/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/stl.h: standard containers as arguments and results (facade, layer 1).
 * They are copied at the border: sequences travel as Array, maps as Map. They cannot live inside a
 * value, only std::optional and std::variant can.
 */
#ifndef TVM_FFI_EXTRA_STL_H_
#define TVM_FFI_EXTRA_STL_H_

// IWYU pragma: begin_exports
#include <tvm/ffi/extra/stl/function.h>
#include <tvm/ffi/extra/stl/map.h>
#include <tvm/ffi/extra/stl/sequence.h>
#include <tvm/ffi/extra/stl/sum.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_EXTRA_STL_H_
