// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/number.h: numbers in JSON text (layer 1). Independent of the locale.
#ifndef TVM_FFI_JSON_NUMBER_H_
#define TVM_FFI_JSON_NUMBER_H_

#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace json {

// Room that any number needs.
inline constexpr int kMaxNumberChars = 32;

// Write the text of a number and return its end. Doubles: integral values below 2^53 as `2.0`,
// others as printf's
// `%.17g` would, NaN, Infinity, -Infinity; every finite double reads back as itself.
char* FormatInt(int64_t value, char* out);
char* FormatDouble(double value, char* out);

// Read a number (a digit or a minus sign at text, not past end) and return its end, null when it is
// none that JSON allows or a double cannot hold it. Integers that do not fit int64 become doubles.
const char* ParseNumber(const char* text, const char* end, TVMFFIAny* out);

}  // namespace json
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_JSON_NUMBER_H_
