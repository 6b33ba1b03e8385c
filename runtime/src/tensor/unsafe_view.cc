// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/unsafe_view.cc: another view of a tensor's data (layer 1).
// Unsafe because only the caller knows that the prototype stays inside the source's memory.
#include "abi/guard.h"
#include "tensor/dlpack_check.h"
#include "tensor/tensor_objects.h"

int TVMFFITensorCreateUnsafeView(TVMFFIObjectHandle source, const DLTensor* prototype,
                                 TVMFFIObjectHandle* out) {
  using namespace tvm::ffi;
  return detail::Guarded([&] {
    if (out == nullptr) TVM_FFI_THROW(ValueError) << "CreateUnsafeView: out is NULL";
    if (source == nullptr || TVMFFIObjectGetTypeIndex(source) != kTVMFFITensor) {
      TVM_FFI_THROW(TypeError) << "CreateUnsafeView: source must be a `ffi.Tensor`";
    }
    if (prototype == nullptr) TVM_FFI_THROW(ValueError) << "CreateUnsafeView: prototype is NULL";
    if (prototype->ndim > 0 && prototype->strides == nullptr) {
      TVM_FFI_THROW(InternalError) << "Check not null: prototype.strides ";
    }
    // The memory is the caller's business, but numbers that no tensor can have would make whoever
    // computes a size from them read anywhere.
    detail::CheckDLTensorLayout(*prototype, "CreateUnsafeView");
    Tensor owner(
        detail::ObjectUnsafe::ObjectPtrFromUnowned<TensorObj>(static_cast<TVMFFIObject*>(source)));
    *out = detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(
        make_inplace_array_object<detail::ViewTensorObj, int64_t>(
            2 * static_cast<size_t>(prototype->ndim), std::move(owner), *prototype));
    return 0;
  });
}
