// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/bytes.h: between TVMFFIByteArray and std::string_view, and what a name given from outside
// must look like (layer 1).
#ifndef TVM_FFI_ABI_BYTES_H_
#define TVM_FFI_ABI_BYTES_H_

#include <tvm/ffi/c_api.h>

#include <cstring>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

// Longest type key, function, field, method or attribute name.
inline constexpr size_t kMaxNameBytes = size_t{1} << 16;
// Longest text accepted where a wrong size can be told from a right one (docs, metadata, messages).
inline constexpr size_t kMaxTextBytes = size_t{1} << 40;

inline std::string_view ToView(const TVMFFIByteArray& bytes) {
  return bytes.data == nullptr ? std::string_view() : std::string_view(bytes.data, bytes.size);
}

inline TVMFFIByteArray ToByteArray(std::string_view text) {
  return TVMFFIByteArray{text.data(), text.size()};
}

// NULL data is only the empty text.
inline bool IsText(const TVMFFIByteArray& bytes) {
  return bytes.size <= kMaxTextBytes && (bytes.data != nullptr || bytes.size == 0);
}

// A name is not empty, has no NUL and no absurd length.
inline bool IsName(const TVMFFIByteArray* bytes) {
  return bytes != nullptr && bytes->data != nullptr && bytes->size != 0 &&
         bytes->size <= kMaxNameBytes && std::memchr(bytes->data, 0, bytes->size) == nullptr;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ABI_BYTES_H_
