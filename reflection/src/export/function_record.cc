// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Records of functions as values (layer 2).
#include "function_record.h"

#include <string>

namespace tvm::ffi::reflection::detail {

Json TextOrNull(std::string_view text) { return text.empty() ? Json() : Json(std::string(text)); }

Json SourceOf(const Json& signature) {
  if (!signature.is_object() || !signature.contains("source")) return nullptr;
  const Json& place = signature["source"];
  if (!place.is_array() || place.size() != 2 || !place[0].is_string()) return nullptr;
  if (!place[1].is_number_integer() || place[1] < 1) return nullptr;
  return {{"file", place[0]}, {"line", place[1]}};
}

Json FunctionRecord(const FunctionFacts& facts, std::string_view metadata) {
  RecordText text;
  ErrorKindSet kinds;
  WriteFunction(text, facts, SchemaText(metadata), kinds);
  text.Full("}");
  return Json::parse(text.full, nullptr, false);
}

}  // namespace tvm::ffi::reflection::detail
