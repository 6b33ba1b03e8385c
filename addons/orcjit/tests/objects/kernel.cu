// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What nvcc makes of a source with a kernel: a host object that registers the device's code when its
// constructors run.
#include <cuda_runtime.h>

#include "c_values.h"

__global__ void Twice(int64_t* x) { *x *= 2; }

static cudaError_t RunTwice(int64_t* x) {
  int64_t* memory = nullptr;
  cudaError_t status = cudaMalloc(reinterpret_cast<void**>(&memory), sizeof(*x));
  if (status != cudaSuccess) return status;
  status = cudaMemcpy(memory, x, sizeof(*x), cudaMemcpyHostToDevice);
  if (status == cudaSuccess) {
    Twice<<<1, 1>>>(memory);
    status = cudaGetLastError();
  }
  if (status == cudaSuccess) status = cudaMemcpy(x, memory, sizeof(*x), cudaMemcpyDeviceToHost);
  cudaFree(memory);
  return status;
}

extern "C" EXPORT(on_host) { return GiveInt(result, 7); }
extern "C" EXPORT(on_device) {
  int64_t x = args[0].v_int64;
  const cudaError_t status = RunTwice(&x);
  if (status == cudaSuccess) return GiveInt(result, x);
  TVMFFIErrorSetRaisedFromCStr("RuntimeError", cudaGetErrorString(status));
  return -1;
}
