// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_members.cc: appends members to a type (layer 1).
// A reader takes the count first and the array after it: an array with more room is published
// before the count grows, and an array that was replaced stays allocated.
#include "type/type_members.h"

#include <atomic>
#include <cstring>
#include <mutex>

#include "abi/bytes.h"
#include "abi/registry_lock.h"
#include "object/any_value.h"
#include "object/raw_object.h"
#include "type/load_scope.h"
#include "type/type_table.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

template <typename Member>
void PublishArray(const Member*& place, const Member* array) {
  std::atomic_ref<const Member*>(place).store(array, std::memory_order_release);
}

void PublishCount(int32_t& place, int32_t count) {
  std::atomic_ref<int32_t>(place).store(count, std::memory_order_release);
}

// Room for one more behind `count` members.
template <typename Member>
void GrowArray(const Member*& place, int32_t count, int32_t* capacity) {
  if (count < *capacity) return;
  const int32_t bigger = *capacity == 0 ? 4 : *capacity * 2;
  auto* array = static_cast<Member*>(KeepBytes(static_cast<size_t>(bigger) * sizeof(Member)));
  if (count != 0) std::memcpy(array, place, static_cast<size_t>(count) * sizeof(Member));
  PublishArray(place, static_cast<const Member*>(array));
  *capacity = bigger;
}

// Takes the member with this name text back; the others keep their order.
template <typename Member>
void RemoveMember(const Member*& place, int32_t& count, int32_t* capacity, const void* name) {
  int32_t at = count;
  while (at-- > 0 && place[at].name.data != name) {
  }
  if (at < 0) return;
  if (at + 1 < count) {
    auto* array = static_cast<Member*>(KeepBytes(static_cast<size_t>(count) * sizeof(Member)));
    std::memcpy(array, place, static_cast<size_t>(at) * sizeof(Member));
    std::memcpy(array + at, place + at + 1, static_cast<size_t>(count - at - 1) * sizeof(Member));
    PublishCount(count, count - 1);
    PublishArray(place, static_cast<const Member*>(array));
    *capacity = count;
  } else {
    PublishCount(count, count - 1);
  }
}

void RemoveField(void* subject, void* name) noexcept {
  auto* entry = static_cast<TypeEntry*>(subject);
  // Without memory the member stays; it belongs to code that stays mapped.
  try {
    RemoveMember(entry->info.fields, entry->info.num_fields, &entry->field_capacity, name);
  } catch (...) {
  }
}

void RemoveMethod(void* subject, void* name) noexcept {
  auto* entry = static_cast<TypeEntry*>(subject);
  try {
    RemoveMember(entry->info.methods, entry->info.num_methods, &entry->method_capacity, name);
  } catch (...) {
  }
}

void RemoveMetadata(void* subject, void*) noexcept {
  auto* entry = static_cast<TypeEntry*>(subject);
  std::atomic_ref<const TVMFFITypeMetadata*>(entry->info.metadata)
      .store(nullptr, std::memory_order_release);
  entry->metadata_origin.store(nullptr, std::memory_order_release);
}

bool HasField(const TVMFFITypeInfo& info, std::string_view name) {
  for (int32_t i = 0; i < info.num_fields; ++i) {
    if (ToView(info.fields[i].name) == name) return true;
  }
  return false;
}

// An owned value that is released again unless it was published.
class OwnedValue {
 public:
  OwnedValue() : any_(NoneAny()) {}
  ~OwnedValue() {
    if (HoldsObject(any_)) DecStrongRef(any_.v_obj);
  }
  OwnedValue(const OwnedValue&) = delete;
  OwnedValue& operator=(const OwnedValue&) = delete;
  int CopyFrom(const TVMFFIAny& view) { return ToOwned(view, &any_); }
  TVMFFIAny Release() {
    TVMFFIAny any = any_;
    any_ = NoneAny();
    return any;
  }

 private:
  TVMFFIAny any_;
};

// What is wrong with a member whatever its type holds already.
template <typename Member>
bool CheckTexts(const Member& info, const char* function, Refusal* refusal) {
  if (!IsName(&info.name)) {
    refusal->Set(Message::kBadName, {function, "info->name"});
  } else if (!IsText(info.doc) || !IsText(info.metadata)) {
    refusal->Set(Message::kBadText, {});
  }
  return !refusal->is_set();
}

template <typename Member>
Member KeepTexts(const Member& info) {
  Member copy = info;
  copy.name = KeepText(info.name);
  copy.doc = KeepText(info.doc);
  copy.metadata = KeepText(info.metadata);
  return copy;
}

