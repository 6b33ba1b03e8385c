/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/any/any.h: Any, an owned value (layer 1).
 * Invariant: one TVMFFIAny, which never holds a view-only index; an index of 64 or more owns one
 * reference.
 */
#ifndef TVM_FFI_ANY_ANY_H_
#define TVM_FFI_ANY_ANY_H_

#include <tvm/ffi/any/any_view.h>
#include <tvm/ffi/error/safe_call.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// Text, byte arrays and movable slots become owned values in the library; the rest is copied here.
TVM_FFI_NO_INLINE inline void OwnSpecialView(const TVMFFIAny* view, TVMFFIAny* out) {
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIAnyViewToOwnedAny(view, out));
}

TVM_FFI_INLINE bool IsSpecialView(int32_t type_index) {
  return static_cast<uint32_t>(type_index - TypeIndex::kTVMFFIRawStr) <=
         static_cast<uint32_t>(TypeIndex::kTVMFFIObjectRValueRef - TypeIndex::kTVMFFIRawStr);
}

}  // namespace detail

class Any {
 public:
  Any() { detail::SetNone(&data_); }
  ~Any() { Release(); }
  Any(const Any& other) : data_(other.data_) { Retain(); }
  Any(Any&& other) noexcept : data_(other.data_) { detail::SetNone(&other.data_); }
  Any& operator=(const Any& other) {
    Any(other).swap(*this);
    return *this;
  }
  Any& operator=(Any&& other) noexcept {
    Any(std::move(other)).swap(*this);
    return *this;
  }
  Any(const AnyView& other) {  // NOLINT
    if (TVM_FFI_PREDICT_FALSE(detail::IsSpecialView(other.data_.type_index))) {
      detail::SetNone(&data_);
      detail::OwnSpecialView(&other.data_, &data_);
    } else {
      data_ = other.data_;
      Retain();
    }
  }
  Any& operator=(const AnyView& other) {
    Any(other).swap(*this);
    return *this;
  }
  operator AnyView() const { return AnyView::CopyFromTVMFFIAny(data_); }  // NOLINT

  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  Any(T other) {  // NOLINT
    // Storing may throw, and nothing is destroyed before the object is complete.
    TypeTraits<T>::MoveToAny(std::move(other), &data_);
  }
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  Any& operator=(T other) {  // NOLINT
    Any(std::move(other)).swap(*this);
    return *this;
  }

  void reset() {
    TVMFFIAny old = data_;
    detail::SetNone(&data_);
    if (old.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) detail::DecStrongRef(old.v_obj);
  }
  void swap(Any& other) noexcept { std::swap(data_, other.data_); }
  TVM_FFI_INLINE int32_t type_index() const noexcept { return data_.type_index; }

