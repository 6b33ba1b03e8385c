// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions that a library exports as symbols (layer 2).
#ifndef TVM_FFI_REFLECTION_EXPORT_SYMBOL_RECORD_H_
#define TVM_FFI_REFLECTION_EXPORT_SYMBOL_RECORD_H_

#include <functional>

#include "loaded_library.h"
#include "record_text.h"

namespace tvm::ffi::reflection::detail {

/// One record per __tvm_ffi_<name>, by name; metadata and doc from the symbols beside it. begin is
/// called before each.
void WriteSymbols(RecordText& out, const LoadedLibrary& library, ErrorKindSet& kinds,
                  const std::function<void()>& begin);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_EXPORT_SYMBOL_RECORD_H_
