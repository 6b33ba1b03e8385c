/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/map_base.h: members of MapBaseObj, its iterators, and the type traits of Map
 * and Dict (layer 1). Iterators end with the next change of the map; those of a Dict stay harmless
 * and give what is there, or end.
 */
#ifndef TVM_FFI_CONTAINER_MAP_BASE_H_
#define TVM_FFI_CONTAINER_MAP_BASE_H_

#include <tvm/ffi/container/map_core.h>
#include <tvm/ffi/container/shared_lock.h>

#include <utility>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/optional.h>
// IWYU pragma: end_exports

namespace tvm {
namespace ffi {
namespace detail {

/// A std::unordered_map<K, V, Hash, Equal>.
template <typename StdMap, typename K, typename V, typename = void>
inline constexpr bool is_std_hash_map_v = false;
template <typename StdMap, typename K, typename V>
inline constexpr bool is_std_hash_map_v<
    StdMap, K, V, std::void_t<typename StdMap::hasher, typename StdMap::key_equal>> =
    std::is_same_v<typename StdMap::value_type, std::pair<const K, V>>;

template <typename K, typename V, typename Place>
class MapIterator;

}  // namespace detail

/// Bidirectional, in insertion order.
class MapBaseObj::iterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using difference_type = int64_t;
  using value_type = KVType;
  using pointer = KVType*;
  using reference = KVType&;

  iterator() : index_(0), self_(nullptr) {}
  bool operator==(const iterator& other) const { return index_ == other.index_; }
  bool operator!=(const iterator& other) const { return index_ != other.index_; }
  /// A pair of None where a change of the map left no entry.
  pointer operator->() const {
    TVMFFIAny* key = detail::MapCore::KeyOrNull(self_, index_);
    return TVM_FFI_PREDICT_TRUE(key != nullptr) ? reinterpret_cast<KVType*>(key) : NoEntry();
  }
  reference operator*() const { return *operator->(); }
  iterator& operator++() {
    index_ = detail::MapCore::NextOrEnd(self_, index_);
    return *this;
  }
  iterator& operator--() {
    index_ = detail::MapCore::Previous(self_, index_);
    return *this;
  }
  iterator operator++(int) {
    iterator copy = *this;
    ++*this;
    return copy;
  }
  iterator operator--(int) {
    iterator copy = *this;
    --*this;
    return copy;
  }

