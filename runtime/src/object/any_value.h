// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/any_value.h: from a borrowed view to an owned value, on the raw cell (layer 1).
#ifndef TVM_FFI_OBJECT_ANY_VALUE_H_
#define TVM_FFI_OBJECT_ANY_VALUE_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

// c-abi.md section 5; gives 0, or -1 with the error raised and *out untouched.
int ToOwned(const TVMFFIAny& view, TVMFFIAny* out) noexcept;

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_ANY_VALUE_H_
