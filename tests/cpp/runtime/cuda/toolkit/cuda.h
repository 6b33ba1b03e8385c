// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/cuda/toolkit/cuda.h: plays the CUDA driver, by the machine of cuda_runtime.h.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_H_

#include "cuda_runtime.h"

enum CUresult { CUDA_SUCCESS = 0, CUDA_ERROR_INVALID_VALUE = 1, CUDA_ERROR_NOT_FOUND = 500 };
enum CUdevice_attribute { CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97 };
enum CUfunction_attribute {
  CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES = 1,
  CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES = 8
};
enum CUlaunchAttributeID { CU_LAUNCH_ATTRIBUTE_CLUSTER_DIMENSION = 4 };
using CUstream = FakeStream*;
using CUdevice = int;
using CUlibrary = FakeLibrary*;
using CUkernel = FakeKernel*;
using CUfunction = struct FakeFunction*;

struct CUlaunchAttribute {
  CUlaunchAttributeID id;
  union {
    struct {
      unsigned x, y, z;
    } clusterDim;
  } value;
};
struct CUlaunchConfig {
  unsigned gridDimX, gridDimY, gridDimZ, blockDimX, blockDimY, blockDimZ, sharedMemBytes;
  CUstream hStream;
  CUlaunchAttribute* attrs;
  unsigned numAttrs;
};

inline CUresult cuGetErrorName(CUresult code, const char** name) {
  *name = code == CUDA_ERROR_NOT_FOUND ? "CUDA_ERROR_NOT_FOUND" : "CUDA_ERROR_INVALID_VALUE";
  return CUDA_SUCCESS;
}
inline CUresult cuGetErrorString(CUresult code, const char** text) {
  *text = cudaGetErrorString(static_cast<cudaError_t>(code));
  return CUDA_SUCCESS;
}
inline CUresult cuLibraryLoadData(CUlibrary* library, const void* image, void*, void*, unsigned,
                                  void*, void*, unsigned) {
  return static_cast<CUresult>(
      cudaLibraryLoadData(library, image, nullptr, nullptr, 0, nullptr, nullptr, 0));
}
inline CUresult cuLibraryUnload(CUlibrary library) {
  return static_cast<CUresult>(cudaLibraryUnload(library));
}
inline CUresult cuLibraryGetKernel(CUkernel* kernel, CUlibrary library, const char* name) {
  return static_cast<CUresult>(cudaLibraryGetKernel(kernel, library, name));
}
inline CUresult cuDeviceGet(CUdevice* device, int ordinal) {
  *device = ordinal;
  return CUDA_SUCCESS;
}
inline CUresult cuDeviceGetCount(int* count) {
  return static_cast<CUresult>(cudaGetDeviceCount(count));
}
inline CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute, CUdevice device) {
  return static_cast<CUresult>(
      cudaDeviceGetAttribute(value, cudaDevAttrMaxSharedMemoryPerBlockOptin, device));
}
inline CUresult cuLaunchKernel(CUfunction, unsigned grid_x, unsigned, unsigned, unsigned block_x,
                               unsigned, unsigned, unsigned bytes, CUstream stream, void** args,
                               void**) {
  return static_cast<CUresult>(
      cudaLaunchKernel(nullptr, dim3(grid_x), dim3(block_x), args, bytes, stream));
}
inline CUresult cuLaunchKernelEx(const CUlaunchConfig* config, CUfunction function, void** args,
                                 void**) {
  FakeCuda::Get().cluster_x = config->numAttrs == 1 ? config->attrs->value.clusterDim.x : 1;
  return cuLaunchKernel(function, config->gridDimX, 1, 1, config->blockDimX, 1, 1,
                        config->sharedMemBytes, config->hStream, args, nullptr);
}
inline CUresult cuKernelGetAttribute(int* value, CUfunction_attribute, CUkernel, CUdevice) {
  *value = FakeCuda::Get().static_shared_memory;
  return CUDA_SUCCESS;
}
inline CUresult cuKernelSetAttribute(CUfunction_attribute, int value, CUkernel, CUdevice device) {
  return static_cast<CUresult>(FakeCuda::Get().Grant(device, value));
}

#endif  // TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_H_
