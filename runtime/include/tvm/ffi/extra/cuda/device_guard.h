/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/cuda/device_guard.h: make a CUDA device current for a scope (layer 1).
 */
#ifndef TVM_FFI_EXTRA_CUDA_DEVICE_GUARD_H_
#define TVM_FFI_EXTRA_CUDA_DEVICE_GUARD_H_

#include <tvm/ffi/extra/cuda/base.h>

namespace tvm {
namespace ffi {

/// Switches to the device if it is not current and back at the end; a failure to switch throws.
struct CUDADeviceGuard {
  CUDADeviceGuard() = delete;
  explicit CUDADeviceGuard(int device_index) {
    TVM_FFI_CHECK_CUDA_ERROR(::cudaGetDevice(&original_device_index_));
    if (device_index != original_device_index_) {
      TVM_FFI_CHECK_CUDA_ERROR(::cudaSetDevice(device_index));
      switched_ = true;
    }
  }
  CUDADeviceGuard(const CUDADeviceGuard&) = delete;
  CUDADeviceGuard& operator=(const CUDADeviceGuard&) = delete;
  // Nothing to be done about a failure here: the scope may be left by an exception already.
  ~CUDADeviceGuard() {
    if (switched_) static_cast<void>(::cudaSetDevice(original_device_index_));
  }

 private:
  int original_device_index_ = 0;
  bool switched_ = false;
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_CUDA_DEVICE_GUARD_H_
