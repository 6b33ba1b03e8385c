// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Types of the export (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_TYPE_RECORD_H_
#define TVM_FFI_REFLECTION_EXPORT_TYPE_RECORD_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>

#include <string_view>
#include <vector>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

/// Value of a type attribute; None without one.
AnyView AttributeOf(const TVMFFITypeInfo& info, std::string_view name);

bool IsConstructor(const TVMFFIMethodInfo& method);
inline bool IsStatic(const TVMFFIMethodInfo& method) {
  return (method.flags & kTVMFFIFieldFlagBitMaskIsStaticMethod) != 0;
}
/// In the order of registration.
std::vector<const TVMFFIMethodInfo*> ConstructorsOf(const TVMFFITypeInfo& info);

/// One type with empty lists of constructors, fields and methods; attribute_columns are the names
/// of all columns, sorted.
Json TypeHead(const TVMFFITypeInfo& info, const std::vector<std::string_view>& attribute_columns);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_TYPE_RECORD_H_
