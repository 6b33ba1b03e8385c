// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// How the fields of a class that was not compiled are laid out (layer 2): an object pointer for
// object types and for 8-byte fields of no fixed type, a whole cell for 16-byte ones, plain bytes
// else.
#ifndef TVM_FFI_REFLECTION_INIT_FIELD_STORAGE_H_
#define TVM_FFI_REFLECTION_INIT_FIELD_STORAGE_H_

#include <tvm/ffi/c_api.h>

namespace tvm::ffi::reflection::detail {

enum class FieldStorage { kObjectPointer, kCell, kPlain };

inline FieldStorage StorageOf(const TVMFFIFieldInfo& field) {
  const int32_t index = field.field_static_type_index;
  if (index >= kTVMFFIStaticObjectBegin) return FieldStorage::kObjectPointer;
  if (index != kTVMFFIAny) return FieldStorage::kPlain;
  return field.size == sizeof(TVMFFIAny) ? FieldStorage::kCell : FieldStorage::kObjectPointer;
}

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_INIT_FIELD_STORAGE_H_
