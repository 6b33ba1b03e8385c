// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralEqual and StructuralHash (layer 2): the doors to the two traversals.
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>

#include "comparer.h"
#include "hasher.h"

namespace tvm {
namespace ffi {

using traversal::Raw;

bool StructuralEqual::Equal(const Any& lhs, const Any& rhs, bool map_free_vars,
                            bool skip_tensor_content) {
  return structural::Comparer(map_free_vars, skip_tensor_content, false).Run(Raw(lhs), Raw(rhs));
}

Optional<reflection::AccessPathPair> StructuralEqual::GetFirstMismatch(const Any& lhs,
                                                                       const Any& rhs,
                                                                       bool map_free_vars,
                                                                       bool skip_tensor_content) {
  structural::Comparer comparer(map_free_vars, skip_tensor_content, true);
  if (comparer.Run(Raw(lhs), Raw(rhs))) return std::nullopt;
  return comparer.TakeMismatch();
}

uint64_t StructuralHash::Hash(const Any& value, bool map_free_vars, bool skip_tensor_content) {
  return structural::Hasher(map_free_vars, skip_tensor_content).Run(Raw(value));
}

}  // namespace ffi
}  // namespace tvm
