// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Parameter names of a registered constructor that names none itself (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_CONSTRUCTOR_NAMES_H_
#define TVM_FFI_REFLECTION_EXPORT_CONSTRUCTOR_NAMES_H_

#include <tvm/ffi/c_api.h>

#include <string_view>
#include <vector>

#include "schema_text.h"

namespace tvm::ffi::reflection::detail {

/// Names of the fields of the chain, ancestors first, when the constructor takes exactly the fields
/// that a constructor may set, in order and of the same types; else none.
std::vector<std::string_view> FieldNamesFor(const TVMFFITypeInfo& info,
                                            const SchemaText& constructor, SchemaReader& reader);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_CONSTRUCTOR_NAMES_H_
