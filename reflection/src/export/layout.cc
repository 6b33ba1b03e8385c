// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Line breaks of the export by nesting level (layer 2).
#include "layout.h"

#include <string_view>

namespace tvm::ffi::reflection::detail {
namespace {

// Levels of containers that are broken into lines below a key of the document.
int LevelsBelow(std::string_view key) {
  if (key == "types") return 3;
  if (key == "builtins" || key == "origins" || key == "functions" || key == "symbols") return 1;
  return 0;
}

bool IsMemberList(std::string_view key) {
  return key == "constructors" || key == "fields" || key == "methods" || key == "enum";
}

void Break(std::string& out, int indent) {
  out.push_back('\n');
  out.append(static_cast<size_t>(indent) * 2, ' ');
}

void PrintArray(std::string& out, const Json& value, int levels, int indent);

// A type: each key on a line, member lists one member per line.
void PrintType(std::string& out, const Json& value, int levels, int indent) {
  const char* separator = "{";
  for (const auto& [key, item] : value.items()) {
    out += separator;
    separator = ",";
    Break(out, indent + 1);
    out += PrintCompact(Json(key)) + ": ";
    PrintArray(out, item, IsMemberList(key) ? levels - 1 : 0, indent + 1);
  }
  Break(out, indent);
  out.push_back('}');
}

void PrintArray(std::string& out, const Json& value, int levels, int indent) {
  if (levels == 0 || !value.is_array() || value.empty()) {
    out += PrintCompact(value);
    return;
  }
  const char* separator = "[";
  for (const Json& item : value) {
    out += separator;
    separator = ",";
    Break(out, indent + 1);
    if (levels > 1 && item.is_object()) {
      PrintType(out, item, levels - 1, indent + 1);
    } else {
      out += PrintCompact(item);
    }
  }
  Break(out, indent);
  out.push_back(']');
}

bool IsInvisible(std::string_view key) {
  return key == "doc" || key == "source" || key == "metadata";
}

}  // namespace

std::string PrintCompact(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string PrintExport(const Json& document) {
  std::string out;
  const char* separator = "{";
  for (const auto& [key, item] : document.items()) {
    out += separator;
    separator = ",";
    Break(out, 1);
    out += PrintCompact(Json(key)) + ": ";
    PrintArray(out, item, LevelsBelow(key), 1);
  }
  out += "\n}\n";
  return out;
}

Json CallerVisible(const Json& value) {
  if (value.is_array()) {
    Json result = Json::array();
    for (const Json& item : value) result.push_back(CallerVisible(item));
    return result;
  }
  if (!value.is_object()) return value;
  Json result = Json::object();
  for (const auto& [key, item] : value.items()) {
    if (IsInvisible(key)) continue;
    result[key] = key == "default" ? item : CallerVisible(item);
  }
  return result;
}

}  // namespace tvm::ffi::reflection::detail
