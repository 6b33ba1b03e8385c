/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/expected/expected.h: Expected<T>, a value or an Error without throwing (layer 1).
 * Invariant: one Any; it is an error exactly when its index is that of ffi.Error.
 */
#ifndef TVM_FFI_EXPECTED_EXPECTED_H_
#define TVM_FFI_EXPECTED_EXPECTED_H_

#include <tvm/ffi/any.h>

#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// An error on its way into an Expected.
template <typename E = Error>
class Unexpected {
  static_assert(std::is_base_of_v<Error, std::remove_cv_t<E>>, "Unexpected holds an Error");

 public:
  explicit Unexpected(E error) : error_(std::move(error)) {}
  const E& error() const& noexcept { return error_; }
  E& error() & noexcept { return error_; }
  const E&& error() const&& noexcept { return std::move(error_); }
  E&& error() && noexcept { return std::move(error_); }

 private:
  E error_;
};

template <typename E>
Unexpected(E) -> Unexpected<E>;

template <typename T>
class Expected;

namespace detail {

template <typename T>
inline constexpr bool is_expected_v = false;
template <typename T>
inline constexpr bool is_expected_v<Expected<T>> = true;
template <typename T>
inline constexpr bool is_unexpected_v = false;
template <typename E>
inline constexpr bool is_unexpected_v<Unexpected<E>> = true;

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNoError() {
  ThrowError("RuntimeError", "Bad expected access: contains value, not error");
}
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowHeldError(const Any& data) {
  throw data.as_or_throw<Error>();
}
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error MakeCannotTreat(const Any& data,
                                                                 const TypeText& target) {
  MessageBuilder out;
  out << "Cannot treat type `" << data.GetTypeKey() << "` as type `" << target << "`";
  return MakePlainError("TypeError", out.str());
}

/// What Expected<T> and Expected<void> share.
class ExpectedBase {
 public:
  int32_t type_index() const noexcept { return data_.type_index(); }
  bool is_ok() const noexcept { return !is_err(); }
  bool is_err() const noexcept { return data_.type_index() == TypeIndex::kTVMFFIError; }
  bool has_value() const noexcept { return is_ok(); }

  Error error() const& {
    CheckErr();
    return AnyUnsafe::CopyFromAnyViewAfterCheck<Error>(data_);
  }
  Error error() && {
    CheckErr();
    return AnyUnsafe::MoveFromAnyAfterCheck<Error>(std::move(data_));
  }

 protected:
  Any data_;

  ExpectedBase() = default;
  explicit ExpectedBase(Any data) : data_(std::move(data)) {}
  TVM_FFI_INLINE void CheckOk() const {
    if (TVM_FFI_PREDICT_FALSE(is_err())) ThrowHeldError(data_);
  }
  TVM_FFI_INLINE void CheckErr() const {
    if (TVM_FFI_PREDICT_FALSE(!is_err())) ThrowNoError();
  }
  friend struct ExpectedUnsafe;
};

/// Door to the cell for traits and the function layer.
struct ExpectedUnsafe {
  static const Any& Data(const ExpectedBase& expected) { return expected.data_; }
  static Any MoveData(ExpectedBase&& expected) { return std::move(expected.data_); }
};

}  // namespace detail

template <typename T>
class Expected : public detail::ExpectedBase {
  static_assert(!std::is_base_of_v<Error, std::remove_cv_t<T>>,
                "an Expected<Error> could not tell its value from its error");
  static_assert(std::is_same_v<T, std::decay_t<T>>, "Expected holds plain values");

 public:
  Expected(T value) : ExpectedBase(Any(std::move(value))) {}  // NOLINT
  template <typename U, typename = std::enable_if_t<!detail::is_expected_v<std::decay_t<U>> &&
                                                    !detail::is_unexpected_v<std::decay_t<U>> &&
                                                    !std::is_base_of_v<Error, std::decay_t<U>> &&
                                                    std::is_convertible_v<U, T>>>
  Expected(U&& value) : ExpectedBase(Any(static_cast<T>(std::forward<U>(value)))) {}  // NOLINT
  template <typename U,
            typename = std::enable_if_t<!std::is_void_v<U> && !std::is_same_v<T, U> &&
                                        (type_subsumes_v<T, U> || std::is_convertible_v<U, T>)>>
  Expected(Expected<U> other) : ExpectedBase(From(std::move(other))) {}  // NOLINT
  Expected(Error error) : ExpectedBase(Any(std::move(error))) {}         // NOLINT
  template <typename E, typename = std::enable_if_t<std::is_base_of_v<Error, std::remove_cv_t<E>>>>
  Expected(Unexpected<E> unexpected)  // NOLINT
      : ExpectedBase(Any(static_cast<Error>(std::move(unexpected).error()))) {}

