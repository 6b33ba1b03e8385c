// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A type of which the sources told more is a value that is filled, then printed; of any other type
// only what stands before and behind its members is one (layer 2).
#include "type_text.h"

#include <string>
#include <unordered_map>

#include "constructor_names.h"
#include "function_record.h"
#include "type_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

constexpr int kKeyLevel = 3;
constexpr int kMemberLevel = 4;

// The brackets of a list whose members each have a line of their own.
template <typename Write>
void WriteMembers(RecordText& out, int32_t count, Write write) {
  bool is_empty = true;
  out.Both("[");
  for (int32_t i = 0; i < count; ++i) {
    write(i, [&] {
      if (!is_empty) out.Both(",");
      is_empty = false;
      BreakLine(out.full, kMemberLevel);
    });
  }
  if (!is_empty) BreakLine(out.full, kKeyLevel);
  out.Both("]");
}

void WriteFields(RecordText& out, const TVMFFITypeInfo& info, SchemaReader& reader) {
  WriteMembers(out, info.num_fields, [&](int32_t i, const auto& begin) {
    begin();
    WriteField(out, info.fields[i], reader.Read(View(info.fields[i].metadata)));
  });
}

void WriteMethods(RecordText& out, const TVMFFITypeInfo& info, SchemaReader& reader,
                  ErrorKindSet& kinds) {
  std::unordered_map<std::string_view, int> seen;
  WriteMembers(out, info.num_methods, [&](int32_t i, const auto& begin) {
    const TVMFFIMethodInfo& method = info.methods[i];
    if (IsConstructor(method)) return;
    begin();
    const bool is_static = (method.flags & kTVMFFIFieldFlagBitMaskIsStaticMethod) != 0;
    WriteFunction(out, View(method.name), View(method.doc), reader.Read(View(method.metadata)),
                  !is_static, kinds);
    out.Both(",\"kind\":\"");
    out.Both(KindOfMethod(method));
    out.Both("\",\"overload\":");
    out.Both(std::to_string(seen[View(method.name)]++));
    out.Both("}");
  });
}

// Values, one per line.
void WriteValues(RecordText& out, const Json& values) {
  WriteMembers(out, static_cast<int32_t>(values.size()), [&](int32_t i, const auto& begin) {
    begin();
    out.BothJson(values[static_cast<size_t>(i)]);
  });
}

void NameConstructors(const TVMFFITypeInfo& info, Json& record, MetadataReader& reader) {
  for (Json& constructor : record["constructors"]) NameConstructorParams(info, constructor, reader);
}

}  // namespace

void AddErrorKinds(const Json& functions, ErrorKindSet& kinds) {
  for (const Json& function : functions) {
    for (const Json& raised : function["raises"]) {
      kinds.insert(raised["kind"].get_ref<const std::string&>());
    }
  }
}

void WriteType(RecordText& out, const TVMFFITypeInfo& info,
               const std::vector<std::string_view>& attribute_columns, const Fragment& fragment,
               Readers& readers, ErrorKindSet& kinds) {
  if (fragment.TellsOfType(View(info.type_key))) {
    Json record = TypeRecord(info, attribute_columns, readers.metadata);
    fragment.FillType(record);
    NameConstructors(info, record, readers.metadata);
    AddErrorKinds(record["constructors"], kinds);
    AddErrorKinds(record["methods"], kinds);
    AppendType(out.full, record);
    AppendVisible(out.visible, record);
    return;
  }
  Json head = TypeHead(info, attribute_columns, readers.metadata);
  NameConstructors(info, head, readers.metadata);
  AddErrorKinds(head["constructors"], kinds);
  BreakLine(out.full, kKeyLevel - 1);
  const char* separator = "{";
  const char* visible_separator = "{";
  for (const auto& [key, item] : head.get_ref<const Json::object_t&>()) {
    const bool is_visible = !IsInvisible(key);
    out.Full(separator);
    separator = ",";
    BreakLine(out.full, kKeyLevel);
    AppendQuoted(out.full, key);
    out.Full(": ");
    if (is_visible) {
      out.visible.append(visible_separator);
      visible_separator = ",";
      AppendQuoted(out.visible, key);
      out.visible.push_back(':');
    }
    if (key == "fields") {
      WriteFields(out, info, readers.schema);
    } else if (key == "methods") {
      WriteMethods(out, info, readers.schema, kinds);
    } else if (key == "constructors" || (key == "enum" && item.is_array())) {
      WriteValues(out, item);
    } else {
      AppendCompact(out.full, item);
      if (is_visible) AppendVisible(out.visible, item);
    }
  }
  BreakLine(out.full, kKeyLevel - 1);
  out.Both("}");
}

}  // namespace tvm::ffi::reflection::detail
