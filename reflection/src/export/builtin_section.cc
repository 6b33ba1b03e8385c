// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Expansion of type_table.def into JSON (layer 2).
#include "builtin_section.h"

namespace tvm::ffi::reflection::detail {
namespace {

Json Row(int index, const char* name, const char* key, const char* storage, int arity,
         const char* lifetime) {
  Json row = Json::object();
  row["index"] = index;
  row["name"] = name;
  row["key"] = key;
  row["storage"] = storage;
  row["arity"] = arity;
  row["lifetime"] = lifetime;
  return row;
}

Json OriginRow(const char* name, const char* travels_as, int arity) {
  Json row = Json::object();
  row["name"] = name;
  row["travels_as"] = travels_as;
  row["arity"] = arity;
  return row;
}

// Words of the table.
constexpr const char* kInline = "inline";
constexpr const char* kPointer = "pointer";
constexpr const char* kObject = "object";
constexpr const char* kOwned = "owned";
constexpr const char* kView = "view";

}  // namespace

Json Builtins() {
  Json rows = Json::array();
#define TVM_FFI_TYPE(index, name, key, storage, arity, lifetime) \
  rows.push_back(Row(index, #name, key, storage, arity, lifetime));
#include <tvm/ffi/type_table.def>
  return rows;
}

Json Origins() {
  Json rows = Json::array();
#define TVM_FFI_ORIGIN(schema_name, travels_as, arity) \
  rows.push_back(OriginRow(schema_name, travels_as, arity));
#include <tvm/ffi/type_table.def>
  return rows;
}

}  // namespace tvm::ffi::reflection::detail
