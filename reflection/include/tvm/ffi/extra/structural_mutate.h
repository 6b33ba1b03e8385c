// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural mutators and maps (layer 2): a facade.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_MUTATE_H_
#define TVM_FFI_EXTRA_STRUCTURAL_MUTATE_H_

#include <tvm/ffi/extra/structural/map_dyn_engine.h>
#include <tvm/ffi/extra/structural/map_engine.h>
#include <tvm/ffi/extra/structural/mutate_engine.h>
#include <tvm/ffi/extra/structural/mutator.h>
#include <tvm/ffi/extra/structural/unchanged.h>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/extra/structural_visit.h>
// IWYU pragma: end_exports

#endif  // TVM_FFI_EXTRA_STRUCTURAL_MUTATE_H_
