// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Look-up in a Map or Dict (layer 2).
#include "map_find.h"

#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/map.h>

namespace tvm {
namespace ffi {
namespace traversal {

namespace {

template <typename MapType>
const TVMFFIAny* Find(const TVMFFIObject* map, const Any& key) {
  const auto* typed = static_cast<const MapType*>(reinterpret_cast<const Object*>(map));
  const auto it = typed->find(key);
  return it == typed->end() ? nullptr : &Raw(it->second);
}

}  // namespace

const TVMFFIAny* FindInMap(const TVMFFIObject* map, const TVMFFIAny& key) {
  const Any& typed_key = *reinterpret_cast<const Any*>(&key);
  return map->type_index == kTVMFFIDict ? Find<DictObj>(map, typed_key)
                                        : Find<MapObj>(map, typed_key);
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
