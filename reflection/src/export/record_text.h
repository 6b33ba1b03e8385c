// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Records of the export written as text, without a JSON value for each piece (layer 2). The bytes
// are those that layout.h gives for the records of function_record.h and type_record.h; a test and
// a fuzz target hold them together.
#ifndef TVM_FFI_REFLECTION_EXPORT_RECORD_TEXT_H_
#define TVM_FFI_REFLECTION_EXPORT_RECORD_TEXT_H_

#include <tvm/ffi/c_api.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "layout.h"
#include "schema_text.h"

namespace tvm::ffi::reflection::detail {

/// The two texts of an export: all of it, and what a caller can see.
struct RecordText {
  std::string full;
  std::string visible;

  void Both(std::string_view text) {
    full.append(text);
    visible.append(text);
  }
  void BothJson(const Json& value) {
    AppendCompact(full, value);
    AppendVisible(visible, value);
  }
  /// As it is in both: the keys of a default are the user's.
  void BothWhole(const Json& value);
  void BothQuoted(std::string_view text);
  void Full(std::string_view text) { full.append(text); }
  void FullQuotedOrNull(std::string_view text);
};

/// Kinds of errors that some record names.
using ErrorKindSet = std::set<std::string, std::less<>>;

/// A function or method; what distinguishes methods is added by the caller, with the brace at the
/// end.
void WriteFunction(RecordText& out, std::string_view name, std::string_view doc,
                   const SchemaText& text, bool has_receiver, ErrorKindSet& kinds);

/// How structural equality uses a field of these flags.
const char* StructuralUse(int64_t flags);

/// A field, braces included.
void WriteField(RecordText& out, const TVMFFIFieldInfo& field, const SchemaText& text);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_RECORD_TEXT_H_
