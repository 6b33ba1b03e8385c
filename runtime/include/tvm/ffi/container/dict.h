/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/dict.h: Dict<K, V>, a mutable map that all its references share (layer 1).
 * Growing moves the storage, never the object. Every operation may be called from several threads
 * at once, and code that runs while an entry dies may edit the dictionary; what several operations
 * shall see together, the caller locks.
 */
#ifndef TVM_FFI_CONTAINER_DICT_H_
#define TVM_FFI_CONTAINER_DICT_H_

#include <tvm/ffi/container/dict_obj.h>

#include <initializer_list>
#include <optional>

namespace tvm {
namespace ffi {

/// Shared mutable map in insertion order.
template <typename K, typename V,
          typename = typename std::enable_if_t<detail::storage_enabled_v<K> &&
                                               detail::storage_enabled_v<V>>>
class Dict : public ObjectRef {
 public:
  using key_type = K;
  using mapped_type = V;
  using iterator = detail::MapIterator<K, V, detail::DictPosition>;
  using ContainerType = DictObj;
  static constexpr bool _type_container_is_exact = false;

  explicit Dict(UnsafeInit tag) : ObjectRef(tag) {}
  Dict() : ObjectRef(MapBaseObj::Empty<DictObj>()) {}
  Dict(Dict<K, V>&& other) noexcept : ObjectRef(std::move(other.data_)) {}
  Dict(const Dict<K, V>& other) : ObjectRef(other.data_) {}
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Dict(Dict<KU, VU>&& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other))) {}
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Dict(const Dict<KU, VU>& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other)) {}
  Dict<K, V>& operator=(Dict<K, V>&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Dict<K, V>& operator=(const Dict<K, V>& other) {
    data_ = other.data_;
    return *this;
  }
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Dict<K, V>& operator=(Dict<KU, VU>&& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other));
    return *this;
  }
  template <typename KU, typename VU,
            typename = std::enable_if_t<type_subsumes_v<K, KU> && type_subsumes_v<V, VU>>>
  Dict<K, V>& operator=(const Dict<KU, VU>& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other);
    return *this;
  }
  explicit Dict(ObjectPtr<Object> n) : ObjectRef(std::move(n)) {}
  template <typename IterType, typename = decltype(*std::declval<IterType&>())>
  Dict(IterType begin, IterType end) : ObjectRef(UnsafeInit{}) {
    FillFrom(begin, end);
  }
  Dict(std::initializer_list<std::pair<K, V>> init) : ObjectRef(UnsafeInit{}) {
    FillFrom(init.begin(), init.end());
  }
  /// From a std::unordered_map<K, V, …>, known by its members so that this header need not include
  /// it.
  template <typename StdMap, typename = std::enable_if_t<detail::is_std_hash_map_v<StdMap, K, V>>>
  Dict(const StdMap& init)  // NOLINT
      : ObjectRef(UnsafeInit{}) {
    FillFrom(init.begin(), init.end());
  }

  V at(const K& key) const { return Required(key); }
  V operator[](const K& key) const { return Required(key); }
  size_t size() const { return data_ != nullptr ? GetDictObj()->size() : 0; }
  size_t count(const K& key) const { return data_ != nullptr ? GetDictObj()->count(Any(key)) : 0; }
  bool empty() const { return size() == 0; }
  void clear() {
    if (data_ != nullptr) GetDictObj()->clear();
  }
  void Set(const K& key, const V& value) { Editable()->SetItem(Any(key), Any(value)); }
  iterator begin() const {
    return data_ != nullptr ? iterator(detail::DictPosition::First(GetDictObj())) : iterator();
  }
  iterator end() const { return iterator(detail::DictPosition(GetDictObj())); }
  iterator find(const K& key) const {
    return data_ != nullptr ? iterator(detail::DictPosition::Of(GetDictObj(), Any(key)))
                            : iterator();
  }
  std::optional<V> Get(const K& key) const {
    if (data_ == nullptr) return std::nullopt;
    std::optional<Any> value = GetDictObj()->Get(Any(key));
    if (!value) return std::nullopt;
    return detail::StoredAs<V>(*std::move(value));
  }
  void erase(const K& key) {
    if (data_ != nullptr) GetDictObj()->erase(Any(key));
  }

 private:
  DictObj* GetDictObj() const { return static_cast<DictObj*>(data_.get()); }

  V Required(const K& key) const {
    std::optional<V> value = Get(key);
    if (TVM_FFI_PREDICT_FALSE(!value)) detail::ThrowKeyNotInMap();
    return *std::move(value);
  }
  DictObj* Editable() {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) data_ = MapBaseObj::Empty<DictObj>();
    return GetDictObj();
  }

  template <typename IterType>
  void FillFrom(IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    auto* fresh = detail::MapCore::NewFor<DictObj>(n > 0 ? static_cast<uint64_t>(n) : 0);
    data_ = detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(fresh));
    detail::FillMap<K, V>(fresh, first, last);
  }
};

template <typename K, typename V>
inline constexpr bool use_default_type_traits_v<Dict<K, V>> = false;

template <typename K, typename V>
struct TypeTraits<Dict<K, V>> : public MapTypeTraitsBase<TypeTraits<Dict<K, V>>, Dict<K, V>, K, V> {
  static constexpr int32_t kPrimaryTypeIndex = TypeIndex::kTVMFFIDict;
  static constexpr int32_t kOtherTypeIndex = TypeIndex::kTVMFFIMap;
  static constexpr const char* kStaticName = "Dict";
  static constexpr detail::TypeText kTypeText{"Dict", StaticTypeKey::kTVMFFIDict,
                                              detail::TypeTextList<K, V>::value, 2, 2};
};

template <typename K, typename V, typename KU, typename VU>
inline constexpr bool type_subsumes_v<Dict<K, V>, Dict<KU, VU>> =
    type_subsumes_v<K, KU> && type_subsumes_v<V, VU>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_DICT_H_
