// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/dlpack_import.cc: tensors from DLPack (layer 1).
// The managed tensor is stolen on success only: every check comes before the object that will run
// its deleter.
#include "abi/guard.h"
#include "tensor/dlpack_check.h"
#include "tensor/tensor_objects.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

template <typename TManaged>
TVMFFIObjectHandle Import(TManaged* from, int32_t require_alignment, int32_t require_contiguous) {
  if (from == nullptr) TVM_FFI_THROW(ValueError) << "FromDLPack: the managed tensor is NULL";
  if constexpr (std::is_same_v<TManaged, DLManagedTensorVersioned>) {
    CheckDLPackVersion(from->version);
    CheckDLPackFlags(from->flags);
  }
  CheckDLTensor(from->dl_tensor);
  CheckDLTensorFits(from->dl_tensor, require_alignment, require_contiguous);
  using Obj = ManagedTensorObj<TManaged>;
  return ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(
      make_inplace_array_object<Obj, int64_t>(Obj::NumbersNeeded(from), from));
}

template <typename TManaged>
int ImportGuarded(TManaged* from, int32_t require_alignment, int32_t require_contiguous,
                  TVMFFIObjectHandle* out) {
  return Guarded([&] {
    if (out == nullptr) TVM_FFI_THROW(ValueError) << "FromDLPack: out is NULL";
    *out = Import(from, require_alignment, require_contiguous);
    return 0;
  });
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

int TVMFFITensorFromDLPack(DLManagedTensor* from, int32_t require_alignment,
                           int32_t require_contiguous, TVMFFIObjectHandle* out) {
  return tvm::ffi::detail::ImportGuarded(from, require_alignment, require_contiguous, out);
}

int TVMFFITensorFromDLPackVersioned(DLManagedTensorVersioned* from, int32_t require_alignment,
                                    int32_t require_contiguous, TVMFFIObjectHandle* out) {
  return tvm::ffi::detail::ImportGuarded(from, require_alignment, require_contiguous, out);
}
