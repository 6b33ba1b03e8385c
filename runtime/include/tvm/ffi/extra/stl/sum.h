/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/stl/sum.h: std::optional and std::variant (layer 1).
 * They travel as the value they hold, so they may be stored where that value may.
 */
#ifndef TVM_FFI_EXTRA_STL_SUM_H_
#define TVM_FFI_EXTRA_STL_SUM_H_

#include <tvm/ffi/container/container_detail.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace tvm {
namespace ffi {

template <typename T>
struct TypeTraits<std::optional<T>> : public TypeTraitsBase {
  using Self = std::optional<T>;
  static constexpr bool storage_enabled = detail::storage_enabled_v<T>;
  static constexpr bool kTakesFirstThatCasts = true;
  static constexpr detail::TypeText kTypeText{"std::optional", "std::optional",
                                              detail::TypeTextList<T>::value, 1, 1};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    if (src.has_value()) {
      TypeTraits<T>::CopyToAnyView(*src, result);
    } else {
      detail::SetNone(result);
    }
  }
  static void MoveToAny(Self src, TVMFFIAny* result) {
    if (src.has_value()) {
      TypeTraits<T>::MoveToAny(*std::move(src), result);
    } else {
      detail::SetNone(result);
    }
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFINone || TypeTraits<T>::CheckAnyStrict(src);
  }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFINone) return Self();
    return TypeTraits<T>::CopyFromAnyViewAfterCheck(src);
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFINone) return Self();
    return TypeTraits<T>::MoveFromAnyAfterCheck(src);
  }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<Self> result;
    if (src->type_index == TypeIndex::kTVMFFINone) {
      result.emplace();
    } else if (Self value = TypeTraits<T>::TryCastFromAnyView(src)) {
      result.emplace(*std::move(value));
    }
    return result;
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return TypeTraits<T>::GetMismatchTypeInfo(src);
  }
};

template <typename... Args>
struct TypeTraits<std::variant<Args...>> : public TypeTraitsBase {
  using Self = std::variant<Args...>;
  static constexpr bool storage_enabled = (detail::storage_enabled_v<Args> && ...);
  static constexpr bool kTakesFirstThatCasts = true;
  static constexpr detail::TypeText kTypeText{
      "std::variant",  "std::variant",  detail::TypeTextList<Args...>::value,
      sizeof...(Args), sizeof...(Args), detail::TypeTextForm::kGenericSpaced};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    std::visit(
        [result](const auto& value) {
          TypeTraits<std::decay_t<decltype(value)>>::CopyToAnyView(value, result);
        },
        src);
  }
  static void MoveToAny(Self src, TVMFFIAny* result) {
    std::visit(
        [result](auto&& value) {
          TypeTraits<std::decay_t<decltype(value)>>::MoveToAny(std::move(value), result);
        },
        std::move(src));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return (TypeTraits<Args>::CheckAnyStrict(src) || ...);
  }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    std::optional<Self> result;
    static_cast<void>((TakeStrict<Args>(src, &result) || ...));
    return *std::move(result);
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) {
    Self result = CopyFromAnyViewAfterCheck(src);
    reinterpret_cast<Any*>(src)->reset();
    return result;
  }
  /// The first alternative that converts.
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<Self> result;
    static_cast<void>((TakeConverted<Args>(src, &result) || ...));
    return result;
  }

 private:
  template <typename T>
  static bool TakeStrict(const TVMFFIAny* src, std::optional<Self>* result) {
    if (!TypeTraits<T>::CheckAnyStrict(src)) return false;
    result->emplace(std::in_place_type<T>, TypeTraits<T>::CopyFromAnyViewAfterCheck(src));
    return true;
  }
  template <typename T>
  static bool TakeConverted(const TVMFFIAny* src, std::optional<Self>* result) {
    auto value = TypeTraits<T>::TryCastFromAnyView(src);
    if (!value) return false;
    result->emplace(std::in_place_type<T>, *std::move(value));
    return true;
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STL_SUM_H_
