// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_members.h: fields, methods and description of a type (layer 1).
#ifndef TVM_FFI_TYPE_TYPE_MEMBERS_H_
#define TVM_FFI_TYPE_TYPE_MEMBERS_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

// Deep copies; give the code of the C function. origin: code that asked for it.
int RegisterField(int32_t type_index, const TVMFFIFieldInfo& info, const void* origin);
int RegisterMethod(int32_t type_index, const TVMFFIMethodInfo& info, const void* origin);
int RegisterMetadata(int32_t type_index, const TVMFFITypeMetadata& metadata, const void* origin);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TYPE_TYPE_MEMBERS_H_
