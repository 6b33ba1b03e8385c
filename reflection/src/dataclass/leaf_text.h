// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Text of values without children (layer 2).
#ifndef TVM_FFI_DATACLASS_LEAF_TEXT_H_
#define TVM_FFI_DATACLASS_LEAF_TEXT_H_

#include <string>

#include "../traversal/value.h"

namespace tvm {
namespace ffi {
namespace dataclass {

/// Appends the text of a value without children; false for the others.
bool AppendLeaf(const TVMFFIAny& value, std::string* out);

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_LEAF_TEXT_H_
