// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor/dlpack_check.h: the one validation layer in front of DLPack (layer 1).
// Everything a producer may get wrong is refused here with an error; behind it a tensor may be
// trusted. The data pointer itself is never followed.
#ifndef TVM_FFI_TENSOR_DLPACK_CHECK_H_
#define TVM_FFI_TENSOR_DLPACK_CHECK_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

// More dimensions than any framework has; a greater number is garbage.
inline constexpr int32_t kMaxTensorDims = 1024;

// The version, before any other member is read: another major version may have another layout.
void CheckDLPackVersion(const DLPackVersion& version);
// What this library does not carry.
void CheckDLPackFlags(uint64_t flags);
// Number of dimensions, shape, strides, sizes that fit into memory; who says it is not.
void CheckDLTensorLayout(const DLTensor& tensor, const char* who);
// Same for an import, and data where there are elements.
void CheckDLTensor(const DLTensor& tensor);
// What the consumer asked for.
void CheckDLTensorFits(const DLTensor& tensor, int32_t require_alignment,
                       int32_t require_contiguous);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TENSOR_DLPACK_CHECK_H_
