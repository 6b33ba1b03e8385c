// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Field names as parameter names (layer 2). Equal arity and equal schemas are asked for, since a
// name that is wrong is worse than none.
#include "constructor_names.h"

#include <string>
#include <vector>

#include "function_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

void AppendInitFields(const TVMFFITypeInfo& info, std::vector<const TVMFFIFieldInfo*>& fields) {
  for (int32_t i = 0; i < info.num_fields; ++i) {
    if (!(info.fields[i].flags & kTVMFFIFieldFlagBitMaskInitOff)) fields.push_back(&info.fields[i]);
  }
}

bool NamesNothing(const Json& params) {
  for (const Json& param : params) {
    if (!param["name"].is_null()) return false;
  }
  return true;
}

}  // namespace

void NameConstructorParams(const TVMFFITypeInfo& info, Json& constructor, MetadataReader& reader) {
  Json& params = constructor["params"];
  if (!params.is_array() || !NamesNothing(params)) return;
  std::vector<const TVMFFIFieldInfo*> fields;
  for (int32_t depth = 1; depth < info.type_depth; ++depth) {
    AppendInitFields(*info.type_ancestors[depth], fields);
  }
  AppendInitFields(info, fields);
  if (fields.size() != params.size()) return;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (reader.Read(View(fields[i]->metadata)).schema != params[i]["type"]) return;
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    params[i]["name"] = std::string(View(fields[i]->name));
    params[i]["kind"] = "positional_or_keyword";
  }
}

}  // namespace tvm::ffi::reflection::detail
