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
#include "metadata_text.h"

namespace tvm::ffi::reflection::detail {

/// Value of a type attribute; None without one.
AnyView AttributeOf(const TVMFFITypeInfo& info, std::string_view name);

/// Whether the method is a constructor, and what kind of method another is.
bool IsConstructor(const TVMFFIMethodInfo& method);
const char* KindOfMethod(const TVMFFIMethodInfo& method);

/// One type with empty lists of fields and methods.
Json TypeHead(const TVMFFITypeInfo& info, const std::vector<std::string_view>& attribute_columns,
              MetadataReader& reader);

/// All that a fragment fills of the type, with the members of one name alone.
Json MembersNamed(const TVMFFITypeInfo& info, std::string_view name, MetadataReader& reader);

/// One type; attribute_columns are the names of all columns, sorted.
Json TypeRecord(const TVMFFITypeInfo& info, const std::vector<std::string_view>& attribute_columns,
                MetadataReader& reader);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_TYPE_RECORD_H_
