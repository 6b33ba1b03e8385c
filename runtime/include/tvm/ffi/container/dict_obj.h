/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/dict_obj.h: storage of Dict and places in it (layer 1).
 * What DictObj declares itself may be called from several threads at once; the references,
 * pointers and iterators of its base are good until the next change.
 */
#ifndef TVM_FFI_CONTAINER_DICT_OBJ_H_
#define TVM_FFI_CONTAINER_DICT_OBJ_H_

#include <tvm/ffi/container/map_base.h>
#include <tvm/ffi/container/shared_lock.h>

#include <optional>
#include <utility>

namespace tvm {
namespace ffi {

/// Storage of Dict; made by Dict only, since its block must have room for either layout.
class DictObj : public MapBaseObj {
 public:
  static ObjectPtr<Object> ShallowCopy(const DictObj* src) {
    detail::SharedLock lock(src);
    return MapBaseObj::CopyFrom<DictObj>(const_cast<DictObj*>(src));
  }

  size_t size() const {
    detail::SharedLock lock(this);
    return MapBaseObj::size();
  }
  size_t count(const Any& key) const {
    detail::SharedLock lock(this);
    return MapBaseObj::count(key);
  }
  /// The value of the key, with a reference of its own.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE std::optional<Any> Get(const Any& key) const {
    detail::SharedLock lock(this);
    const Any* value = TryGet(key);
    if (value == nullptr) return std::nullopt;
    return *value;
  }
  void SetItem(Any key, Any value) {
    detail::SharedLock lock(this);
    detail::MapCore::Set(this, &key, &value);
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void erase(const Any& key) {
    Any taken[2];
    detail::SharedLock lock(this);
    uint64_t at = detail::MapCore::Find(this, key);
    if (at == detail::MapCore::End(this)) return;
    detail::MapEntry entry = detail::MapCore::TakeAt(this, at);
    *detail::RawOf(&taken[0]) = entry.key;
    *detail::RawOf(&taken[1]) = entry.value;
  }
  void clear() {
    RemovedEntries removed;
    detail::SharedLock lock(this);
    removed.Take(this);
  }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIDict;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIDict, DictObj, Object);

 private:
  friend struct detail::MapCore;
  DictObj() = default;

  /// Entries that left the dictionary; released when this goes.
  struct RemovedEntries {
    detail::BytesGuard memory{nullptr};
    uint64_t count = 0;

    ~RemovedEntries() {
      if (count != 0) detail::ReleaseValues(&Entries()->key, 2 * count);
    }
    void Take(DictObj* dict) {
      uint64_t n = dict->MapBaseObj::size();
      if (n == 0) return;
      memory.memory = detail::AllocateBytes(sizeof(detail::MapEntry) * n);
      detail::MapCore::TakeAll(dict, Entries());
      count = n;
    }
    detail::MapEntry* Entries() { return static_cast<detail::MapEntry*>(memory.memory); }
  };
};

static_assert(sizeof(DictObj) == 56, "layout is ABI");

namespace detail {

/// Place in a Dict, which no change of it makes dangle: it gives what is there, or None, and ends
/// where nothing follows.
class DictPosition {
 public:
  DictPosition() = default;
  /// The end.
  explicit DictPosition(const DictObj* dict) : dict_(dict) {}

  static DictPosition First(const DictObj* dict) {
    SharedLock lock(dict);
    return {dict, Canonical(dict, MapCore::Begin(dict))};
  }
  static DictPosition Of(const DictObj* dict, const Any& key) {
    SharedLock lock(dict);
    return {dict, Canonical(dict, MapCore::Find(dict, key))};
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE std::pair<Any, Any> Entry() const {
    SharedLock lock(dict_);
    const TVMFFIAny* key = MapCore::KeyOrNull(dict_, at_);
    if (key == nullptr) return {};
    const Any* entry = reinterpret_cast<const Any*>(key);
    return {entry[0], entry[1]};
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void Advance() {
    SharedLock lock(dict_);
    at_ = MapCore::KeyOrNull(dict_, at_) == nullptr
              ? kNoSlot
              : Canonical(dict_, MapCore::NextOrEnd(dict_, at_));
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE DictPosition& operator--() {
    SharedLock lock(dict_);
    bool at_end = MapCore::KeyOrNull(dict_, at_) == nullptr;
    at_ = MapCore::Previous(dict_, at_end ? MapCore::End(dict_) : at_);
    return *this;
  }
  bool operator==(const DictPosition& other) const { return at_ == other.at_; }

 private:
  DictPosition(const DictObj* dict, uint64_t at) : dict_(dict), at_(at) {}
  /// One end, whatever the layout, which a change may exchange.
  static uint64_t Canonical(const DictObj* dict, uint64_t at) {
    return at == MapCore::End(dict) ? kNoSlot : at;
  }

  const DictObj* dict_ = nullptr;
  uint64_t at_ = kNoSlot;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_DICT_OBJ_H_
