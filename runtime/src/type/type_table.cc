// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_table.cc: allocation of type indices (layer 1, rules: c-abi.md section 9).
// A request is checked completely before anything changes.
#include "type/type_table.h"

#include <cstring>
#include <mutex>
#include <new>

#include "abi/published_map.h"
#include "abi/registry_lock.h"
#include "error/messages.h"
#include "type/load_scope.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int32_t kQueryOnly = -2;

constinit PublishedMap<TypeEntry> types_by_key;

std::string_view KeyOf(int32_t index) {
  const TypeEntry* entry = TypeTable::Find(index);
  return entry != nullptr ? entry->key() : std::string_view(index == -1 ? "none" : "<unknown>");
}

// A key that is known: its index, unless the request contradicts it.
bool CheckKnown(const TypeEntry& known, const TypeRequest& request, Refusal* refusal) {
  if (known.info.type_index < kTVMFFIDynObjectBegin || request.parent_index == kQueryOnly) {
    return true;
  }
  if (request.static_index >= 0 && request.static_index != known.info.type_index) {
    refusal->Set(Message::kTypeIndexConflict,
                 {request.key, known.info.type_index, request.static_index}, known.origin);
  } else if (request.parent_index != known.parent_index) {
    refusal->Set(Message::kTypeParentConflict,
                 {request.key, KeyOf(known.parent_index), KeyOf(request.parent_index)},
                 known.origin);
  }
  return !refusal->is_set();
}

// Everything about a new key that does not depend on room in the table.
bool CheckNew(const TypeRequest& request, const TypeEntry* parent, Refusal* refusal) {
  const int32_t depth = parent != nullptr ? parent->info.type_depth + 1 : 0;
  const int32_t index = request.static_index;
  const TypeEntry* there = TypeTable::Find(index);
  if (request.child_slots < 0 || request.child_slots > kMaxChildSlots) {
    refusal->Set(Message::kTypeChildSlots, {request.key, request.child_slots, kMaxChildSlots});
  } else if (request.parent_index != -1 && parent == nullptr) {
    refusal->Set(Message::kTypeParentUnknown, {request.parent_index, request.key});
  } else if (parent != nullptr && parent->info.type_index < kTVMFFIStaticObjectBegin) {
    refusal->Set(Message::kTypeParentIsValue, {parent->key(), request.key});
  } else if (request.depth != depth) {
    refusal->Set(Message::kTypeDepth, {request.key, request.depth, depth});
  } else if (index >= kTVMFFIDynObjectBegin) {
    refusal->Set(Message::kTypeIndexRange, {index, request.key});
  } else if (index >= 0 && there != nullptr) {
    refusal->Set(Message::kTypeIndexTaken, {index, request.key, there->key()}, there->origin);
  } else if (index >= 0 && parent != nullptr && parent->info.type_index >= index) {
    refusal->Set(Message::kTypeParentOrder, {index, request.key, parent->info.type_index});
  }
  return !refusal->is_set();
}

void Withdraw(void* subject, void*) noexcept {
  static_cast<TypeEntry*>(subject)->published.store(false, std::memory_order_release);
}

}  // namespace

constinit std::atomic<std::atomic<TypeEntry*>*>
    TypeTable::chunks_[kMaxTypeIndices >> TypeTable::kChunkBits] = {};
constinit std::atomic<int32_t> TypeTable::end_{0};
constinit int32_t TypeTable::next_dynamic_ = kTVMFFIDynObjectBegin;

TypeEntry* TypeTable::FindKey(std::string_view key) noexcept {
  TypeEntry* entry = types_by_key.Find(key, HashName(key));
  return entry != nullptr && entry->published.load(std::memory_order_acquire) ? entry : nullptr;
}

int32_t TypeTable::GetOrAlloc(const TypeRequest& request, Refusal* refusal) {
  if (const TypeEntry* known = FindKey(request.key)) {
    if (CheckKnown(*known, request, refusal)) return known->info.type_index;
  } else if (request.parent_index == kQueryOnly) {
    return kQueryOnly;
  }
  std::lock_guard<std::mutex> lock(RegistryMutex());
  if (refusal->is_set()) return Quarantine(request, nullptr);
  if (const TypeEntry* known = FindKey(request.key)) {
    if (CheckKnown(*known, request, refusal)) return known->info.type_index;
    return Quarantine(request, nullptr);
  }
  return Alloc(request, refusal);
}

