/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/map.h: Map<K, V>, an immutable map in insertion order with copy on write (layer
 * 1). A mutator edits in place only while nobody else, not even a weak reference, knows the object.
 */
#ifndef TVM_FFI_CONTAINER_MAP_H_
#define TVM_FFI_CONTAINER_MAP_H_

#include <tvm/ffi/container/map_base.h>

#include <initializer_list>
#include <optional>

namespace tvm {
namespace ffi {

/// Storage of Map; made by Map only, since its block must have room for either layout.
class MapObj : public MapBaseObj {
 public:
  static ObjectPtr<Object> ShallowCopy(const MapObj* src) {
    return MapBaseObj::CopyFrom<MapObj>(const_cast<MapObj*>(src));
  }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIMap;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIMap, MapObj, Object);

 private:
  friend struct detail::MapCore;
  MapObj() = default;
};

static_assert(sizeof(MapObj) == 56, "layout is ABI");

/// Map with value semantics; copies share storage until one of them is changed.
template <typename K, typename V,
          typename = typename std::enable_if_t<detail::storage_enabled_v<K> &&
                                               detail::storage_enabled_v<V>>>
class Map : public ObjectRef {
 public:
  using key_type = K;
  using mapped_type = V;
  using iterator = detail::MapIterator<K, V, MapBaseObj::iterator>;
  using ContainerType = MapObj;
  static constexpr bool _type_container_is_exact = false;

  explicit Map(UnsafeInit tag) : ObjectRef(tag) {}
  Map() : ObjectRef(MapBaseObj::Empty<MapObj>()) {}
  Map(Map<K, V>&& other) noexcept : ObjectRef(std::move(other.data_)) {}
  Map(const Map<K, V>& other) : ObjectRef(other.data_) {}
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Map(Map<KU, VU>&& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other))) {}
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Map(const Map<KU, VU>& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other)) {}
  Map<K, V>& operator=(Map<K, V>&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Map<K, V>& operator=(const Map<K, V>& other) {
    data_ = other.data_;
    return *this;
  }
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Map<K, V>& operator=(Map<KU, VU>&& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other));
    return *this;
  }
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Map<K, V>& operator=(const Map<KU, VU>& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other);
    return *this;
  }
  explicit Map(ObjectPtr<Object> n) : ObjectRef(std::move(n)) {}
  template <typename IterType, typename = decltype(*std::declval<IterType&>())>
  Map(IterType begin, IterType end) : ObjectRef(UnsafeInit{}) {
    FillFrom(begin, end);
  }
  Map(std::initializer_list<std::pair<K, V>> init) : ObjectRef(UnsafeInit{}) {
    FillFrom(init.begin(), init.end());
  }
  /// From a std::unordered_map<K, V, …>, known by its members so that this header need not include
  /// it.
  template <typename StdMap, typename = std::enable_if_t<detail::is_std_hash_map_v<StdMap, K, V>>>
  Map(const StdMap& init)  // NOLINT
      : ObjectRef(UnsafeInit{}) {
    FillFrom(init.begin(), init.end());
  }

  const V at(const K& key) const { return detail::StoredAs<V>(Required(key)); }
  const V operator[](const K& key) const { return detail::StoredAs<V>(Required(key)); }
  size_t size() const { return data_ != nullptr ? GetMapObj()->size() : 0; }
  size_t count(const K& key) const { return data_ != nullptr ? GetMapObj()->count(Any(key)) : 0; }
  bool empty() const { return size() == 0; }
  /// Rebinds to a new empty map.
  void clear() {
    if (data_ != nullptr) data_ = MapBaseObj::Empty<MapObj>();
  }
  void Set(const K& key, const V& value) {
    Any k(key);
    Any v(value);
    detail::MapCore::Set(Editable(), &k, &v);
  }
  iterator begin() const { return data_ != nullptr ? iterator(GetMapObj()->begin()) : iterator(); }
  iterator end() const { return data_ != nullptr ? iterator(GetMapObj()->end()) : iterator(); }
  iterator find(const K& key) const {
    return data_ != nullptr ? iterator(GetMapObj()->find(Any(key))) : iterator();
  }
  std::optional<V> Get(const K& key) const {
    if (data_ == nullptr) return std::nullopt;
    const Any* value = GetMapObj()->TryGet(Any(key));
    if (value == nullptr) return std::nullopt;
    return detail::StoredAs<V>(*value);
  }
  void erase(const K& key) {
    if (data_ == nullptr) return;
    Any k(key);
    if (GetMapObj()->count(k) != 0) CopyOnWrite()->MapBaseObj::erase(k);
  }
  /// The object, copied first unless this is the only reference.
  MapObj* CopyOnWrite() {
    MapObj* map = GetMapObj();
    if (TVM_FFI_PREDICT_FALSE(map == nullptr)) {
      data_ = MapBaseObj::Empty<MapObj>();
    } else if (TVM_FFI_PREDICT_FALSE(!map->unique())) {
      data_ = MapBaseObj::CopyFrom<MapObj>(map);
    }
    return GetMapObj();
  }

 private:
  MapObj* GetMapObj() const { return static_cast<MapObj*>(data_.get()); }

  const Any& Required(const K& key) const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) detail::ThrowKeyNotInMap();
    return GetMapObj()->MapBaseObj::at(Any(key));
  }
  MapObj* Editable() { return CopyOnWrite(); }

  template <typename IterType>
  void FillFrom(IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    auto* fresh = detail::MapCore::NewFor<MapObj>(n > 0 ? static_cast<uint64_t>(n) : 0);
    data_ = detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(fresh));
    detail::FillMap<K, V>(fresh, first, last);
  }
};

/// lhs with the entries of rhs set on top.
template <typename K, typename V,
          typename = typename std::enable_if_t<detail::storage_enabled_v<K> &&
                                               detail::storage_enabled_v<V>>>
inline Map<K, V> Merge(Map<K, V> lhs, const Map<K, V>& rhs) {
  const Map<K, V> held = rhs;
  for (const auto& entry : held) lhs.Set(entry.first, entry.second);
  return lhs;
}

template <typename K, typename V>
inline constexpr bool use_default_type_traits_v<Map<K, V>> = false;

template <typename K, typename V>
struct TypeTraits<Map<K, V>> : public MapTypeTraitsBase<TypeTraits<Map<K, V>>, Map<K, V>, K, V> {
  static constexpr int32_t kPrimaryTypeIndex = TypeIndex::kTVMFFIMap;
  static constexpr int32_t kOtherTypeIndex = TypeIndex::kTVMFFIDict;
  static constexpr const char* kStaticName = "Map";
  static constexpr detail::TypeText kTypeText{"Map", StaticTypeKey::kTVMFFIMap,
                                              detail::TypeTextList<K, V>::value, 2, 2};
};

template <typename K, typename V, typename KU, typename VU>
inline constexpr bool type_subsumes_v<Map<K, V>, Map<KU, VU>> =
    type_subsumes_v<K, KU> && type_subsumes_v<V, VU>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_MAP_H_
