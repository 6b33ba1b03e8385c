/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/optional/traits.h: TypeTraits of Optional (layer 1). None is nothing; the rest is T's
 * business.
 */
#ifndef TVM_FFI_OPTIONAL_TRAITS_H_
#define TVM_FFI_OPTIONAL_TRAITS_H_

#include <tvm/ffi/optional/object.h>
#include <tvm/ffi/optional/value.h>

#include <optional>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {

template <typename T>
inline constexpr bool use_default_type_traits_v<Optional<T>> = false;

template <typename T>
struct TypeTraits<Optional<T>> : public TypeTraitsBase {
  static constexpr bool convert_enabled = TypeTraits<T>::convert_enabled;
  static constexpr bool storage_enabled = TypeTraits<T>::storage_enabled;
  static constexpr detail::TypeText kTypeText{"Optional", "Optional",
                                              detail::TypeTextList<T>::value, 1, 1};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const Optional<T>& src, TVMFFIAny* result) {
    if (!src.has_value()) {
      detail::SetNone(result);
    } else if constexpr (use_object_ptr_optional_v<T>) {
      detail::ObjectUnsafe::StoreObject(
          detail::ObjectUnsafe::GetHeader(static_cast<const Object*>(src.get())), result);
    } else if constexpr (TypeTraits<T>::storage_enabled) {
      *result = *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(src.data_);
    } else {
      TypeTraits<T>::CopyToAnyView(*src, result);
    }
  }
  TVM_FFI_INLINE static void MoveToAny(Optional<T> src, TVMFFIAny* result) {
    if (!src.has_value()) {
      detail::SetNone(result);
    } else if constexpr (TypeTraits<T>::storage_enabled && !use_object_ptr_optional_v<T>) {
      *result = detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(src.data_));
    } else {
      TypeTraits<T>::MoveToAny(*std::move(src), result);
    }
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFINone || TypeTraits<T>::CheckAnyStrict(src);
  }
  TVM_FFI_INLINE static Optional<T> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFINone) return Optional<T>(std::nullopt);
    return Optional<T>(TypeTraits<T>::CopyFromAnyViewAfterCheck(src));
  }
  TVM_FFI_INLINE static Optional<T> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFINone) return Optional<T>(std::nullopt);
    return Optional<T>(TypeTraits<T>::MoveFromAnyAfterCheck(src));
  }
  static std::optional<Optional<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFINone) {
      return std::optional<Optional<T>>(std::in_place, std::nullopt);
    }
    std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src);
    if (!value.has_value()) return std::nullopt;
    return std::optional<Optional<T>>(std::in_place, *std::move(value));
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return TypeTraits<T>::GetMismatchTypeInfo(src);
  }
};

template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<Optional<Base>, Optional<Derived>> =
    type_subsumes_v<Base, Derived>;
template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<Optional<Base>, Derived> = type_subsumes_v<Base, Derived>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OPTIONAL_TRAITS_H_
