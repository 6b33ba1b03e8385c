// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Records and signatures of a place (layer 2): what the registration says, filled by the fragment
// of the library that registered it.
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <algorithm>

#include "callee.h"
#include "export/default_value.h"
#include "export/function_record.h"
#include "export/library_fragments.h"
#include "export/metadata_text.h"
#include "export/type_record.h"
#include "export/type_text.h"
#include "function/function_table.h"
#include "init/init_plan.h"
#include "type/type_table.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::FunctionTable;
using ::tvm::ffi::detail::TypeEntry;

constexpr std::string_view kConstructorName = "__ffi_init__";

// A TypeInfo of the table is also the address of its entry.
const void* OriginOf(const TVMFFITypeInfo& info) {
  const auto* entry = reinterpret_cast<const TypeEntry*>(&info);
  const void* described = entry->metadata_origin.load();
  return described != nullptr ? described : entry->origin;
}

struct RecordOverload {
  const TVMFFIMethodInfo* method;
  // Among the entries of its name.
  size_t position;
};

// Entries of the method's name that share its function.
std::vector<RecordOverload> Overloads(const Place& place) {
  const TVMFFIMethodInfo& first = place.type->methods[place.method];
  std::vector<RecordOverload> result;
  size_t position = 0;
  for (int32_t i = 0; i < place.type->num_methods; ++i) {
    const TVMFFIMethodInfo& method = place.type->methods[i];
    if (View(method.name) != View(first.name)) continue;
    if (method.method.v_obj == first.method.v_obj) result.push_back({&method, position});
    ++position;
  }
  return result;
}

Json GlobalRecord(std::string_view name) {
  ::tvm::ffi::detail::FunctionRecord found;
  if (!FunctionTable::Describe(name, &found)) return Json();
  const Json* said = FragmentOf(found.origin).Function(name);
  return FunctionRecord({name, View(found.info.doc), false, said, {}}, View(found.info.metadata));
}

Json GeneratedConstructor(const TVMFFITypeInfo& info) {
  const InitPlan plan(&info);
  Json params = Json::array();
  const auto add = [&](size_t index, const char* kind) {
    const TVMFFIFieldInfo& field = plan.fields()[index];
    Json param = Json::object();
    param["name"] = std::string(View(field.name));
    param["type"] = ParseBounded(SchemaText(View(field.metadata)).type());
    param["kind"] = kind;
    param["default"] = DefaultOf(field);
    param["doc"] = TextOrNull(field.doc);
    params.push_back(std::move(param));
  };
  for (size_t index : plan.positional()) add(index, "positional_or_keyword");
  for (size_t i = 0; i < plan.fields().size(); ++i) {
    const int64_t flags = plan.fields()[i].flags;
    const bool named = (flags & kTVMFFIFieldFlagBitMaskKwOnly) != 0;
    if (named && !(flags & kTVMFFIFieldFlagBitMaskInitOff)) add(i, "keyword_only");
  }
  Json record = FunctionRecord({kConstructorName, {}, false, nullptr, {}}, {});
  record["params"] = std::move(params);
  record["returns"]["type"] = Json{{"type", std::string(View(info.type_key))}};
  return record;
}

std::string CalleeName(const Place& place) {
  if (place.kind == Place::Kind::kGlobal) return std::string(place.name);
  std::string name(View(place.type->type_key));
  if (place.kind == Place::Kind::kMethod) {
    const std::string_view method = View(place.type->methods[place.method].name);
    if (method != kConstructorName) name.append(".").append(method);
  }
  return name;
}

// All entries of the method's name, in order.
std::vector<Json> MembersOf(const Place& place) {
  const TVMFFITypeInfo& info = *place.type;
  const std::string_view name = View(info.methods[place.method].name);
  const TypeFragment said(FragmentOf(OriginOf(info)).Type(View(info.type_key)));
  const std::vector<const TVMFFIMethodInfo*> constructors = ConstructorsOf(info);
  SchemaReader reader;
  ErrorKindSet kinds;
  std::vector<Json> members;
  for (int32_t i = 0; i < info.num_methods; ++i) {
    const TVMFFIMethodInfo& method = info.methods[i];
    if (View(method.name) != name) continue;
    RecordText text;
    if (name == kConstructorName) {
      WriteConstructor(text, info, constructors, members.size(), said, reader, kinds);
    } else {
      WriteMethod(text, method, static_cast<int>(members.size()), said, reader, kinds);
    }
    text.Full("}");
    members.push_back(Json::parse(text.full, nullptr, false));
  }
  return members;
}

// Function of one overload, where the type tells it.
std::optional<Function> OverloadOf(const TVMFFITypeInfo& info, std::string_view name, size_t i) {
  const AnyView picker = AttributeOf(info, "__ffi_overload__");
  const std::optional<Function> pick = picker.as<Function>();
  if (!pick) return std::nullopt;
  Expected<Any> found =
      pick->CallExpected<Any>(String(name.data(), name.size()), static_cast<int64_t>(i));
  return found.is_ok() ? std::move(found).value().as<Function>() : std::nullopt;
}

}  // namespace

std::vector<Json> RecordsOf(const Place& place) {
  if (place.kind == Place::Kind::kGlobal) return {GlobalRecord(place.name)};
  const TVMFFITypeInfo& info = *place.type;
  if (place.kind == Place::Kind::kGeneratedConstructor) return {GeneratedConstructor(info)};
  const std::vector<Json> members = MembersOf(place);
  std::vector<Json> result;
  for (const RecordOverload& overload : Overloads(place))
    result.push_back(members[overload.position]);
  return result;
}

std::vector<Json> RecordsOfSymbol(std::string_view name, std::string_view doc,
                                  std::string_view metadata, const void* symbol) {
  return {FunctionRecord({name, doc, false, FragmentOf(symbol).Symbol(name), {}}, metadata)};
}

std::vector<Signature> SignaturesOf(const Place& place) {
  const std::vector<Json> records = RecordsOf(place);
  const std::string callee = CalleeName(place);
  std::vector<Signature> result;
  if (place.kind != Place::Kind::kMethod) {
    result.push_back(MakeSignature(callee, records.front(), false));
    result.front().binds_fields = place.kind == Place::Kind::kGeneratedConstructor;
    for (Parameter& param : result.front().params) param.key = String(param.name);
    return result;
  }
  const std::vector<RecordOverload> overloads = Overloads(place);
  for (size_t i = 0; i < overloads.size(); ++i) {
    const TVMFFIMethodInfo& method = *overloads[i].method;
    result.push_back(MakeSignature(callee, records[i], !IsStatic(method)));
    if (overloads.size() > 1) {
      result.back().target = OverloadOf(*place.type, View(method.name), overloads[i].position);
    }
  }
  return result;
}

std::vector<Signature> SignaturesOfSymbol(std::string_view name, std::string_view metadata,
                                          const void* symbol) {
  std::vector<Signature> result;
  result.push_back(
      MakeSignature(std::string(name), RecordsOfSymbol(name, {}, metadata, symbol).front(), false));
  return result;
}

}  // namespace tvm::ffi::reflection::detail
