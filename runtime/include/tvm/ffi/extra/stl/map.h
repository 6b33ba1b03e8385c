/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/stl/map.h: std::map and std::unordered_map (layer 1). Both travel as Map.
 */
#ifndef TVM_FFI_EXTRA_STL_MAP_H_
#define TVM_FFI_EXTRA_STL_MAP_H_

#include <tvm/ffi/container/map.h>
#include <tvm/ffi/extra/stl/sequence.h>

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

template <typename MapType, typename K, typename V>
struct StlMapTraits : public StlTraitsBase {
  static void MoveToAny(MapType src, TVMFFIAny* result) {
    auto* map = MapCore::NewFor<MapObj>(src.size());
    ObjectPtr<Object> held = AdoptFresh<Object>(ObjectUnsafe::GetHeader(map));
    for (auto& entry : src) map->SetItem(Any(K(entry.first)), Any(V(std::move(entry.second))));
    ObjectUnsafe::StoreObject(ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(held)),
                              result);
  }
  static std::optional<MapType> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index != TypeIndex::kTVMFFIMap) return std::nullopt;
    const auto* map = ObjectUnsafe::RawObjectPtrFromUnowned<MapObj>(src->v_obj);
    MapType result;
    for (auto it = map->begin(); it != map->end(); ++it) {
      auto key = ElementAs<K>(it->first);
      if (!key) return std::nullopt;
      auto value = ElementAs<V>(it->second);
      if (!value) return std::nullopt;
      result.insert_or_assign(*std::move(key), *std::move(value));
    }
    return result;
  }
};

}  // namespace detail

template <typename K, typename V>
struct TypeTraits<std::map<K, V>> : public detail::StlMapTraits<std::map<K, V>, K, V> {
  static constexpr detail::TypeText kTypeText{"std::map", "std::map",
                                              detail::TypeTextList<K, V>::value, 2, 2};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);
};

template <typename K, typename V>
struct TypeTraits<std::unordered_map<K, V>>
    : public detail::StlMapTraits<std::unordered_map<K, V>, K, V> {
  static constexpr detail::TypeText kTypeText{"std::unordered_map", "std::unordered_map",
                                              detail::TypeTextList<K, V>::value, 2, 2};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STL_MAP_H_
