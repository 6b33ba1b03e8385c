// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions, methods and constructors of the export (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_FUNCTION_RECORD_H_
#define TVM_FFI_REFLECTION_EXPORT_FUNCTION_RECORD_H_

#include <tvm/ffi/c_api.h>

#include <string_view>

#include "layout.h"
#include "record_text.h"

namespace tvm::ffi::reflection::detail {

/// Null for an empty text.
Json TextOrNull(std::string_view text);
inline Json TextOrNull(TVMFFIByteArray text) {
  return TextOrNull(std::string_view(text.data == nullptr ? "" : text.data, text.size));
}
inline std::string_view View(TVMFFIByteArray text) {
  return std::string_view(text.data == nullptr ? "" : text.data, text.size);
}

/// The place that a signature entry tells, or null.
Json SourceOf(const Json& signature);

/// One function as a value, for callers that look into it; what an export writes, read again.
Json FunctionRecord(const FunctionFacts& facts, std::string_view metadata);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_FUNCTION_RECORD_H_
