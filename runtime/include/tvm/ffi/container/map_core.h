/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/map_core.h: the operations of Map and Dict for all key and value types at once
 * (layer 1). Everything edits the given object in place. Keys and values leave the map before they
 * are released: their destructors may run code that edits the same dictionary.
 */
#ifndef TVM_FFI_CONTAINER_MAP_CORE_H_
#define TVM_FFI_CONTAINER_MAP_CORE_H_

#include <tvm/ffi/container/map_table.h>

namespace tvm {
namespace ffi {
namespace detail {

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void
ThrowKeyNotInMap() {
  TVM_FFI_THROW(KeyError) << "key is not in Map";
}

/// Memory that goes back unless dismissed.
struct BytesGuard {
  void* memory;
  ~BytesGuard() {
    if (memory != nullptr) FreeBytes(memory);
  }
};

struct MapCore {
  static bool IsSmall(const MapBaseObj* map) { return (map->slots_ & kSmallMapFlag) != 0; }
  static uint64_t SmallSlots(const MapBaseObj* map) { return map->slots_ & ~kSmallMapFlag; }
  static MapEntry* Entries(const MapBaseObj* map) { return static_cast<MapEntry*>(map->data_); }
  static const DenseMapBaseObj* Dense(const MapBaseObj* map) {
    return static_cast<const DenseMapBaseObj*>(map);
  }

  static DenseTable Load(const MapBaseObj* map) {
    const DenseMapBaseObj* dense = Dense(map);
    return DenseTable{static_cast<MapBlock*>(map->data_),
                      map->slots_,
                      map->size_,
                      dense->iter_list_head_,
                      dense->iter_list_tail_,
                      dense->fib_shift_};
  }
  static void StoreList(MapBaseObj* map, const DenseTable& table) {
    auto* dense = static_cast<DenseMapBaseObj*>(map);
    map->size_ = table.size;
    dense->iter_list_head_ = table.head;
    dense->iter_list_tail_ = table.tail;
  }
  static void FreeData(void* data) { FreeBytes(data); }

  /// Make the object dense with this table; its former entries were moved out.
  static void Become(MapBaseObj* map, const DenseTable& table) {
    void* old = map->data_;
    void (*old_deleter)(void*) = map->data_deleter_;
    map->data_ = table.blocks;
    map->slots_ = table.slots;
    map->data_deleter_ = FreeData;
    static_cast<DenseMapBaseObj*>(map)->fib_shift_ = table.fib_shift;
    StoreList(map, table);
    if (old_deleter != nullptr) old_deleter(old);
  }

  /*--- Positions: index in the small layout, slot number in the dense one ---*/
  static uint64_t Begin(const MapBaseObj* map) {
    return IsSmall(map) ? 0 : Dense(map)->iter_list_head_;
  }
  static uint64_t End(const MapBaseObj* map) { return IsSmall(map) ? map->size_ : kNoSlot; }
  static TVMFFIAny* KeyAt(const MapBaseObj* map, uint64_t at) {
    if (IsSmall(map)) return &Entries(map)[at].key;
    return &static_cast<MapBlock*>(map->data_)[at / 16].items[at % 16].key;
  }
  static uint64_t Next(const MapBaseObj* map, uint64_t at) {
    if (IsSmall(map)) return at + 1;
    return static_cast<MapBlock*>(map->data_)[at / 16].items[at % 16].next;
  }
  /// Key of the entry there, or null. Iterators ask: code may change a dictionary while it walks
  /// it. A Map that is being walked is held by somebody else than the one who changes his copy.
  static TVMFFIAny* KeyOrNull(const MapBaseObj* map, uint64_t at) {
    if (map->type_index() == kTVMFFIMap) return KeyAt(map, at);
    if (IsSmall(map)) return at < map->size_ ? &Entries(map)[at].key : nullptr;
    if (TVM_FFI_PREDICT_FALSE(at >= map->slots_)) return nullptr;
    MapBlock* block = &static_cast<MapBlock*>(map->data_)[at / 16];
    return block->meta[at % 16] != kMetaEmpty ? &block->items[at % 16].key : nullptr;
  }
  static uint64_t NextOrEnd(const MapBaseObj* map, uint64_t at) {
    if (map->type_index() == kTVMFFIMap) return Next(map, at);
    if (IsSmall(map)) return at + 1 < map->size_ ? at + 1 : map->size_;
    const TVMFFIAny* key = KeyOrNull(map, at);
    return key != nullptr ? reinterpret_cast<const MapItem*>(key)->next : kNoSlot;
  }
  static uint64_t Previous(const MapBaseObj* map, uint64_t at) {
    if (IsSmall(map)) return at - 1;
    if (at == kNoSlot) return Dense(map)->iter_list_tail_;
    return static_cast<MapBlock*>(map->data_)[at / 16].items[at % 16].prev;
  }