int32_t TypeTable::Alloc(const TypeRequest& request, Refusal* refusal) {
  TypeEntry* parent = Find(request.parent_index);
  if (!CheckNew(request, parent, refusal)) return Quarantine(request, parent);
  // What derives from a type that is not reachable must not become reachable either.
  if (parent != nullptr && !parent->published.load(std::memory_order_relaxed)) {
    return Quarantine(request, parent);
  }
  const int32_t slots = request.child_slots + 1;
  int32_t index = request.static_index;
  bool from_parent = false;
  if (index < 0 && parent != nullptr && slots <= parent->num_slots - parent->used_slots) {
    index = parent->info.type_index + parent->used_slots;
    from_parent = true;
  } else if (index < 0 && parent != nullptr && !parent->may_overflow) {
    refusal->Set(Message::kTypeParentFull, {parent->key(), request.key}, parent->origin);
    return Quarantine(request, parent);
  }
  types_by_key.Reserve();
  LoadScope::Reserve();
  if (index < 0) index = TakeDynamic(slots);
  if (index < 0) {
    refusal->Set(Message::kTypeTableFull, {request.key, kMaxTypeIndices});
    return kTVMFFIObject;
  }
  ReservePlace(index);
  TypeEntry* entry = NewEntry(request, parent, index);
  if (from_parent) parent->used_slots += slots;
  Place(entry, true);
  LoadScope::Note({request.origin, Withdraw, entry, nullptr});
  return index;
}

int32_t TypeTable::Quarantine(const TypeRequest& request, const TypeEntry* parent) {
  if (parent == nullptr) parent = Find(request.parent_index);
  if (parent != nullptr && parent->info.type_index < kTVMFFIStaticObjectBegin) parent = nullptr;
  if (parent == nullptr) parent = Find(kTVMFFIObject);
  const int32_t index = TakeDynamic(1);
  if (index < 0) return kTVMFFIObject;
  ReservePlace(index);
  Place(NewEntry(request, parent, index), false);
  return index;
}

int32_t TypeTable::TakeDynamic(int32_t slots) {
  if (slots > kMaxTypeIndices - next_dynamic_) return -1;
  const int32_t index = next_dynamic_;
  next_dynamic_ += slots;
  return index;
}

void TypeTable::ReservePlace(int32_t index) {
  auto& chunk = chunks_[index >> kChunkBits];
  if (chunk.load(std::memory_order_relaxed) != nullptr) return;
  auto* places = static_cast<std::atomic<TypeEntry*>*>(
      ::operator new(kChunkSize * sizeof(std::atomic<TypeEntry*>)));
  for (int32_t i = 0; i < kChunkSize; ++i) ::new (places + i) std::atomic<TypeEntry*>(nullptr);
  chunk.store(places, std::memory_order_release);
}

TypeEntry* TypeTable::NewEntry(const TypeRequest& request, const TypeEntry* parent, int32_t index) {
  const int32_t depth = parent != nullptr ? parent->info.type_depth + 1 : 0;
  auto* ancestors = static_cast<const TVMFFITypeInfo**>(
      KeepBytes(static_cast<size_t>(depth) * sizeof(const TVMFFITypeInfo*)));
  for (int32_t d = 0; d + 1 < depth; ++d) ancestors[d] = parent->info.type_ancestors[d];
  if (depth > 0) ancestors[depth - 1] = &parent->info;
  const TVMFFIByteArray key = KeepText({request.key.data(), request.key.size()});
  auto* entry = ::new (KeepBytes(sizeof(TypeEntry))) TypeEntry{};
  entry->info.type_index = index;
  entry->info.type_depth = depth;
  entry->info.type_key = key;
  entry->info.type_ancestors = ancestors;
  entry->info.type_key_hash = HashName(request.key);
  entry->parent_index = parent != nullptr ? parent->info.type_index : -1;
  entry->num_slots = request.child_slots + 1;
  entry->used_slots = 1;
  entry->may_overflow = request.may_overflow && (parent == nullptr || parent->may_overflow);
  entry->origin = request.origin;
  return entry;
}

void TypeTable::Place(TypeEntry* entry, bool published) {
  const int32_t index = entry->info.type_index;
  entry->published.store(published, std::memory_order_relaxed);
  chunks_[index >> kChunkBits].load(std::memory_order_relaxed)[index & (kChunkSize - 1)].store(
      entry, std::memory_order_release);
  if (index >= end_.load(std::memory_order_relaxed)) {
    end_.store(index + 1, std::memory_order_release);
  }
  if (published) types_by_key.Insert(entry);
}

const TVMFFITypeInfo* UnknownTypeInfo() {
  static constexpr char kKey[] = "<unknown>";
  static const TVMFFITypeInfo info{
      kQueryOnly, 0, {kKey, sizeof(kKey) - 1}, nullptr, 0, 0, 0, nullptr, nullptr, nullptr};
  return &info;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
