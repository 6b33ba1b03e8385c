// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4) of a text, for the digest of an export (layer 2). Not for secrets.
#ifndef TVM_FFI_REFLECTION_EXPORT_SHA256_H_
#define TVM_FFI_REFLECTION_EXPORT_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tvm::ffi::reflection::detail {

/// Of a text that comes in parts.
class Sha256 {
 public:
  using State = std::array<uint32_t, 8>;

  void Add(std::string_view text);
  /// Lower-case hexadecimal digest, 64 characters; ends the text.
  std::string Hex();

 private:
  State state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<uint8_t, 64> block_;
  size_t held_ = 0;
  size_t size_ = 0;
};

/// Lower-case hexadecimal digest, 64 characters.
std::string Sha256Hex(std::string_view text);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_SHA256_H_
