// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Keys of records in their order (layer 2).
#include "record_text.h"

#include <charconv>
#include <cstdint>

#include "default_value.h"
#include "function_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

// NULL is no text, which is another thing than an empty one.
const Json* StringAt(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || !found->is_string() ? nullptr : &*found;
}

void FullStringOrNull(RecordText& out, const Json* text) {
  if (text == nullptr) {
    out.Full("null");
  } else {
    AppendQuoted(out.full, text->get_ref<const std::string&>());
  }
}

void BothStringOrNull(RecordText& out, const Json* text) {
  if (text == nullptr) {
    out.Both("null");
  } else {
    out.BothQuoted(text->get_ref<const std::string&>());
  }
}

void WriteParam(RecordText& out, std::string_view type, const Json& said) {
  const Json* name = StringAt(said, "name");
  out.Both("{\"name\":");
  BothStringOrNull(out, name);
  out.Both(",\"type\":");
  out.Both(type);
  const Json* said_kind = StringAt(said, "kind");
  std::string_view kind;
  if (said_kind != nullptr) kind = said_kind->get_ref<const std::string&>();
  if (kind != "positional_only" && kind != "positional_or_keyword" && kind != "keyword_only") {
    kind = name == nullptr ? "positional_only" : "positional_or_keyword";
  }
  out.Both(",\"kind\":\"");
  out.Both(kind);
  out.Both("\",\"default\":");
  const auto fallback = said.is_object() ? said.find("default") : said.end();
  if (said.is_object() && fallback != said.end()) {
    out.Both("{\"value\":");
    out.BothWhole(*fallback);
    out.Both("}");
  } else {
    out.Both("null");
  }
  out.Full(",\"doc\":");
  FullStringOrNull(out, StringAt(said, "doc"));
  out.Both("}");
}

void WriteParams(RecordText& out, const SchemaText& text, bool has_receiver) {
  static const Json kNothing;
  if (!text.has_params()) return out.Both("null");
  const Json& signature = text.signature();
  const auto list = signature.find("params");
  const bool is_list = list != signature.end() && list->is_array();
  const size_t skip = has_receiver ? 1 : 0;
  out.Both("[");
  for (size_t i = skip; i < text.params().size(); ++i) {
    if (i != skip) out.Both(",");
    const bool is_said = is_list && i - skip < list->size();
    WriteParam(out, text.params()[i], is_said ? (*list)[i - skip] : kNothing);
  }
  out.Both("]");
}

void WriteRaises(RecordText& out, const Json& signature, ErrorKindSet& kinds) {
  out.Both("[");
  const auto list = signature.find("raises");
  const char* separator = "{\"kind\":";
  if (list != signature.end() && list->is_array()) {
    for (const Json& entry : *list) {
      if (!entry.is_array() || entry.empty() || !entry[0].is_string()) continue;
      const auto& kind = entry[0].get_ref<const std::string&>();
      kinds.insert(kind);
      out.Both(separator);
      separator = ",{\"kind\":";
      out.BothQuoted(kind);
      out.Full(",\"doc\":");
      const bool has_doc = entry.size() > 1 && entry[1].is_string();
      out.FullQuotedOrNull(has_doc ? entry[1].get_ref<const std::string&>() : std::string_view());
      out.Both("}");
    }
  }
  out.Both("]");
}

void BothBool(RecordText& out, std::string_view key, bool value) {
  out.Both(key);
  out.Both(value ? "true" : "false");
}

void BothInt(RecordText& out, std::string_view key, int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
  out.Both(key);
  out.Both(std::string_view(digits, static_cast<size_t>(end - digits)));
}

// What callers do not see, at the end of a function and of a field.
void WriteUserAndSource(RecordText& out, const SchemaText& text) {
  out.Full(",\"metadata\":");
  out.Full(text.user());
  out.Full(",\"source\":");
  AppendCompact(out.full, SourceOf(text.signature()));
}

}  // namespace

void RecordText::BothWhole(const Json& value) {
  const size_t begin = full.size();
  AppendCompact(full, value);
  visible.append(full, begin);
}

void RecordText::BothQuoted(std::string_view text) {
  const size_t begin = full.size();
  AppendQuoted(full, text);
  visible.append(full, begin);
}

void RecordText::FullQuotedOrNull(std::string_view text) {
  if (text.empty()) return Full("null");
  AppendQuoted(full, text);
}

void WriteFunction(RecordText& out, std::string_view name, std::string_view doc,
                   const SchemaText& text, bool has_receiver, ErrorKindSet& kinds) {
  const Json& signature = text.signature();
  out.Both("{\"name\":");
  out.BothQuoted(name);
  out.Full(",\"doc\":");
  if (doc.empty()) {
    FullStringOrNull(out, StringAt(signature, "doc"));
  } else {
    AppendQuoted(out.full, doc);
  }
  out.Both(",\"params\":");
  WriteParams(out, text, has_receiver);
  out.Both(",\"returns\":{\"type\":");
  out.Both(text.returns());
  out.Full(",\"doc\":");
  FullStringOrNull(out, StringAt(signature, "returns"));
  out.Both("},\"raises\":");
  WriteRaises(out, signature, kinds);
  out.Both(",\"deprecated\":");
  BothStringOrNull(out, StringAt(signature, "deprecated"));
  const auto safe = signature.find("thread_safe");
  BothBool(out, ",\"thread_safe\":", safe != signature.end() && *safe == true);
  WriteUserAndSource(out, text);
}

const char* StructuralUse(int64_t flags) {
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) return "ignore";
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashDefPattern) return "pattern";
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashDefSimple) return "simple";
  return "use";
}

void WriteField(RecordText& out, const TVMFFIFieldInfo& field, const SchemaText& text) {
  const int64_t flags = field.flags;
  out.Both("{\"name\":");
  out.BothQuoted(View(field.name));
  out.Both(",\"type\":");
  out.Both(text.type());
  out.Both(flags & kTVMFFIFieldFlagBitMaskWritable ? ",\"access\":\"rw\"" : ",\"access\":\"ro\"");
  out.Full(",\"doc\":");
  out.FullQuotedOrNull(View(field.doc));
  out.Both(",\"default\":");
  out.BothWhole(DefaultOf(field));
  BothBool(out, ",\"init\":", !(flags & kTVMFFIFieldFlagBitMaskInitOff));
  BothBool(out, ",\"kw_only\":", (flags & kTVMFFIFieldFlagBitMaskKwOnly) != 0);
  BothBool(out, ",\"repr\":", !(flags & kTVMFFIFieldFlagBitMaskReprOff));
  BothBool(out, ",\"compare\":", !(flags & kTVMFFIFieldFlagBitMaskCompareOff));
  BothBool(out, ",\"hash\":", !(flags & kTVMFFIFieldFlagBitMaskHashOff));
  out.Both(",\"structural\":\"");
  out.Both(StructuralUse(flags));
  BothInt(out, "\",\"offset\":", field.offset);
  BothInt(out, ",\"size\":", field.size);
  BothInt(out, ",\"align\":", field.alignment);
  BothInt(out, ",\"static_type_index\":", field.field_static_type_index);
  WriteUserAndSource(out, text);
  out.Both("}");
}

}  // namespace tvm::ffi::reflection::detail
