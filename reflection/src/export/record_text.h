// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Records of the export, written as text without a JSON value for each piece (layer 2). What the
// registration says comes first, what the fragment says fills the rest. The text is the record:
// who needs a value reads it (function_record.h).
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
  void BothTextOrNull(const Json* text);
  void Full(std::string_view text) { full.append(text); }
  void FullQuotedOrNull(std::string_view text);
  void FullTextOrNull(const Json* text);
};

/// Kinds of errors that some record names.
using ErrorKindSet = std::set<std::string, std::less<>>;

/// What is known of a function beside its metadata text.
struct FunctionFacts {
  std::string_view name;
  std::string_view doc;
  /// The first parameter of the schema is the object itself, which no record lists.
  bool has_receiver = false;
  /// What the fragment says of it, or null.
  const Json* said = nullptr;
  /// Of a constructor: a name for each parameter, where nobody tells any.
  std::vector<std::string_view> field_names;
};

/// A function or method; what distinguishes methods is added by the caller, with the brace at the
/// end.
void WriteFunction(RecordText& out, const FunctionFacts& facts, const SchemaText& text,
                   ErrorKindSet& kinds);

/// The parameters of a function; null for a packed function and for one without metadata.
void WriteParams(RecordText& out, const FunctionFacts& facts, const SchemaText& text);

/// The place that a fragment tells, or null.
Json SourceSaid(const Json* said);

/// How structural equality uses a field of these flags.
const char* StructuralUse(int64_t flags);

/// A field, braces included; said: what the fragment says of it, or null.
void WriteField(RecordText& out, const TVMFFIFieldInfo& field, const SchemaText& text,
                const Json* said);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_RECORD_TEXT_H_
