// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/published_map.h: name -> entry, written under a lock, read without one (layer 1).
// Entries live for ever; a table that became too small stays allocated for readers that still look
// at it (the sizes double, so all of them together are as large as the current one).
#ifndef TVM_FFI_ABI_PUBLISHED_MAP_H_
#define TVM_FFI_ABI_PUBLISHED_MAP_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

inline uint64_t HashName(std::string_view name) { return std::hash<std::string_view>()(name); }

// Entry offers `std::string_view key() const` and `uint64_t hash() const`, both constant.
template <typename Entry>
class PublishedMap {
 public:
  constexpr PublishedMap() = default;
  PublishedMap(const PublishedMap&) = delete;
  PublishedMap& operator=(const PublishedMap&) = delete;

  // Any thread.
  Entry* Find(std::string_view key, uint64_t hash) const noexcept {
    const Table* table = table_.load(std::memory_order_acquire);
    if (table == nullptr) return nullptr;
    for (size_t at = hash & table->mask;; at = (at + 1) & table->mask) {
      Entry* entry = table->slots()[at].load(std::memory_order_acquire);
      if (entry == nullptr) return nullptr;
      if (entry->hash() == hash && entry->key() == key) return entry;
    }
  }

  // Calls visit(Entry*) for each entry, in no order. Any thread; entries added meanwhile may be
  // missed.
  template <typename Visit>
  void ForEach(const Visit& visit) const {
    const Table* table = table_.load(std::memory_order_acquire);
    if (table == nullptr) return;
    for (size_t i = 0; i <= table->mask; ++i) {
      if (Entry* entry = table->slots()[i].load(std::memory_order_acquire)) visit(entry);
    }
  }

  // Makes room for one more entry; under the lock, may throw std::bad_alloc.
  void Reserve() {
    Table* old = table_.load(std::memory_order_relaxed);
    if (old != nullptr && (used_ + 1) * 2 <= old->mask + 1) return;
    const size_t slots = old == nullptr ? kFirstSlots : (old->mask + 1) * 2;
    Table* table = Table::New(slots, old);
    if (old != nullptr) {
      for (size_t i = 0; i <= old->mask; ++i) {
        if (Entry* entry = old->slots()[i].load(std::memory_order_relaxed)) table->Put(entry);
      }
    }
    table_.store(table, std::memory_order_release);
  }

  // Adds entry, or puts it in the place of the one with the same key; under the lock, after
  // Reserve.
  void Insert(Entry* entry) noexcept {
    if (table_.load(std::memory_order_relaxed)->Put(entry)) ++used_;
  }

 private:
  struct Table {
    size_t mask;
    // Kept for readers that still look at it.
    Table* smaller;
    std::atomic<Entry*>* slots() const {
      return reinterpret_cast<std::atomic<Entry*>*>(const_cast<Table*>(this) + 1);
    }
    static Table* New(size_t count, Table* smaller) {
      void* memory = ::operator new(sizeof(Table) + count * sizeof(std::atomic<Entry*>));
      Table* table = ::new (memory) Table{count - 1, smaller};
      for (size_t i = 0; i < count; ++i) ::new (table->slots() + i) std::atomic<Entry*>(nullptr);
      return table;
    }
    bool Put(Entry* entry) noexcept {
      for (size_t at = entry->hash() & mask;; at = (at + 1) & mask) {
        Entry* there = slots()[at].load(std::memory_order_relaxed);
        if (there == nullptr || (there->hash() == entry->hash() && there->key() == entry->key())) {
          slots()[at].store(entry, std::memory_order_release);
          return there == nullptr;
        }
      }
    }
  };
  static constexpr size_t kFirstSlots = 512;

  std::atomic<Table*> table_{nullptr};
  size_t used_ = 0;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ABI_PUBLISHED_MAP_H_
