// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/cuda/toolkit/cuda_runtime.h: plays the CUDA runtime for the tests of our
// headers: devices, codes and what a call was given lie in FakeCuda. No more than they use.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_RUNTIME_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_RUNTIME_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#define CUDART_VERSION 12080

/// The machine that the calls below tell of.
struct FakeCuda {
  int current_device = 0;
  /// What SetDevice and LoadLibrary answer.
  int set_device_code = 0;
  int load_code = 0;
  /// Per device: dynamic shared memory that it allows, negative: it cannot tell.
  std::vector<int> limits{100, 200};
  int static_shared_memory = 30;
  int loaded = 0;
  /// (device, bytes) as granted.
  std::vector<std::pair<int, int>> granted;
  unsigned grid_x = 0, block_x = 0, cluster_x = 0;
  size_t launch_bytes = 0;
  void* launch_stream = nullptr;
  void** launch_args = nullptr;

  static FakeCuda& Get() {
    static FakeCuda machine;
    return machine;
  }
  int Grant(int device, int bytes) {
    if (bytes > limits[static_cast<size_t>(device)]) return 1;
    granted.emplace_back(device, bytes);
    return 0;
  }
};

enum cudaError_t { cudaSuccess = 0, cudaErrorInvalidValue = 1, cudaErrorSymbolNotFound = 500 };
enum cudaDeviceAttr { cudaDevAttrMaxSharedMemoryPerBlockOptin = 97 };
enum cudaFuncAttribute { cudaFuncAttributeMaxDynamicSharedMemorySize = 8 };
enum cudaLaunchAttributeID { cudaLaunchAttributeClusterDimension = 4 };
using cudaStream_t = struct FakeStream*;
using cudaLibrary_t = struct FakeLibrary*;
using cudaKernel_t = struct FakeKernel*;

struct dim3 {
  unsigned x, y, z;
  dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}  // NOLINT
};
struct cudaLaunchAttribute {
  cudaLaunchAttributeID id;
  union {
    struct {
      unsigned x, y, z;
    } clusterDim;
  } val;
};
struct cudaLaunchConfig_t {
  dim3 gridDim, blockDim;
  size_t dynamicSmemBytes;
  cudaStream_t stream;
  cudaLaunchAttribute* attrs;
  unsigned numAttrs;
};
struct cudaFuncAttributes {
  size_t sharedSizeBytes;
};

inline const char* cudaGetErrorName(cudaError_t code) {
  return code == cudaErrorSymbolNotFound ? "cudaErrorSymbolNotFound" : "cudaErrorInvalidValue";
}
inline const char* cudaGetErrorString(cudaError_t code) {
  return code == cudaErrorSymbolNotFound ? "named symbol not found" : "invalid argument";
}
inline cudaError_t cudaGetDevice(int* device) {
  *device = FakeCuda::Get().current_device;
  return cudaSuccess;
}
inline cudaError_t cudaSetDevice(int device) {
  if (FakeCuda::Get().set_device_code == 0) FakeCuda::Get().current_device = device;
  return static_cast<cudaError_t>(FakeCuda::Get().set_device_code);
}
inline cudaError_t cudaGetDeviceCount(int* count) {
  *count = static_cast<int>(FakeCuda::Get().limits.size());
  return cudaSuccess;
}
inline cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr, int device) {
  *value = FakeCuda::Get().limits[static_cast<size_t>(device)];
  return *value < 0 ? cudaErrorInvalidValue : cudaSuccess;
}
inline cudaError_t cudaLibraryLoadData(cudaLibrary_t* library, const void* image, void*, void*,
                                       unsigned, void*, void*, unsigned) {
  if (FakeCuda::Get().load_code != 0) return static_cast<cudaError_t>(FakeCuda::Get().load_code);
  *library = static_cast<cudaLibrary_t>(const_cast<void*>(image));
  ++FakeCuda::Get().loaded;
  return cudaSuccess;
}
inline cudaError_t cudaLibraryUnload(cudaLibrary_t) {
  --FakeCuda::Get().loaded;
  return cudaSuccess;
}
/// The image is the name of the only kernel in it.
inline cudaError_t cudaLibraryGetKernel(cudaKernel_t* kernel, cudaLibrary_t library,
                                        const char* name) {
  const char* there = reinterpret_cast<const char*>(library);
  for (; *there != 0 && *there == *name; ++there) ++name;
  if (*there != *name) return cudaErrorSymbolNotFound;
  *kernel = reinterpret_cast<cudaKernel_t>(library);
  return cudaSuccess;
}
inline cudaError_t cudaLaunchKernel(const void*, dim3 grid, dim3 block, void** args, size_t bytes,
                                    cudaStream_t stream) {
  FakeCuda& machine = FakeCuda::Get();
  machine.grid_x = grid.x;
  machine.block_x = block.x;
  machine.launch_bytes = bytes;
  machine.launch_stream = stream;
  machine.launch_args = args;
  return cudaSuccess;
}
inline cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t* config, const void* kernel,
                                       void** args) {
  FakeCuda::Get().cluster_x = config->numAttrs == 1 ? config->attrs->val.clusterDim.x : 1;
  return cudaLaunchKernel(kernel, config->gridDim, config->blockDim, args, config->dynamicSmemBytes,
                          config->stream);
}
inline cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, const void*) {
  attributes->sharedSizeBytes = static_cast<size_t>(FakeCuda::Get().static_shared_memory);
  return cudaSuccess;
}
inline cudaError_t cudaKernelSetAttributeForDevice(cudaKernel_t, cudaFuncAttribute, int value,
                                                   int device) {
  return static_cast<cudaError_t>(FakeCuda::Get().Grant(device, value));
}

#endif  // TVM_FFI_TESTS_CPP_RUNTIME_CUDA_TOOLKIT_CUDA_RUNTIME_H_
