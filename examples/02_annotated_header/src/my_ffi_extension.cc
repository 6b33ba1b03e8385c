// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The functions of my_ffi_extension.h. Nothing here registers anything.
#include "my_ffi_extension.h"

#include <tvm/ffi/error.h>

namespace my_ffi_extension {

void add_one(tvm::ffi::TensorView x, tvm::ffi::TensorView y) {
  const DLDataType f32{kDLFloat, 32, 1};
  TVM_FFI_CHECK(x.ndim() == 1 && y.ndim() == 1, ValueError) << "x and y must have one dimension";
  TVM_FFI_CHECK(x.dtype() == f32 && y.dtype() == f32, TypeError) << "x and y must be float32";
  TVM_FFI_CHECK(x.size(0) == y.size(0), ValueError) << "x and y must have the same length";
  TVM_FFI_CHECK(x.IsContiguous() && y.IsContiguous(), ValueError) << "x and y must be contiguous";
  const float* from = static_cast<const float*>(x.data_ptr());
  float* to = static_cast<float*>(y.data_ptr());
  for (int64_t i = 0; i < x.size(0); ++i) to[i] = from[i] + 1;
}

void raise_error(tvm::ffi::String msg) { TVM_FFI_THROW(RuntimeError) << msg; }

}  // namespace my_ffi_extension
