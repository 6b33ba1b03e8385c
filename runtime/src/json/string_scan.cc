// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/string_scan.cc: escapes in JSON strings (layer 1). Text and place of each fault are
// contract.
#include "json/string_scan.h"

namespace tvm {
namespace ffi {
namespace json {
namespace {

// Four hexadecimal digits, or -1.
int32_t ReadHex4(const char* at, const char* end) {
  if (end - at < 4) return -1;
  int32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    int32_t digit;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else {
      return -1;
    }
    value = value * 16 + digit;
  }
  return value;
}

void AppendUtf8(uint32_t code, std::string* out) {
  auto put = [out](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | code >> 6);
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3f));
    put(0x80 | (code >> 6 & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

// Length of the well-formed sequence of several bytes at `at`, or 0. Overlong forms, surrogates and
// codes above U+10FFFF are not well-formed: the second byte gives them away.
int Utf8Length(const char* at, const char* end) {
  const auto byte = [at](int i) { return static_cast<unsigned char>(at[i]); };
  const unsigned char lead = byte(0);
  int length;
  unsigned char low = 0x80, high = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf) {
    length = 2;
  } else if (lead >= 0xe0 && lead <= 0xef) {
    length = 3;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    length = 4;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
  } else {
    return 0;
  }
  if (end - at < length || byte(1) < low || byte(1) > high) return 0;
  for (int i = 2; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  return length;
}

constexpr const char* kBadUnicode = "Invalid \\uXXXX escape";
constexpr const char* kBadPair = "Invalid surrogate pair of \\uXXXX escapes";

}  // namespace

const char* FindInvalidUtf8(const char* at, const char* end) {
  for (;;) {
    while (end - at >= 8 && (LoadWord(at) & kHighBits) == 0) at += 8;
    while (at != end && static_cast<signed char>(*at) >= 0) ++at;
    if (at == end) return end;
    const int length = Utf8Length(at, end);
    if (length == 0) return at;
    at += length;
  }
}

EscapeFault DecodeEscape(const char** at, const char* end, std::string* out) {
  const char* letter = *at;
  if (letter == end) return EscapeFault{"Invalid \\escape", letter};
  char plain;
  switch (*letter) {
    case '"':
    case '\\':
    case '/':
      plain = *letter;
      break;
    case 'b':
      plain = '\b';
      break;
    case 'f':
      plain = '\f';
      break;
    case 'n':
      plain = '\n';
      break;
    case 'r':
      plain = '\r';
      break;
    case 't':
      plain = '\t';
      break;
    case 'u': {
      const int32_t first = ReadHex4(letter + 1, end);
      if (first < 0) return EscapeFault{kBadUnicode, letter};
      const char* rest = letter + 5;
      uint32_t code = static_cast<uint32_t>(first);
      if (code >= 0xd800 && code <= 0xdfff) {
        // A surrogate stands only in a pair: high, then low.
        if (code > 0xdbff || end - rest < 2 || rest[0] != '\\' || rest[1] != 'u') {
          return EscapeFault{kBadPair, letter};
        }
        const int32_t second = ReadHex4(rest + 2, end);
        if (second < 0) return EscapeFault{kBadUnicode, rest + 2};
        if (second < 0xdc00 || second > 0xdfff) return EscapeFault{kBadPair, rest + 2};
        code = 0x10000 + ((code - 0xd800) << 10) + (static_cast<uint32_t>(second) - 0xdc00);
        rest += 6;
      }
      AppendUtf8(code, out);
      *at = rest;
      return EscapeFault{nullptr, nullptr};
    }
    default:
      return EscapeFault{"Invalid \\escape", letter};
  }
  out->push_back(plain);
  *at = letter + 1;
  return EscapeFault{nullptr, nullptr};
}

}  // namespace json
}  // namespace ffi
}  // namespace tvm
