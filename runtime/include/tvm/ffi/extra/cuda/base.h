/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/cuda/base.h: error check of the CUDA runtime and launch dimensions (layer 1).
 * Include only where the CUDA toolkit's headers are found.
 */
#ifndef TVM_FFI_EXTRA_CUDA_BASE_H_
#define TVM_FFI_EXTRA_CUDA_BASE_H_

#include <cuda_runtime.h>
#include <tvm/ffi/error.h>

#include <cstdint>

/// Throws RuntimeError `CUDA Runtime Error: <name> (<code>): <text>` unless the call succeeds.
#define TVM_FFI_CHECK_CUDA_ERROR(stmt)                        \
  do {                                                        \
    ::cudaError_t tvm_ffi_cuda_error = (stmt);                \
    if (tvm_ffi_cuda_error != ::cudaSuccess) {                \
      ::tvm::ffi::detail::ThrowCudaError(tvm_ffi_cuda_error); \
    }                                                         \
  } while (0)

namespace tvm {
namespace ffi {
namespace detail {

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowCudaError(::cudaError_t code) {
  TVM_FFI_THROW(RuntimeError) << "CUDA Runtime Error: " << ::cudaGetErrorName(code) << " ("
                              << static_cast<int>(code) << "): " << ::cudaGetErrorString(code);
}

}  // namespace detail

/// Extent of a grid or block; independent of the toolkit's type of the same name.
struct dim3 {
  unsigned int x;
  unsigned int y;
  unsigned int z;

  explicit dim3(unsigned int x_ = 1, unsigned int y_ = 1, unsigned int z_ = 1)
      : x(x_), y(y_), z(z_) {}
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_CUDA_BASE_H_
