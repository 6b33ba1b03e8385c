/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/tensor/tensor_obj.h: TensorObj and the objects behind FromNDAlloc (layer 1).
 * Layout is ABI: object header, then a DLTensor with strides that are never null unless ndim is 0.
 */
#ifndef TVM_FFI_TENSOR_TENSOR_OBJ_H_
#define TVM_FFI_TENSOR_TENSOR_OBJ_H_

#include <tvm/ffi/tensor/dl_tensor.h>

#include <cstring>

namespace tvm {
namespace ffi {

/// Storage of Tensor; subclasses own the data.
class TensorObj : public Object, public DLTensor {
 public:
  /// For consumers of the old protocol; the caller runs the result's deleter.
  DLManagedTensor* ToDLPack() const {
    DLManagedTensor* out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorToDLPack(Handle(), &out));
    return out;
  }
  /// For consumers of the versioned protocol; the caller runs the result's deleter.
  DLManagedTensorVersioned* ToDLPackVersioned() const {
    DLManagedTensorVersioned* out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorToDLPackVersioned(Handle(), &out));
    return out;
  }

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFITensor;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFITensor, TensorObj, Object);

 protected:
  TensorObj() : DLTensor{} {}

 private:
  TVMFFIObjectHandle Handle() const { return detail::ObjectUnsafe::GetHeader(this); }
};

static_assert(sizeof(TensorObj) == 72, "layout is ABI");

namespace detail {

/// Tensor whose data comes from a user's allocator; shape and strides lie behind the object.
template <typename TNDAlloc>
class TensorObjFromNDAlloc : public TensorObj {
 public:
  /// strides may be null: compact ones are filled in.
  template <typename... ExtraArgs>
  TensorObjFromNDAlloc(TNDAlloc alloc, ShapeView shape, const int64_t* strides, DLDataType dtype,
                       DLDevice device, ExtraArgs&&... extra_args)
      : alloc_(std::move(alloc)) {
    int64_t* numbers = reinterpret_cast<int64_t*>(reinterpret_cast<char*>(this) + sizeof(*this));
    size_t ndim = shape.size();
    this->device = device;
    this->ndim = static_cast<int32_t>(ndim);
    this->dtype = dtype;
    this->shape = numbers;
    this->strides = numbers + ndim;
    if (ndim != 0) std::memcpy(numbers, shape.data(), ndim * sizeof(int64_t));
    if (strides == nullptr) {
      FillCompactStrides(numbers, ndim, numbers + ndim);
    } else if (ndim != 0) {
      std::memcpy(numbers + ndim, strides, ndim * sizeof(int64_t));
    }
    alloc_.AllocData(static_cast<DLTensor*>(this), std::forward<ExtraArgs>(extra_args)...);
  }
  ~TensorObjFromNDAlloc() { alloc_.FreeData(static_cast<DLTensor*>(this)); }

 private:
  TNDAlloc alloc_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_TENSOR_OBJ_H_
