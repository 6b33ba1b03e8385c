// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The table of built-in types as the export says it (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_BUILTIN_SECTION_H_
#define TVM_FFI_REFLECTION_EXPORT_BUILTIN_SECTION_H_

#include "layout.h"

namespace tvm::ffi::reflection::detail {

/// Rows of type_table.def.
Json Builtins();
/// Schema names that are no types of their own.
Json Origins();

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_BUILTIN_SECTION_H_
