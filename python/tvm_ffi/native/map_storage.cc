// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// map_storage.cc: walking the entries of a Map or Dict in order (core module).
// Both layouts are part of the ABI: small maps are an array of pairs; large ones are blocks of 16
// metadata bytes and 16 items, linked in insertion order.
#include "container.h"

namespace tvm_ffi_py {

struct MapBody {
  char* data;
  uint64_t size;
  uint64_t slots;  // bit 63: small layout
  void (*data_deleter)(void*);
  uint32_t fib_shift;
  uint64_t list_head;
  uint64_t list_tail;
};
struct MapPair {
  TVMFFIAny key;
  TVMFFIAny value;
};
struct MapItem {
  MapPair pair;
  uint64_t prev;
  uint64_t next;
};
static_assert(sizeof(MapPair) == 32 && sizeof(MapItem) == 48, "layout of the ABI");

constexpr uint64_t kSmallFlag = uint64_t{1} << 63;
constexpr uint64_t kBlockItems = 16;
constexpr uint64_t kBlockBytes = kBlockItems * (1 + sizeof(MapItem));

MapCursor::MapCursor(void* handle) {
  const auto* body = body_of<MapBody>(handle);
  data_ = body->data;
  left_ = body->size;
  dense_ = (body->slots & kSmallFlag) == 0;
  at_ = dense_ && left_ != 0 ? body->list_head : 0;
}

bool MapCursor::next(const TVMFFIAny** key, const TVMFFIAny** value) {
  if (left_ == 0) return false;
  --left_;
  const MapPair* pair;
  if (dense_) {
    char* block = data_ + at_ / kBlockItems * kBlockBytes;
    const auto* item = reinterpret_cast<const MapItem*>(block + kBlockItems) + at_ % kBlockItems;
    at_ = item->next;
    pair = &item->pair;
  } else {
    pair = reinterpret_cast<const MapPair*>(data_) + at_++;
  }
  *key = &pair->key;
  *value = &pair->value;
  return true;
}

}  // namespace tvm_ffi_py
