/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/tensor/dl_tensor.h: questions about a bare DLTensor (layer 1).
 * All of them only read the struct; none follows the data pointer.
 */
#ifndef TVM_FFI_TENSOR_DL_TENSOR_H_
#define TVM_FFI_TENSOR_DL_TENSOR_H_

#include <tvm/ffi/container/shape.h>

#include <optional>

namespace tvm {
namespace ffi {

/// Pointers of the device are plain addresses, so an offset can be added on the host.
inline bool IsDirectAddressDevice(const DLDevice& device) {
  switch (device.device_type) {
    case kDLCUDAManaged:
    case kDLROCM:
    case kDLROCMHost:
      return true;
    default:
      return device.device_type <= kDLCUDAHost;
  }
}

/// Compact row-major; extents of 1 do not count, an empty tensor always is.
inline bool IsContiguous(const DLTensor& arr) {
  if (arr.strides == nullptr) return true;
  uint64_t expected = 1;
  bool compact = true;
  for (int32_t i = arr.ndim - 1; i >= 0; --i) {
    if (arr.shape[i] == 0) return true;
    if (arr.shape[i] == 1) continue;
    if (static_cast<uint64_t>(arr.strides[i]) != expected) compact = false;
    expected *= static_cast<uint64_t>(arr.shape[i]);
  }
  return compact;
}

/// The first element is aligned; where addresses are opaque only the offset is known. 0 asks for
/// nothing.
inline bool IsAligned(const DLTensor& arr, size_t alignment) {
  if (alignment == 0) return true;
  size_t address = static_cast<size_t>(arr.byte_offset);
  if (IsDirectAddressDevice(arr.device)) address += reinterpret_cast<size_t>(arr.data);
  return address % alignment == 0;
}

/// Bytes of numel elements; elements narrower than a byte are packed.
inline size_t GetDataSize(size_t numel, DLDataType dtype) {
  size_t bits = static_cast<size_t>(dtype.bits) * dtype.lanes;
  // Whole groups of eight first, so that the product of huge sizes does not overflow early.
  return numel / 8 * bits + (numel % 8 * bits + 7) / 8;
}

namespace detail {

inline int64_t NumElements(const DLTensor& arr) {
  return ShapeProduct(arr.shape, static_cast<size_t>(arr.ndim));
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowDimIndex(
    int64_t idx, int64_t ndim) {
  TVM_FFI_THROW(IndexError) << "Index " << idx << " out of bounds for tensor with " << ndim
                            << " dimensions";
}

/// Index of a dimension; negative ones count from the end.
inline int64_t CheckedDim(int64_t idx, int64_t ndim) {
  int64_t at = idx >= 0 ? idx : idx + ndim;
  if (TVM_FFI_PREDICT_FALSE(at < 0 || at >= ndim)) ThrowDimIndex(idx, ndim);
  return at;
}

/// Shift the start of a view by elements, in the data pointer where the device permits.
TVM_FFI_DETAILS_IF_USED
inline void ApplyElementOffset(DLTensor* view, std::optional<int64_t> element_offset) {
  int64_t elem_offset_as_i64 = element_offset.value_or(0);
  TVM_FFI_ICHECK_GE(elem_offset_as_i64, 0);
  view->byte_offset += GetDataSize(static_cast<size_t>(elem_offset_as_i64), view->dtype);
  if (IsDirectAddressDevice(view->device)) {
    view->data = static_cast<char*>(view->data) + view->byte_offset;
    view->byte_offset = 0;
  }
}

/// ValueError unless a tensor of that shape can exist: no negative extent, sizes that fit.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline void CheckAllocatable(ShapeView shape,
                                                                     DLDataType dtype) {
  uint64_t numel = 1;
  const uint64_t bits = static_cast<uint64_t>(dtype.bits) * dtype.lanes;
  const uint64_t limit = static_cast<uint64_t>(INT64_MAX) / (bits > 8 ? bits / 8 + 1 : 1);
  bool empty = false, too_large = false;
  if (shape.size() > static_cast<size_t>(INT32_MAX)) {
    TVM_FFI_THROW(ValueError) << "A tensor cannot have " << shape.size() << " dimensions";
  }
  for (size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0) {
      TVM_FFI_THROW(ValueError) << "Extent " << shape[i] << " of dimension " << i
                                << " is negative; a tensor needs extents of 0 or more";
    }
    if (shape[i] == 0) empty = true;
    uint64_t extent = static_cast<uint64_t>(shape[i]);
    if (extent > 1 && numel > limit / extent) too_large = true;
    if (!too_large && extent != 0) numel *= extent;
  }
  if (too_large && !empty) {
    TVM_FFI_THROW(ValueError) << "The shape has more elements than memory can hold";
  }
}

}  // namespace detail

inline size_t GetDataSize(const DLTensor& arr) {
  return GetDataSize(static_cast<size_t>(detail::NumElements(arr)), arr.dtype);
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_DL_TENSOR_H_
