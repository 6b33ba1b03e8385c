// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Text form of an export (layer 2): one line per function, field and method, so that a diff of two
// exports names what changed. The line breaks are part of the promise of equal bytes.
#ifndef TVM_FFI_REFLECTION_EXPORT_LAYOUT_H_
#define TVM_FFI_REFLECTION_EXPORT_LAYOUT_H_

// No assertion of the JSON library may end the process.
#define JSON_ASSERT(condition) static_cast<void>(condition)
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace tvm::ffi::reflection::detail {

using Json = nlohmann::ordered_json;

/// The document as far as it is a value, lists with one item per line, ending in a newline.
std::string PrintHead(const Json& head);

/// For one that is written piece by piece: breaks a line, and begins the next one at a level.
void BreakLine(std::string& out, int level);

/// Text in quotes.
void AppendQuoted(std::string& out, std::string_view text);
void AppendCompact(std::string& out, const Json& value);
void AppendVisible(std::string& out, const Json& value);
/// Whether what is under the key of a record is not seen by callers, or said by other keys already.
bool IsInvisible(std::string_view key);

/// Without blanks and line breaks; bytes that are no UTF-8 become U+FFFD.
std::string PrintCompact(const Json& value);

/// Compact text of what a caller can see of a part: docs, sources and user metadata left out.
std::string PrintVisible(const Json& value);

/// An empty object with room for size keys.
Json NewObject(size_t size);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_LAYOUT_H_
