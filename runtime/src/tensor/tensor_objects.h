// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/tensor_objects.h: the tensors that this library makes (layer 1).
// Numbers that the producer did not give lie behind the object in the same block.
#ifndef TVM_FFI_TENSOR_TENSOR_OBJECTS_H_
#define TVM_FFI_TENSOR_TENSOR_OBJECTS_H_

#include <tvm/ffi/container/tensor.h>

#include <cstdint>

namespace tvm {
namespace ffi {
namespace detail {

// Owns a managed tensor of another framework and gives it back with its deleter.
template <typename TManaged>
class ManagedTensorObj : public TensorObj {
 public:
  explicit ManagedTensorObj(TManaged* managed) : managed_(managed) {
    *static_cast<DLTensor*>(this) = managed->dl_tensor;
    if (this->strides == nullptr && this->ndim > 0) {
      this->strides = Numbers();
      FillCompactStrides(this->shape, static_cast<size_t>(this->ndim), this->strides);
    }
  }
  ~ManagedTensorObj() {
    if (managed_->deleter != nullptr) managed_->deleter(managed_);
  }
  // Flags of the producer that hold for every export of the same data.
  uint64_t KeptFlags() const {
    if constexpr (std::is_same_v<TManaged, DLManagedTensorVersioned>) {
      return managed_->flags & DLPACK_FLAG_BITMASK_READ_ONLY;
    } else {
      return 0;
    }
  }
  static size_t NumbersNeeded(const TManaged* managed) {
    return managed->dl_tensor.strides == nullptr ? static_cast<size_t>(managed->dl_tensor.ndim) : 0;
  }

 private:
  int64_t* Numbers() {
    return reinterpret_cast<int64_t*>(reinterpret_cast<char*>(this) + sizeof(*this));
  }
  TManaged* managed_;
};

// Shares the data of another tensor, which it keeps alive; shape and strides are its own.
class ViewTensorObj : public TensorObj {
 public:
  ViewTensorObj(Tensor source, const DLTensor& prototype) : source_(std::move(source)) {
    *static_cast<DLTensor*>(this) = prototype;
    auto* numbers = reinterpret_cast<int64_t*>(reinterpret_cast<char*>(this) + sizeof(*this));
    const size_t n = static_cast<size_t>(prototype.ndim);
    this->shape = numbers;
    this->strides = numbers + n;
    for (size_t i = 0; i < n; ++i) {
      numbers[i] = prototype.shape[i];
      numbers[n + i] = prototype.strides[i];
    }
  }
  const Tensor& source() const { return source_; }

 private:
  Tensor source_;
};

// The object as a T if it was made here as exactly that class, else null. Deleters tell, since all
// tensors share one type index and this library's deleters are its own.
template <typename T>
inline const T* AsMadeHere(const TensorObj* obj) {
  if (ObjectUnsafe::GetHeader(obj)->deleter != ObjectLifetime<T>::Deleter()) return nullptr;
  return static_cast<const T*>(obj);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_TENSOR_OBJECTS_H_
