/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/escape.h: quoted forms of a string (layer 1). Texts are contract (cpp-api.md
 * section 6).
 */
#ifndef TVM_FFI_STRING_ESCAPE_H_
#define TVM_FFI_STRING_ESCAPE_H_

#include <tvm/ffi/string/string.h>

#include <string>

namespace tvm {
namespace ffi {
namespace detail {

inline void AppendHex(std::string* out, uint32_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    out->push_back("0123456789abcdef"[(value >> (4 * i)) & 0xF]);
  }
}

/// Append text quoted as JSON; bytes of 0x80 and above are copied.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AppendEscapedJSON(std::string* out,
                                                                  const char* text, size_t size) {
  // What is escaped, each with the letter behind the backslash.
  static constexpr char kShortForms[] = "\"\"\\\\//\bb\ff\nn\rr\tt";
  out->push_back('"');
  for (size_t i = 0; i < size; ++i) {
    const size_t begin = i;
    while (i < size && (static_cast<unsigned char>(text[i]) > '/' || text[i] == ' ') &&
           text[i] != '\\' && text[i] != 0x7F) {
      ++i;
    }
    out->append(text + begin, i - begin);
    if (i == size) break;
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const char* short_form = kShortForms;
    while (*short_form != text[i] && *short_form != '\0') short_form += 2;
    if (*short_form != '\0') {
      const char escaped[2] = {'\\', short_form[1]};
      out->append(escaped, 2);
    } else if (c < 0x20 || c == 0x7F) {
      const char escaped[6] = {'\\', 'u', '0', '0', "01234567"[c >> 4], "0123456789abcdef"[c & 15]};
      out->append(escaped, 6);
    } else {
      out->push_back(text[i]);
    }
  }
  out->push_back('"');
}

/// Length of the UTF-8 sequence at text[0, size) and its code point, or 0 when it is not valid.
inline int DecodeUTF8(const unsigned char* text, size_t size, uint32_t* code_point) {
  const unsigned char lead = text[0];
  int length = 0;
  uint32_t value = 0, smallest = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2, value = lead & 0x1F, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, value = lead & 0x0F, smallest = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4, value = lead & 0x07, smallest = 0x10000;
  } else {
    return 0;
  }
  if (static_cast<size_t>(length) > size) return 0;
  for (int i = 1; i < length; ++i) {
    if ((text[i] & 0xC0) != 0x80) return 0;
    value = (value << 6) | (text[i] & 0x3F);
  }
  if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  *code_point = value;
  return length;
}

/// Length of a colour sequence `ESC [ digits ; digits m|K` at text[0, size), or 0.
inline size_t MatchColourSequence(const char* text, size_t size) {
  if (size < 3 || text[0] != '\x1b' || text[1] != '[') return 0;
  size_t pos = 2;
  while (pos < size && ((text[pos] >= '0' && text[pos] <= '9') || text[pos] == ';')) ++pos;
  return pos < size && (text[pos] == 'm' || text[pos] == 'K') ? pos + 1 : 0;
}

/// Append text quoted as a Python literal.
TVM_FFI_NO_INLINE inline void AppendEscapedPython(std::string* out, const char* text, size_t size) {
  out->push_back('"');
  for (size_t i = 0; i < size;) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    uint32_t code_point = 0;
    int utf8_length = 0;
    if (size_t colour = MatchColourSequence(text + i, size - i)) {
      AppendText(out, "\\x1b");
      out->append(text + i + 1, colour - 1);
      i += colour;
      continue;
    }
    if (c >= 0x80 && (utf8_length = DecodeUTF8(reinterpret_cast<const unsigned char*>(text) + i,
                                               size - i, &code_point)) != 0) {
      AppendText(out, code_point <= 0xFFFF ? "\\u" : "\\U");
      AppendHex(out, code_point, code_point <= 0xFFFF ? 4 : 8);
      i += static_cast<size_t>(utf8_length);
      continue;
    }
    ++i;
    switch (c) {
      case '\n':
        AppendText(out, "\\n");
        break;
      case '\t':
        AppendText(out, "\\t");
        break;
      case '\r':
        AppendText(out, "\\r");
        break;
      case '\\':
      case '"':
        out->push_back('\\');
        out->push_back(static_cast<char>(c));
        break;
      default:
        if (c < 0x20 || c >= 0x7F) {
          AppendText(out, "\\x");
          AppendHex(out, c, 2);
        } else {
          out->push_back(static_cast<char>(c));
        }
    }
  }
  out->push_back('"');
}

}  // namespace detail

/// Quoted as JSON; `/` becomes `\/`.
inline String EscapeStringJSON(const String& value) {
  std::string out;
  detail::AppendEscapedJSON(&out, value.data(), value.size());
  return String(out.data(), out.size());
}
/// Same as EscapeStringJSON.
inline String EscapeString(const String& value) { return EscapeStringJSON(value); }
/// Quoted as a Python literal in ASCII; colour sequences stay readable.
inline String EscapedStringPy(const String& value) {
  std::string out;
  detail::AppendEscapedPython(&out, value.data(), value.size());
  return String(out.data(), out.size());
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_ESCAPE_H_
