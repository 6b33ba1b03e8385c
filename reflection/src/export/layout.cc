// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Line breaks of the export by nesting level (layer 2).
#include "layout.h"

#include <cstdint>
#include <cstring>
#include <string_view>

#include "utf8.h"

namespace tvm::ffi::reflection::detail {

bool IsInvisible(std::string_view key) {
  return key == "doc" || key == "source" || key == "metadata" || key == "mutable" ||
         key == "operators";
}

namespace {

// Whether all bytes stand for themselves in a JSON string: ASCII without quotes, backslashes and
// control characters. Eight bytes at a time; may say no for a text without any such byte.
bool IsPlain(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x80 * kOnes;
  const auto needs_care = [](uint64_t word) {
    const uint64_t quote = word ^ ('"' * kOnes);
    const uint64_t backslash = word ^ ('\\' * kOnes);
    return ((word | (word - 0x20 * kOnes) | (quote - kOnes) | (backslash - kOnes)) & kHigh) != 0;
  };
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= sizeof(uint64_t); left -= sizeof(uint64_t), at += sizeof(uint64_t)) {
    uint64_t word;
    std::memcpy(&word, at, sizeof(word));
    if (needs_care(word)) return false;
  }
  uint64_t rest = ' ' * kOnes;
  std::memcpy(&rest, at, left);
  return !needs_care(rest);
}

// Same text as the library's own printer, which is slow on many small values.
void AppendString(std::string& out, std::string_view text) {
  if (IsPlain(text)) {
    out.push_back('"');
    out.append(text);
    out.push_back('"');
    return;
  }
  if (!IsUtf8(text)) {
    out += Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
    return;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(kDigits[static_cast<size_t>(c) >> 4]);
          out.push_back(kDigits[static_cast<size_t>(c) & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

void Append(std::string& out, const Json& value, bool visible_only) {
  switch (value.type()) {
    case Json::value_t::string:
      AppendString(out, value.get_ref<const std::string&>());
      return;
    case Json::value_t::null:
      out += "null";
      return;
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      out += std::to_string(value.get<int64_t>());
      return;
    case Json::value_t::array: {
      char separator = '[';
      for (const Json& item : value) {
        out.push_back(separator);
        separator = ',';
        Append(out, item, visible_only);
      }
      out += separator == '[' ? "[]" : "]";
      return;
    }
    case Json::value_t::object: {
      char separator = '{';
      for (const auto& [key, item] : value.get_ref<const Json::object_t&>()) {
        if (visible_only && IsInvisible(key)) continue;
        out.push_back(separator);
        separator = ',';
        AppendString(out, key);
        out.push_back(':');
        // The keys of a default are the user's.
        Append(out, item, visible_only && key != "default");
      }
      out += separator == '{' ? "{}" : "}";
      return;
    }
    default:
      out += value.dump();
  }
}

void Break(std::string& out, int indent) {
  out.push_back('\n');
  out.append(static_cast<size_t>(indent) * 2, ' ');
}

// A list with one item per line.
void PrintList(std::string& out, const Json& value, int indent) {
  const char* separator = "[";
  for (const Json& item : value) {
    out += separator;
    separator = ",";
    Break(out, indent + 1);
    Append(out, item, false);
  }
  if (value.empty()) {
    out.push_back('[');
  } else {
    Break(out, indent);
  }
  out.push_back(']');
}

}  // namespace

void AppendQuoted(std::string& out, std::string_view text) { AppendString(out, text); }
void AppendCompact(std::string& out, const Json& value) { Append(out, value, false); }
void AppendVisible(std::string& out, const Json& value) { Append(out, value, true); }
void BreakLine(std::string& out, int level) { Break(out, level); }

std::string PrintCompact(const Json& value) {
  std::string out;
  Append(out, value, false);
  return out;
}

std::string PrintVisible(const Json& value) {
  std::string out;
  Append(out, value, true);
  return out;
}

Json NewObject(size_t size) {
  Json object = Json::object();
  object.get_ref<Json::object_t&>().reserve(size);
  return object;
}

std::string PrintHead(const Json& head) {
  std::string out;
  const char* separator = "{";
  for (const auto& [key, item] : head.items()) {
    out += separator;
    separator = ",";
    Break(out, 1);
    AppendString(out, key);
    out += ": ";
    if (item.is_array()) {
      PrintList(out, item, 1);
    } else {
      Append(out, item, false);
    }
  }
  out += "\n}\n";
  return out;
}

}  // namespace tvm::ffi::reflection::detail
