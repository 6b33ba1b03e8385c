// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/type_attrs.h: one column of values per attribute name (layer 1).
// The address of a column never changes, because callers keep it in statics.
#ifndef TVM_FFI_TYPE_TYPE_ATTRS_H_
#define TVM_FFI_TYPE_TYPE_ATTRS_H_

#include <tvm/ffi/c_api.h>

#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

// NULL when there is none of that name. Any thread.
const TVMFFITypeAttrColumn* FindAttrColumn(std::string_view name) noexcept;
// Names of all columns, sorted; they live as long as the process. Any thread.
std::vector<std::string_view> ListAttrColumns();
// Gives the code of the C function; type_index 0 only makes the column.
int RegisterAttr(int32_t type_index, std::string_view name, const TVMFFIAny& value,
                 const void* origin);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TYPE_TYPE_ATTRS_H_
