/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/tensor/tensor_ref.h: Tensor, a counted reference to a tensor (layer 1).
 * Copies share the data. Not synchronised beyond the reference count: the data belongs to its
 * users.
 */
#ifndef TVM_FFI_TENSOR_TENSOR_REF_H_
#define TVM_FFI_TENSOR_TENSOR_REF_H_

#include <tvm/ffi/tensor/tensor_obj.h>

#include <optional>
#include <utility>

namespace tvm {
namespace ffi {

/// Owning tensor, may be null.
class Tensor : public ObjectRef {
 public:
  using ContainerType = TensorObj;
  Tensor() = default;
  explicit Tensor(ObjectPtr<TensorObj> n) : ObjectRef(std::move(n)) {}
  explicit Tensor(UnsafeInit tag) : ObjectRef(tag) {}
  TVM_FFI_DEFINE_DEFAULT_COPY_MOVE_AND_ASSIGN(Tensor);
  static constexpr bool _type_is_nullable = true;

  void* data_ptr() const { return Get()->data; }
  DLDevice device() const { return Get()->device; }
  int32_t ndim() const { return Get()->ndim; }
  DLDataType dtype() const { return Get()->dtype; }
  ShapeView shape() const { return ShapeView(Get()->shape, static_cast<size_t>(Get()->ndim)); }
  ShapeView strides() const { return ShapeView(Get()->strides, static_cast<size_t>(Get()->ndim)); }
  int64_t size(int64_t idx) const { return Get()->shape[detail::CheckedDim(idx, Get()->ndim)]; }
  int64_t stride(int64_t idx) const { return Get()->strides[detail::CheckedDim(idx, Get()->ndim)]; }
  int64_t numel() const { return detail::NumElements(*Get()); }
  uint64_t byte_offset() const { return Get()->byte_offset; }
  bool IsContiguous() const { return ::tvm::ffi::IsContiguous(*Get()); }
  bool IsAligned(size_t alignment) const { return ::tvm::ffi::IsAligned(*Get(), alignment); }
  int32_t dim() const { return ndim(); }
  ShapeView sizes() const { return shape(); }
  bool is_contiguous() const { return IsContiguous(); }

  /// Another view of the same data, which it keeps alive. The offset counts elements and is not
  /// negative.
  TVM_FFI_DETAILS_IF_USED
  Tensor as_strided(ShapeView shape, ShapeView strides,
                    std::optional<int64_t> element_offset = std::nullopt) const {
    TVM_FFI_ICHECK_EQ(shape.size(), strides.size());
    DLTensor prototype = *static_cast<const DLTensor*>(Get());
    static const int64_t no_numbers[1] = {0};
    prototype.ndim = static_cast<int32_t>(shape.size());
    prototype.shape = const_cast<int64_t*>(shape.size() != 0 ? shape.data() : no_numbers);
    prototype.strides = const_cast<int64_t*>(shape.size() != 0 ? strides.data() : no_numbers);
    detail::ApplyElementOffset(&prototype, element_offset);
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorCreateUnsafeView(
        detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this), &prototype, &out));
    return FromOwnedHandle(out);
  }

  /// Compact tensor from an allocator with AllocData(DLTensor*, extra...) and FreeData(DLTensor*).
  template <typename TNDAlloc, typename... ExtraArgs>
  static Tensor FromNDAlloc(TNDAlloc alloc, ffi::ShapeView shape, DLDataType dtype, DLDevice device,
                            ExtraArgs&&... extra_args) {
    return MakeNDAlloc(std::move(alloc), shape, nullptr, dtype, device,
                       std::forward<ExtraArgs>(extra_args)...);
  }
  /// Same with explicit strides; the allocator provides the memory they need.
  template <typename TNDAlloc, typename... ExtraArgs>
  static Tensor FromNDAllocStrided(TNDAlloc alloc, ffi::ShapeView shape, ffi::ShapeView strides,
                                   DLDataType dtype, DLDevice device, ExtraArgs&&... extra_args) {
    TVM_FFI_CHECK(shape.size() == strides.size(), ValueError)
        << "shape and strides must have the same size.";
    return MakeNDAlloc(std::move(alloc), shape, strides.data(), dtype, device,
                       std::forward<ExtraArgs>(extra_args)...);
  }
  /// From the host framework's allocator, usually TVMFFIEnvTensorAlloc.
  static Tensor FromEnvAlloc(int (*env_alloc)(DLTensor*, TVMFFIObjectHandle*), ffi::ShapeView shape,
                             DLDataType dtype, DLDevice device) {
    detail::CheckAllocatable(shape, dtype);
    DLTensor prototype{};
    prototype.device = device;
    prototype.dtype = dtype;
    prototype.shape = const_cast<int64_t*>(shape.data());
    prototype.ndim = static_cast<int32_t>(shape.size());
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(env_alloc(&prototype, &out));
    return FromOwnedHandle(out);
  }
  /// Takes over the managed tensor; on error it stays with the caller. Alignment 0 asks for
  /// nothing.
  static Tensor FromDLPack(DLManagedTensor* tensor, size_t require_alignment = 0,
                           bool require_contiguous = false) {
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorFromDLPack(tensor, static_cast<int32_t>(require_alignment),
                                                   require_contiguous ? 1 : 0, &out));
    return FromOwnedHandle(out);
  }
  static Tensor FromDLPackVersioned(DLManagedTensorVersioned* tensor, size_t require_alignment = 0,
                                    bool require_contiguous = false) {
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorFromDLPackVersioned(
        tensor, static_cast<int32_t>(require_alignment), require_contiguous ? 1 : 0, &out));
    return FromOwnedHandle(out);
  }
  DLManagedTensor* ToDLPack() const { return Get()->ToDLPack(); }
  DLManagedTensorVersioned* ToDLPackVersioned() const { return Get()->ToDLPackVersioned(); }
  /// Borrowed; null for a null tensor.
  const DLTensor* GetDLTensorPtr() const { return static_cast<const TensorObj*>(data_.get()); }

 protected:
  const TensorObj* get() const { return static_cast<const TensorObj*>(data_.get()); }
  const TensorObj* operator->() const { return get(); }

 private:
  const TensorObj* Get() const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) {
      detail::ThrowSeqError("RuntimeError", "the tensor is null; check defined() before using it");
    }
    return get();
  }
  static Tensor FromOwnedHandle(TVMFFIObjectHandle handle) {
    return Tensor(
        detail::ObjectUnsafe::ObjectPtrFromOwned<TensorObj>(static_cast<TVMFFIObject*>(handle)));
  }
  template <typename TNDAlloc, typename... ExtraArgs>
  static Tensor MakeNDAlloc(TNDAlloc alloc, ShapeView shape, const int64_t* strides,
                            DLDataType dtype, DLDevice device, ExtraArgs&&... extra_args) {
    using Impl = detail::TensorObjFromNDAlloc<TNDAlloc>;
    detail::CheckAllocatable(shape, dtype);
    return Tensor(make_inplace_array_object<Impl, int64_t>(2 * shape.size(), std::move(alloc),
                                                           shape, strides, dtype, device,
                                                           std::forward<ExtraArgs>(extra_args)...));
  }
};

inline size_t GetDataSize(const Tensor& tensor) { return GetDataSize(*tensor.GetDLTensorPtr()); }

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_TENSOR_REF_H_
