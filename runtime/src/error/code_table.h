// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/code_table.h: names of code that no file on disk describes, as its makers told them
// (layer 1). The dynamic loader knows nothing of code that was linked or compiled into memory.
#ifndef TVM_FFI_ERROR_CODE_TABLE_H_
#define TVM_FFI_ERROR_CODE_TABLE_H_

#include <cstdint>

#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {

// Whether somebody has told of code at the address; then line says what is known.
bool FindCode(uintptr_t pc, SourceLine* line);

// Pieces of code that ever came or went: when it changes, other code may lie at an address.
uint64_t CodeGeneration();

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_CODE_TABLE_H_
