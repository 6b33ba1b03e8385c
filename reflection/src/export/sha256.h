// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4) of a text, for the digest of an export (layer 2). Not for secrets.
#ifndef TVM_FFI_REFLECTION_EXPORT_SHA256_H_
#define TVM_FFI_REFLECTION_EXPORT_SHA256_H_

#include <string>
#include <string_view>

namespace tvm::ffi::reflection::detail {

/// Lower-case hexadecimal digest, 64 characters.
std::string Sha256Hex(std::string_view text);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_SHA256_H_
