// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Tensors by content (layer 2): shape, dtype, then the raw bytes of CPU memory.
#ifndef TVM_FFI_STRUCTURAL_TENSOR_CONTENT_H_
#define TVM_FFI_STRUCTURAL_TENSOR_CONTENT_H_

#include "../traversal/value.h"

namespace tvm {
namespace ffi {
namespace structural {

/// Raises for a tensor whose bytes cannot be read here, unless skip_content.
bool TensorEqual(const DLTensor* lhs, const DLTensor* rhs, bool skip_content);
uint64_t TensorHash(uint64_t key_hash, const DLTensor* tensor, bool skip_content);

/// As TensorEqual, but memory that cannot be read compares by address.
bool TensorEqualOrSame(const DLTensor* lhs, const DLTensor* rhs);

}  // namespace structural
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRUCTURAL_TENSOR_CONTENT_H_
