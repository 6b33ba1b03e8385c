// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural visitors and walks (layer 2): a facade.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_VISIT_H_
#define TVM_FFI_EXTRA_STRUCTURAL_VISIT_H_

#include <tvm/ffi/extra/structural/visit_engine.h>
#include <tvm/ffi/extra/structural/visitor.h>
#include <tvm/ffi/extra/structural/walk.h>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/visit_error_context.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_EXTRA_STRUCTURAL_VISIT_H_
