/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/traits/protocol.h: the TypeTraits protocol (layer 1).
 *
 * A type that crosses the boundary specialises TypeTraits<T>:
 *   convert_enabled, storage_enabled     may be converted; may live in an owned Any
 *   field_static_type_index              value recorded for fields
 *   CopyToAnyView(const T&, TVMFFIAny*)  borrow into a view
 *   MoveToAny(T, TVMFFIAny*)             owned store
 *   CheckAnyStrict(const TVMFFIAny*)     exact check used by as()
 *   CopyFromAnyViewAfterCheck, MoveFromAnyAfterCheck   extraction after the strict check
 *   TryCastFromAnyView(const TVMFFIAny*) -> std::optional<T>   converting cast
 *   TypeStr(), TypeSchema()              texts; or, cheaper, a node as below
 *   GetMismatchTypeInfo(const TVMFFIAny*)  the "but got" text
 *
 * Texts as data: `static constexpr detail::TypeText kTypeText{…}` together with `using
 * TypeTextOwner = <this class>` and TypeStr()/TypeSchema() that print it makes every signature that
 * names the type a constant.
 */
#ifndef TVM_FFI_TRAITS_PROTOCOL_H_
#define TVM_FFI_TRAITS_PROTOCOL_H_

#include <tvm/ffi/traits/type_index.h>
#include <tvm/ffi/traits/type_text.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// Types without a specialisation do not convert.
template <typename, typename>
struct TypeTraits {
  static constexpr bool convert_enabled = false;
  static constexpr bool storage_enabled = false;
};

struct TypeTraitsBase {
  static constexpr bool convert_enabled = true;
  static constexpr bool storage_enabled = true;
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIAny;
  static std::string GetMismatchTypeInfo(const TVMFFIAny* source) {
    return TypeIndexToTypeKey(source->type_index);
  }
};

template <typename T>
using TypeTraitsNoCR = TypeTraits<std::remove_const_t<std::remove_reference_t<T>>>;

/// Set to false for an ObjectRef subclass that brings its own TypeTraits.
template <typename T>
inline constexpr bool use_default_type_traits_v = true;

/// True when every Derived value is a Base value as it stands, so that containers convert
/// implicitly.
template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v =
    std::is_base_of_v<Base, Derived> || std::is_same_v<Base, Derived>;
template <typename Derived>
inline constexpr bool type_subsumes_v<Any, Derived> = true;
template <>
inline constexpr bool type_subsumes_v<Any, Any> = true;

namespace detail {

/// May be an element of a container.
template <typename T>
inline constexpr bool storage_enabled_v = std::is_same_v<T, Any> || TypeTraits<T>::storage_enabled;

/// Reset a cell to None without looking at what it held.
TVM_FFI_INLINE void SetNone(TVMFFIAny* out) {
  out->type_index = TypeIndex::kTVMFFINone;
  out->zero_padding = 0;
  out->v_int64 = 0;
}

TVM_FFI_INLINE void SetInline(TVMFFIAny* out, int32_t type_index, int64_t value) {
  out->type_index = type_index;
  out->zero_padding = 0;
  out->v_int64 = value;
}

TVM_FFI_INLINE void SetPointer(TVMFFIAny* out, int32_t type_index, void* value) {
  out->type_index = type_index;
  out->zero_padding = 0;
  TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(out);
  out->v_ptr = value;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

/// Members of a TypeTraits specialisation that publish `kTypeText` (see traits/protocol.h).
#define TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(Self)                                               \
  using TypeTextOwner = Self;                                                                 \
  static std::string TypeStr() { return ::tvm::ffi::detail::TypeTextToStr(Self::kTypeText); } \
  static std::string TypeSchema() {                                                           \
    return ::tvm::ffi::detail::TypeTextToSchema(Self::kTypeText);                             \
  }                                                                                           \
  static_assert(true, "")

#endif  // TVM_FFI_TRAITS_PROTOCOL_H_
