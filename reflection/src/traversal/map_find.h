// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Look-up in a Map or Dict by the rules of AnyHash and AnyEqual (layer 2).
#ifndef TVM_FFI_TRAVERSAL_MAP_FIND_H_
#define TVM_FFI_TRAVERSAL_MAP_FIND_H_

#include "value.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// The value stored under key, or null. Valid until the map changes.
const TVMFFIAny* FindInMap(const TVMFFIObject* map, const TVMFFIAny& key);

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_MAP_FIND_H_
