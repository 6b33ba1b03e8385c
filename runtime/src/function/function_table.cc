// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function/function_table.cc: the table of global functions (layer 1).
// A name keeps its slot for ever; what it stands for is one pointer, exchanged as a whole.
#include "function/function_table.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>

#include "abi/bytes.h"
#include "abi/grace_period.h"
#include "abi/published_map.h"
#include "abi/registry_lock.h"
#include "object/raw_object.h"
#include "type/load_scope.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct Slot {
  TVMFFIByteArray name;
  uint64_t name_hash;
  std::atomic<FunctionRecord*> record;
  // Slots form a list, newest first, so that listing needs no table.
  Slot* next;

  std::string_view key() const { return ToView(name); }
  uint64_t hash() const { return name_hash; }
};

constinit PublishedMap<Slot> slots_by_name;
constinit Slot* newest_slot = nullptr;
constinit uint64_t next_sequence = 0;
constinit GracePeriod readers;

Slot* GetOrMakeSlot(std::string_view name) {
  const uint64_t hash = HashName(name);
  if (Slot* slot = slots_by_name.Find(name, hash)) return slot;
  slots_by_name.Reserve();
  Slot* slot = ::new (KeepBytes(sizeof(Slot))) Slot{};
  slot->name = KeepText(ToByteArray(name));
  slot->name_hash = hash;
  slot->next = newest_slot;
  slots_by_name.Insert(slot);
  newest_slot = slot;
  return slot;
}

// Puts record (NULL: nothing) in and waits until nobody can see the old one any more; under the
// lock.
FunctionRecord* Exchange(Slot* slot, FunctionRecord* record) noexcept {
  FunctionRecord* old = slot->record.exchange(record, std::memory_order_seq_cst);
  if (old != nullptr) readers.Wait();
  return old;
}

void Release(FunctionRecord* record) {
  if (record == nullptr) return;
  if (record->info.method.v_obj != nullptr) DecStrongRef(record->info.method.v_obj);
  delete record;
}

// detail is the record that was there before. The one taken out is leaked: its deleter may be code
// that failed to initialise, and this runs under the lock.
void RestoreRecord(void* subject, void* detail) noexcept {
  const FunctionRecord* taken_out =
      Exchange(static_cast<Slot*>(subject), static_cast<FunctionRecord*>(detail));
  try {
    KeepForEver(taken_out);
  } catch (...) {
  }
}

}  // namespace

TVMFFIObject* FunctionTable::Get(std::string_view name) noexcept {
  const Slot* slot = slots_by_name.Find(name, HashName(name));
  if (slot == nullptr) return nullptr;
  GracePeriod::Reader section(readers);
  const FunctionRecord* record = slot->record.load(std::memory_order_seq_cst);
  if (record == nullptr) return nullptr;
  TVMFFIObject* function = record->info.method.v_obj;
  IncStrongRef(function);
  return function;
}

int FunctionTable::Set(const TVMFFIMethodInfo& info, bool allow_override, bool short_text,
                       const void* origin) {
  FunctionRecord* old = nullptr;
  const void* first_origin = nullptr;
  bool duplicate = false;
  {
    auto record = std::make_unique<FunctionRecord>();
    std::lock_guard<std::mutex> lock(RegistryMutex());
    Slot* slot = GetOrMakeSlot(ToView(info.name));
    const FunctionRecord* there = slot->record.load(std::memory_order_relaxed);
    if (there != nullptr && !allow_override) {
      first_origin = there->origin;
      duplicate = true;
    } else {
      LoadScope::Reserve();
      record->info = info;
      record->info.name = slot->name;
      record->info.doc = KeepText(info.doc);
      record->info.metadata = KeepText(info.metadata);
      record->origin = origin;
      record->sequence = there != nullptr ? there->sequence : next_sequence++;
      // During a load the replaced function is kept, in case the library has to be rolled back.
      const bool keep_old = LoadScope::Current() != nullptr;
      if (keep_old && there != nullptr) KeepForEver(there);
      IncStrongRef(info.method.v_obj);
      old = Exchange(slot, record.release());
      LoadScope::Note({origin, RestoreRecord, slot, old});
      if (keep_old) old = nullptr;
    }
  }
  Release(old);
  if (!duplicate) return 0;
  Refusal refusal;
  refusal.Set(short_text ? Message::kDuplicateFunction : Message::kDuplicateFunctionDef,
              {ToView(info.name)}, first_origin);
  return short_text ? refusal.Raise() : refusal.Report(origin);
}

bool FunctionTable::Remove(std::string_view name) {
  FunctionRecord* old = nullptr;
  {
    std::lock_guard<std::mutex> lock(RegistryMutex());
    if (Slot* slot = slots_by_name.Find(name, HashName(name))) old = Exchange(slot, nullptr);
  }
  Release(old);
  return old != nullptr;
}

std::vector<FunctionRecord> FunctionTable::List() {
  std::vector<FunctionRecord> result;
  {
    std::lock_guard<std::mutex> lock(RegistryMutex());
    for (const Slot* slot = newest_slot; slot != nullptr; slot = slot->next) {
      if (const FunctionRecord* record = slot->record.load(std::memory_order_relaxed)) {
        result.push_back(*record);
      }
    }
  }
  std::sort(result.begin(), result.end(), [](const FunctionRecord& a, const FunctionRecord& b) {
    return a.sequence < b.sequence;
  });
  return result;
}

bool FunctionTable::Describe(std::string_view name, FunctionRecord* out) noexcept {
  const Slot* slot = slots_by_name.Find(name, HashName(name));
  if (slot == nullptr) return false;
  GracePeriod::Reader section(readers);
  const FunctionRecord* record = slot->record.load(std::memory_order_seq_cst);
  if (record == nullptr) return false;
  *out = *record;
  return true;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
