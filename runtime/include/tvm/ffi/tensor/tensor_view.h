/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/tensor/tensor_view.h: TensorView, a borrowed tensor, and the traits of DLTensor* (layer
 * 1). A view copies the DLTensor struct only: data, shape and strides must outlive it. Parameters
 * of kernels should be views, which also accept tensors that nobody can own.
 */
#ifndef TVM_FFI_TENSOR_TENSOR_VIEW_H_
#define TVM_FFI_TENSOR_TENSOR_VIEW_H_

#include <tvm/ffi/tensor/tensor_ref.h>

#include <optional>

namespace tvm {
namespace ffi {

class TensorView {
 public:
  TensorView(const Tensor& tensor) {  // NOLINT
    TVM_FFI_ICHECK(tensor.defined());
    tensor_ = *tensor.GetDLTensorPtr();
  }
  TensorView(const DLTensor* tensor) {  // NOLINT
    TVM_FFI_ICHECK(tensor != nullptr);
    tensor_ = *tensor;
  }
  TensorView& operator=(const Tensor& tensor) {
    TVM_FFI_ICHECK(tensor.defined());
    tensor_ = *tensor.GetDLTensorPtr();
    return *this;
  }
  TensorView(const TensorView&) = default;
  TensorView& operator=(const TensorView&) = default;
  /// A temporary would be gone before the view is used.
  TensorView(Tensor&& tensor) = delete;  // NOLINT
  TensorView& operator=(Tensor&& tensor) = delete;

  void* data_ptr() const { return tensor_.data; }
  DLDevice device() const { return tensor_.device; }
  int32_t ndim() const { return tensor_.ndim; }
  DLDataType dtype() const { return tensor_.dtype; }
  ShapeView shape() const { return ShapeView(tensor_.shape, static_cast<size_t>(tensor_.ndim)); }
  int64_t numel() const { return detail::NumElements(tensor_); }
  /// The strides must be there, as they always are in tensors that came through this library.
  ShapeView strides() const {
    TVM_FFI_ICHECK(tensor_.strides != nullptr || tensor_.ndim == 0);
    return ShapeView(tensor_.strides, static_cast<size_t>(tensor_.ndim));
  }
  int64_t size(int64_t idx) const { return tensor_.shape[detail::CheckedDim(idx, tensor_.ndim)]; }
  int64_t stride(int64_t idx) const { return strides()[Dim(idx)]; }
  uint64_t byte_offset() const { return tensor_.byte_offset; }
  bool IsContiguous() const { return ::tvm::ffi::IsContiguous(tensor_); }
  bool IsAligned(size_t alignment) const { return ::tvm::ffi::IsAligned(tensor_, alignment); }
  int32_t dim() const { return ndim(); }
  ShapeView sizes() const { return shape(); }
  bool is_contiguous() const { return IsContiguous(); }

  /// View with other numbers; shape and strides are borrowed too.
  TVM_FFI_DETAILS_IF_USED
  TensorView as_strided(ShapeView shape, ShapeView strides,
                        std::optional<int64_t> element_offset = std::nullopt) const {
    TVM_FFI_ICHECK_EQ(shape.size(), strides.size());
    DLTensor view = tensor_;
    view.shape = const_cast<int64_t*>(shape.data());
    view.ndim = static_cast<int32_t>(shape.size());
    view.strides = const_cast<int64_t*>(strides.data());
    detail::ApplyElementOffset(&view, element_offset);
    return TensorView(&view);
  }

 private:
  size_t Dim(int64_t idx) const {
    return static_cast<size_t>(detail::CheckedDim(idx, tensor_.ndim));
  }
  DLTensor tensor_;
  friend struct TypeTraits<TensorView>;
};

static_assert(sizeof(TensorView) == 48, "layout is ABI");

inline size_t GetDataSize(const TensorView& tensor) {
  return GetDataSize(static_cast<size_t>(tensor.numel()), tensor.dtype());
}

namespace detail {

/// The DLTensor in a cell that holds a pointer to one or a Tensor, else null.
inline DLTensor* DLTensorOfCell(const TVMFFIAny* src) {
  if (src->type_index == TypeIndex::kTVMFFIDLTensorPtr) return static_cast<DLTensor*>(src->v_ptr);
  if (src->type_index == TypeIndex::kTVMFFITensor) return TVMFFITensorGetDLTensorPtr(src->v_obj);
  return nullptr;
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void
ThrowCannotHoldDLTensor() {
  TVM_FFI_THROW(RuntimeError)
      << "DLTensor* cannot be held in Any as it does not retain ownership, use Tensor instead";
}

/// Traits of DLTensor* and TensorView, which borrow; a template so that nothing is instantiated
/// before it is used.
template <typename T>
struct BorrowedTensorTraits : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIDLTensorPtr;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIDLTensorPtr};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(BorrowedTensorTraits);

  static void MoveToAny(T, TVMFFIAny*) { ThrowCannotHoldDLTensor(); }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIDLTensorPtr;
  }
  static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return T(static_cast<DLTensor*>(src->v_ptr));
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (DLTensor* tensor = DLTensorOfCell(src)) return T(tensor);
    return std::nullopt;
  }
};

}  // namespace detail

template <>
struct TypeTraits<DLTensor*> : public detail::BorrowedTensorTraits<DLTensor*> {
  static void CopyToAnyView(DLTensor* src, TVMFFIAny* result) {
    if (src == nullptr) {
      detail::SetNone(result);
    } else {
      detail::SetPointer(result, TypeIndex::kTVMFFIDLTensorPtr, src);
    }
  }
};

template <>
struct TypeTraits<TensorView> : public detail::BorrowedTensorTraits<TensorView> {
  static void CopyToAnyView(const TensorView& src, TVMFFIAny* result) {
    detail::SetPointer(result, TypeIndex::kTVMFFIDLTensorPtr, const_cast<DLTensor*>(&src.tensor_));
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_TENSOR_VIEW_H_