  /// The value if it is exactly a T, moved out of this.
  template <typename T,
            typename = std::enable_if_t<TypeTraits<T>::storage_enabled || std::is_same_v<T, Any>>>
  std::optional<T> as() && {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(*this);
    } else {
      if (!TypeTraits<T>::CheckAnyStrict(&data_)) return std::nullopt;
      return TypeTraits<T>::MoveFromAnyAfterCheck(&data_);
    }
  }
  template <typename T,
            typename = std::enable_if_t<TypeTraits<T>::storage_enabled || std::is_same_v<T, Any>>>
  T as_or_throw() && {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(*this);
    } else {
      CheckStrict<T>();
      return TypeTraits<T>::MoveFromAnyAfterCheck(&data_);
    }
  }
  template <typename T,
            typename = std::enable_if_t<TypeTraits<T>::convert_enabled || std::is_same_v<T, Any>>>
  TVM_FFI_INLINE std::optional<T> as() const& {
    if constexpr (std::is_same_v<T, Any>) {
      return *this;
    } else {
      if (!TypeTraits<T>::CheckAnyStrict(&data_)) return std::nullopt;
      return TypeTraits<T>::CopyFromAnyViewAfterCheck(&data_);
    }
  }
  template <typename T,
            typename = std::enable_if_t<TypeTraits<T>::convert_enabled || std::is_same_v<T, Any>>>
  T as_or_throw() const& {
    if constexpr (std::is_same_v<T, Any>) {
      return *this;
    } else {
      CheckStrict<T>();
      return TypeTraits<T>::CopyFromAnyViewAfterCheck(&data_);
    }
  }
  template <typename T, typename = std::enable_if_t<std::is_base_of_v<Object, T>>>
  TVM_FFI_INLINE const T* as() const& {
    return detail::IsObjectCell<T>(&data_)
               ? detail::ObjectUnsafe::RawObjectPtrFromUnowned<T>(data_.v_obj)
               : nullptr;
  }

  /// Converting cast; TypeError when there is no conversion.
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  T cast() const& {
    std::optional<T> result = TypeTraits<T>::TryCastFromAnyView(&data_);
    if (TVM_FFI_PREDICT_FALSE(!result.has_value())) ThrowCast<T>();
    return *std::move(result);
  }
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::storage_enabled>>
  T cast() && {
    if (TVM_FFI_PREDICT_TRUE(TypeTraits<T>::CheckAnyStrict(&data_))) {
      return TypeTraits<T>::MoveFromAnyAfterCheck(&data_);
    }
    std::optional<T> result = TypeTraits<T>::TryCastFromAnyView(&data_);
    if (TVM_FFI_PREDICT_FALSE(!result.has_value())) ThrowCast<T>();
    return *std::move(result);
  }
  template <typename T,
            typename = std::enable_if_t<TypeTraits<T>::convert_enabled || std::is_same_v<T, Any>>>
  TVM_FFI_INLINE std::optional<T> try_cast() const {
    if constexpr (std::is_same_v<T, Any>) {
      return *this;
    } else {
      return TypeTraits<T>::TryCastFromAnyView(&data_);
    }
  }

  /// Same cell, bit by bit.
  bool same_as(const Any& other) const noexcept {
    return data_.type_index == other.data_.type_index &&
           data_.zero_padding == other.data_.zero_padding && data_.v_int64 == other.data_.v_int64;
  }
  /// Same object; None is the null reference.
  bool same_as(const ObjectRef& other) const noexcept {
    TVMFFIObject* obj = detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(other);
    if (data_.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) return data_.v_obj == obj;
    return data_.type_index == TypeIndex::kTVMFFINone && obj == nullptr;
  }
  bool operator==(std::nullptr_t) const noexcept {
    return data_.type_index == TypeIndex::kTVMFFINone;
  }
  bool operator!=(std::nullptr_t) const noexcept {
    return data_.type_index != TypeIndex::kTVMFFINone;
  }
  std::string GetTypeKey() const { return TypeIndexToTypeKey(data_.type_index); }

 private:
  TVMFFIAny data_;

  TVM_FFI_INLINE void Retain() {
    if (data_.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) detail::IncStrongRef(data_.v_obj);
  }
  TVM_FFI_INLINE void Release() {
    if (data_.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) detail::DecStrongRef(data_.v_obj);
  }
  template <typename T>
  TVM_FFI_INLINE void CheckStrict() const {
    if (TVM_FFI_PREDICT_FALSE(!TypeTraits<T>::CheckAnyStrict(&data_))) {
      detail::ThrowCannotTreat(&data_, &TypeTraits<T>::GetMismatchTypeInfo,
                               *detail::kTypeTextOf<T>);
    }
  }
  template <typename T>
  [[noreturn]] TVM_FFI_INLINE void ThrowCast() const {
    detail::ThrowCannotConvert(&data_, &TypeTraits<T>::GetMismatchTypeInfo,
                               *detail::kTypeTextOf<T>);
  }
  friend struct detail::AnyUnsafe;
};

static_assert(sizeof(Any) == sizeof(TVMFFIAny), "Any is one cell");

template <typename ObjectRefType, typename>
inline ObjectRefType ObjectRef::as_or_throw() const& {
  return Any(*this).as_or_throw<ObjectRefType>();
}

template <typename ObjectRefType, typename>
inline ObjectRefType ObjectRef::as_or_throw() && {
  if constexpr (TypeTraits<ObjectRefType>::storage_enabled) {
    return Any(std::move(*this)).template as_or_throw<ObjectRefType>();
  } else {
    return Any(*this).template as_or_throw<ObjectRefType>();
  }
}

}  // namespace ffi
using ffi::Any;
}  // namespace tvm
#endif  // TVM_FFI_ANY_ANY_H_