  static uint64_t FindSmall(const MapBaseObj* map, const TVMFFIAny* key) {
    uint64_t n = map->size_;
    for (uint64_t i = 0; i < n; ++i) {
      if (SameKey(&Entries(map)[i].key, key)) return i;
    }
    return n;
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static uint64_t Find(const MapBaseObj* map,
                                                               const Any& key) {
    const TVMFFIAny* raw = RawOf(&key);
    if (!IsSmall(map) && IsPlainKey(raw)) return FindPlain(map, raw);
    return FindOther(map, raw);
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static uint64_t FindOther(const MapBaseObj* map,
                                                                    const TVMFFIAny* raw) {
    if (IsSmall(map)) return FindSmall(map, raw);
    return Load(map).Find<false>(raw, HashKey(raw));
  }
  /// No call inside: numbers are looked up without touching the stack.
  static uint64_t FindPlain(const MapBaseObj* map, const TVMFFIAny* raw) {
    return Load(map).Find<true>(
        raw, StableHashCombine(static_cast<uint64_t>(raw->type_index), raw->v_uint64));
  }

  /*--- Growth ---*/
  /// Table of at least `slots` slots with copies of the bits of all entries; the source stays
  /// valid.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static DenseTable Rebuild(const MapBaseObj* map,
                                                                    uint64_t slots) {
    for (;; slots *= 2) {
      DenseTable table = DenseTable::Make(slots);
      BytesGuard guard{table.blocks};
      bool fits = true;
      uint64_t unused;
      uint64_t end = End(map);
      for (uint64_t at = Begin(map); fits && at != end; at = Next(map, at)) {
        const TVMFFIAny* key = KeyAt(map, at);
        fits = table.Insert<true, true>(key[0], key[1], HashKey(key), &unused) !=
               DenseTable::Outcome::kNoRoom;
      }
      if (!fits) continue;
      guard.memory = nullptr;
      return table;
    }
  }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void GrowSmall(MapBaseObj* map) {
    uint64_t slots = SmallSlots(map) * 2;
    if (slots < kMinSmallSlots) slots = kMinSmallSlots;
    if (slots > kMaxSmallSlots) slots = kMaxSmallSlots;
    void* fresh = AllocateBytes(sizeof(MapEntry) * slots);
    std::memcpy(fresh, map->data_, sizeof(MapEntry) * map->size_);
    void* old = map->data_;
    void (*old_deleter)(void*) = map->data_deleter_;
    map->data_ = fresh;
    map->slots_ = slots | kSmallMapFlag;
    map->data_deleter_ = FreeData;
    if (old_deleter != nullptr) old_deleter(old);
  }

  /// The caller is left with the old value.
  static void ReplaceValue(TVMFFIAny* slot, Any* value) { std::swap(*slot, *RawOf(value)); }

  /// Insert or assign. Nothing is released here: what the map does not keep, an equal key or the
  /// old value, stays with the caller.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void Set(MapBaseObj* map, Any* key, Any* value) {
    if (IsSmall(map)) {
      // A full small map turns dense by any assignment, even to a key it has.
      if (map->size_ < kMaxSmallSlots) {
        uint64_t at = FindSmall(map, RawOf(key));
        if (at != map->size_) return ReplaceValue(&Entries(map)[at].value, value);
        if (map->size_ == SmallSlots(map)) GrowSmall(map);
        Entries(map)[map->size_] = MapEntry{TakeRaw(key), TakeRaw(value)};
        ++map->size_;
        return;
      }
      Become(map, Rebuild(map, 2 * kMaxSmallSlots));
    }
    SetDense(map, key, value);
  }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void SetDense(MapBaseObj* map, Any* key,
                                                               Any* value) {
    DenseTable table = Load(map);
    const uint64_t hash = HashKey(RawOf(key));
    uint64_t at = kNoSlot;
    for (;;) {
      switch (IsPlainKey(RawOf(key))
                  ? table.Insert<false, true>(*RawOf(key), *RawOf(value), hash, &at)
                  : table.Insert<false, false>(*RawOf(key), *RawOf(value), hash, &at)) {
        case DenseTable::Outcome::kInserted:
          *RawOf(key) = kRawNone;
          *RawOf(value) = kRawNone;
          StoreList(map, table);
          return;
        case DenseTable::Outcome::kFound:
          // An assignment moves the key to the end of the order.
          table.MoveLast(at);
          StoreList(map, table);
          return ReplaceValue(&table.Item(at)->value, value);
        case DenseTable::Outcome::kNoRoom:
          table = Rebuild(map, table.slots * 2);
          Become(map, table);
      }
    }
  }

