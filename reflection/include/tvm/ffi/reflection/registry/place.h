// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Where in the sources a registration stands (layer 2), for messages about two of them.
#ifndef TVM_FFI_REFLECTION_REGISTRY_PLACE_H_
#define TVM_FFI_REFLECTION_REGISTRY_PLACE_H_

namespace tvm {
namespace ffi {
namespace reflection {
namespace detail {

struct SourcePlace {
  const char* file;
  int line;
};

/// A name together with the place of the call it is given to.
struct PlacedName {
  const char* name;
  SourcePlace place;
  constexpr PlacedName(const char* name, const char* file = __builtin_FILE(),  // NOLINT
                       int line = __builtin_LINE())
      : name(name), place{file, line} {}
};

}  // namespace detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_PLACE_H_
