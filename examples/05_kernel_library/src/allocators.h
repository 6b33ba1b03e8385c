// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Allocators for Tensor::FromNDAlloc: host memory, CUDA memory, NVSHMEM's symmetric memory. The
// last two stand behind switches, so that the file needs only the headers that are there.
#ifndef KERNEL_LIBRARY_ALLOCATORS_H_
#define KERNEL_LIBRARY_ALLOCATORS_H_

#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>

#include <cstdlib>

#ifdef KERNEL_LIBRARY_WITH_CUDA
#include <cuda_runtime.h>
#endif
#ifdef KERNEL_LIBRARY_WITH_NVSHMEM
#include <nvshmem.h>
#endif

namespace kernel_library {

namespace ffi = tvm::ffi;

struct CPUNDAlloc {
  void AllocData(DLTensor* tensor) {
    const size_t size = ffi::GetDataSize(*tensor);
    tensor->data = std::malloc(size == 0 ? 1 : size);
    TVM_FFI_CHECK(tensor->data != nullptr, MemoryError) << "no memory for " << size << " bytes";
  }
  void FreeData(DLTensor* tensor) { std::free(tensor->data); }
};

#ifdef KERNEL_LIBRARY_WITH_CUDA
struct CUDANDAlloc {
  void AllocData(DLTensor* tensor) {
    void* data = nullptr;
    cudaError_t status = cudaMalloc(&data, ffi::GetDataSize(*tensor));
    TVM_FFI_ICHECK_EQ(status, cudaSuccess) << "cudaMalloc failed: " << cudaGetErrorString(status);
    tensor->data = data;
  }
  void FreeData(DLTensor* tensor) {
    // Nothing can be thrown from here; a failure shows in the next call of the runtime.
    if (tensor->data != nullptr) static_cast<void>(cudaFree(tensor->data));
    tensor->data = nullptr;
  }
};
#endif

#ifdef KERNEL_LIBRARY_WITH_NVSHMEM
struct NVSHMEMNDAlloc {
  void AllocData(DLTensor* tensor) {
    const size_t size = ffi::GetDataSize(*tensor);
    tensor->data = nvshmem_malloc(size);
    TVM_FFI_ICHECK_NE(tensor->data, nullptr) << "nvshmem_malloc failed, size: " << size;
  }
  void FreeData(DLTensor* tensor) { nvshmem_free(tensor->data); }
};
#endif

}  // namespace kernel_library

#endif  // KERNEL_LIBRARY_ALLOCATORS_H_
