// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Parameters of a function (layer 2). The schema says how many there are: a signature entry that
// says more is cut, one that says less leaves the rest without names. Of the default arguments in a
// fragment only literals are taken over, and only those that no parameter without a default
// follows: these a call by the resolver applies, and the export says only what a call does.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "fragment.h"
#include "metadata_text.h"
#include "record_text.h"

namespace tvm::ffi::reflection::detail {
namespace {

// One parameter: what the registration says of it, and the fragment.
struct Param {
  std::string_view type;
  const Json* registered = nullptr;
  const Json* said = nullptr;
  const Json* name = nullptr;
  // Of the fragment, where it counts.
  const Json* fallback = nullptr;

  const Json* Registered(const char* key) const {
    return registered == nullptr ? nullptr : Member(*registered, key);
  }
  // A text of the registration, else of the fragment.
  const Json* Text(const char* key) const {
    const Json* text = registered == nullptr ? nullptr : TextMember(*registered, key);
    return text != nullptr || said == nullptr ? text : TextMember(*said, key);
  }
  std::string_view KindSaid() const {
    const Json* kind = registered == nullptr ? nullptr : TextMember(*registered, "kind");
    return kind == nullptr ? std::string_view() : kind->get_ref<const std::string&>();
  }
};

// The lists of the signature entry and of the fragment; empty where there is none. The fragment's
// counts only where it tells as many.
std::vector<Param> ParamsOf(const FunctionFacts& facts, const SchemaText& text) {
  const size_t skip = facts.has_receiver ? 1 : 0;
  const std::vector<std::string_view>& types = text.params();
  const size_t count = types.size() > skip ? types.size() - skip : 0;
  const Json* registered = Member(text.signature(), "params");
  if (registered != nullptr && !registered->is_array()) registered = nullptr;
  const Json* said = facts.said == nullptr ? nullptr : Member(*facts.said, "params");
  if (said != nullptr && (!said->is_array() || said->size() != count)) said = nullptr;
  std::vector<Param> params(count);
  for (size_t i = 0; i < count; ++i) {
    params[i].type = types[i + skip];
    if (registered != nullptr && i < registered->size()) params[i].registered = &(*registered)[i];
    if (said != nullptr) params[i].said = &(*said)[i];
    params[i].name = params[i].Text("name");
  }
  return params;
}

// A literal that the parameter takes; the callee converts it.
bool TakesLiteral(const Json& type, const Json& value) {
  const Json* name = Member(type, "type");
  if (name == nullptr || value.is_structured()) return false;
  if (value.is_number_unsigned() && value.get<uint64_t>() >> 63 != 0) return false;
  if (*name == "Any") return true;
  const bool is_optional = *name == "Optional" || *name == "std::optional";
  if (is_optional || *name == "Variant" || *name == "std::variant") {
    if (is_optional && value.is_null()) return true;
    const Json* args = Member(type, "args");
    return args != nullptr && args->is_array() && !args->empty() &&
           std::any_of(args->begin(), args->end(),
                       [&value](const Json& arg) { return TakesLiteral(arg, value); });
  }
  if (*name == "bool") return value.is_boolean() || value.is_number_integer();
  if (*name == "int") return value.is_boolean() || value.is_number_integer();
  if (*name == "float") return value.is_number();
  if (*name == "ffi.String" || *name == "std::string" || *name == "const char*" ||
      *name == "DataType" || *name == "Device") {
    return value.is_string();
  }
  return value.is_null();
}

const Json* LiteralSaid(const Param& param) {
  const Json* fallback = param.said == nullptr ? nullptr : Member(*param.said, "default");
  const Json* value = fallback == nullptr ? nullptr : Member(*fallback, "value");
  return value != nullptr && TakesLiteral(ParseBounded(param.type), *value) ? value : nullptr;
}

// Those that go by name only have defaults in any order.
void FindFallbacks(std::vector<Param>& params) {
  for (size_t i = params.size(); i-- > 0;) {
    Param& param = params[i];
    if (param.Registered("default") != nullptr) continue;
    param.fallback = LiteralSaid(param);
    if (param.fallback == nullptr && param.KindSaid() != "keyword_only") return;
  }
}

// How a call gives it. Without a name it can only go by position.
std::string_view KindOf(const Param& param, bool has_name) {
  if (!has_name) return "positional_only";
  const std::string_view kind = param.KindSaid();
  return kind == "positional_only" || kind == "keyword_only" ? kind : "positional_or_keyword";
}

void WriteParam(RecordText& out, const Param& param, std::string_view field_name) {
  out.Both("{\"name\":");
  if (param.name == nullptr && !field_name.empty()) {
    out.BothQuoted(field_name);
  } else {
    out.BothTextOrNull(param.name);
  }
  out.Both(",\"type\":");
  out.Both(param.type);
  out.Both(",\"kind\":\"");
  out.Both(KindOf(param, param.name != nullptr || !field_name.empty()));
  out.Both("\",\"default\":");
  const Json* registered = param.Registered("default");
  if (const Json* fallback = registered != nullptr ? registered : param.fallback) {
    out.Both("{\"value\":");
    out.BothWhole(*fallback);
    out.Both("}");
  } else {
    out.Both("null");
  }
  out.Full(",\"doc\":");
  out.FullTextOrNull(param.Text("doc"));
  out.Both("}");
}

}  // namespace

void WriteParams(RecordText& out, const FunctionFacts& facts, const SchemaText& text) {
  if (!text.has_params()) return out.Both("null");
  std::vector<Param> params = ParamsOf(facts, text);
  if (facts.said != nullptr) FindFallbacks(params);
  const bool by_fields =
      facts.field_names.size() == params.size() &&
      std::all_of(params.begin(), params.end(), [](const Param& p) { return p.name == nullptr; });
  out.Both("[");
  for (size_t i = 0; i < params.size(); ++i) {
    if (i != 0) out.Both(",");
    WriteParam(out, params[i], by_fields ? facts.field_names[i] : std::string_view());
  }
  out.Both("]");
}

}  // namespace tvm::ffi::reflection::detail
