/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/cuda/cubin_launcher.h: load embedded device code and launch its kernels (layer 1).
 * A CubinModule owns the loaded code; its kernels must not outlive it. Both are move-only.
 */
#ifndef TVM_FFI_EXTRA_CUDA_CUBIN_LAUNCHER_H_
#define TVM_FFI_EXTRA_CUDA_CUBIN_LAUNCHER_H_

#include <tvm/ffi/extra/cuda/internal/unified_api.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <utility>

/// Declares the embedded binary `name` (symbols __tvm_ffi__cubin_<name> and …_end), loaded at first
/// use.
#define TVM_FFI_EMBED_CUBIN(name)                         \
  extern "C" const char __tvm_ffi__cubin_##name[];        \
  extern "C" const char __tvm_ffi__cubin_##name##_end[];  \
  namespace {                                             \
  struct EmbedCubinModule_##name {                        \
    ::tvm::ffi::CubinModule mod{__tvm_ffi__cubin_##name}; \
    static EmbedCubinModule_##name* Global() {            \
      static EmbedCubinModule_##name inst;                \
      return &inst;                                       \
    }                                                     \
  };                                                      \
  } /* NOLINT */                                          \
  static_assert(true, "")

/// Same for an array of bytes in this file.
#define TVM_FFI_EMBED_CUBIN_FROM_BYTES(name, imageBytes) \
  namespace {                                            \
  struct EmbedCubinModule_##name {                       \
    ::tvm::ffi::CubinModule mod{imageBytes};             \
    static EmbedCubinModule_##name* Global() {           \
      static EmbedCubinModule_##name inst;               \
      return &inst;                                      \
    }                                                    \
  };                                                     \
  } /* NOLINT */                                         \
  static_assert(true, "")

/// Kernel of an embedded binary.
#define TVM_FFI_EMBED_CUBIN_GET_KERNEL(name, kernel_name) \
  (EmbedCubinModule_##name::Global()->mod[kernel_name])

namespace tvm {
namespace ffi {

class CubinKernel;

/// Loaded device code.
class CubinModule {
 public:
  explicit CubinModule(const Bytes& bytes) : CubinModule(bytes.data()) {}
  /// code must be a whole cubin or fatbin image; it is copied by the driver.
  explicit CubinModule(const char* code) {
    TVM_FFI_CHECK_CUBIN_LAUNCHER_CUDA_ERROR(cuda_api::LoadLibrary(&library_, code));
  }
  explicit CubinModule(const unsigned char* code)
      : CubinModule(reinterpret_cast<const char*>(code)) {}
  // A failure to unload cannot be reported from here.
  ~CubinModule() {
    if (library_ != nullptr) static_cast<void>(cuda_api::UnloadLibrary(library_));
  }
  CubinModule(const CubinModule&) = delete;
  CubinModule& operator=(const CubinModule&) = delete;
  CubinModule(CubinModule&& other) noexcept : library_(std::exchange(other.library_, nullptr)) {}
  CubinModule& operator=(CubinModule&& other) noexcept {
    std::swap(library_, other.library_);
    return *this;
  }

  CubinKernel GetKernel(const char* name);
  /// Same, allowed dynamic_smem_max bytes of dynamic shared memory; negative: as much as each
  /// device has.
  CubinKernel GetKernelWithMaxDynamicSharedMemory(const char* name, int64_t dynamic_smem_max = -1);
  CubinKernel operator[](const char* name);
  cuda_api::LibraryHandle GetHandle() const { return library_; }

 private:
  cuda_api::LibraryHandle library_ = nullptr;
};

/// One kernel; can be launched on any device.
class CubinKernel {
 public:
  CubinKernel(cuda_api::LibraryHandle library, const char* name) {
    TVM_FFI_CHECK_CUBIN_LAUNCHER_CUDA_ERROR(cuda_api::GetKernel(&kernel_, library, name));
  }
  CubinKernel(const CubinKernel&) = delete;
  CubinKernel& operator=(const CubinKernel&) = delete;
  CubinKernel(CubinKernel&& other) noexcept : kernel_(std::exchange(other.kernel_, nullptr)) {}
  CubinKernel& operator=(CubinKernel&& other) noexcept {
    std::swap(kernel_, other.kernel_);
    return *this;
  }

  /// args points to the addresses of the arguments.
  cuda_api::ResultType Launch(void** args, dim3 grid, dim3 block, cuda_api::StreamHandle stream,
                              uint32_t dyn_smem_bytes = 0) {
    return cuda_api::LaunchKernel(kernel_, args, grid, block, stream, dyn_smem_bytes);
  }
  cuda_api::ResultType LaunchEx(void** args, const cuda_api::LaunchConfig& config) {
    return cuda_api::LaunchKernelEx(kernel_, args, config);
  }
  cuda_api::KernelHandle GetHandle() const { return kernel_; }

  /// Allow dynamic shared memory on every device that can; negative: all that static use leaves.
  void SetMaxDynamicSharedMemory(int64_t dynamic_smem_max = -1) {
    int devices = 0;
    TVM_FFI_CHECK_CUBIN_LAUNCHER_CUDA_ERROR(cuda_api::GetDeviceCount(&devices));
    bool any = false;
    for (int id = 0; id < devices; ++id) {
      cuda_api::DeviceHandle device = cuda_api::GetDeviceHandle(id);
      int limit = 0;
      if (cuda_api::GetDeviceAttribute(&limit, cuda_api::kAttrMaxSharedMemoryPerBlockOptin,
                                       device) != cuda_api::kSuccess) {
        continue;
      }
      cuda_api::ResultType result = cuda_api::kSuccess;
      int64_t wanted = dynamic_smem_max;
      if (wanted < 0) {
        wanted =
            limit - static_cast<int64_t>(cuda_api::GetKernelSharedMem(kernel_, result, device));
        if (result != cuda_api::kSuccess) continue;
      }
      any = cuda_api::SetKernelMaxDynamicSharedMem(kernel_, static_cast<int>(wanted), device) ==
                cuda_api::kSuccess ||
            any;
    }
    if (devices > 0 && !any) {
      TVM_FFI_THROW(RuntimeError) << "Failed to set dynamic shared memory attribute for any device";
    }
  }

 private:
  cuda_api::KernelHandle kernel_ = nullptr;
};

inline CubinKernel CubinModule::GetKernel(const char* name) { return CubinKernel(library_, name); }
inline CubinKernel CubinModule::operator[](const char* name) { return GetKernel(name); }
inline CubinKernel CubinModule::GetKernelWithMaxDynamicSharedMemory(const char* name,
                                                                    int64_t dynamic_smem_max) {
  CubinKernel kernel = GetKernel(name);
  kernel.SetMaxDynamicSharedMemory(dynamic_smem_max);
  return kernel;
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_CUDA_CUBIN_LAUNCHER_H_
