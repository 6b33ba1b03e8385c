// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What both halves of the library share: the checks of arguments, and the kernels of the device
// half.
#ifndef KERNEL_LIBRARY_KERNELS_H_
#define KERNEL_LIBRARY_KERNELS_H_

#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/optional.h>

namespace kernel_library {

namespace ffi = tvm::ffi;

inline void CheckFloat32(const char* name, ffi::TensorView x) {
  const DLDataType f32{kDLFloat, 32, 1};
  TVM_FFI_CHECK(x.dtype() == f32, TypeError) << name << " must be float32";
  TVM_FFI_CHECK(x.is_contiguous(), ValueError) << name << " must be contiguous";
}

inline void CheckAlike(const char* name, ffi::TensorView x, ffi::TensorView like) {
  CheckFloat32(name, x);
  TVM_FFI_CHECK(x.device().device_type == like.device().device_type &&
                    x.device().device_id == like.device().device_id,
                ValueError)
      << name << " must lie on the device of the input";
  TVM_FFI_CHECK(x.dim() == like.dim(), ValueError) << name << " must have the shape of the input";
  for (int i = 0; i < x.dim(); ++i) {
    TVM_FFI_CHECK(x.size(i) == like.size(i), ValueError)
        << name << " must have the shape of the input, differs in dimension " << i;
  }
}

inline float* Data(ffi::TensorView x) { return static_cast<float*>(x.data_ptr()); }

/// Launched on the stream that the caller's framework uses for the device; in kernels.cu.
void ScaleOnDevice(ffi::TensorView x, float factor, ffi::TensorView out);
void AddOnDevice(ffi::TensorView a, ffi::TensorView b, const float* bias, ffi::TensorView out);
void RowSumOnDevice(ffi::TensorView x, ffi::TensorView out);

}  // namespace kernel_library

#endif  // KERNEL_LIBRARY_KERNELS_H_
