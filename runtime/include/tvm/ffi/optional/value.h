/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/optional/value.h: Optional of values: 16 bytes for types that live in an Any, else a
 * std::optional (layer 1).
 */
#ifndef TVM_FFI_OPTIONAL_VALUE_H_
#define TVM_FFI_OPTIONAL_VALUE_H_

#include <tvm/ffi/optional/fwd.h>

#include <optional>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// View-only and unconvertible types.
template <typename T>
class Optional<T,
               std::enable_if_t<!TypeTraits<T>::storage_enabled && !use_object_ptr_optional_v<T>>> {
 public:
  Optional() = default;
  Optional(const Optional&) = default;
  Optional(Optional&& other) noexcept : data_(std::move(other.data_)) {}
  Optional(std::optional<T> other) : data_(std::move(other)) {}  // NOLINT
  Optional(std::nullopt_t) {}                                    // NOLINT
  Optional(T other) : data_(std::move(other)) {}                 // NOLINT
  Optional& operator=(const Optional&) = default;
  Optional& operator=(Optional&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Optional& operator=(T other) {
    data_ = std::move(other);
    return *this;
  }
  Optional& operator=(std::nullopt_t) {
    data_ = std::nullopt;
    return *this;
  }

  const T& value() const& {
    if (TVM_FFI_PREDICT_FALSE(!data_.has_value())) detail::ThrowEmptyOptional();
    return *data_;
  }
  T&& value() && {
    if (TVM_FFI_PREDICT_FALSE(!data_.has_value())) detail::ThrowEmptyOptional();
    return *std::move(data_);
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& default_value) const {
    return data_.has_value() ? *data_ : static_cast<T>(std::forward<U>(default_value));
  }
  explicit operator bool() const noexcept { return data_.has_value(); }
  bool has_value() const noexcept { return data_.has_value(); }

  bool operator==(const Optional& other) const { return data_ == other.data_; }
  bool operator!=(const Optional& other) const { return data_ != other.data_; }
  bool operator==(const std::optional<T>& other) const { return data_ == other; }
  bool operator!=(const std::optional<T>& other) const { return data_ != other; }
  template <typename U, typename = std::enable_if_t<!is_optional_type_v<U>>>
  bool operator==(const U& other) const {
    return data_ == other;
  }
  template <typename U, typename = std::enable_if_t<!is_optional_type_v<U>>>
  bool operator!=(const U& other) const {
    return data_ != other;
  }

  T&& operator*() && noexcept { return *std::move(data_); }
  const T& operator*() const& noexcept { return *data_; }

 private:
  std::optional<T> data_;
};

/// Types that live in an Any.
template <typename T>
class Optional<T,
               std::enable_if_t<TypeTraits<T>::storage_enabled && !use_object_ptr_optional_v<T>>> {
 public:
  Optional() = default;
  Optional(const Optional&) = default;
  Optional(Optional&& other) noexcept : data_(std::move(other.data_)) {}
  Optional(std::nullopt_t) {}                       // NOLINT
  Optional(const T& value) : data_(value) {}        // NOLINT
  Optional(T&& value) : data_(std::move(value)) {}  // NOLINT
  Optional(std::optional<T> other) {                // NOLINT
    if (other.has_value()) data_ = *std::move(other);
  }
  Optional& operator=(const Optional&) = default;
  Optional& operator=(Optional&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Optional& operator=(T other) {
    data_ = std::move(other);
    return *this;
  }
  Optional& operator=(std::nullopt_t) {
    data_.reset();
    return *this;
  }
  Optional& operator=(std::nullptr_t) {
    data_.reset();
    return *this;
  }

  T value() const& {
    Check();
    return **this;
  }
  T value() && {
    Check();
    return *std::move(*this);
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& default_value) const {
    return has_value() ? **this : static_cast<T>(std::forward<U>(default_value));
  }
  explicit operator bool() const noexcept { return has_value(); }
  bool has_value() const noexcept { return data_ != nullptr; }

  template <typename U,
            typename = std::enable_if_t<TypeTraits<U>::convert_enabled || std::is_same_v<U, Any> ||
                                        std::is_base_of_v<Object, U>>>
  auto as() const {
    return data_.template as<U>();
  }
  template <typename U,
            typename = std::enable_if_t<TypeTraits<U>::convert_enabled || std::is_same_v<U, Any>>>
  auto as_or_throw() const& {
    return data_.template as_or_throw<U>();
  }
  template <typename U,
            typename = std::enable_if_t<TypeTraits<U>::storage_enabled || std::is_same_v<U, Any>>>
  auto as_or_throw() && {
    return std::move(data_).template as_or_throw<U>();
  }

  T operator*() const& { return detail::AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data_); }
  T operator*() && { return detail::AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(data_)); }

  bool operator==(std::nullopt_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullopt_t) const noexcept { return has_value(); }
  bool operator==(std::nullptr_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullptr_t) const noexcept { return has_value(); }
  auto operator==(const Optional& other) const {
    using Result = decltype(std::declval<T>() == std::declval<T>());
    if (has_value() != other.has_value()) return static_cast<Result>(false);
    return has_value() ? **this == *other : static_cast<Result>(true);
  }
  auto operator!=(const Optional& other) const { return !(*this == other); }
  auto operator==(const std::optional<T>& other) const { return *this == Optional(other); }
  auto operator!=(const std::optional<T>& other) const { return !(*this == Optional(other)); }
  template <typename U, typename = std::enable_if_t<!is_optional_type_v<U> &&
                                                    !std::is_same_v<U, std::nullopt_t> &&
                                                    !std::is_same_v<U, std::nullptr_t>>>
  auto operator==(const U& other) const {
    using Result = decltype(std::declval<T>() == other);
    return has_value() ? **this == other : static_cast<Result>(false);
  }
  template <typename U, typename = std::enable_if_t<!is_optional_type_v<U> &&
                                                    !std::is_same_v<U, std::nullopt_t> &&
                                                    !std::is_same_v<U, std::nullptr_t>>>
  auto operator!=(const U& other) const {
    return !(*this == other);
  }

  bool same_as(const Optional& other) const { return data_.same_as(other.data_); }
  template <typename U = T, typename = std::enable_if_t<std::is_base_of_v<ObjectRef, U>>>
  bool same_as(const U& other) const {
    return data_.same_as(other);
  }

 private:
  Any data_;

  TVM_FFI_INLINE void Check() const {
    if (TVM_FFI_PREDICT_FALSE(!has_value())) detail::ThrowEmptyOptional();
  }
  template <typename, typename>
  friend struct TypeTraits;
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OPTIONAL_VALUE_H_
