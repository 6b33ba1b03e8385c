// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The metadata text of one record, taken apart (layer 2). Texts come from loaded libraries, so
// anything that is not as specified reads as "unknown", never as a failure of the export.
#ifndef TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_
#define TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_

#include <string_view>
#include <unordered_map>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

struct ParsedMetadata {
  /// Schema expression; null when the record has none.
  Json schema;
  /// Entries that the user added, in order.
  Json user = Json::object();
  /// Content of the "signature" entry; an empty object when there is none.
  Json signature = Json::object();
};

ParsedMetadata ReadMetadataText(std::string_view text);

/// Remembers texts for the length of one export: most schemas occur many times. The texts must
/// stay.
class MetadataReader {
 public:
  const ParsedMetadata& Read(std::string_view text) {
    const auto [found, is_new] = known_.try_emplace(text);
    if (is_new) found->second = ReadMetadataText(text);
    return found->second;
  }

 private:
  std::unordered_map<std::string_view, ParsedMetadata> known_;
};

/// A JSON text of bounded depth; a discarded value for anything else.
Json ParseBounded(std::string_view text);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_
