// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The kernels for CUDA devices, each launched on the stream that the caller's framework uses for the tensor's device.
#include "kernels.h"

#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/cuda/device_guard.h>
#include <tvm/ffi/function.h>

#include "allocators.h"

namespace kernel_library {
namespace {

constexpr int kThreads = 256;

unsigned int Blocks(int64_t n) { return static_cast<unsigned int>((n + kThreads - 1) / kThreads); }

cudaStream_t StreamFor(ffi::TensorView x) {
  const DLDevice device = x.device();
  TVM_FFI_CHECK(device.device_type == kDLCUDA, ValueError) << "tensors must lie on a CUDA device or on the host";
  return reinterpret_cast<cudaStream_t>(TVMFFIEnvGetStream(device.device_type, device.device_id));
}

__global__ void ScaleKernel(const float* x, float factor, float* out, int64_t n) {
  const int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < n) out[i] = x[i] * factor;
}

__global__ void AddKernel(const float* a, const float* b, const float* bias, float* out, int64_t n) {
  const int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (i < n) out[i] = a[i] + b[i] + (bias == nullptr ? 0.0f : bias[i]);
}

// One block per row.
__global__ void RowSumKernel(const float* x, float* out, int64_t columns) {
  __shared__ float part[kThreads];
  float sum = 0;
  for (int64_t j = threadIdx.x; j < columns; j += blockDim.x) sum += x[blockIdx.x * columns + j];
  part[threadIdx.x] = sum;
  __syncthreads();
  for (int half = kThreads / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
    __syncthreads();
  }
  if (threadIdx.x == 0) out[blockIdx.x] = part[0];
}

}  // namespace

void ScaleOnDevice(ffi::TensorView x, float factor, ffi::TensorView out) {
  const cudaStream_t stream = StreamFor(x);
  if (x.numel() == 0) return;
  ffi::CUDADeviceGuard guard(x.device().device_id);
  ScaleKernel<<<Blocks(x.numel()), kThreads, 0, stream>>>(Data(x), factor, Data(out), x.numel());
  TVM_FFI_CHECK_CUDA_ERROR(cudaGetLastError());
}

void AddOnDevice(ffi::TensorView a, ffi::TensorView b, const float* bias, ffi::TensorView out) {
  const cudaStream_t stream = StreamFor(a);
  if (a.numel() == 0) return;
  ffi::CUDADeviceGuard guard(a.device().device_id);
  AddKernel<<<Blocks(a.numel()), kThreads, 0, stream>>>(Data(a), Data(b), bias, Data(out), a.numel());
  TVM_FFI_CHECK_CUDA_ERROR(cudaGetLastError());
}

void RowSumOnDevice(ffi::TensorView x, ffi::TensorView out) {
  const cudaStream_t stream = StreamFor(x);
  if (x.size(0) == 0) return;
  ffi::CUDADeviceGuard guard(x.device().device_id);
  RowSumKernel<<<static_cast<unsigned int>(x.size(0)), kThreads, 0, stream>>>(Data(x), Data(out), x.size(1));
  TVM_FFI_CHECK_CUDA_ERROR(cudaGetLastError());
}

/// A tensor in the library's own device memory; what is in it is left to the caller.
ffi::Tensor EmptyOnDevice(ffi::Shape shape, int device_id) {
  const DLDataType f32{kDLFloat, 32, 1};
  ffi::CUDADeviceGuard guard(device_id);
  return ffi::Tensor::FromNDAlloc(CUDANDAlloc(), shape, f32, DLDevice{kDLCUDA, device_id});
}

#ifdef KERNEL_LIBRARY_WITH_NVSHMEM
ffi::Tensor EmptyShared(ffi::Shape shape, int device_id) {
  const DLDataType f32{kDLFloat, 32, 1};
  return ffi::Tensor::FromNDAlloc(NVSHMEMNDAlloc(), shape, f32, DLDevice{kDLCUDA, device_id});
}
#endif

}  // namespace kernel_library

TVM_FFI_DLL_EXPORT_TYPED_FUNC(empty_on_device, kernel_library::EmptyOnDevice);
#ifdef KERNEL_LIBRARY_WITH_NVSHMEM
TVM_FFI_DLL_EXPORT_TYPED_FUNC(empty_shared, kernel_library::EmptyShared);
#endif
