// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/string_scan.h: finding and decoding what is special in JSON strings (layer 1).
#ifndef TVM_FFI_JSON_STRING_SCAN_H_
#define TVM_FFI_JSON_STRING_SCAN_H_

#include <cstdint>
#include <cstring>
#include <string>

namespace tvm {
namespace ffi {
namespace json {

inline constexpr uint64_t kOnes = 0x0101010101010101u;
inline constexpr uint64_t kHighBits = 0x8080808080808080u;

// High bit of every byte that is zero; bytes above the first hit may be wrong.
inline uint64_t ZeroBytes(uint64_t word) { return (word - kOnes) & ~word & kHighBits; }
// Same for bytes below 0x20.
inline uint64_t ControlBytes(uint64_t word) { return (word - kOnes * 0x20) & ~word & kHighBits; }

inline uint64_t LoadWord(const char* at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// First of quote, backslash or control byte in [at, end), or end.
inline const char* FindStringSpecial(const char* at, const char* end) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (; end - at >= 8; at += 8) {
    const uint64_t word = LoadWord(at);
    const uint64_t hits =
        ControlBytes(word) | ZeroBytes(word ^ kOnes * '"') | ZeroBytes(word ^ kOnes * '\\');
    if (hits != 0) return at + __builtin_ctzll(hits) / 8;
  }
#endif
  while (at != end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
}

// First byte of [at, end) that printing must escape, or end.
inline const char* FindEscaped(const char* at, const char* end) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (; end - at >= 8; at += 8) {
    const uint64_t word = LoadWord(at);
    const uint64_t hits = ControlBytes(word) | ZeroBytes(word ^ kOnes * '"') |
                          ZeroBytes(word ^ kOnes * '\\') | ZeroBytes(word ^ kOnes * '/') |
                          ZeroBytes(word ^ kOnes * 0x7f);
    if (hits != 0) return at + __builtin_ctzll(hits) / 8;
  }
#endif
  for (; at != end; ++at) {
    const unsigned char c = static_cast<unsigned char>(*at);
    if (c < 0x20 || c == '"' || c == '\\' || c == '/' || c == 0x7f) break;
  }
  return at;
}

// First byte of [at, end) that is no part of well-formed UTF-8, or end.
const char* FindInvalidUtf8(const char* at, const char* end);

// What is wrong with an escape and where; what is null when nothing is.
struct EscapeFault {
  const char* what;
  const char* at;
};

// Decode the escape whose backslash is before *at, append it and move *at behind it.
EscapeFault DecodeEscape(const char** at, const char* end, std::string* out);

}  // namespace json
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_JSON_STRING_SCAN_H_
