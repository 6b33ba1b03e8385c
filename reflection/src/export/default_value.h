// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Default of a field as the export says it (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_DEFAULT_VALUE_H_
#define TVM_FFI_REFLECTION_EXPORT_DEFAULT_VALUE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>

#include <optional>

#include "layout.h"

namespace tvm::ffi::reflection::detail {

/// {"value": …}, {"repr": …}, {"factory": true} or null.
Json DefaultOf(const TVMFFIFieldInfo& field);

/// The value where JSON can say it exactly: None, bool, int, finite float, UTF-8 text, sequences of
/// such and maps of text to such.
std::optional<Json> ExactJson(AnyView value);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_DEFAULT_VALUE_H_
