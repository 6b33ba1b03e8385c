/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/traits/type_index.h: type indices and their keys (layer 1), expanded from type_table.def.
 */
#ifndef TVM_FFI_TRAITS_TYPE_INDEX_H_
#define TVM_FFI_TRAITS_TYPE_INDEX_H_

#include <tvm/ffi/base/append_text.h>

#include <string>

namespace tvm {
namespace ffi {

using TypeIndex = TVMFFITypeIndex;
using TypeInfo = TVMFFITypeInfo;

/// Type keys of the built-in types, one constant per enumerator.
struct StaticTypeKey {
  static constexpr const char* kTVMFFIAny = "Any";
#define TVM_FFI_TYPE(index, name, key, storage, arity, lifetime) \
  static constexpr const char* kTVMFFI##name = key;
#include <tvm/ffi/type_table.def>
};

/// Key of a registered type; an index that nobody registered gives a text that says so.
TVM_FFI_NO_INLINE inline std::string TypeIndexToTypeKey(int32_t type_index) {
  std::string key;
  if (type_index == TypeIndex::kTVMFFIAny) {
    detail::AppendText(&key, StaticTypeKey::kTVMFFIAny);
  } else if (const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index)) {
    key.assign(info->type_key.data, info->type_key.size);
  } else {
    detail::AppendText(&key, "<unknown type index ");
    detail::AppendInt(&key, type_index);
    key.push_back('>');
  }
  return key;
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAITS_TYPE_INDEX_H_
