// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Unchanged and UnchangedOr<T>: results of a mutation that need not make a new value (layer 2).
// Stored as one Any whose type index 13 says "unchanged"; such a cell never stands for a value.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_UNCHANGED_H_
#define TVM_FFI_EXTRA_STRUCTURAL_UNCHANGED_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/object.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// The value stays as it is.
class Unchanged {
 public:
  TVMFFIAny CopyToTVMFFIAny() const noexcept {
    TVMFFIAny cell{};
    cell.type_index = kTVMFFIUnchanged;
    return cell;
  }
  operator Any() const noexcept {  // NOLINT(google-explicit-constructor)
    Any result;
    *reinterpret_cast<TVMFFIAny*>(&result) = CopyToTVMFFIAny();
    return result;
  }
};

template <>
struct TypeTraits<Unchanged> : public TypeTraitsBase {
  static void CopyToAnyView(const Unchanged& src, TVMFFIAny* result) {
    *result = src.CopyToTVMFFIAny();
  }
  static void MoveToAny(Unchanged src, TVMFFIAny* result) { *result = src.CopyToTVMFFIAny(); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIUnchanged; }
  static Unchanged CopyFromAnyViewAfterCheck(const TVMFFIAny*) { return Unchanged(); }
  static Unchanged MoveFromAnyAfterCheck(TVMFFIAny*) { return Unchanged(); }
  static std::optional<Unchanged> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!CheckAnyStrict(src)) return std::nullopt;
    return Unchanged();
  }
  static std::string TypeStr() { return "Unchanged"; }
  static std::string TypeSchema() { return R"({"type":"ffi.Unchanged"})"; }
};

template <typename T>
class UnchangedOr;

namespace detail {
template <typename T>
inline constexpr bool is_unchanged_or_v = false;
template <typename T>
inline constexpr bool is_unchanged_or_v<UnchangedOr<T>> = true;
template <typename T>
inline constexpr bool is_any_expected_v = false;
template <typename T>
inline constexpr bool is_any_expected_v<Expected<T>> = true;
template <typename T>
inline constexpr bool is_any_unexpected_v = false;
template <typename E>
inline constexpr bool is_any_unexpected_v<Unexpected<E>> = true;
}  // namespace detail

template <typename T>
class UnchangedOr {
 public:
  UnchangedOr(Unchanged unchanged) noexcept : data_(unchanged) {}  // NOLINT
  UnchangedOr(T value) : data_(std::move(value)) {}                // NOLINT
  template <typename U, typename = std::enable_if_t<!std::is_same_v<std::decay_t<U>, Unchanged> &&
                                                    !std::is_same_v<std::decay_t<U>, T> &&
                                                    !detail::is_unchanged_or_v<std::decay_t<U>> &&
                                                    !detail::is_any_expected_v<std::decay_t<U>> &&
                                                    !detail::is_any_unexpected_v<std::decay_t<U>> &&
                                                    !std::is_base_of_v<Error, std::decay_t<U>> &&
                                                    std::is_convertible_v<U, T>>>
  UnchangedOr(U&& value) : data_(T(std::forward<U>(value))) {}  // NOLINT
  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<U, T> &&
                                        (std::is_same_v<T, Any> || type_subsumes_v<T, U> ||
                                         std::is_convertible_v<U, T>)>>
  UnchangedOr(UnchangedOr<U> other)  // NOLINT
      : data_(other.IsUnchanged() ? Any(Unchanged()) : Any(T(std::move(other).ValueUnchecked()))) {}

  bool IsUnchanged() const& noexcept { return data_.type_index() == kTVMFFIUnchanged; }
  /// Unchanged, or the very value that was given.
  bool UnchangedOrSameAs(const T& original) const& noexcept {
    if (IsUnchanged()) return true;
    if constexpr (std::is_same_v<T, Any>) {
      return data_.same_as(original);
    } else {
      return AnyView(data_).same_as(AnyView(original));
    }
  }
  T ValueOrUnchanged(const T& original) && {
    return IsUnchanged() ? original : std::move(*this).ValueUnchecked();
  }
  T ValueOrUnchanged(T&& original) && {
    return IsUnchanged() ? std::move(original) : std::move(*this).ValueUnchecked();
  }
  template <typename U = T,
            typename = std::enable_if_t<std::is_same_v<T, Any> && std::is_same_v<U, T>>>
  Any ValueOrUnchanged(AnyView original) && {
    return IsUnchanged() ? Any(original) : std::move(*this).ValueUnchecked();
  }
  /// The value; it must not be unchanged.
  T ValueUnchecked() && {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(data_);
    } else {
      return std::move(data_).template cast<T>();
    }
  }
  template <typename U,
            typename = std::enable_if_t<TypeTraits<U>::storage_enabled || std::is_same_v<U, Any>>>
  std::optional<U> as() && {
    return std::move(data_).template as<U>();
  }
  template <typename U,
            typename = std::enable_if_t<TypeTraits<U>::storage_enabled || std::is_same_v<U, Any>>>
  U as_or_throw() && {
    return std::move(data_).template as_or_throw<U>();
  }

 private:
  template <typename, typename>
  friend struct TypeTraits;
  template <typename>
  friend class UnchangedOr;
  struct FromCell {};
  UnchangedOr(FromCell, Any data) : data_(std::move(data)) {}

  Any data_;
};

template <typename T>
inline constexpr bool use_default_type_traits_v<UnchangedOr<T>> = false;

template <typename T>
struct TypeTraits<UnchangedOr<T>> : public TypeTraitsBase {
  using Self = UnchangedOr<T>;

  static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    *result = AnyView(src.data_).CopyToTVMFFIAny();
  }
  static void MoveToAny(Self src, TVMFFIAny* result) {
    TVMFFIAny* cell = reinterpret_cast<TVMFFIAny*>(&src.data_);
    *result = *cell;
    *cell = TVMFFIAny{};
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIUnchanged) return true;
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(src);
    }
  }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return Self(typename Self::FromCell(), Any(AnyView::CopyFromTVMFFIAny(*src)));
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) {
    Any data;
    *reinterpret_cast<TVMFFIAny*>(&data) = *src;
    *src = TVMFFIAny{};
    return Self(typename Self::FromCell(), std::move(data));
  }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    if constexpr (!std::is_same_v<T, Any>) {
      if (std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src)) {
        return Self(*std::move(value));
      }
    }
    return std::nullopt;
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if constexpr (std::is_same_v<T, Any>) {
      return TypeTraitsBase::GetMismatchTypeInfo(src);
    } else {
      return TypeTraits<T>::GetMismatchTypeInfo(src);
    }
  }
  static std::string TypeStr() { return "UnchangedOr<" + detail::Type2Str<T>::v() + ">"; }
  static std::string TypeSchema() {
    return R"({"type":"UnchangedOr","args":[)" + detail::TypeSchema<T>::v() + "]}";
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_UNCHANGED_H_