 private:
  friend class MapBaseObj;
  template <typename, typename, typename>
  friend class detail::MapIterator;
  iterator(uint64_t index, const MapBaseObj* self) : index_(index), self_(self) {}
  /// For the entries of a Map, which nobody changes while it is walked.
  KVType& Entry() const {
    return *reinterpret_cast<KVType*>(detail::MapCore::KeyAt(self_, index_));
  }
  void Advance() { index_ = detail::MapCore::Next(self_, index_); }
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static KVType* NoEntry() {
    static thread_local TVMFFIAny none[2];
    none[0] = none[1] = detail::kRawNone;
    return reinterpret_cast<KVType*>(none);
  }
  uint64_t index_;
  const MapBaseObj* self_;
};

inline MapBaseObj::~MapBaseObj() { detail::MapCore::DestroyNow(this); }
TVM_FFI_INLINE MapBaseObj::iterator MapBaseObj::begin() const {
  return iterator(detail::MapCore::Begin(this), this);
}
TVM_FFI_INLINE MapBaseObj::iterator MapBaseObj::end() const {
  return iterator(detail::MapCore::End(this), this);
}
TVM_FFI_INLINE MapBaseObj::iterator MapBaseObj::find(const key_type& key) const {
  return iterator(detail::MapCore::Find(this, key), this);
}
TVM_FFI_INLINE size_t MapBaseObj::count(const key_type& key) const {
  return detail::MapCore::Find(this, key) != detail::MapCore::End(this) ? 1 : 0;
}
TVM_FFI_INLINE const Any* MapBaseObj::TryGet(const Any& key) const {
  uint64_t at = detail::MapCore::Find(this, key);
  if (at == detail::MapCore::End(this)) return nullptr;
  return reinterpret_cast<const Any*>(detail::MapCore::KeyAt(this, at) + 1);
}
TVM_FFI_INLINE const MapBaseObj::mapped_type& MapBaseObj::at(const key_type& key) const {
  const Any* value = TryGet(key);
  if (TVM_FFI_PREDICT_FALSE(value == nullptr)) detail::ThrowKeyNotInMap();
  return *value;
}
TVM_FFI_INLINE MapBaseObj::mapped_type& MapBaseObj::at(const key_type& key) {
  return const_cast<Any&>(static_cast<const MapBaseObj*>(this)->at(key));
}
TVM_FFI_INLINE void MapBaseObj::erase(const iterator& position) {
  if (position != end() && detail::MapCore::KeyOrNull(this, position.index_) != nullptr) {
    detail::MapCore::EraseAt(this, position.index_);
  }
}
TVM_FFI_INLINE void MapBaseObj::erase(const key_type& key) { detail::MapCore::EraseKey(this, key); }
TVM_FFI_INLINE void MapBaseObj::clear() { detail::MapCore::Clear(this); }
TVM_FFI_INLINE void MapBaseObj::SetItem(Any key, Any value) {
  detail::MapCore::Set(this, &key, &value);
}

template <typename MapObjType>
TVM_FFI_INLINE ObjectPtr<Object> MapBaseObj::Empty() {
  return detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(
      detail::MapCore::NewSmall<MapObjType>(detail::kMinSmallSlots)));
}
template <typename MapObjType>
TVM_FFI_INLINE ObjectPtr<Object> MapBaseObj::CopyFrom(MapBaseObj* from) {
  return detail::AdoptFresh<Object>(
      detail::ObjectUnsafe::GetHeader(detail::MapCore::Copy<MapObjType>(from)));
}
/// Pairs (or anything with first and second); a later pair of the same key wins.
template <typename MapObjType, typename IterType>
TVM_FFI_INLINE ObjectPtr<Object> MapBaseObj::CreateFromRange(IterType first, IterType last) {
  int64_t n = static_cast<int64_t>(std::distance(first, last));
  MapObjType* self = detail::MapCore::NewFor<MapObjType>(n > 0 ? static_cast<uint64_t>(n) : 0);
  ObjectPtr<Object> result = detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(self));
  for (int64_t i = 0; i < n; ++i, ++first) {
    Any key(first->first);
    Any value(first->second);
    detail::MapCore::Set(self, &key, &value);
  }
  return result;
}
/// Insert or assign in the map itself; the result is the same object.
template <typename MapObjType>
TVM_FFI_INLINE ObjectPtr<Object> MapBaseObj::InsertMaybeReHash(KVType&& kv,
                                                               const ObjectPtr<Object>& map) {
  detail::MapCore::Set(static_cast<MapBaseObj*>(map.get()), &kv.first, &kv.second);
  return map;
}

namespace detail {

/// Iterator of Map<K, V> and Dict<K, V>: pairs by value. Place says where it is; its Entry is a
/// pair of Any, by reference or by value.
template <typename K, typename V, typename Place>
class MapIterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using difference_type = int64_t;
  using value_type = const std::pair<K, V>;
  using reference = value_type;
  /// Keeps the pair for the duration of `it->first`.
  struct pointer {
    std::pair<K, V> pair;
    const std::pair<K, V>* operator->() const { return &pair; }
  };

  MapIterator() = default;
  explicit MapIterator(const Place& place) : place_(place) {}
  bool operator==(const MapIterator& other) const { return place_ == other.place_; }
  bool operator!=(const MapIterator& other) const { return !(place_ == other.place_); }
  reference operator*() const {
    auto&& kv = place_.Entry();
    using Pair = decltype(kv);
    return std::make_pair(StoredAs<K>(std::forward<Pair>(kv).first),
                          StoredAs<V>(std::forward<Pair>(kv).second));
  }
  pointer operator->() const { return pointer{**this}; }
  MapIterator& operator++() {
    place_.Advance();
    return *this;
  }
  MapIterator& operator--() {
    --place_;
    return *this;
  }
  MapIterator operator++(int) {
    MapIterator copy = *this;
    ++*this;
    return copy;
  }
  MapIterator operator--(int) {
    MapIterator copy = *this;
    --*this;
    return copy;
  }

 private:
  Place place_;
};

