// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Copying one object by its own function, and writing fields of the copy (layer 2).
#ifndef TVM_FFI_TRAVERSAL_SHALLOW_COPY_H_
#define TVM_FFI_TRAVERSAL_SHALLOW_COPY_H_

#include <optional>

#include "child_cursor.h"

namespace tvm {
namespace ffi {
namespace traversal {

/// A new object of the same type with the same fields; empty if the type cannot be copied. A copy
/// function that returns anything else raises.
std::optional<Any> TryShallowCopy(const TVMFFIAny& value);

/// Sets a field with its converting setter, read-only ones too: the object is ours.
void WriteField(TVMFFIObject* obj, const TVMFFIFieldInfo* field, const TVMFFIAny& value);

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_SHALLOW_COPY_H_
