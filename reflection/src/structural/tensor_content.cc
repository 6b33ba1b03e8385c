// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Comparison and hash of tensor content (layer 2).
#include "tensor_content.h"

#include <tvm/ffi/error.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace structural {
namespace {

bool IsCompact(const DLTensor* t) {
  if (t->strides == nullptr) return true;
  int64_t expected = 1;
  for (int32_t i = t->ndim; i-- > 0;) {
    if (t->shape[i] == 0) return true;
    if (t->shape[i] != 1 && t->strides[i] != expected) return false;
    expected *= t->shape[i];
  }
  return true;
}

bool SameShape(const DLTensor* lhs, const DLTensor* rhs) {
  if (lhs->ndim != rhs->ndim) return false;
  for (int32_t i = 0; i < lhs->ndim; ++i) {
    if (lhs->shape[i] != rhs->shape[i]) return false;
  }
  return lhs->dtype.code == rhs->dtype.code && lhs->dtype.bits == rhs->dtype.bits &&
         lhs->dtype.lanes == rhs->dtype.lanes;
}

// An allocator may leave the data out; then there is nothing to read.
size_t ContentBytes(const DLTensor* t) {
  if (t->data == nullptr) return 0;
  uint64_t elements = 1;
  for (int32_t i = 0; i < t->ndim; ++i) elements *= static_cast<uint64_t>(t->shape[i]);
  // Lanes of a scalable vector are negative: their number is not known here.
  const int16_t lanes = static_cast<int16_t>(t->dtype.lanes);
  return static_cast<size_t>((elements * t->dtype.bits * (lanes > 0 ? lanes : 0) + 7) / 8);
}

const char* FirstByte(const DLTensor* t) {
  return static_cast<const char*>(t->data) + t->byte_offset;
}

bool SameBytes(const DLTensor* lhs, const DLTensor* rhs) {
  const size_t bytes = ContentBytes(lhs);
  if (bytes != ContentBytes(rhs)) return false;
  return bytes == 0 || FirstByte(lhs) == FirstByte(rhs) ||
         std::memcmp(FirstByte(lhs), FirstByte(rhs), bytes) == 0;
}

}  // namespace

bool TensorEqual(const DLTensor* lhs, const DLTensor* rhs, bool skip_content) {
  if (lhs == rhs) return true;
  if (!SameShape(lhs, rhs)) return false;
  if (skip_content) return true;
  TVM_FFI_ICHECK_EQ(lhs->device.device_type, kDLCPU) << "can only compare CPU tensor";
  TVM_FFI_ICHECK_EQ(rhs->device.device_type, kDLCPU) << "can only compare CPU tensor";
  TVM_FFI_ICHECK(IsCompact(lhs)) << "Can only compare contiguous tensor";
  TVM_FFI_ICHECK(IsCompact(rhs)) << "Can only compare contiguous tensor";
  return SameBytes(lhs, rhs);
}

bool TensorEqualOrSame(const DLTensor* lhs, const DLTensor* rhs) {
  if (!SameShape(lhs, rhs)) return false;
  const bool same_place = lhs->device.device_type == rhs->device.device_type &&
                          lhs->device.device_id == rhs->device.device_id;
  if (!IsCompact(lhs) || !IsCompact(rhs)) return false;
  if (lhs->device.device_type == kDLCPU && rhs->device.device_type == kDLCPU) {
    return SameBytes(lhs, rhs);
  }
  return same_place && lhs->data == rhs->data && lhs->byte_offset == rhs->byte_offset;
}

uint64_t TensorHash(uint64_t key_hash, const DLTensor* tensor, bool skip_content) {
  using traversal::Combine;
  uint64_t hash = Combine(key_hash, static_cast<uint64_t>(tensor->ndim));
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    hash = Combine(hash, static_cast<uint64_t>(tensor->shape[i]));
  }
  TVMFFIAny dtype{};
  dtype.v_dtype = tensor->dtype;
  hash = Combine(hash, dtype.v_uint64);
  if (skip_content) return hash;
  TVM_FFI_ICHECK_EQ(tensor->device.device_type, kDLCPU) << "can only hash CPU tensor";
  TVM_FFI_ICHECK(IsCompact(tensor)) << "Can only hash contiguous tensor";
  return Combine(hash, traversal::HashText({FirstByte(tensor), ContentBytes(tensor)}));
}

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
