// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Which fields of an object stand in its node itself instead of in nodes of their own (layer 2).
#ifndef TVM_FFI_SERIALIZATION_INLINE_FIELD_H_
#define TVM_FFI_SERIALIZATION_INLINE_FIELD_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace serialization {

/// Decided by the declared type, so that a reader knows without looking at the value.
inline bool IsInlineField(const TVMFFIFieldInfo* field) {
  switch (field->field_static_type_index) {
    case kTVMFFINone:
    case kTVMFFIBool:
    case kTVMFFIInt:
    case kTVMFFIFloat:
    case kTVMFFIDataType:
      return true;
    default:
      return false;
  }
}

}  // namespace serialization
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_SERIALIZATION_INLINE_FIELD_H_
