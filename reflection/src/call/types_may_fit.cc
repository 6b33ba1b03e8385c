// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Which of several overloads a call by name can mean (layer 2). Only the outermost type is looked
// at; the callee checks the rest. A type that is not known fits, so that nothing is ruled out that
// a conversion would allow.
#include <tvm/ffi/any.h>
#include <tvm/ffi/base/attr_column.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "bind.h"
#include "type/type_table.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::TypeEntry;
using ::tvm::ffi::detail::TypeTable;

bool IsText(int32_t index) {
  return index == kTVMFFIRawStr || index == kTVMFFISmallStr || index == kTVMFFIStr;
}

bool IsNumber(int32_t index) { return index == kTVMFFIInt || index == kTVMFFIBool; }

bool IsContainer(std::string_view name) {
  constexpr std::string_view kContainers[] = {
      "ffi.Array",   "ffi.List",   "ffi.Map",  "ffi.Dict",           "Tuple",
      "std::vector", "std::array", "std::map", "std::unordered_map", "std::tuple"};
  return std::find(std::begin(kContainers), std::end(kContainers), name) != std::end(kContainers);
}

bool HasConversion(const TypeEntry& entry) {
  constexpr std::string_view kName = "__ffi_convert__";
  const TVMFFIByteArray name{kName.data(), kName.size()};
  return ::tvm::ffi::detail::FindAttrCell(TVMFFIGetTypeAttrColumn(&name), entry.info.type_index) !=
         nullptr;
}

bool FitsObject(const std::string& key, int32_t index) {
  const TypeEntry* wanted = TypeTable::FindKey(key);
  if (wanted == nullptr || index == kTVMFFINone || HasConversion(*wanted)) return true;
  if (index == kTVMFFIObjectRValueRef) return true;
  if (index < kTVMFFIStaticObjectBegin) return false;
  const TypeEntry* found = TypeTable::Find(index);
  if (found == nullptr || index == wanted->info.type_index) return true;
  const int32_t depth = wanted->info.type_depth;
  return found->info.type_depth > depth &&
         found->info.type_ancestors[depth]->type_index == wanted->info.type_index;
}

bool Fits(const Json& type, int32_t index, int depth) {
  if (depth > 32 || !type.is_object() || !type.contains("type")) return true;
  const std::string& name = type["type"].get_ref<const std::string&>();
  if (name == "Any") return true;
  const bool is_optional = name == "Optional" || name == "std::optional";
  if (is_optional || name == "Variant" || name == "std::variant") {
    if (is_optional && index == kTVMFFINone) return true;
    if (!type.contains("args")) return true;
    for (const Json& arg : type["args"]) {
      if (Fits(arg, index, depth + 1)) return true;
    }
    return false;
  }
  if (name == "int" || name == "bool") return IsNumber(index);
  if (name == "float") return IsNumber(index) || index == kTVMFFIFloat;
  if (name == "None") return index == kTVMFFINone;
  if (name == "ffi.String" || name == "std::string" || name == "const char*") return IsText(index);
  if (name == "ffi.Bytes") {
    return index == kTVMFFIByteArrayPtr || index == kTVMFFISmallBytes || index == kTVMFFIBytes;
  }
  if (name == "DataType") return index == kTVMFFIDataType || IsText(index);
  if (name == "Device") return index == kTVMFFIDevice || IsText(index);
  if (name == "ffi.Function") return index == kTVMFFIFunction || index == kTVMFFINone;
  // Sequences and mappings convert into each other.
  if (IsContainer(name)) return index >= kTVMFFIStaticObjectBegin;
  return type.contains("args") || FitsObject(name, index);
}

}  // namespace

bool TypesMayFit(const Signature& signature, const Frame& frame) {
  if (signature.binds_fields || signature.is_packed) return true;
  for (size_t i = 0; i < frame.size() && i < signature.params.size(); ++i) {
    if (!Fits(signature.params[i].type, frame[i].type_index, 0)) return false;
  }
  return true;
}

}  // namespace tvm::ffi::reflection::detail