  /*--- Removal ---*/
  /// Remove one entry; the caller owns it.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static MapEntry TakeAt(MapBaseObj* map, uint64_t at) {
    MapEntry taken;
    if (IsSmall(map)) {
      MapEntry* entries = Entries(map);
      taken = entries[at];
      std::memmove(static_cast<void*>(entries + at), entries + at + 1,
                   sizeof(MapEntry) * (map->size_ - at - 1));
      --map->size_;
    } else {
      DenseTable table = Load(map);
      taken = table.Remove(at);
      StoreList(map, table);
    }
    return taken;
  }
  static void EraseAt(MapBaseObj* map, uint64_t at) {
    MapEntry taken = TakeAt(map, at);
    ReleaseValues(&taken.key, 2);
  }

  static void EraseKey(MapBaseObj* map, const Any& key) {
    uint64_t at = Find(map, key);
    if (at != End(map)) EraseAt(map, at);
  }

  /// Copies the bits of all entries to `out` in order.
  static void Export(const MapBaseObj* map, MapEntry* out) {
    uint64_t end = End(map);
    for (uint64_t at = Begin(map); at != end; at = Next(map, at)) {
      const TVMFFIAny* key = KeyAt(map, at);
      *out++ = MapEntry{key[0], key[1]};
    }
  }

  /// Move all entries to `out`, which has room for size() of them.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void TakeAll(MapBaseObj* map, MapEntry* out) {
    Export(map, out);
    if (IsSmall(map)) {
      map->size_ = 0;
    } else {
      DenseTable table = Load(map);
      while (table.head != kNoSlot) {
        *table.Meta(table.head) = kMetaEmpty;
        table.head = table.Item(table.head)->next;
      }
      table.tail = kNoSlot;
      table.size = 0;
      StoreList(map, table);
    }
  }
  static void Clear(MapBaseObj* map) {
    uint64_t n = map->size_;
    if (n == 0) return;
    BytesGuard taken{AllocateBytes(sizeof(MapEntry) * n)};
    TakeAll(map, static_cast<MapEntry*>(taken.memory));
    ReleaseValues(&static_cast<MapEntry*>(taken.memory)->key, 2 * n);
  }

