// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Types of the export as text (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_TYPE_TEXT_H_
#define TVM_FFI_REFLECTION_EXPORT_TYPE_TEXT_H_

#include <tvm/ffi/c_api.h>

#include <string_view>
#include <vector>

#include "fragment.h"
#include "record_text.h"
#include "schema_text.h"

namespace tvm::ffi::reflection::detail {

/// One constructor or method, the brace at the end left to the caller. constructors: all of the
/// type; overload: position among the methods of its name.
void WriteConstructor(RecordText& out, const TVMFFITypeInfo& info,
                      const std::vector<const TVMFFIMethodInfo*>& constructors, size_t index,
                      const TypeFragment& said, SchemaReader& reader, ErrorKindSet& kinds);
void WriteMethod(RecordText& out, const TVMFFIMethodInfo& method, int overload,
                 const TypeFragment& said, SchemaReader& reader, ErrorKindSet& kinds);

/// One type of the list of types, laid out as layout.h does; the fragment fills it.
void WriteType(RecordText& out, const TVMFFITypeInfo& info,
               const std::vector<std::string_view>& attribute_columns, const Fragment& fragment,
               SchemaReader& reader, ErrorKindSet& kinds);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_TYPE_TEXT_H_
