/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/append_text.h: numbers appended to a string (layer 1). Out of line and shared,
 * unlike std::to_string, which every including file compiles anew.
 */
#ifndef TVM_FFI_BASE_APPEND_TEXT_H_
#define TVM_FFI_BASE_APPEND_TEXT_H_

#include <tvm/ffi/base/attributes.h>

#include <cstdio>
#include <cstring>
#include <string>

namespace tvm {
namespace ffi {
namespace detail {

/// A literal; std::string::append tries its templates anew for each length of one.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendText(std::string* out, const char* text) {
  out->append(text, std::strlen(text));
}

/// Decimal digits.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendInt(std::string* out,
                                                          long long value) {  // NOLINT
  char buffer[24];
  out->append(buffer, static_cast<size_t>(std::snprintf(buffer, sizeof(buffer), "%lld", value)));
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BASE_APPEND_TEXT_H_
