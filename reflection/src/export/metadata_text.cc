// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Reader of metadata texts (layer 2).
#include "metadata_text.h"

#include <string>
#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

// Printing and copying a value recurse once per level.
constexpr int kMaxNesting = 200;

bool IsTooDeep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxNesting) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

bool IsSchema(const Json& value) {
  return value.is_object() && value.contains("type") && value["type"].is_string();
}

// {"type":"ffi.Function","args":[ret, p0, ...]} of libraries made before 0.1.15.
Json WithNamedArgs(Json schema) {
  if (!schema.contains("args") || !schema["args"].is_array() || schema["args"].empty()) {
    return schema;
  }
  const Json& args = schema["args"];
  Json params = Json::array();
  for (size_t i = 1; i < args.size(); ++i) params.push_back(args[i]);
  Json named = Json::object();
  named["return"] = Json::array({args[0]});
  named["params"] = std::move(params);
  Json result = Json::object();
  result["type"] = schema["type"];
  result["named_args"] = std::move(named);
  return result;
}

// Keeps what the format allows and makes every function schema of the newer form.
Json CleanSchema(const Json& value) {
  if (!IsSchema(value)) return Json{{"type", "Any"}};
  Json result = Json::object();
  result["type"] = value["type"];
  if (value.contains("args") && value["args"].is_array()) {
    Json args = Json::array();
    for (const Json& arg : value["args"]) {
      args.push_back(arg.is_number_integer() ? arg : CleanSchema(arg));
    }
    result["args"] = std::move(args);
    return value["type"] == "ffi.Function" ? WithNamedArgs(std::move(result)) : result;
  }
  if (!value.contains("named_args") || !value["named_args"].is_object()) return result;
  const Json& named_args = value["named_args"];
  Json named = Json::object();
  named["return"] = Json::array();
  named["params"] = Json::array();
  if (named_args.contains("return") && named_args["return"].is_array() &&
      !named_args["return"].empty()) {
    named["return"].push_back(CleanSchema(named_args["return"][0]));
  } else {
    named["return"].push_back(Json{{"type", "Any"}});
  }
  if (named_args.contains("params") && named_args["params"].is_array()) {
    for (const Json& param : named_args["params"]) named["params"].push_back(CleanSchema(param));
  }
  result["named_args"] = std::move(named);
  return result;
}

}  // namespace

Json ParseBounded(std::string_view text) {
  if (text.empty() || IsTooDeep(text)) return Json(Json::value_t::discarded);
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

ParsedMetadata ReadMetadataText(std::string_view text) {
  ParsedMetadata result;
  const Json entries = ParseBounded(text);
  if (!entries.is_object()) return result;
  for (const auto& [key, value] : entries.items()) {
    if (key == "type_schema") {
      if (!value.is_string()) continue;
      const Json schema = ParseBounded(value.get_ref<const std::string&>());
      if (IsSchema(schema)) result.schema = CleanSchema(schema);
    } else if (key == "signature" && value.is_string()) {
      Json signature = ParseBounded(value.get_ref<const std::string&>());
      if (signature.is_object()) result.signature = std::move(signature);
    } else {
      result.user[key] = value;
    }
  }
  return result;
}

}  // namespace tvm::ffi::reflection::detail
