// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Field names as parameter names (layer 2). Equal arity and equal schemas are asked for, since a
// name that is wrong is worse than none.
#include "constructor_names.h"

#include "function_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

void AppendInitFields(const TVMFFITypeInfo& info, std::vector<const TVMFFIFieldInfo*>& fields) {
  for (int32_t i = 0; i < info.num_fields; ++i) {
    if (!(info.fields[i].flags & kTVMFFIFieldFlagBitMaskInitOff)) fields.push_back(&info.fields[i]);
  }
}

}  // namespace

std::vector<std::string_view> FieldNamesFor(const TVMFFITypeInfo& info,
                                            const SchemaText& constructor, SchemaReader& reader) {
  std::vector<const TVMFFIFieldInfo*> fields;
  for (int32_t depth = 1; depth < info.type_depth; ++depth) {
    AppendInitFields(*info.type_ancestors[depth], fields);
  }
  AppendInitFields(info, fields);
  if (!constructor.has_params() || fields.size() != constructor.params().size()) return {};
  std::vector<std::string_view> names;
  for (size_t i = 0; i < fields.size(); ++i) {
    const SchemaText& field = reader.Read(View(fields[i]->metadata));
    if (!field.has_type() || field.type() != constructor.params()[i]) return {};
    names.push_back(View(fields[i]->name));
  }
  return names;
}

}  // namespace tvm::ffi::reflection::detail
