/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/map_table.h: the dense hash table of Map and Dict on raw values (layer 1).
 * Chains start at a key's home slot and jump through the table; a key whose home is taken by an
 * inner link of another chain moves that chain away. An operation that fails or throws leaves the
 * table as it was.
 */
#ifndef TVM_FFI_CONTAINER_MAP_TABLE_H_
#define TVM_FFI_CONTAINER_MAP_TABLE_H_

#include <tvm/ffi/base/hash.h>
#include <tvm/ffi/container/map_layout.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace detail {

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline uint64_t HashObjectKey(const TVMFFIAny* key) {
  if (key->type_index == kTVMFFIStr) {
    const TVMFFIByteArray* text = TVMFFIBytesGetByteArrayPtr(key->v_obj);
    return StableHashCombine(kTVMFFIStr, StableHashBytes(text->data, text->size));
  }
  return AnyHash()(*reinterpret_cast<const Any*>(key));
}

/// AnyHash, with the common kinds in place.
inline uint64_t HashKey(const TVMFFIAny* key) {
  int32_t index = key->type_index;
  if (index == kTVMFFISmallStr) {
    return StableHashCombine(kTVMFFIStr, StableHashSmallStrBytes(key));
  }
  if (index < kTVMFFIStaticObjectBegin && index != kTVMFFISmallBytes) {
    return StableHashCombine(static_cast<uint64_t>(index), key->v_uint64);
  }
  return HashObjectKey(key);
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline bool SameObjectKey(const TVMFFIAny* a,
                                                                  const TVMFFIAny* b) {
  if (a->type_index == kTVMFFIStr && b->type_index == kTVMFFIStr) {
    const TVMFFIByteArray* x = TVMFFIBytesGetByteArrayPtr(a->v_obj);
    const TVMFFIByteArray* y = TVMFFIBytesGetByteArrayPtr(b->v_obj);
    return x->size == y->size && std::memcmp(x->data, y->data, x->size) == 0;
  }
  return AnyEqual()(*reinterpret_cast<const Any*>(a), *reinterpret_cast<const Any*>(b));
}

/// AnyEqual, with the common kinds in place.
inline bool SameKey(const TVMFFIAny* a, const TVMFFIAny* b) {
  if (a->v_uint64 == b->v_uint64 && a->type_index == b->type_index &&
      a->zero_padding == b->zero_padding) {
    return true;
  }
  if (a->type_index < kTVMFFIStaticObjectBegin && b->type_index < kTVMFFIStaticObjectBegin) {
    return false;
  }
  return SameObjectKey(a, b);
}

/// Keys that are equal only when their cells are the same bits: no text, no object.
inline bool IsPlainKey(const TVMFFIAny* key) {
  return static_cast<uint32_t>(key->type_index) < static_cast<uint32_t>(kTVMFFISmallStr);
}
/// kPlain: the first key is plain.
template <bool kPlain>
inline bool SameKeyAs(const TVMFFIAny* key, const TVMFFIAny* other) {
  if constexpr (kPlain) {
    return key->v_uint64 == other->v_uint64 && key->type_index == other->type_index;
  } else {
    return SameKey(key, other);
  }
}

/// Working copy of the fields of a dense map.
struct DenseTable {
  MapBlock* blocks;
  uint64_t slots;
  uint64_t size;
  uint64_t head;
  uint64_t tail;
  uint32_t fib_shift;

  uint8_t* Meta(uint64_t slot) const { return &blocks[slot / 16].meta[slot % 16]; }
  MapItem* Item(uint64_t slot) const { return &blocks[slot / 16].items[slot % 16]; }
  uint64_t Home(uint64_t hash) const { return (hash * kFibonacciMultiplier) >> fib_shift; }
  uint64_t Jump(uint64_t slot, int jump) const {
    return (slot + kMapJumps.distance[jump]) & (slots - 1);
  }
  static bool IsHead(uint8_t meta) { return (meta & kMetaInner) == 0; }
  bool Full() const { return (size + 1) * 100 > slots * 99; }

  static uint64_t BytesFor(uint64_t slots) {
    return (slots + kSlotsPerBlock - 1) / kSlotsPerBlock * sizeof(MapBlock);
  }

  /// Empty table; slots is a power of two.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static DenseTable Make(uint64_t slots) {
    if (slots > (static_cast<uint64_t>(1) << 54)) ThrowBadAlloc();
    uint32_t log2 = 0;
    while ((static_cast<uint64_t>(1) << log2) < slots) ++log2;
    DenseTable table;
    table.blocks = static_cast<MapBlock*>(AllocateBytes(BytesFor(slots)));
    table.slots = slots;
    table.size = 0;
    table.head = table.tail = kNoSlot;
    table.fib_shift = 64 - log2;
    for (uint64_t i = 0; i < (slots + kSlotsPerBlock - 1) / kSlotsPerBlock; ++i) {
      std::memset(table.blocks[i].meta, kMetaEmpty, kSlotsPerBlock);
    }
    return table;
  }

  /// Slot of the key, or kNoSlot.
  template <bool kPlain>
  uint64_t Find(const TVMFFIAny* key, uint64_t hash) const {
    uint64_t at = Home(hash);
    const MapBlock* block = &blocks[at / 16];
    uint8_t meta = block->meta[at % 16];
    if (!IsHead(meta)) return kNoSlot;
    for (;;) {
      if (SameKeyAs<kPlain>(key, &block->items[at % 16].key)) return at;
      int jump = meta & kMetaJumpMask;
      if (jump == 0) return kNoSlot;
      at = Jump(at, jump);
      block = &blocks[at / 16];
      meta = block->meta[at % 16];
    }
  }

  /// Append to the insertion list.
  void LinkLast(uint64_t slot) {
    MapItem* item = Item(slot);
    item->prev = tail;
    item->next = kNoSlot;
    (tail == kNoSlot ? head : Item(tail)->next) = slot;
    tail = slot;
  }
  void Unlink(uint64_t slot) {
    const MapItem* item = Item(slot);
    (item->prev == kNoSlot ? head : Item(item->prev)->next) = item->next;
    (item->next == kNoSlot ? tail : Item(item->next)->prev) = item->prev;
  }
  void MoveLast(uint64_t slot) {
    if (slot == tail) return;
    Unlink(slot);
    LinkLast(slot);
  }
  /// Move an item; its neighbours in the list follow.
  void Relocate(uint64_t from, uint64_t to) {
    MapItem* item = Item(to);
    *item = *Item(from);
    (item->prev == kNoSlot ? head : Item(item->prev)->next) = to;
    (item->next == kNoSlot ? tail : Item(item->next)->prev) = to;
  }
  void Fill(uint64_t slot, uint8_t meta, const TVMFFIAny& key, const TVMFFIAny& value) {
    *Meta(slot) = meta;
    Item(slot)->key = key;
    Item(slot)->value = value;
    LinkLast(slot);
    ++size;
  }
  void SetJump(uint64_t slot, int jump) {
    uint8_t* meta = Meta(slot);
    *meta = static_cast<uint8_t>((*meta & kMetaInner) | jump);
  }
  /// A jump from slot to an empty slot, 0 when there is none.
  int FindRoomFrom(uint64_t slot) const {
    for (int jump = 1; jump < kNumJumps; ++jump) {
      if (*Meta(Jump(slot, jump)) == kMetaEmpty) return jump;
    }
    return 0;
  }

  enum class Outcome { kInserted, kFound, kNoRoom };

  /// Insert, or say where the key is. kNew: the caller knows that the key is not there; kPlain:
  /// IsPlainKey.
  template <bool kNew, bool kPlain>
  Outcome Insert(const TVMFFIAny& key, const TVMFFIAny& value, uint64_t hash, uint64_t* found) {
    uint64_t home = Home(hash);
    uint8_t meta = *Meta(home);
    if (IsHead(meta)) {
      uint64_t last = home;
      for (;;) {
        if (!kNew && SameKeyAs<kPlain>(&key, &Item(last)->key)) {
          *found = last;
          return Outcome::kFound;
        }
        int jump = meta & kMetaJumpMask;
        if (jump == 0) break;
        last = Jump(last, jump);
        meta = *Meta(last);
      }
      if (Full()) return Outcome::kNoRoom;
      int jump = FindRoomFrom(last);
      if (jump == 0) return Outcome::kNoRoom;
      SetJump(last, jump);
      Fill(Jump(last, jump), kMetaInner, key, value);
      return Outcome::kInserted;
    }
    if (Full() || (meta != kMetaEmpty && !Evict(home))) return Outcome::kNoRoom;
    Fill(home, 0, key, value);
    return Outcome::kInserted;
  }

  /// Slot before `slot` in its chain; slot is not a head.
  uint64_t Predecessor(uint64_t slot) const {
    uint64_t at = Home(HashKey(&Item(slot)->key));
    for (;;) {
      uint64_t next = Jump(at, *Meta(at) & kMetaJumpMask);
      if (next == slot) return at;
      at = next;
    }
  }

  /// Free an inner slot by moving its item and those behind it in the chain; false when there is no
  /// room.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE bool Evict(uint64_t slot) {
    struct Step {
      uint64_t from, to;
      int jump;
    };
    constexpr size_t kOnStack = 32;
    Step few[kOnStack];
    const uint64_t before = Predecessor(slot);
    size_t count = 1;
    for (uint64_t at = slot; int jump = *Meta(at) & kMetaJumpMask; at = Jump(at, jump)) ++count;
    Step* steps = few;
    if (count > kOnStack) steps = static_cast<Step*>(AllocateBytes(sizeof(Step) * count));
    uint64_t from = slot, previous = before;
    size_t planned = 0;
    for (; planned < count; ++planned) {
      int jump = FindRoomFrom(previous);
      if (jump == 0) break;
      uint64_t to = Jump(previous, jump);
      *Meta(to) = kMetaReserved;
      steps[planned] = Step{from, to, jump};
      previous = to;
      from = Jump(from, *Meta(from) & kMetaJumpMask);
    }
    const bool done = planned == count;
    previous = before;
    for (size_t i = 0; i < planned; ++i) {
      if (done) {
        Relocate(steps[i].from, steps[i].to);
        *Meta(steps[i].from) = kMetaEmpty;
        *Meta(steps[i].to) = kMetaInner;
        SetJump(previous, steps[i].jump);
        previous = steps[i].to;
      } else {
        *Meta(steps[i].to) = kMetaEmpty;
      }
    }
    if (steps != few) FreeBytes(steps);
    return done;
  }

  /// Take an item out; the last of the chain moves into its place.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE MapEntry Remove(uint64_t slot) {
    MapEntry taken{Item(slot)->key, Item(slot)->value};
    uint8_t meta = *Meta(slot);
    if ((meta & kMetaJumpMask) != 0) {
      uint64_t before = slot, last = Jump(slot, meta & kMetaJumpMask);
      while (int jump = *Meta(last) & kMetaJumpMask) {
        before = last;
        last = Jump(last, jump);
      }
      Unlink(slot);
      Relocate(last, slot);
      SetJump(before, 0);
      *Meta(last) = kMetaEmpty;
    } else {
      // Hashing may throw: before the first change.
      if (!IsHead(meta)) SetJump(Predecessor(slot), 0);
      Unlink(slot);
      *Meta(slot) = kMetaEmpty;
    }
    --size;
    return taken;
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_MAP_TABLE_H_
