// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The fragment of the library that an address belongs to (layer 2). Read once per library: what
// registers something, and what a module calls into, stays mapped as long as the process.
#ifndef TVM_FFI_REFLECTION_EXPORT_LIBRARY_FRAGMENTS_H_
#define TVM_FFI_REFLECTION_EXPORT_LIBRARY_FRAGMENTS_H_

#include "fragment.h"

namespace tvm::ffi::reflection::detail {

/// Empty when the address lies in no library, or its library has none. Any thread; lives as long as
/// the process.
const Fragment& FragmentOf(const void* address);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_LIBRARY_FRAGMENTS_H_
