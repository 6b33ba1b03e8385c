// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Search of the tables (layer 2). Linear: it runs once per function that is ever called by keyword.
#include "callee.h"

#include <tvm/ffi/base/attr_column.h>
#include <tvm/ffi/reflection/attr_key.h>

#include "export/function_record.h"
#include "function/function_table.h"
#include "type/type_table.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::FunctionTable;
using ::tvm::ffi::detail::TypeEntry;
using ::tvm::ffi::detail::TypeTable;

// NULL without a constructor.
const TVMFFIObject* ConstructorOf(const TVMFFITypeInfo& info) {
  constexpr std::string_view kName = "__ffi_init__";
  const TVMFFIByteArray name{kName.data(), kName.size()};
  const TVMFFIAny* value =
      ::tvm::ffi::detail::FindAttrCell(TVMFFIGetTypeAttrColumn(&name), info.type_index);
  return value != nullptr && value->type_index == kTVMFFIFunction ? value->v_obj : nullptr;
}

std::optional<Place> FindMember(const TVMFFIObject* function) {
  for (int32_t index = 0; index < TypeTable::End(); ++index) {
    const TypeEntry* entry = TypeTable::Find(index);
    if (entry == nullptr || entry->info.type_index != index) continue;
    const TVMFFITypeInfo& info = entry->info;
    for (int32_t i = 0; i < info.num_methods; ++i) {
      if (info.methods[i].method.v_obj == function) {
        return Place{Place::Kind::kMethod, &info, i, {}, nullptr};
      }
    }
    if (ConstructorOf(info) == function) {
      return Place{Place::Kind::kGeneratedConstructor, &info, 0, {}, nullptr};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Place> FindPlace(const TVMFFIObject* function) {
  if (std::optional<Place> member = FindMember(function)) return member;
  for (const auto& record : FunctionTable::List()) {
    if (record.info.method.v_obj == function) {
      return Place{Place::Kind::kGlobal, nullptr, 0, View(record.info.name),
                   record.info.metadata.data};
    }
  }
  return std::nullopt;
}

bool IsAt(const Place& place, const TVMFFIObject* function) {
  switch (place.kind) {
    case Place::Kind::kMethod:
      return place.method < place.type->num_methods &&
             place.type->methods[place.method].method.v_obj == function;
    case Place::Kind::kGeneratedConstructor:
      return ConstructorOf(*place.type) == function;
    default: {
      ::tvm::ffi::detail::FunctionRecord record;
      return FunctionTable::Describe(place.name, &record) && record.info.method.v_obj == function &&
             record.info.metadata.data == place.metadata;
    }
  }
}

}  // namespace tvm::ffi::reflection::detail
