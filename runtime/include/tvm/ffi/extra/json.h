/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/json.h: JSON text to values and back (layer 1).
 * Strict RFC 8259 plus the literals NaN, Infinity and -Infinity. Both directions work in flat
 * stack.
 */
#ifndef TVM_FFI_EXTRA_JSON_H_
#define TVM_FFI_EXTRA_JSON_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

namespace tvm {
namespace ffi {
namespace json {

/// None, bool, int64_t, double, String, Array or Object.
using Value = Any;
/// Keys are String, in the order of the text; the last of equal keys wins.
using Object = ffi::Map<Any, Any>;
using Array = ffi::Array<Any>;

/// Value of a text. A fault throws ValueError saying what and where; with error_msg it goes there
/// instead (empty when all is well) and the result is None. Arrays and objects may nest 512 deep.
TVM_FFI_DLL json::Value Parse(const String& json_str, String* error_msg = nullptr);

/// Text of a value made of None, bool, int, float, String, Array, List and Map with String keys;
/// ValueError for anything else and for a List that contains itself. indent: blanks per level, one
/// line per element; none: no blanks.
TVM_FFI_DLL String Stringify(const json::Value& value, const Optional<int>& indent = std::nullopt);

}  // namespace json
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_JSON_H_
