// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Operations on reflected values: copy, text, comparison, hash (layer 2).
// All run on an explicit stack of at most 2^20 frames and visit shared nodes once.
#ifndef TVM_FFI_EXTRA_DATACLASS_H_
#define TVM_FFI_EXTRA_DATACLASS_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/string.h>

#include <ostream>

namespace tvm {
namespace ffi {

/// Copies everything reachable; immutable leaves are shared, sharing and cycles are kept.
TVM_FFI_DLL Any DeepCopy(const Any& value);
/// Text for people: fields by name, `...` where the value contains itself.
TVM_FFI_DLL String ReprPrint(const Any& value);
/// Hash that agrees with RecursiveEq.
TVM_FFI_DLL int64_t RecursiveHash(const Any& value);
/// Equality field by field.
TVM_FFI_DLL bool RecursiveEq(const Any& lhs, const Any& rhs);
/// Lexicographic order; TypeError for values without one.
TVM_FFI_DLL bool RecursiveLt(const Any& lhs, const Any& rhs);
TVM_FFI_DLL bool RecursiveLe(const Any& lhs, const Any& rhs);
TVM_FFI_DLL bool RecursiveGt(const Any& lhs, const Any& rhs);
TVM_FFI_DLL bool RecursiveGe(const Any& lhs, const Any& rhs);

inline std::ostream& operator<<(std::ostream& os, const Any& value) {
  const String text = ReprPrint(value);
  return os.write(text.data(), static_cast<std::streamsize>(text.size()));
}
inline std::ostream& operator<<(std::ostream& os, const ObjectRef& value) {
  return os << Any(value);
}
template <typename... V>
inline std::ostream& operator<<(std::ostream& os, const Variant<V...>& value) {
  return os << Any(value);
}
template <typename T>
inline std::ostream& operator<<(std::ostream& os, const Optional<T>& value) {
  return value.has_value() ? os << Any(*value) : os << Any(nullptr);
}

namespace type_attr {

/// `(object, text of a value) -> text`
inline constexpr reflection::AttrKey<
    TypedFunction<String(const Object*, const TypedFunction<String(AnyView)>&)>>
    kRepr{"__ffi_repr__"};
/// `(object, hash of a value) -> hash`
inline constexpr reflection::AttrKey<
    TypedFunction<int64_t(const Object*, const TypedFunction<int64_t(AnyView)>&)>>
    kHash{"__ffi_hash__"};
/// `(lhs, rhs, equality of values) -> bool`
inline constexpr reflection::AttrKey<
    TypedFunction<bool(const Object*, const Object*, const TypedFunction<bool(AnyView, AnyView)>&)>>
    kEq{"__ffi_eq__"};
/// `(lhs, rhs, order of values) -> negative, zero or positive`
inline constexpr reflection::AttrKey<TypedFunction<int32_t(
    const Object*, const Object*, const TypedFunction<int32_t(AnyView, AnyView)>&)>>
    kCompare{"__ffi_compare__"};

}  // namespace type_attr
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_DATACLASS_H_
