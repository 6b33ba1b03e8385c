// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_api.cc: the type table behind the C ABI (layer 1).
#include <tvm/ffi/c_api.h>

#include "abi/bytes.h"
#include "abi/guard.h"
#include "error/messages.h"
#include "type/load_scope.h"
#include "type/type_attrs.h"
#include "type/type_members.h"
#include "type/type_table.h"

using namespace tvm::ffi::detail;

int TVMFFITypeKeyToIndex(const TVMFFIByteArray* type_key, int32_t* out_tindex) {
  if (type_key == nullptr) return Raise(Message::kNullArgument, {__func__, "type_key"});
  if (out_tindex == nullptr) return Raise(Message::kNullArgument, {__func__, "out_tindex"});
  if (!IsText(*type_key)) return Raise(Message::kBadText, {});
  const TypeEntry* entry = TypeTable::FindKey(ToView(*type_key));
  if (entry == nullptr) return Raise(Message::kUnknownTypeKey, {ToView(*type_key)});
  *out_tindex = entry->info.type_index;
  return 0;
}

int32_t TVMFFITypeGetOrAllocIndex(const TVMFFIByteArray* type_key, int32_t static_type_index,
                                  int32_t type_depth, int32_t num_child_slots,
                                  int32_t child_slots_can_overflow, int32_t parent_type_index) {
  const void* origin = __builtin_return_address(0);
  if (!IsName(type_key)) {
    return GuardedOr<int32_t>(kTVMFFIObject, [&] {
      Refusal refusal;
      refusal.Set(Message::kBadName, {"TVMFFITypeGetOrAllocIndex", "type_key"});
      refusal.Report(origin);
      return static_cast<int32_t>(kTVMFFIObject);
    });
  }
  return GuardedOr<int32_t>(kTVMFFIObject, [&] {
    Refusal refusal;
    const int32_t index = TypeTable::GetOrAlloc(
        TypeRequest{ToView(*type_key), static_type_index, type_depth, num_child_slots,
                    child_slots_can_overflow != 0, parent_type_index, origin},
        &refusal);
    if (refusal.is_set()) refusal.Report(origin);
    return index;
  });
}

// Never NULL: for an index that nobody has, the error is raised and a static entry with key
// "<unknown>" and type index -2 comes back, since callers read the result without looking.
const TVMFFITypeInfo* TVMFFIGetTypeInfo(int32_t type_index) {
  const TypeEntry* entry = TypeTable::Find(type_index);
  if (entry != nullptr) [[likely]]
    return &entry->info;
  Raise(Message::kUnknownTypeIndex, {type_index});
  return UnknownTypeInfo();
}

int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info) {
  const void* origin = __builtin_return_address(0);
  if (info == nullptr) return Raise(Message::kNullArgument, {__func__, "info"});
  return Guarded([&] { return RegisterField(type_index, *info, origin); });
}

int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info) {
  const void* origin = __builtin_return_address(0);
  if (info == nullptr) return Raise(Message::kNullArgument, {__func__, "info"});
  return Guarded([&] { return RegisterMethod(type_index, *info, origin); });
}

int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* metadata) {
  const void* origin = __builtin_return_address(0);
  if (metadata == nullptr) return Raise(Message::kNullArgument, {__func__, "metadata"});
  return Guarded([&] { return RegisterMetadata(type_index, *metadata, origin); });
}

int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* attr_name,
                           const TVMFFIAny* attr_value) {
  const void* origin = __builtin_return_address(0);
  if (!IsName(attr_name)) return Raise(Message::kBadName, {__func__, "attr_name"});
  if (attr_value == nullptr) return Raise(Message::kNullArgument, {__func__, "attr_value"});
  return Guarded([&] { return RegisterAttr(type_index, ToView(*attr_name), *attr_value, origin); });
}

const TVMFFITypeAttrColumn* TVMFFIGetTypeAttrColumn(const TVMFFIByteArray* attr_name) {
  if (attr_name == nullptr || !IsText(*attr_name)) return nullptr;
  return FindAttrColumn(ToView(*attr_name));
}
