// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural equality of any two values (layer 2).
// How an object takes part is a constant of its class, _type_s_eq_hash_kind: trees compare by
// fields, DAG nodes map one to one, variables map where they are defined, unique instances compare
// by address.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_EQUAL_H_
#define TVM_FFI_EXTRA_STRUCTURAL_EQUAL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/reflection/accessor.h>

namespace tvm {
namespace ffi {

class StructuralEqual {
 public:
  /// map_free_vars: variables map to each other even outside a definition. skip_tensor_content:
  /// shape and dtype only.
  TVM_FFI_DLL static bool Equal(const Any& lhs, const Any& rhs, bool map_free_vars = false,
                                bool skip_tensor_content = false);
  /// Where the two values first differ, on either side; empty if they are equal.
  TVM_FFI_DLL static Optional<reflection::AccessPathPair> GetFirstMismatch(
      const Any& lhs, const Any& rhs, bool map_free_vars = false, bool skip_tensor_content = false);
  bool operator()(const Any& lhs, const Any& rhs) const { return Equal(lhs, rhs); }
};

namespace type_attr {

/// `(lhs, rhs, callback(lhs child, rhs child, definition region, field name)) -> bool` replaces the
/// walk over fields.
inline constexpr reflection::AttrKey<TypedFunction<bool(
    const Object*, const Object*, const TypedFunction<bool(AnyView, AnyView, int, AnyView)>&)>>
    kSEqual{"__s_equal__"};

}  // namespace type_attr
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_EQUAL_H_