// NULL without a setter object; the refusal is set when it is none.
TVMFFIObject* SetterObject(const TVMFFIFieldInfo& info, const TypeEntry& entry, Refusal* refusal) {
  if (!(info.flags & kTVMFFIFieldFlagBitSetterIsFunctionObj)) return nullptr;
  auto* setter = static_cast<TVMFFIObject*>(info.setter);
  if (setter == nullptr || setter->type_index != kTVMFFIFunction) {
    refusal->Set(Message::kSetterNotFunction, {ToView(info.name), entry.key()});
  }
  return setter;
}

void AddField(TypeEntry* entry, const TVMFFIFieldInfo& info, TVMFFIObject* setter,
              OwnedValue* default_value, const void* origin, Refusal* refusal) {
  std::lock_guard<std::mutex> lock(RegistryMutex());
  if (HasField(entry->info, ToView(info.name))) {
    refusal->Set(Message::kDuplicateField, {ToView(info.name), entry->key()},
                 entry->metadata_origin.load());
    return;
  }
  GrowArray(entry->info.fields, entry->info.num_fields, &entry->field_capacity);
  LoadScope::Reserve();
  TVMFFIFieldInfo copy = KeepTexts(info);
  copy.default_value_or_factory = default_value->Release();
  if (setter != nullptr) IncStrongRef(setter);
  const int32_t count = entry->info.num_fields;
  const_cast<TVMFFIFieldInfo*>(entry->info.fields)[count] = copy;
  PublishCount(entry->info.num_fields, count + 1);
  LoadScope::Note({origin, RemoveField, entry, const_cast<char*>(copy.name.data)});
}

}  // namespace

int RegisterField(int32_t type_index, const TVMFFIFieldInfo& info, const void* origin) {
  TypeEntry* entry = TypeTable::Find(type_index);
  Refusal refusal;
  TVMFFIObject* setter = nullptr;
  if (entry == nullptr) {
    refusal.Set(Message::kUnknownTypeIndex, {type_index});
  } else if (CheckTexts(info, "TVMFFITypeRegisterField", &refusal)) {
    setter = SetterObject(info, *entry, &refusal);
    // An offset may be negative: the Object of a class with several bases need not come first.
    if (info.size < 0 || info.alignment < 0) {
      refusal.Set(Message::kFieldLayout,
                  {ToView(info.name), entry->key(), info.size, info.alignment});
    }
  }
  if (refusal.is_set()) return refusal.Report(origin);
  OwnedValue default_value;
  if (info.flags & kTVMFFIFieldFlagBitMaskHasDefault) {
    if (int code = default_value.CopyFrom(info.default_value_or_factory)) return code;
  }
  AddField(entry, info, setter, &default_value, origin, &refusal);
  return refusal.is_set() ? refusal.Report(origin) : 0;
}

int RegisterMethod(int32_t type_index, const TVMFFIMethodInfo& info, const void* origin) {
  TypeEntry* entry = TypeTable::Find(type_index);
  Refusal refusal;
  if (entry == nullptr) {
    refusal.Set(Message::kUnknownTypeIndex, {type_index});
  } else {
    CheckTexts(info, "TVMFFITypeRegisterMethod", &refusal);
  }
  if (refusal.is_set()) return refusal.Report(origin);
  OwnedValue method;
  if (int code = method.CopyFrom(info.method)) return code;
  std::lock_guard<std::mutex> lock(RegistryMutex());
  GrowArray(entry->info.methods, entry->info.num_methods, &entry->method_capacity);
  LoadScope::Reserve();
  TVMFFIMethodInfo copy = KeepTexts(info);
  copy.method = method.Release();
  const int32_t count = entry->info.num_methods;
  const_cast<TVMFFIMethodInfo*>(entry->info.methods)[count] = copy;
  PublishCount(entry->info.num_methods, count + 1);
  LoadScope::Note({origin, RemoveMethod, entry, const_cast<char*>(copy.name.data)});
  return 0;
}

int RegisterMetadata(int32_t type_index, const TVMFFITypeMetadata& metadata, const void* origin) {
  TypeEntry* entry = TypeTable::Find(type_index);
  Refusal refusal;
  if (entry == nullptr) {
    refusal.Set(Message::kUnknownTypeIndex, {type_index});
  } else if (!IsText(metadata.doc)) {
    refusal.Set(Message::kBadText, {});
  } else {
    std::lock_guard<std::mutex> lock(RegistryMutex());
    if (entry->info.metadata != nullptr) {
      refusal.Set(Message::kDuplicateMetadata, {entry->key()}, entry->metadata_origin.load());
    } else {
      LoadScope::Reserve();
      entry->metadata = metadata;
      entry->metadata.doc = KeepText(metadata.doc);
      entry->metadata_origin.store(origin, std::memory_order_release);
      std::atomic_ref<const TVMFFITypeMetadata*>(entry->info.metadata)
          .store(&entry->metadata, std::memory_order_release);
      LoadScope::Note({origin, RemoveMetadata, entry, nullptr});
    }
  }
  return refusal.is_set() ? refusal.Report(origin) : 0;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
