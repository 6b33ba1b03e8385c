// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Keys of records in their order (layer 2).
#include "record_text.h"

#include <charconv>
#include <cstdint>

#include "default_value.h"
#include "fragment.h"
#include "function_record.h"

namespace tvm::ffi::reflection::detail {
namespace {

// A text of the signature entry, else of the fragment; null when neither has one.
const Json* TextOf(const Json& signature, const char* key, const Json* said) {
  const Json* text = TextMember(signature, key);
  return text != nullptr || said == nullptr ? text : TextMember(*said, key);
}

void WriteDoc(RecordText& out, std::string_view doc, const Json* other) {
  out.Full(",\"doc\":");
  if (doc.empty()) {
    out.FullTextOrNull(other);
  } else {
    AppendQuoted(out.full, doc);
  }
}

// The errors that a registration names, else those of the fragment.
class Raises {
 public:
  Raises(RecordText& out, ErrorKindSet& kinds) : out_(out), kinds_(kinds) {}

  void Write(const Json& signature, const Json* said) {
    out_.Both("[");
    WriteRegistered(Member(signature, "raises"));
    if (is_empty_ && said != nullptr) WriteSaid(Member(*said, "raises"));
    out_.Both("]");
  }

 private:
  void WriteRegistered(const Json* list) {
    if (list == nullptr || !list->is_array()) return;
    for (const Json& entry : *list) {
      if (!entry.is_array() || entry.empty() || !entry[0].is_string()) continue;
      Begin(entry[0]);
      const bool has_doc = entry.size() > 1 && entry[1].is_string();
      out_.FullQuotedOrNull(has_doc ? entry[1].get_ref<const std::string&>() : std::string_view());
      out_.Both("}");
    }
  }

  void WriteSaid(const Json* list) {
    if (list == nullptr || !list->is_array()) return;
    for (const Json& entry : *list) {
      const Json* kind = TextMember(entry, "kind");
      if (kind == nullptr) continue;
      Begin(*kind);
      out_.FullTextOrNull(TextMember(entry, "doc"));
      out_.Both("}");
    }
  }

  void Begin(const Json& kind) {
    const auto& name = kind.get_ref<const std::string&>();
    kinds_.insert(name);
    out_.Both(is_empty_ ? "{\"kind\":" : ",{\"kind\":");
    is_empty_ = false;
    out_.BothQuoted(name);
    out_.Full(",\"doc\":");
  }

  RecordText& out_;
  ErrorKindSet& kinds_;
  bool is_empty_ = true;
};

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
void WriteUserAndSource(RecordText& out, const SchemaText& text, const Json* said) {
  out.Full(",\"metadata\":");
  out.Full(text.user());
  out.Full(",\"source\":");
  const Json place = SourceOf(text.signature());
  AppendCompact(out.full, place.is_null() ? SourceSaid(said) : place);
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

void RecordText::BothTextOrNull(const Json* text) {
  if (text == nullptr) return Both("null");
  BothQuoted(text->get_ref<const std::string&>());
}

void RecordText::FullQuotedOrNull(std::string_view text) {
  if (text.empty()) return Full("null");
  AppendQuoted(full, text);
}

// NULL is no text, which is another thing than an empty one.
void RecordText::FullTextOrNull(const Json* text) {
  if (text == nullptr) return Full("null");
  AppendQuoted(full, text->get_ref<const std::string&>());
}

Json SourceSaid(const Json* said) {
  const Json* source = said == nullptr ? nullptr : Member(*said, "source");
  if (source == nullptr) return nullptr;
  const Json* file = TextMember(*source, "file");
  const Json* line = Member(*source, "line");
  if (file == nullptr || line == nullptr || !line->is_number_integer()) return nullptr;
  if (line->get<int64_t>() < 1) return nullptr;
  return {{"file", *file}, {"line", *line}};
}

void WriteFunction(RecordText& out, const FunctionFacts& facts, const SchemaText& text,
                   ErrorKindSet& kinds) {
  const Json& signature = text.signature();
  const Json* said = facts.said;
  out.Both("{\"name\":");
  out.BothQuoted(facts.name);
  WriteDoc(out, facts.doc, TextOf(signature, "doc", said));
  out.Both(",\"params\":");
  WriteParams(out, facts, text);
  out.Both(",\"returns\":{\"type\":");
  out.Both(text.returns());
  const Json* returns = TextMember(signature, "returns");
  const Json* returns_said = said == nullptr ? nullptr : Member(*said, "returns");
  if (returns == nullptr && returns_said != nullptr) returns = TextMember(*returns_said, "doc");
  out.Full(",\"doc\":");
  out.FullTextOrNull(returns);
  out.Both("},\"raises\":");
  Raises(out, kinds).Write(signature, said);
  out.Both(",\"deprecated\":");
  out.BothTextOrNull(TextOf(signature, "deprecated", said));
  const Json* safe = Member(signature, "thread_safe");
  BothBool(out, ",\"thread_safe\":", safe != nullptr && *safe == true);
  WriteUserAndSource(out, text, said);
}

const char* StructuralUse(int64_t flags) {
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashIgnore) return "ignore";
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashDefPattern) return "pattern";
  if (flags & kTVMFFIFieldFlagBitMaskSEqHashDefSimple) return "simple";
  return "use";
}

void WriteField(RecordText& out, const TVMFFIFieldInfo& field, const SchemaText& text,
                const Json* said) {
  const int64_t flags = field.flags;
  out.Both("{\"name\":");
  out.BothQuoted(View(field.name));
  out.Both(",\"type\":");
  out.Both(text.type());
  out.Both(flags & kTVMFFIFieldFlagBitMaskWritable ? ",\"access\":\"rw\"" : ",\"access\":\"ro\"");
  WriteDoc(out, View(field.doc), said == nullptr ? nullptr : TextMember(*said, "doc"));
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
  WriteUserAndSource(out, text, said);
  out.Both("}");
}

}  // namespace tvm::ffi::reflection::detail
