// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A metadata text ready to be printed (layer 2): the schema as JSON text, cut into the types of the
// parameters and of the result. What our headers write is taken as it is, without a value for each
// piece; anything else is read by metadata_text.h and printed again, with the same result.
#ifndef TVM_FFI_REFLECTION_EXPORT_SCHEMA_TEXT_H_
#define TVM_FFI_REFLECTION_EXPORT_SCHEMA_TEXT_H_

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

class SchemaText {
 public:
  explicit SchemaText(std::string_view metadata);
  /// The views point into the text.
  SchemaText(const SchemaText&) = delete;
  SchemaText& operator=(const SchemaText&) = delete;

  /// Type of a field; `{"type":"Any"}` without one.
  std::string_view type() const { return type_; }
  bool has_type() const { return !text_.empty(); }
  /// Whether the parameters of a function are known.
  bool has_params() const { return has_params_; }
  const std::vector<std::string_view>& params() const { return params_; }
  std::string_view returns() const { return returns_; }
  /// The "signature" entry, an object; and the entries of the user, printed.
  const Json& signature() const { return signature_; }
  const std::string& user() const { return user_; }

 private:
  bool TakeCanonical(std::string_view metadata);
  bool CutSchema();
  void TakeParsed(std::string_view metadata);

  std::string text_;
  std::string_view type_ = kAny;
  std::string_view returns_ = kAny;
  std::vector<std::string_view> params_;
  bool has_params_ = false;
  Json signature_ = Json::object();
  std::string user_ = "{}";

  static constexpr std::string_view kAny = "{\"type\":\"Any\"}";
};

/// Remembers texts for the length of one export: most schemas occur many times. The texts must
/// stay.
class SchemaReader {
 public:
  const SchemaText& Read(std::string_view metadata) {
    return known_.try_emplace(metadata, metadata).first->second;
  }

 private:
  std::unordered_map<std::string_view, SchemaText> known_;
};

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_SCHEMA_TEXT_H_