/// Range of typed pairs seen as pairs of Any.
template <typename K, typename V, typename IterType>
inline void FillMap(MapBaseObj* map, IterType first, IterType last) {
  for (; first != last; ++first) {
    Any key = *ElementIter<K, decltype(&first->first)>{&first->first};
    Any value = *ElementIter<V, decltype(&first->second)>{&first->second};
    MapCore::Set(map, &key, &value);
  }
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string DescribeEntry(
    const char* container, bool is_key, const std::string& what) {
  return is_key ? std::string(container) + "[some key is " + what + ", V]"
                : std::string(container) + "[K, some value is " + what + "]";
}

template <typename T>
inline bool StrictlyIs(const TVMFFIAny* value) {
  if constexpr (std::is_same_v<T, Any>) {
    return true;
  } else {
    return TypeTraits<T>::CheckAnyStrict(value);
  }
}
template <typename T>
inline bool ConvertsTo(const TVMFFIAny* value, std::string* mismatch) {
  if constexpr (std::is_same_v<T, Any>) {
    return true;
  } else {
    if (TypeTraits<T>::CheckAnyStrict(value) || TypeTraits<T>::TryCastFromAnyView(value))
      return true;
    *mismatch = TypeTraits<T>::GetMismatchTypeInfo(value);
    return false;
  }
}
template <typename T>
inline std::optional<Any> ConvertedTo(const TVMFFIAny* value) {
  if constexpr (std::is_same_v<T, Any>) {
    return *reinterpret_cast<const Any*>(value);
  } else {
    auto converted = TypeTraits<T>::TryCastFromAnyView(value);
    if (!converted) return std::nullopt;
    return Any(*std::move(converted));
  }
}

}  // namespace detail

/// Conversion of Map<K, V> and Dict<K, V>. Derived gives kPrimaryTypeIndex, kOtherTypeIndex and
/// kStaticName.
template <typename Derived, typename MapRef, typename K, typename V>
struct MapTypeTraitsBase : public ObjectRefTypeTraitsBase<MapRef> {
  using Base = ObjectRefTypeTraitsBase<MapRef>;
  using TypeTextOwner = MapTypeTraitsBase;

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == Derived::kPrimaryTypeIndex && AllStrict(src);
  }

  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if (!IsMap(src)) return TypeTraitsBase::GetMismatchTypeInfo(src);
    std::string what;
    ObjectPtr<Object> held;
    const MapBaseObj* map = Unchanging(src, &held);
    for (auto it = map->begin(); it != map->end(); ++it) {
      if (!detail::ConvertsTo<K>(detail::RawOf(&it->first), &what)) {
        return detail::DescribeEntry(Derived::kStaticName, true, what);
      }
      if (!detail::ConvertsTo<V>(detail::RawOf(&it->second), &what)) {
        return detail::DescribeEntry(Derived::kStaticName, false, what);
      }
    }
    return TypeTraitsBase::GetMismatchTypeInfo(src);
  }

  static std::optional<MapRef> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!IsMap(src)) return std::nullopt;
    if (CheckAnyStrict(src)) return Base::CopyFromAnyViewAfterCheck(src);
    ObjectPtr<Object> held;
    const MapBaseObj* map = Unchanging(src, &held);
    auto* fresh = detail::MapCore::NewFor<typename MapRef::ContainerType>(map->size());
    MapRef result(detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(fresh)));
    for (auto it = map->begin(); it != map->end(); ++it) {
      auto key = detail::ConvertedTo<K>(detail::RawOf(&it->first));
      if (!key) return std::nullopt;
      auto value = detail::ConvertedTo<V>(detail::RawOf(&it->second));
      if (!value) return std::nullopt;
      detail::MapCore::Set(fresh, &*key, &*value);
    }
    return result;
  }

  static std::string TypeStr() { return detail::TypeTextToStr(Derived::kTypeText); }
  static std::string TypeSchema() { return detail::TypeTextToSchema(Derived::kTypeText); }

 private:
  static bool IsMap(const TVMFFIAny* src) {
    return src->type_index == Derived::kPrimaryTypeIndex ||
           src->type_index == Derived::kOtherTypeIndex;
  }
  static const MapBaseObj* MapOf(const TVMFFIAny* src) {
    return detail::ObjectUnsafe::RawObjectPtrFromUnowned<MapBaseObj>(src->v_obj);
  }
  /// The map itself, or a copy of a Dict, which others may change; `held` keeps the copy.
  static const MapBaseObj* Unchanging(const TVMFFIAny* src, ObjectPtr<Object>* held) {
    const MapBaseObj* map = MapOf(src);
    if (src->type_index != kTVMFFIDict) return map;
    detail::SharedLock lock(map);
    auto* copy = detail::MapCore::Copy<typename MapRef::ContainerType>(map);
    *held = detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(copy));
    return copy;
  }
  static bool AllStrict(const TVMFFIAny* src) {
    if constexpr (!std::is_same_v<K, Any> || !std::is_same_v<V, Any>) {
      ObjectPtr<Object> held;
      const MapBaseObj* map = Unchanging(src, &held);
      for (auto it = map->begin(); it != map->end(); ++it) {
        if (!detail::StrictlyIs<K>(detail::RawOf(&it->first)) ||
            !detail::StrictlyIs<V>(detail::RawOf(&it->second))) {
          return false;
        }
      }
    }
    return true;
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_MAP_BASE_H_
