// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_table.h: index -> type and key -> type (layer 1).
// Written under the registry lock, read without one. Entries never move and never go away; a type
// that was taken back or could not be registered keeps its entry, so that objects of it stay valid,
// but its key no longer leads to it.
#ifndef TVM_FFI_TYPE_TYPE_TABLE_H_
#define TVM_FFI_TYPE_TYPE_TABLE_H_

#include <tvm/ffi/c_api.h>

#include <atomic>
#include <cstdint>
#include <string_view>

#include "type/load_scope.h"

namespace tvm {
namespace ffi {
namespace detail {

struct TypeEntry {
  // First: a TVMFFITypeInfo* given out is also the address of its entry.
  TVMFFITypeInfo info;
  int32_t parent_index;
  // Indices reserved from info.type_index on (itself and child slots), and how many of them are
  // given out.
  int32_t num_slots;
  int32_t used_slots;
  bool may_overflow;
  // Reachable by its key.
  std::atomic<bool> published;
  int32_t field_capacity;
  int32_t method_capacity;
  // Code that asked for the index, and code that described the type (NULL: nobody yet).
  const void* origin;
  std::atomic<const void*> metadata_origin;
  TVMFFITypeMetadata metadata;

  std::string_view key() const { return {info.type_key.data, info.type_key.size}; }
  uint64_t hash() const { return info.type_key_hash; }
};

struct TypeRequest {
  std::string_view key;
  int32_t static_index;
  int32_t depth;
  int32_t child_slots;
  bool may_overflow;
  int32_t parent_index;
  const void* origin;
};

inline constexpr int32_t kMaxTypeIndices = 1 << 24;
inline constexpr int32_t kMaxChildSlots = 1 << 20;

class TypeTable {
 public:
  // NULL when the index was never given out. Any thread.
  static TypeEntry* Find(int32_t index) noexcept {
    if (static_cast<uint32_t>(index) >= static_cast<uint32_t>(kMaxTypeIndices)) return nullptr;
    const std::atomic<TypeEntry*>* chunk =
        chunks_[index >> kChunkBits].load(std::memory_order_acquire);
    if (chunk == nullptr) return nullptr;
    return chunk[index & (kChunkSize - 1)].load(std::memory_order_acquire);
  }
  // Only published types. Any thread.
  static TypeEntry* FindKey(std::string_view key) noexcept;
  // The index of the key, newly made if need be. An impossible request is described in *refusal and
  // gives an index under which the caller can go on without touching anybody else's type.
  static int32_t GetOrAlloc(const TypeRequest& request, Refusal* refusal);
  // Every index with an entry is below it.
  static int32_t End() noexcept { return end_.load(std::memory_order_acquire); }

 private:
  static constexpr int kChunkBits = 12;
  static constexpr int32_t kChunkSize = 1 << kChunkBits;
  static std::atomic<std::atomic<TypeEntry*>*> chunks_[kMaxTypeIndices >> kChunkBits];
  static std::atomic<int32_t> end_;
  static int32_t next_dynamic_;

  static TypeEntry* NewEntry(const TypeRequest& request, const TypeEntry* parent, int32_t index);
  static void Place(TypeEntry* entry, bool published);
  static void ReservePlace(int32_t index);
  static int32_t Alloc(const TypeRequest& request, Refusal* refusal);
  static int32_t Quarantine(const TypeRequest& request, const TypeEntry* parent);
  static int32_t TakeDynamic(int32_t slots);
};

// The entry that TVMFFIGetTypeInfo gives for an index that nobody has: key "<unknown>", index -2,
// no members.
const TVMFFITypeInfo* UnknownTypeInfo();

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TYPE_TYPE_TABLE_H_