  /*--- Life ---*/
  /// Calls for each item of a block of which `slots` belong to the table.
  template <typename Call>
  TVM_FFI_INLINE static void ForEachItem(const MapBlock* block, uint64_t slots, Call call) {
    if (slots > kSlotsPerBlock) slots = kSlotsPerBlock;
    for (uint64_t i = 0; i < slots; ++i) {
      if (block->meta[i] != kMetaEmpty) call(block->items[i]);
    }
  }
  static void ReleaseAll(MapBaseObj* map) noexcept {
    if (IsSmall(map)) {
      if (map->size_ != 0) ReleaseValues(&Entries(map)->key, 2 * map->size_);
    } else {
      const auto* block = static_cast<const MapBlock*>(map->data_);
      for (uint64_t first = 0; first < map->slots_; first += kSlotsPerBlock, ++block) {
        ForEachItem(block, map->slots_ - first, [](const MapItem& item) {
          if (item.key.type_index >= kTVMFFIStaticObjectBegin) DecStrongRef(item.key.v_obj);
          if (item.value.type_index >= kTVMFFIStaticObjectBegin) DecStrongRef(item.value.v_obj);
        });
      }
    }
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void DestroyNow(MapBaseObj* map) noexcept {
    ReleaseAll(map);
    if (map->data_deleter_ != nullptr) map->data_deleter_(map->data_);
  }
  static MapBaseObj* Body(void* self) {
    return static_cast<MapBaseObj*>(static_cast<Object*>(self));
  }
  TVM_FFI_DETAILS_LOCAL static void Destroy(TVMFFIObject* self) { DestroyNow(Body(self)); }
  TVM_FFI_DETAILS_LOCAL static void Delete(void* self, int flags) {
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0 &&
        !DestroyBounded(static_cast<TVMFFIObject*>(self), flags, &Destroy)) {
      return;
    }
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) FreeBytes(self);
  }

  template <typename MapObjType>
  static MapObjType* NewBody(size_t bytes) {
    MapObjType* self = new (AllocateBytes(bytes)) MapObjType();
    InitHeader(ObjectUnsafe::GetHeader(self), MapObjType::_type_index, Delete);
    return self;
  }
  /// Empty small map with its entries behind it; big enough to turn dense in place.
  template <typename MapObjType>
  static MapObjType* NewSmall(uint64_t slots) {
    if (slots < kMinSmallSlots) slots = kMinSmallSlots;
    MapObjType* self = NewBody<MapObjType>(sizeof(MapBaseObj) + sizeof(MapEntry) * slots);
    self->data_ = reinterpret_cast<char*>(self) + sizeof(MapBaseObj);
    self->slots_ = slots | kSmallMapFlag;
    return self;
  }
  /// Empty map for a range of n pairs.
  template <typename MapObjType>
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static MapObjType* NewFor(uint64_t n) {
    if (n < kMaxSmallSlots) return NewSmall<MapObjType>(n);
    uint64_t slots = 1;
    while (slots <= n) slots *= 2;
    if (slots < 2 * n) slots *= 2;
    DenseTable table = DenseTable::Make(slots);
    BytesGuard guard{table.blocks};
    MapObjType* self = NewBody<MapObjType>(sizeof(DenseMapBaseObj));
    guard.memory = nullptr;
    Become(self, table);
    return self;
  }
  template <typename MapObjType>
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static MapObjType* Copy(const MapBaseObj* from) {
    if (IsSmall(from)) {
      MapObjType* self = NewSmall<MapObjType>(SmallSlots(from));
      if (from->size_ != 0) {
        RetainValues(&Entries(from)->key, 2 * from->size_);
        std::memcpy(self->data_, from->data_, sizeof(MapEntry) * from->size_);
      }
      self->size_ = from->size_;
      return self;
    }
    DenseTable table = Load(from);
    BytesGuard guard{AllocateBytes(DenseTable::BytesFor(table.slots))};
    MapObjType* self = NewBody<MapObjType>(sizeof(DenseMapBaseObj));
    table.blocks = static_cast<MapBlock*>(guard.memory);
    guard.memory = nullptr;
    const auto* blocks = static_cast<const MapBlock*>(from->data_);
    for (uint64_t first = 0; first < table.slots; first += kSlotsPerBlock) {
      MapBlock* to = table.blocks + first / kSlotsPerBlock;
      std::memcpy(to->meta, blocks->meta, kSlotsPerBlock);
      ForEachItem(blocks, table.slots - first, [&](const MapItem& item) {
        RetainValues(&item.key, 2);
        to->items[&item - blocks->items] = item;
      });
      ++blocks;
    }
    Become(self, table);
    return self;
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_MAP_CORE_H_
