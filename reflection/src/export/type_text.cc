// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Types as text (layer 2). What stands before and behind the members is a value first: it is small,
// and its keys are many.
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

void WriteFields(RecordText& out, const TVMFFITypeInfo& info, const TypeFragment& said,
                 SchemaReader& reader) {
  WriteMembers(out, info.num_fields, [&](int32_t i, const auto& begin) {
    const TVMFFIFieldInfo& field = info.fields[i];
    begin();
    WriteField(out, field, reader.Read(View(field.metadata)), said.Field(View(field.name)));
  });
}

void WriteConstructors(RecordText& out, const TVMFFITypeInfo& info, const TypeFragment& said,
                       SchemaReader& reader, ErrorKindSet& kinds) {
  const std::vector<const TVMFFIMethodInfo*> constructors = ConstructorsOf(info);
  WriteMembers(out, static_cast<int32_t>(constructors.size()), [&](int32_t i, const auto& begin) {
    begin();
    WriteConstructor(out, info, constructors, static_cast<size_t>(i), said, reader, kinds);
    out.Both("}");
  });
}

void WriteMethods(RecordText& out, const TVMFFITypeInfo& info, const TypeFragment& said,
                  SchemaReader& reader, ErrorKindSet& kinds) {
  std::unordered_map<std::string_view, int> seen;
  WriteMembers(out, info.num_methods, [&](int32_t i, const auto& begin) {
    const TVMFFIMethodInfo& method = info.methods[i];
    if (IsConstructor(method)) return;
    begin();
    WriteMethod(out, method, seen[View(method.name)]++, said, reader, kinds);
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

// What the registration leaves open of the type itself and of the entries of an enumeration.
void Fill(Json& head, const Json& said, const TypeFragment& members) {
  const Json* doc = TextMember(said, "doc");
  if (head["doc"].is_null() && doc != nullptr) head["doc"] = *doc;
  if (head["source"].is_null()) head["source"] = SourceSaid(&said);
  if (!head["enum"].is_array()) return;
  for (Json& entry : head["enum"]) {
    const Json* item = members.Entry(entry["name"].get_ref<const std::string&>());
    const Json* text = item == nullptr ? nullptr : TextMember(*item, "doc");
    if (entry["doc"].is_null() && text != nullptr) entry["doc"] = *text;
  }
}

}  // namespace

void WriteConstructor(RecordText& out, const TVMFFITypeInfo& info,
                      const std::vector<const TVMFFIMethodInfo*>& constructors, size_t index,
                      const TypeFragment& said, SchemaReader& reader, ErrorKindSet& kinds) {
  const TVMFFIMethodInfo& method = *constructors[index];
  const SchemaText& text = reader.Read(View(method.metadata));
  WriteFunction(out,
                {View(method.name), View(method.doc), !IsStatic(method),
                 said.Constructor(index, constructors.size()), FieldNamesFor(info, text, reader)},
                text, kinds);
}

void WriteMethod(RecordText& out, const TVMFFIMethodInfo& method, int overload,
                 const TypeFragment& said, SchemaReader& reader, ErrorKindSet& kinds) {
  WriteFunction(out,
                {View(method.name),
                 View(method.doc),
                 !IsStatic(method),
                 said.Method(View(method.name), overload),
                 {}},
                reader.Read(View(method.metadata)), kinds);
  out.Both(",\"kind\":\"");
  out.Both(IsStatic(method) ? "static" : "instance");
  out.Both("\",\"overload\":");
  out.Both(std::to_string(overload));
}

void WriteType(RecordText& out, const TVMFFITypeInfo& info,
               const std::vector<std::string_view>& attribute_columns, const Fragment& fragment,
               SchemaReader& reader, ErrorKindSet& kinds) {
  const Json* told = fragment.Type(View(info.type_key));
  const TypeFragment said(told);
  Json head = TypeHead(info, attribute_columns);
  if (told != nullptr) Fill(head, *told, said);
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
      WriteFields(out, info, said, reader);
    } else if (key == "constructors") {
      WriteConstructors(out, info, said, reader, kinds);
    } else if (key == "methods") {
      WriteMethods(out, info, said, reader, kinds);
    } else if (key == "enum" && item.is_array()) {
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
