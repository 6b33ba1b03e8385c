// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in a fragment (layer 2). Of several entries of a name the first one counts.
#include "fragment.h"

#include "metadata_text.h"

namespace tvm::ffi::reflection::detail {

const Json* Member(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

const Json* TextMember(const Json& object, const char* key) {
  const Json* value = Member(object, key);
  return value == nullptr || !value->is_string() ? nullptr : value;
}

Fragment::Index Fragment::IndexOf(const Json& document, const char* list, const char* key) {
  Index index;
  const Json* entries = Member(document, list);
  if (entries == nullptr || !entries->is_array()) return index;
  for (const Json& entry : *entries) {
    if (const Json* name = TextMember(entry, key)) index.emplace(name->get<std::string>(), &entry);
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

TypeFragment::ByName TypeFragment::IndexOf(const Json* type, const char* list) {
  ByName index;
  const Json* entries = type == nullptr ? nullptr : Member(*type, list);
  if (entries == nullptr || !entries->is_array()) return index;
  for (const Json& entry : *entries) {
    const Json* name = TextMember(entry, "name");
    if (name != nullptr) index.try_emplace(name->get_ref<const std::string&>(), &entry);
  }
  return index;
}

TypeFragment::TypeFragment(const Json* type)
    : fields_(IndexOf(type, "fields")), entries_(IndexOf(type, "enum")) {
  if (type == nullptr) return;
  constructors_ = Member(*type, "constructors");
  const Json* methods = Member(*type, "methods");
  if (methods == nullptr || !methods->is_array()) return;
  for (const Json& item : *methods) {
    const Json* name = TextMember(item, "name");
    const Json* overload = Member(item, "overload");
    if (name == nullptr || overload == nullptr || !overload->is_number_integer()) continue;
    methods_.try_emplace({name->get_ref<const std::string&>(), overload->get<int64_t>()}, &item);
  }
}

const Json* TypeFragment::Constructor(size_t index, size_t count) const {
  if (constructors_ == nullptr || !constructors_->is_array()) return nullptr;
  return constructors_->size() == count ? &(*constructors_)[index] : nullptr;
}

const Json* TypeFragment::Method(std::string_view name, int64_t overload) const {
  if (methods_.empty()) return nullptr;
  const auto found = methods_.find({name, overload});
  return found == methods_.end() ? nullptr : found->second;
}

}  // namespace tvm::ffi::reflection::detail
