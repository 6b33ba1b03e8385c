// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Copies of what other threads may change (layer 2).
#include "content.h"

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>

namespace tvm {
namespace ffi {
namespace traversal {

Any Snapshot(const TVMFFIAny& shared) {
  const auto* object = reinterpret_cast<const Object*>(shared.v_obj);
  ObjectPtr<Object> copy;
  detail::SharedLock lock(object);
  if (shared.type_index == kTVMFFIList) {
    const auto* list = static_cast<const SeqBaseObj*>(object);
    ObjectPtr<ArrayObj> elements = ArrayObj::Empty(static_cast<int64_t>(list->size()));
    elements->InitRange(0, list->begin(), list->end());
    copy = std::move(elements);
  } else {
    auto* entries = detail::MapCore::Copy<MapObj>(static_cast<const MapBaseObj*>(object));
    copy = detail::AdoptFresh<Object>(detail::ObjectUnsafe::GetHeader(entries));
  }
  return Any(std::move(copy));
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
