// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Joins the schema of a function with its signature entry (layer 2). The schema says how many
// parameters there are; a signature entry that says more is cut, one that says less leaves the rest
// without names.
#include "function_record.h"

#include <string>
#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

Json StringOrNull(const Json& object, const char* key) {
  if (!object.is_object() || !object.contains(key) || !object[key].is_string()) return nullptr;
  return object[key];
}

Json Param(const Json& schema, const Json& said) {
  Json param = NewObject(5);
  param["name"] = StringOrNull(said, "name");
  param["type"] = schema;
  Json kind = StringOrNull(said, "kind");
  if (kind != "positional_only" && kind != "positional_or_keyword" && kind != "keyword_only") {
    kind = param["name"].is_null() ? "positional_only" : "positional_or_keyword";
  }
  param["kind"] = std::move(kind);
  param["default"] = nullptr;
  if (said.is_object() && said.contains("default")) param["default"] = {{"value", said["default"]}};
  param["doc"] = StringOrNull(said, "doc");
  return param;
}

Json Params(const Json& schema, const Json& signature, bool has_receiver) {
  if (!schema.is_object() || !schema.contains("named_args")) return nullptr;
  const Json& types = schema["named_args"]["params"];
  static const Json kNothing = Json::array();
  const Json& said = signature.contains("params") && signature["params"].is_array()
                         ? signature["params"]
                         : kNothing;
  Json params = Json::array();
  const size_t skip = has_receiver ? 1 : 0;
  for (size_t i = skip; i < types.size(); ++i) {
    params.push_back(Param(types[i], i - skip < said.size() ? said[i - skip] : Json()));
  }
  return params;
}

Json ReturnType(const Json& schema) {
  if (!schema.is_object() || !schema.contains("named_args")) return Json{{"type", "Any"}};
  return schema["named_args"]["return"][0];
}

Json Raises(const Json& signature) {
  Json raises = Json::array();
  if (!signature.contains("raises") || !signature["raises"].is_array()) return raises;
  for (const Json& entry : signature["raises"]) {
    if (!entry.is_array() || entry.empty() || !entry[0].is_string()) continue;
    Json item = Json::object();
    item["kind"] = entry[0];
    item["doc"] = entry.size() > 1 && entry[1].is_string() && entry[1] != "" ? entry[1] : Json();
    raises.push_back(std::move(item));
  }
  return raises;
}

}  // namespace

Json TextOrNull(std::string_view text) { return text.empty() ? Json() : Json(std::string(text)); }

Json SourceOf(const Json& signature) {
  if (!signature.is_object() || !signature.contains("source")) return nullptr;
  const Json& place = signature["source"];
  if (!place.is_array() || place.size() != 2 || !place[0].is_string()) return nullptr;
  if (!place[1].is_number_integer() || place[1] < 1) return nullptr;
  return {{"file", place[0]}, {"line", place[1]}};
}

Json FunctionRecord(std::string_view name, std::string_view doc, const ParsedMetadata& text,
                    bool has_receiver) {
  // Room for the two keys that methods have in addition.
  Json record = NewObject(11);
  record["name"] = std::string(name);
  record["doc"] = doc.empty() ? StringOrNull(text.signature, "doc") : TextOrNull(doc);
  record["params"] = Params(text.schema, text.signature, has_receiver);
  record["returns"] = {{"type", ReturnType(text.schema)},
                       {"doc", StringOrNull(text.signature, "returns")}};
  record["raises"] = Raises(text.signature);
  record["deprecated"] = StringOrNull(text.signature, "deprecated");
  record["thread_safe"] =
      text.signature.contains("thread_safe") && text.signature["thread_safe"] == true;
  record["metadata"] = text.user;
  record["source"] = SourceOf(text.signature);
  return record;
}

}  // namespace tvm::ffi::reflection::detail
