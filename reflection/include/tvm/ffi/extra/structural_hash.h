// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural hash of any value (layer 2).
// Values that are structurally equal have equal hashes; hashes of plain data are the same in every
// process.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_HASH_H_
#define TVM_FFI_EXTRA_STRUCTURAL_HASH_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/accessor.h>

namespace tvm {
namespace ffi {

/// Hash by structure; see structural_equal.h for what structure means.
class StructuralHash {
 public:
  /// map_free_vars: variables count by position even outside a definition. skip_tensor_content:
  /// shape and dtype only.
  TVM_FFI_DLL static uint64_t Hash(const Any& value, bool map_free_vars = false,
                                   bool skip_tensor_content = false);
  uint64_t operator()(const Any& value) const { return Hash(value); }
};

namespace type_attr {

/// `(object, initial hash, callback(value, hash so far, definition region)) -> hash` replaces the
/// fold over fields.
inline constexpr reflection::AttrKey<TypedFunction<int64_t(
    const Object*, int64_t, const TypedFunction<int64_t(AnyView, int64_t, int)>&)>>
    kSHash{"__s_hash__"};

}  // namespace type_attr
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_HASH_H_
