// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The metadata text of one record, taken apart (layer 2). Texts come from loaded libraries, so
// anything that is not as specified reads as "unknown", never as a failure of the export.
#ifndef TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_
#define TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_

#include <string_view>

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

/// A JSON text of bounded depth; a discarded value for anything else.
Json ParseBounded(std::string_view text);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_METADATA_TEXT_H_
