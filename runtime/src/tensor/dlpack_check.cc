// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/dlpack_check.cc: see dlpack_check.h. Arithmetic on foreign numbers is checked step by
// step.
#include "tensor/dlpack_check.h"

#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>

namespace tvm {
namespace ffi {
namespace detail {
namespace {

// Largest distance in bytes between two bytes of one tensor, with the margin that sums of two stay
// in range.
constexpr uint64_t kMaxBytes = static_cast<uint64_t>(INT64_MAX);

uint64_t Magnitude(int64_t value) {
  return value < 0 ? ~static_cast<uint64_t>(value) + 1 : static_cast<uint64_t>(value);
}

[[noreturn]] void ThrowTooLarge(const char* who, const char* what) {
  TVM_FFI_THROW(ValueError)
      << who << ": " << what
      << " of the tensor exceeds the address space; check its shape and strides";
}

// a * b, at most kMaxBytes.
uint64_t Multiply(uint64_t a, uint64_t b, const char* who, const char* what) {
  uint64_t product;
  if (__builtin_mul_overflow(a, b, &product) || product > kMaxBytes) ThrowTooLarge(who, what);
  return product;
}

bool HasElements(const DLTensor& tensor) {
  for (int32_t i = 0; i < tensor.ndim; ++i) {
    if (tensor.shape[i] == 0) return false;
  }
  return true;
}

}  // namespace

void CheckDLPackVersion(const DLPackVersion& version) {
  if (version.major == DLPACK_MAJOR_VERSION) return;
  TVM_FFI_THROW(RuntimeError) << "FromDLPack: the tensor follows DLPack " << version.major << "."
                              << version.minor << ", this library reads " << DLPACK_MAJOR_VERSION
                              << ".x; export it with max_version=(" << DLPACK_MAJOR_VERSION << ", "
                              << DLPACK_MINOR_VERSION << ")";
}

void CheckDLPackFlags(uint64_t flags) {
  if ((flags & DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED) != 0) {
    TVM_FFI_THROW(RuntimeError) << "Subbyte type padded is not yet supported";
  }
}

void CheckDLTensorLayout(const DLTensor& tensor, const char* who) {
  if (tensor.ndim < 0 || tensor.ndim > kMaxTensorDims) {
    TVM_FFI_THROW(ValueError) << who << ": ndim is " << tensor.ndim << ", expected 0 to "
                              << kMaxTensorDims;
  }
  if (tensor.ndim > 0 && tensor.shape == nullptr) {
    TVM_FFI_THROW(ValueError) << who << ": shape is NULL although ndim is " << tensor.ndim;
  }
  for (int32_t i = 0; i < tensor.ndim; ++i) {
    if (tensor.shape[i] < 0) {
      TVM_FFI_THROW(ValueError) << who << ": shape[" << i << "] is " << tensor.shape[i]
                                << ", expected 0 or more";
    }
  }
  if (!HasElements(tensor)) return;
  uint64_t numel = 1;
  // Distance from the first element to the last, in elements.
  uint64_t reach = 0;
  for (int32_t i = 0; i < tensor.ndim; ++i) {
    const uint64_t extent = static_cast<uint64_t>(tensor.shape[i]);
    numel = Multiply(numel, extent, who, "the number of elements");
    if (tensor.strides != nullptr) {
      reach += Multiply(extent - 1, Magnitude(tensor.strides[i]), who, "the memory range");
      if (reach > kMaxBytes) ThrowTooLarge(who, "the memory range");
    }
  }
  const uint64_t item_bits = static_cast<uint64_t>(tensor.dtype.bits) * tensor.dtype.lanes;
  const uint64_t item_bytes = (item_bits + 7) / 8;
  const uint64_t elements = tensor.strides != nullptr ? reach : numel;
  const uint64_t bytes =
      Multiply(elements, item_bytes != 0 ? item_bytes : 1, who, "the memory range");
  if (tensor.byte_offset > kMaxBytes || bytes + tensor.byte_offset > kMaxBytes) {
    ThrowTooLarge(who, "byte_offset");
  }
}

void CheckDLTensor(const DLTensor& tensor) {
  CheckDLTensorLayout(tensor, "FromDLPack");
  if (tensor.data == nullptr && tensor.dtype.bits != 0 && tensor.dtype.lanes != 0 &&
      HasElements(tensor)) {
    TVM_FFI_THROW(ValueError) << "FromDLPack: data is NULL although the tensor has elements";
  }
}

void CheckDLTensorFits(const DLTensor& tensor, int32_t require_alignment,
                       int32_t require_contiguous) {
  if (require_alignment < 0) {
    TVM_FFI_THROW(ValueError) << "FromDLPack: require_alignment is " << require_alignment
                              << ", expected 0 (none) or more";
  }
  if (require_alignment != 0 && !IsAligned(tensor, static_cast<size_t>(require_alignment))) {
    TVM_FFI_THROW(RuntimeError) << "FromDLPack: Data is not aligned to " << require_alignment
                                << " bytes.";
  }
  if (require_contiguous != 0 && !IsContiguous(tensor)) {
    TVM_FFI_THROW(RuntimeError) << "FromDLPack: Tensor is not contiguous.";
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
