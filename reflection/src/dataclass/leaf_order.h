// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Equality and order of values without children (layer 2).
#ifndef TVM_FFI_DATACLASS_LEAF_ORDER_H_
#define TVM_FFI_DATACLASS_LEAF_ORDER_H_

#include <optional>

#include "../traversal/value.h"

namespace tvm {
namespace ffi {
namespace dataclass {

[[noreturn]] void ThrowDifferentTypes(int32_t lhs, int32_t rhs);
[[noreturn]] void ThrowNoOrder(int32_t type_index);

/// Zero or not, for any two values of which at least one has no children; empty for two objects of
/// one type.
std::optional<int> LeafEquality(const TVMFFIAny& lhs, const TVMFFIAny& rhs);
/// Sign of the order; raises TypeError where there is none.
std::optional<int> LeafOrder(const TVMFFIAny& lhs, const TVMFFIAny& rhs);

}  // namespace dataclass
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_DATACLASS_LEAF_ORDER_H_
