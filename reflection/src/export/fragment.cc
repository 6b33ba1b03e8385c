// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Merging of a fragment into the records of an export (layer 2). Of default arguments only literals
// are taken over, and only those that no parameter without a default follows: these a call by the
// resolver applies, and the export says only what a call does.
#include "fragment.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "metadata_text.h"

namespace tvm::ffi::reflection::detail {
namespace {

const Json* Member(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

// Entries of a list by name; the first of those that share one.
class ByName {
 public:
  explicit ByName(const Json* entries) {
    if (entries == nullptr || !entries->is_array()) return;
    for (const Json& entry : *entries) {
      const Json* name = Member(entry, "name");
      if (name == nullptr || !name->is_string()) continue;
      entries_.try_emplace(name->get_ref<const std::string&>(), &entry);
    }
  }

  const Json* Find(const Json& record) const {
    const auto found = entries_.find(record["name"].get_ref<const std::string&>());
    return found == entries_.end() ? nullptr : found->second;
  }

 private:
  std::unordered_map<std::string_view, const Json*> entries_;
};

void FillText(Json& record, const char* key, const Json& said) {
  const Json* text = Member(said, key);
  if (record[key].is_null() && text != nullptr && text->is_string()) record[key] = *text;
}

void FillSource(Json& record, const Json& said) {
  const Json* source = Member(said, "source");
  if (!record["source"].is_null() || source == nullptr) return;
  const Json* file = Member(*source, "file");
  const Json* line = Member(*source, "line");
  if (file == nullptr || !file->is_string()) return;
  if (line == nullptr || !line->is_number_integer() || line->get<int64_t>() < 1) return;
  record["source"] = {{"file", *file}, {"line", *line}};
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

void FillDefaults(Json& params, const Json& said) {
  for (size_t i = params.size(); i-- > 0;) {
    if (!params[i]["default"].is_null()) continue;
    const Json* fallback = Member(said[i], "default");
    const Json* value = fallback == nullptr ? nullptr : Member(*fallback, "value");
    if (value == nullptr || !TakesLiteral(params[i]["type"], *value)) return;
    params[i]["default"] = {{"value", *value}};
  }
}

void FillParams(Json& params, const Json& said) {
  if (!params.is_array() || !said.is_array() || params.size() != said.size()) return;
  for (size_t i = 0; i < params.size(); ++i) {
    const bool has_name = !params[i]["name"].is_null();
    FillText(params[i], "name", said[i]);
    FillText(params[i], "doc", said[i]);
    // Without a name it could only go by position.
    if (!has_name && !params[i]["name"].is_null()) params[i]["kind"] = "positional_or_keyword";
  }
  FillDefaults(params, said);
}

void FillRaises(Json& raises, const Json& said) {
  if (!raises.empty() || !said.is_array()) return;
  for (const Json& item : said) {
    const Json* kind = Member(item, "kind");
    if (kind == nullptr || !kind->is_string()) continue;
    Json raised = {{"kind", *kind}, {"doc", Json()}};
    FillText(raised, "doc", item);
    raises.push_back(std::move(raised));
  }
}

void FillCallable(Json& record, const Json& said) {
  FillText(record, "doc", said);
  FillText(record, "deprecated", said);
  FillSource(record, said);
  if (const Json* params = Member(said, "params")) FillParams(record["params"], *params);
  if (const Json* returns = Member(said, "returns")) FillText(record["returns"], "doc", *returns);
  if (const Json* raises = Member(said, "raises")) FillRaises(record["raises"], *raises);
}

// Constructors carry no number; the same count of parameters in the same order of registration.
void FillConstructors(Json& constructors, const Json& said) {
  if (!said.is_array() || said.size() != constructors.size()) return;
  for (size_t i = 0; i < constructors.size(); ++i) FillCallable(constructors[i], said[i]);
}

void FillMethods(Json& methods, const Json& said) {
  if (!said.is_array()) return;
  std::map<std::pair<std::string_view, int64_t>, const Json*> items;
  for (const Json& item : said) {
    const Json* name = Member(item, "name");
    const Json* overload = Member(item, "overload");
    if (name == nullptr || !name->is_string()) continue;
    if (overload == nullptr || !overload->is_number_integer()) continue;
    items.try_emplace({name->get_ref<const std::string&>(), overload->get<int64_t>()}, &item);
  }
  for (Json& method : methods) {
    const auto found = items.find(
        {method["name"].get_ref<const std::string&>(), method["overload"].get<int64_t>()});
    if (found != items.end()) FillCallable(method, *found->second);
  }
}

}  // namespace

Fragment::Index Fragment::IndexOf(const Json& document, const char* list, const char* key) {
  Index index;
  const Json* entries = Member(document, list);
  if (entries == nullptr || !entries->is_array()) return index;
  for (const Json& entry : *entries) {
    const Json* name = Member(entry, key);
    if (name != nullptr && name->is_string()) index.emplace(name->get<std::string>(), &entry);
  }
  return index;
}

Fragment::Fragment(std::string_view text) {
  Json parsed = ParseBounded(text);
  const Json* format = parsed.is_discarded() ? nullptr : Member(parsed, "format");
  if (format == nullptr || *format != 1) return;
  document_ = std::move(parsed);
  functions_ = IndexOf(document_, "functions", "name");
  symbols_ = IndexOf(document_, "symbols", "name");
  types_ = IndexOf(document_, "types", "key");
}

void Fragment::FillFunction(Json& record) const {
  const auto said = functions_.find(record["name"].get_ref<const std::string&>());
  if (said != functions_.end()) FillCallable(record, *said->second);
}

void Fragment::FillSymbol(Json& record) const {
  const auto said = symbols_.find(record["name"].get_ref<const std::string&>());
  if (said != symbols_.end()) FillCallable(record, *said->second);
}

void Fragment::FillType(Json& record) const {
  const auto found = types_.find(record["key"].get_ref<const std::string&>());
  if (found == types_.end()) return;
  const Json& said = *found->second;
  FillText(record, "doc", said);
  FillSource(record, said);
  const ByName fields(Member(said, "fields"));
  for (Json& field : record["fields"]) {
    const Json* entry = fields.Find(field);
    if (entry == nullptr) continue;
    FillText(field, "doc", *entry);
    FillSource(field, *entry);
  }
  if (const Json* items = Member(said, "constructors")) {
    FillConstructors(record["constructors"], *items);
  }
  if (const Json* items = Member(said, "methods")) FillMethods(record["methods"], *items);
  if (!record["enum"].is_array()) return;
  const ByName entries(Member(said, "enum"));
  for (Json& entry : record["enum"]) {
    if (const Json* item = entries.Find(entry)) FillText(entry, "doc", *item);
  }
}

}  // namespace tvm::ffi::reflection::detail
