// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What an export says of a type beside its members (layer 2).
#include "type_record.h"

#include <tvm/ffi/any.h>
#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/reflection/accessor.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "function_record.h"
#include "metadata_text.h"

namespace tvm::ffi::reflection::detail {
// How calls by keyword reach one overload; the methods say that there are several.
constexpr std::string_view kOverloadName = "__ffi_overload__";
// Where the type is declared, as ["file",line].
constexpr std::string_view kSourceName = "__ffi_source__";

AnyView AttributeOf(const TVMFFITypeInfo& info, std::string_view name) {
  const TVMFFIByteArray text{name.data(), name.size()};
  const TVMFFIAny* cell =
      ::tvm::ffi::detail::FindAttrCell(TVMFFIGetTypeAttrColumn(&text), info.type_index);
  return cell != nullptr ? AnyView::CopyFromTVMFFIAny(*cell) : AnyView();
}

namespace {

constexpr std::string_view kInitName = "__ffi_init__";

bool HasAttribute(const TVMFFITypeInfo& info, std::string_view name) {
  return AttributeOf(info, name).type_index() != TypeIndex::kTVMFFINone;
}

const char* StructuralKind(const TVMFFITypeInfo& info) {
  if (info.metadata == nullptr) return "unsupported";
  switch (info.metadata->structural_eq_hash_kind) {
    case kTVMFFISEqHashKindTreeNode:
      return "tree";
    case kTVMFFISEqHashKindFreeVar:
      return "free_var";
    case kTVMFFISEqHashKindDAGNode:
      return "dag";
    case kTVMFFISEqHashKindConstTreeNode:
      return "const_tree";
    case kTVMFFISEqHashKindUniqueInstance:
      return "unique";
    default:
      return "unsupported";
  }
}

Json EntryDoc(const EnumState& state, const ObjectRef& entry) {
  const std::optional<Dict<ObjectRef, Any>> docs = state->attrs.Get("__doc__");
  const std::optional<Any> doc = docs ? docs->Get(entry) : std::nullopt;
  const std::optional<String> text = doc ? doc->as<String>() : std::nullopt;
  return text ? TextOrNull(std::string_view(text->data(), text->size())) : Json();
}

Json SourceOfType(const TVMFFITypeInfo& info) {
  const std::optional<String> place = AttributeOf(info, kSourceName).as<String>();
  if (!place) return nullptr;
  return SourceOf({{"source", ParseBounded({place->data(), place->size()})}});
}

Json EnumEntries(const TVMFFITypeInfo& info) {
  const std::optional<EnumState> state = AttributeOf(info, "__ffi_enum__").as<EnumState>();
  if (!state) return nullptr;
  Json entries = Json::array();
  for (const ObjectRef& entry : (*state)->entries) {
    const EnumObj* value = entry.as<EnumObj>();
    if (value == nullptr) continue;
    Json item = Json::object();
    item["name"] = std::string(value->_str_index);
    item["index"] = value->_int_index;
    item["doc"] = EntryDoc(*state, entry);
    entries.push_back(std::move(item));
  }
  return entries;
}

// What a caller can do with the type besides calling it, told by attributes and by methods with
// Python's names.
Json Operators(const TVMFFITypeInfo& info) {
  constexpr std::pair<std::string_view, const char*> kAttributes[] = {
      {"__ffi_eq__", "eq"},     {"__ffi_compare__", "order"}, {"__ffi_hash__", "hash"},
      {"__ffi_repr__", "repr"}, {"__any_equal__", "eq"},      {"__any_hash__", "hash"}};
  std::set<std::string> found;
  for (const auto& [attribute, name] : kAttributes) {
    if (HasAttribute(info, attribute)) found.insert(name);
  }
  for (int32_t i = 0; i < info.num_methods; ++i) {
    const std::string_view name = View(info.methods[i].name);
    if (IsStatic(info.methods[i])) continue;
    if (name.size() < 5 || name.substr(0, 2) != "__" || name.substr(name.size() - 2) != "__") {
      continue;
    }
    if (name.substr(0, 6) != "__ffi_") found.emplace(name.substr(2, name.size() - 4));
  }
  return Json(found);
}

bool HasWritableField(const TVMFFITypeInfo& info) {
  for (int32_t i = 0; i < info.num_fields; ++i) {
    if (info.fields[i].flags & kTVMFFIFieldFlagBitMaskWritable) return true;
  }
  return false;
}

bool IsMutable(const TVMFFITypeInfo& info) {
  for (int32_t i = 0; i < info.type_depth; ++i) {
    if (HasWritableField(*info.type_ancestors[i])) return true;
  }
  return HasWritableField(info);
}

}  // namespace

bool IsConstructor(const TVMFFIMethodInfo& method) { return View(method.name) == kInitName; }

std::vector<const TVMFFIMethodInfo*> ConstructorsOf(const TVMFFITypeInfo& info) {
  std::vector<const TVMFFIMethodInfo*> constructors;
  for (int32_t i = 0; i < info.num_methods; ++i) {
    if (IsConstructor(info.methods[i])) constructors.push_back(&info.methods[i]);
  }
  return constructors;
}

Json TypeHead(const TVMFFITypeInfo& info, const std::vector<std::string_view>& attribute_columns) {
  Json record = NewObject(19);
  record["key"] = std::string(View(info.type_key));
  Json ancestors = Json::array();
  for (int32_t i = 0; i < info.type_depth; ++i) {
    ancestors.push_back(std::string(View(info.type_ancestors[i]->type_key)));
  }
  record["parent"] = ancestors.empty() ? Json() : ancestors.back();
  record["ancestors"] = std::move(ancestors);
  const TVMFFITypeMetadata* metadata = info.metadata;
  record["doc"] = metadata == nullptr ? Json() : TextOrNull(metadata->doc);
  record["final"] = AttributeOf(info, "__ffi_type_final__").as<bool>().value_or(false);
  record["mutable"] = IsMutable(info);
  record["described"] = metadata != nullptr;
  record["creatable"] =
      (metadata != nullptr && metadata->creator != nullptr) || HasAttribute(info, "__ffi_new__");
  record["size"] = metadata == nullptr ? Json() : Json(metadata->total_size);
  record["structural"] = StructuralKind(info);
  const bool constructible = HasAttribute(info, kInitName);
  record["init"] = !ConstructorsOf(info).empty() ? "explicit" : constructible ? "auto" : "none";
  record["constructors"] = Json::array();
  record["fields"] = Json::array();
  record["methods"] = Json::array();
  Json attributes = Json::array();
  for (std::string_view name : attribute_columns) {
    if (name == kOverloadName || name == kSourceName) continue;
    if (HasAttribute(info, name)) attributes.push_back(std::string(name));
  }
  record["attributes"] = std::move(attributes);
  record["operators"] = Operators(info);
  record["enum"] = EnumEntries(info);
  record["source"] = SourceOfType(info);
  return record;
}

}  // namespace tvm::ffi::reflection::detail
