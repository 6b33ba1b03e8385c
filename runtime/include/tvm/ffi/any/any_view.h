/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/any/any_view.h: AnyView, a borrowed value (layer 1).
 * Invariant: trivially copyable, standard layout, one TVMFFIAny.
 */
#ifndef TVM_FFI_ANY_ANY_VIEW_H_
#define TVM_FFI_ANY_ANY_VIEW_H_

#include <tvm/ffi/object/ref_traits.h>
#include <tvm/ffi/traits/conversion_error.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {
struct AnyUnsafe;
}  // namespace detail

class AnyView {
 public:
  AnyView() { detail::SetNone(&data_); }
  AnyView(const AnyView&) = default;
  AnyView& operator=(const AnyView&) = default;
  AnyView(AnyView&&) = default;
  AnyView& operator=(AnyView&&) = default;
  ~AnyView() = default;

  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  AnyView(const T& other) {  // NOLINT
    TypeTraits<T>::CopyToAnyView(other, &data_);
  }
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  AnyView& operator=(const T& other) {  // NOLINT
    TypeTraits<T>::CopyToAnyView(other, &data_);
    return *this;
  }

  void reset() { detail::SetNone(&data_); }
  void swap(AnyView& other) noexcept { std::swap(data_, other.data_); }
  TVM_FFI_INLINE int32_t type_index() const noexcept { return data_.type_index; }
  bool same_as(const AnyView& other) const noexcept {
    return data_.type_index == other.data_.type_index &&
           data_.zero_padding == other.data_.zero_padding && data_.v_int64 == other.data_.v_int64;
  }

  /// The value if it is exactly a T.
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  TVM_FFI_INLINE std::optional<T> as() const {
    if (!TypeTraits<T>::CheckAnyStrict(&data_)) return std::nullopt;
    return TypeTraits<T>::CopyFromAnyViewAfterCheck(&data_);
  }
  template <typename T, typename = std::enable_if_t<std::is_base_of_v<Object, T>>>
  TVM_FFI_INLINE const T* as() const {
    return detail::IsObjectCell<T>(&data_)
               ? detail::ObjectUnsafe::RawObjectPtrFromUnowned<T>(data_.v_obj)
               : nullptr;
  }
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  T as_or_throw() const {
    if (TVM_FFI_PREDICT_FALSE(!TypeTraits<T>::CheckAnyStrict(&data_))) {
      detail::ThrowCannotTreat(&data_, &TypeTraits<T>::GetMismatchTypeInfo,
                               *detail::kTypeTextOf<T>);
    }
    return TypeTraits<T>::CopyFromAnyViewAfterCheck(&data_);
  }
  /// Converting cast; TypeError when there is no conversion.
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  T cast() const {
    std::optional<T> result = TypeTraits<T>::TryCastFromAnyView(&data_);
    if (TVM_FFI_PREDICT_FALSE(!result.has_value())) {
      detail::ThrowCannotConvert(&data_, &TypeTraits<T>::GetMismatchTypeInfo,
                                 *detail::kTypeTextOf<T>);
    }
    return *std::move(result);
  }
  template <typename T, typename = std::enable_if_t<TypeTraits<T>::convert_enabled>>
  TVM_FFI_INLINE std::optional<T> try_cast() const {
    return TypeTraits<T>::TryCastFromAnyView(&data_);
  }

  bool operator==(std::nullptr_t) const noexcept {
    return data_.type_index == TypeIndex::kTVMFFINone;
  }
  bool operator!=(std::nullptr_t) const noexcept {
    return data_.type_index != TypeIndex::kTVMFFINone;
  }
  std::string GetTypeKey() const { return TypeIndexToTypeKey(data_.type_index); }

  TVMFFIAny CopyToTVMFFIAny() const { return data_; }
  static AnyView CopyFromTVMFFIAny(TVMFFIAny data) {
    AnyView view;
    view.data_ = data;
    return view;
  }

 private:
  TVMFFIAny data_;
  friend struct detail::AnyUnsafe;
  friend class Any;
};

static_assert(sizeof(AnyView) == sizeof(TVMFFIAny) && std::is_trivially_copyable_v<AnyView> &&
                  std::is_standard_layout_v<AnyView>,
              "AnyView is one plain cell");

}  // namespace ffi
using ffi::AnyView;
}  // namespace tvm
#endif  // TVM_FFI_ANY_ANY_VIEW_H_
