// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The generated constructor of a type (layer 2).
#ifndef TVM_FFI_REFLECTION_INIT_AUTO_INIT_H_
#define TVM_FFI_REFLECTION_INIT_AUTO_INIT_H_

#include <tvm/ffi/function.h>

#include <cstdint>

namespace tvm::ffi::reflection::detail {

/// Function that takes field values: by position, then, after the KWARGS sentinel, as name/value
/// pairs.
Function MakeAutoInit(int32_t type_index);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_INIT_AUTO_INIT_H_
