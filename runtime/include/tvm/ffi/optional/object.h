/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/optional/object.h: Optional of references, ObjectPtr and Arc (layer 1). One pointer, null
 * for nothing.
 */
#ifndef TVM_FFI_OPTIONAL_OBJECT_H_
#define TVM_FFI_OPTIONAL_OBJECT_H_

#include <tvm/ffi/optional/fwd.h>

#include <optional>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// References.
template <typename T>
class Optional<T, std::enable_if_t<use_object_ref_optional_v<T>>> {
 public:
  using value_type = T;
  using ContainerType = typename T::ContainerType;

  Optional() = default;
  Optional(const Optional&) = default;
  Optional(Optional&& other) noexcept : data_(std::move(other.data_)) {}
  explicit Optional(UnsafeInit) {}
  Optional(std::nullopt_t) {}         // NOLINT
  Optional(std::nullptr_t) {}         // NOLINT
  Optional(std::optional<T> other) {  // NOLINT
    if (other.has_value()) data_ = Pointer(*std::move(other));
  }
  Optional(T other) : data_(Pointer(std::move(other))) {}  // NOLINT
  Optional& operator=(const Optional&) = default;
  Optional& operator=(Optional&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Optional& operator=(T other) {
    data_ = Pointer(std::move(other));
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

  template <typename U, typename = std::enable_if_t<TypeTraits<U>::convert_enabled ||
                                                    std::is_base_of_v<Object, U>>>
  auto as() const {
    return Any(data_).template as<U>();
  }
  /// Borrowed: stays valid while this Optional holds the object.
  template <typename U, typename = std::enable_if_t<TypeTraits<U>::convert_enabled>>
  auto as_or_throw() const& {
    return Any(data_).template as_or_throw<U>();
  }
  template <typename U, typename = std::enable_if_t<TypeTraits<U>::storage_enabled>>
  auto as_or_throw() && {
    return Any(std::move(data_)).template as_or_throw<U>();
  }

  T operator*() const& noexcept { return detail::ObjectUnsafe::ObjectRefFromObjectPtr<T>(data_); }
  T operator*() && noexcept {
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<T>(std::move(data_));
  }

  bool operator==(std::nullopt_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullopt_t) const noexcept { return has_value(); }
  bool operator==(std::nullptr_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullptr_t) const noexcept { return has_value(); }
  auto operator==(const Optional& other) const {
    using Result = decltype(std::declval<T>() == std::declval<T>());
    if (same_as(other)) return static_cast<Result>(true);
    return has_value() && other.has_value() ? **this == *other : static_cast<Result>(false);
  }
  auto operator!=(const Optional& other) const { return !(*this == other); }
  auto operator==(const std::optional<T>& other) const { return *this == Optional(other); }
  auto operator!=(const std::optional<T>& other) const { return !(*this == Optional(other)); }
  auto operator==(const T& other) const {
    using Result = decltype(std::declval<T>() == std::declval<T>());
    if (same_as(other)) return static_cast<Result>(true);
    return has_value() ? **this == other : static_cast<Result>(false);
  }
  auto operator!=(const T& other) const { return !(*this == other); }
  template <typename U>
  auto operator==(const U& other) const {
    using Result = decltype(std::declval<T>() == other);
    return has_value() ? **this == other : static_cast<Result>(false);
  }
  template <typename U>
  auto operator!=(const U& other) const {
    using Result = decltype(std::declval<T>() != other);
    return has_value() ? **this != other : static_cast<Result>(true);
  }

  const ContainerType* get() const { return static_cast<const ContainerType*>(data_.get()); }
  const ContainerType* operator->() const { return get(); }
  bool same_as(const Optional& other) const { return data_ == other.data_; }
  bool same_as(const ObjectRef& other) const { return data_.get() == other.get(); }
  bool defined() const { return has_value(); }
  bool unique() const { return data_.unique(); }
  int use_count() const { return data_.use_count(); }

 private:
  ObjectPtr<Object> data_;

  static ObjectPtr<Object> Pointer(T&& ref) {
    return detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(ref));
  }
  TVM_FFI_INLINE void Check() const {
    if (TVM_FFI_PREDICT_FALSE(!has_value())) detail::ThrowEmptyOptional();
  }
};

namespace detail {

template <typename T>
struct OptionalPointee;
template <typename X>
struct OptionalPointee<ObjectPtr<X>> {
  using type = X;
};
template <typename X>
struct OptionalPointee<Arc<X>> {
  using type = X;
};

}  // namespace detail

/// Counted pointers.
template <typename T>
class Optional<T, std::enable_if_t<detail::is_object_ptr_type_v<T> || detail::is_arc_type_v<T>>>
    : public ObjectPtr<typename detail::OptionalPointee<T>::type> {
 public:
  using ContainerType = typename detail::OptionalPointee<T>::type;
  using Pointer = ObjectPtr<ContainerType>;

  Optional() = default;
  Optional(const Optional&) = default;
  Optional(Optional&& other) noexcept : Pointer(static_cast<Pointer&&>(other)) {}
  Optional(std::nullopt_t) {}         // NOLINT
  Optional(std::nullptr_t) {}         // NOLINT
  Optional(std::optional<T> other) {  // NOLINT
    if (other.has_value()) ptr() = *std::move(other);
  }
  Optional(T value) : Pointer(std::move(value)) {}  // NOLINT
  Optional& operator=(const Optional&) = default;
  Optional& operator=(Optional&& other) noexcept {
    ptr() = static_cast<Pointer&&>(other);
    return *this;
  }
  Optional& operator=(T value) {
    ptr() = std::move(value);
    return *this;
  }
  Optional& operator=(std::nullopt_t) {
    this->reset();
    return *this;
  }
  Optional& operator=(std::nullptr_t) {
    this->reset();
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
  template <typename U = T>
  T value_or(U&& default_value) const {
    return has_value() ? **this : static_cast<T>(std::forward<U>(default_value));
  }
  explicit operator bool() const noexcept { return has_value(); }
  bool has_value() const noexcept { return this->get() != nullptr; }

  template <typename U, typename = std::enable_if_t<TypeTraits<U>::convert_enabled ||
                                                    std::is_base_of_v<Object, U>>>
  auto as() const {
    return Any(ptr()).template as<U>();
  }
  template <typename U, typename = std::enable_if_t<TypeTraits<U>::convert_enabled>>
  auto as_or_throw() const& {
    return Any(ptr()).template as_or_throw<U>();
  }
  template <typename U, typename = std::enable_if_t<TypeTraits<U>::storage_enabled>>
  auto as_or_throw() && {
    return Any(std::move(ptr())).template as_or_throw<U>();
  }

  T operator*() const& noexcept { return Wrap(ptr()); }
  T operator*() && noexcept { return Wrap(std::move(ptr())); }

  bool operator==(std::nullopt_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullopt_t) const noexcept { return has_value(); }
  bool operator==(std::nullptr_t) const noexcept { return !has_value(); }
  bool operator!=(std::nullptr_t) const noexcept { return has_value(); }
  bool operator==(const Optional& other) const noexcept { return same_as(other); }
  bool operator!=(const Optional& other) const noexcept { return !same_as(other); }
  bool operator==(const T& other) const noexcept { return same_as(other); }
  bool operator!=(const T& other) const noexcept { return !same_as(other); }
  bool same_as(const Optional& other) const noexcept { return this->get() == other.get(); }
  bool same_as(const T& other) const noexcept { return this->get() == other.get(); }

 private:
  Pointer& ptr() { return *this; }
  const Pointer& ptr() const { return *this; }
  static T Wrap(Pointer pointer) {
    if constexpr (detail::is_arc_type_v<T>) {
      return detail::ObjectUnsafe::ArcFromObjectPtr<ContainerType>(std::move(pointer));
    } else {
      return pointer;
    }
  }
  TVM_FFI_INLINE void Check() const {
    if (TVM_FFI_PREDICT_FALSE(!has_value())) detail::ThrowEmptyPointerOptional();
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OPTIONAL_OBJECT_H_