  /// The value; throws the error instead when there is one.
  T value() const& {
    CheckOk();
    return detail::AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data_);
  }
  T value() && {
    CheckOk();
    return detail::AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(data_));
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& default_value) const& {
    if (is_err()) return static_cast<T>(std::forward<U>(default_value));
    return detail::AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data_);
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& default_value) && {
    if (is_err()) return static_cast<T>(std::forward<U>(default_value));
    return detail::AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(data_));
  }

  /// The value as another type, strictly; a mismatch is an error value, not an exception.
  template <typename U, typename = std::enable_if_t<
                            std::is_same_v<U, std::decay_t<U>> && !std::is_base_of_v<Error, U> &&
                            (TypeTraits<U>::storage_enabled || std::is_same_v<U, Any>)>>
  Expected<U> as_or_error() const& {
    if (is_err()) return error();
    if (!detail::AnyUnsafe::CheckAnyStrict<U>(data_)) {
      return detail::MakeCannotTreat(data_, *detail::kTypeTextOf<U>);
    }
    return Expected<U>(detail::AnyUnsafe::CopyFromAnyViewAfterCheck<U>(data_));
  }
  template <typename U, typename = std::enable_if_t<
                            std::is_same_v<U, std::decay_t<U>> && !std::is_base_of_v<Error, U> &&
                            (TypeTraits<U>::storage_enabled || std::is_same_v<U, Any>)>>
  Expected<U> as_or_error() && {
    if (is_err()) return std::move(*this).error();
    if (!detail::AnyUnsafe::CheckAnyStrict<U>(data_)) {
      return detail::MakeCannotTreat(data_, *detail::kTypeTextOf<U>);
    }
    return Expected<U>(detail::AnyUnsafe::MoveFromAnyAfterCheck<U>(std::move(data_)));
  }

 private:
  template <typename U>
  static Any From(Expected<U>&& other) {
    if (other.is_err() || type_subsumes_v<T, U>) {
      return detail::ExpectedUnsafe::MoveData(std::move(other));
    }
    if constexpr (std::is_convertible_v<U, T>) {
      return Any(static_cast<T>(std::move(other).value()));
    } else {
      return Any();
    }
  }
};

template <>
class Expected<void> : public detail::ExpectedBase {
 public:
  /// Success.
  Expected() = default;
  Expected(Error error) : ExpectedBase(Any(std::move(error))) {}  // NOLINT
  template <typename E, typename = std::enable_if_t<std::is_base_of_v<Error, std::remove_cv_t<E>>>>
  Expected(Unexpected<E> unexpected)  // NOLINT
      : ExpectedBase(Any(static_cast<Error>(std::move(unexpected).error()))) {}

  /// Throws the error when there is one.
  void value() const& { CheckOk(); }
  void value() && { CheckOk(); }
};

template <typename T>
inline constexpr bool use_default_type_traits_v<Expected<T>> = false;

template <typename T>
struct TypeTraits<Expected<T>> : public TypeTraitsBase {
  static constexpr const detail::TypeText* kArgs[2] = {detail::kTypeTextOf<T>,
                                                       &detail::BuiltinTypeText::kError};
  static constexpr detail::TypeText kTypeText{"Expected", "Expected", kArgs, 1, 2};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void CopyToAnyView(const Expected<T>& src, TVMFFIAny* result) {
    *result = *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(detail::ExpectedUnsafe::Data(src));
  }
  static void MoveToAny(Expected<T> src, TVMFFIAny* result) {
    *result =
        detail::AnyUnsafe::MoveAnyToTVMFFIAny(detail::ExpectedUnsafe::MoveData(std::move(src)));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIError) return true;
    if constexpr (std::is_void_v<T>) {
      return src->type_index == TypeIndex::kTVMFFINone;
    } else if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(src);
    }
  }
  static Expected<T> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIError) {
      return TypeTraits<Error>::CopyFromAnyViewAfterCheck(src);
    }
    if constexpr (std::is_void_v<T>) {
      return Expected<void>();
    } else if constexpr (std::is_same_v<T, Any>) {
      return Expected<Any>(Any(AnyView::CopyFromTVMFFIAny(*src)));
    } else {
      return Expected<T>(TypeTraits<T>::CopyFromAnyViewAfterCheck(src));
    }
  }
  static Expected<T> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIError) {
      return TypeTraits<Error>::MoveFromAnyAfterCheck(src);
    }
    if constexpr (std::is_void_v<T>) {
      return Expected<void>();
    } else if constexpr (std::is_same_v<T, Any>) {
      return Expected<Any>(detail::AnyUnsafe::MoveTVMFFIAnyToAny(src));
    } else {
      return Expected<T>(TypeTraits<T>::MoveFromAnyAfterCheck(src));
    }
  }
  static std::optional<Expected<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if constexpr (std::is_void_v<T>) {
      if (src->type_index == TypeIndex::kTVMFFINone) return Expected<void>();
    } else if constexpr (std::is_same_v<T, Any>) {
      if (src->type_index != TypeIndex::kTVMFFIError) {
        return Expected<Any>(Any(AnyView::CopyFromTVMFFIAny(*src)));
      }
    } else {
      if (std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src)) {
        return std::optional<Expected<T>>(std::in_place, *std::move(value));
      }
    }
    if (std::optional<Error> error = TypeTraits<Error>::TryCastFromAnyView(src)) {
      return std::optional<Expected<T>>(std::in_place, *std::move(error));
    }
    return std::nullopt;
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if constexpr (std::is_void_v<T> || std::is_same_v<T, Any>) {
      return TypeTraitsBase::GetMismatchTypeInfo(src);
    } else {
      return TypeTraits<T>::GetMismatchTypeInfo(src);
    }
  }
};

template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<Expected<Base>, Expected<Derived>> =
    type_subsumes_v<Base, Derived>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXPECTED_EXPECTED_H_
