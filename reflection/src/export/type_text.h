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
#include "metadata_text.h"
#include "record_text.h"
#include "schema_text.h"

namespace tvm::ffi::reflection::detail {

/// What one export remembers while it writes.
struct Readers {
  MetadataReader metadata;
  SchemaReader schema;
};

/// One type of the list of types, laid out as layout.h does; the fragment fills it.
void WriteType(RecordText& out, const TVMFFITypeInfo& info,
               const std::vector<std::string_view>& attribute_columns, const Fragment& fragment,
               Readers& readers, ErrorKindSet& kinds);

/// Adds the kinds that functions of a list name.
void AddErrorKinds(const Json& functions, ErrorKindSet& kinds);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_TYPE_TEXT_H_
