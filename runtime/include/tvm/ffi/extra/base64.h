/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/base64.h: bytes as base64 text and back (layer 1).
 * Standard alphabet with padding. Decoding is strict: text that encoding would not have made is
 * refused.
 */
#ifndef TVM_FFI_EXTRA_BASE64_H_
#define TVM_FFI_EXTRA_BASE64_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <string>

namespace tvm {
namespace ffi {
namespace detail {

inline constexpr char kBase64Alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Value of a base64 digit, 64 for any other character.
inline constexpr uint32_t Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0') + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return 64;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowBase64(size_t pos) {
  TVM_FFI_THROW(InternalError) << "Character " << pos
                               << " is not what encoding gives there: invalid base64 encoding";
}

}  // namespace detail

TVM_FFI_NO_INLINE inline String Base64Encode(TVMFFIByteArray bytes) {
  std::string out;
  out.resize((bytes.size + 2) / 3 * 4);
  const unsigned char* in = reinterpret_cast<const unsigned char*>(bytes.data);
  char* to = &out[0];
  size_t i = 0;
  for (; i + 3 <= bytes.size; i += 3) {
    uint32_t group = static_cast<uint32_t>(in[i]) << 16 | static_cast<uint32_t>(in[i + 1]) << 8 |
                     static_cast<uint32_t>(in[i + 2]);
    for (int shift = 18; shift >= 0; shift -= 6) {
      *to++ = detail::kBase64Alphabet[group >> shift & 63];
    }
  }
  if (size_t left = bytes.size - i) {
    uint32_t group = static_cast<uint32_t>(in[i]) << 16 |
                     (left == 2 ? static_cast<uint32_t>(in[i + 1]) << 8 : 0);
    *to++ = detail::kBase64Alphabet[group >> 18 & 63];
    *to++ = detail::kBase64Alphabet[group >> 12 & 63];
    *to++ = left == 2 ? detail::kBase64Alphabet[group >> 6 & 63] : '=';
    *to++ = '=';
  }
  return String(out.data(), out.size());
}
inline String Base64Encode(const Bytes& data) {
  return Base64Encode(TVMFFIByteArray{data.data(), data.size()});
}

TVM_FFI_NO_INLINE inline Bytes Base64Decode(TVMFFIByteArray bytes) {
  TVM_FFI_ICHECK(bytes.size % 4 == 0) << "invalid base64 encoding";
  std::string out;
  out.reserve(bytes.size / 4 * 3);
  size_t digits = bytes.size;
  // At most two characters of padding, at the very end.
  for (int n = 0; n < 2 && digits != 0 && bytes.data[digits - 1] == '='; ++n) --digits;
  uint32_t group = 0;
  for (size_t i = 0; i < digits; ++i) {
    uint32_t digit = detail::Base64Digit(bytes.data[i]);
    if (digit == 64) detail::ThrowBase64(i);
    group = group << 6 | digit;
    if (i % 4 == 3) {
      out.push_back(static_cast<char>(group >> 16 & 0xff));
      out.push_back(static_cast<char>(group >> 8 & 0xff));
      out.push_back(static_cast<char>(group & 0xff));
      group = 0;
    }
  }
  // Bits of the last digit that encode nothing must be zero.
  switch (digits % 4) {
    case 3:
      if ((group & 3) != 0) detail::ThrowBase64(digits - 1);
      out.push_back(static_cast<char>(group >> 10 & 0xff));
      out.push_back(static_cast<char>(group >> 2 & 0xff));
      break;
    case 2:
      if ((group & 15) != 0) detail::ThrowBase64(digits - 1);
      out.push_back(static_cast<char>(group >> 4 & 0xff));
      break;
    default:
      break;
  }
  return Bytes(out.data(), out.size());
}
inline Bytes Base64Decode(const String& data) {
  return Base64Decode(TVMFFIByteArray{data.data(), data.size()});
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_BASE64_H_
