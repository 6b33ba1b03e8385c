// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/raw_object.h: object headers and cells of code that works on the C structures (layer 1).
#ifndef TVM_FFI_OBJECT_RAW_OBJECT_H_
#define TVM_FFI_OBJECT_RAW_OBJECT_H_

#include <tvm/ffi/c_api.h>
#include <tvm/ffi/object/ref_count.h>

namespace tvm {
namespace ffi {
namespace detail {

inline void InitRawObject(TVMFFIObject* object, int32_t type_index, void (*deleter)(void*, int)) {
  object->combined_ref_count = kRefBothOne;
  object->type_index = type_index;
  object->__padding = 0;
  object->deleter = deleter;
}

inline TVMFFIAny NoneAny() {
  TVMFFIAny any;
  any.type_index = kTVMFFINone;
  any.zero_padding = 0;
  any.v_int64 = 0;
  return any;
}

inline TVMFFIAny ObjectAny(TVMFFIObject* object) {
  TVMFFIAny any;
  any.type_index = object->type_index;
  any.zero_padding = 0;
  any.v_int64 = 0;
  any.v_obj = object;
  return any;
}

inline bool HoldsObject(const TVMFFIAny& any) { return any.type_index >= kTVMFFIStaticObjectBegin; }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_RAW_OBJECT_H_
