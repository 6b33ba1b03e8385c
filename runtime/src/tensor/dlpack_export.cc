// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/dlpack_export.cc: DLPack from tensors (layer 1).
// The result holds one reference on the tensor and gives it back when the consumer runs its
// deleter.
#include "abi/guard.h"
#include "tensor/tensor_objects.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

// A view of read-only data is read-only too.
uint64_t FlagsOf(const TensorObj* tensor) {
  while (const auto* view = AsMadeHere<ViewTensorObj>(tensor)) {
    tensor = ObjectUnsafe::RawObjectPtrFromUnowned<TensorObj>(
        ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(view->source()));
  }
  if (const auto* managed = AsMadeHere<ManagedTensorObj<DLManagedTensorVersioned>>(tensor)) {
    return managed->KeptFlags();
  }
  return 0;
}

template <typename TManaged>
void DeleteExported(TManaged* self) {
  ObjectUnsafe::DecRefObjectHandle(self->manager_ctx);
  delete self;
}

template <typename TManaged>
int ExportGuarded(TVMFFIObjectHandle from, TManaged** out) {
  return Guarded([&] {
    if (out == nullptr) TVM_FFI_THROW(ValueError) << "ToDLPack: out is NULL";
    if (from == nullptr) TVM_FFI_THROW(ValueError) << "ToDLPack: the tensor is NULL";
    if (TVMFFIObjectGetTypeIndex(from) != kTVMFFITensor) {
      TVM_FFI_THROW(TypeError) << "ToDLPack: expected `ffi.Tensor` but got `"
                               << TypeIndexToTypeKey(TVMFFIObjectGetTypeIndex(from)) << "`";
    }
    const auto* tensor = ObjectUnsafe::RawObjectPtrFromUnowned<TensorObj>(from);
    auto* managed = new TManaged();
    managed->dl_tensor = *static_cast<const DLTensor*>(tensor);
    managed->deleter = DeleteExported<TManaged>;
    managed->manager_ctx = from;
    if constexpr (std::is_same_v<TManaged, DLManagedTensorVersioned>) {
      managed->version.major = DLPACK_MAJOR_VERSION;
      managed->version.minor = DLPACK_MINOR_VERSION;
      managed->flags = FlagsOf(tensor);
    }
    ObjectUnsafe::IncRefObjectHandle(from);
    *out = managed;
    return 0;
  });
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

int TVMFFITensorToDLPack(TVMFFIObjectHandle from, DLManagedTensor** out) {
  return tvm::ffi::detail::ExportGuarded(from, out);
}

int TVMFFITensorToDLPackVersioned(TVMFFIObjectHandle from, DLManagedTensorVersioned** out) {
  return tvm::ffi::detail::ExportGuarded(from, out);
}
