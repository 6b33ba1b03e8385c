// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// string/bytes_object.h: text and bytes as values: inside the cell up to seven bytes, else a
// counted object; and what clients make such objects with (layer 1).
#ifndef TVM_FFI_STRING_BYTES_OBJECT_H_
#define TVM_FFI_STRING_BYTES_OBJECT_H_

#include <tvm/ffi/string/heap_text.h>

#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

// What this library offers behind kTextMakerAttr.
extern const TextMaker kTextMaker;

// Overwrite *out with an owned value; 0, or -1 with the error raised and *out untouched.
int NewStringValue(const TVMFFIByteArray& text, TVMFFIAny* out) noexcept;
int NewBytesValue(const TVMFFIByteArray& bytes, TVMFFIAny* out) noexcept;

// The characters of a value of kind SmallStr, Str or RawStr; false for any other kind.
bool GetText(const TVMFFIAny& value, std::string_view* out);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_BYTES_OBJECT_H_
