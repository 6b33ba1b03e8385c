/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/any/unsafe.h: AnyUnsafe, the only door between Any and bare cells (layer 1).
 */
#ifndef TVM_FFI_ANY_UNSAFE_H_
#define TVM_FFI_ANY_UNSAFE_H_

#include <tvm/ffi/any/any.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

struct AnyUnsafe : public ObjectUnsafe {
  /// Strict check; everything is an Any.
  template <typename T>
  TVM_FFI_INLINE static bool CheckAnyStrict(const Any& ref) {
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(&ref.data_);
    }
  }
  /// The value after a successful strict check.
  template <typename T>
  TVM_FFI_INLINE static T CopyFromAnyViewAfterCheck(const Any& ref) {
    if constexpr (std::is_same_v<T, Any>) {
      return ref;
    } else {
      return TypeTraits<T>::CopyFromAnyViewAfterCheck(&ref.data_);
    }
  }
  template <typename T>
  TVM_FFI_INLINE static T MoveFromAnyAfterCheck(Any&& ref) {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(ref);
    } else {
      return TypeTraits<T>::MoveFromAnyAfterCheck(&ref.data_);
    }
  }
  template <typename T>
  static std::optional<T> TryCastFromAny(const Any& ref) {
    return ref.try_cast<T>();
  }
  template <typename T>
  static std::string GetMismatchTypeInfo(const Any& ref) {
    if constexpr (std::is_same_v<T, Any>) {
      return ref.GetTypeKey();
    } else {
      return TypeTraits<T>::GetMismatchTypeInfo(&ref.data_);
    }
  }

  /// Owned cell out of an Any, which becomes None.
  TVM_FFI_INLINE static TVMFFIAny MoveAnyToTVMFFIAny(Any&& any) {
    TVMFFIAny result = any.data_;
    SetNone(&any.data_);
    return result;
  }
  /// An Any that takes over an owned cell.
  TVM_FFI_INLINE static Any MoveTVMFFIAnyToAny(TVMFFIAny* data) {
    Any any;
    any.data_ = *data;
    SetNone(data);
    return any;
  }
  TVM_FFI_INLINE static Any MoveTVMFFIAnyToAny(TVMFFIAny&& data) {
    return MoveTVMFFIAnyToAny(&data);
  }

  TVM_FFI_INLINE static TVMFFIObject* ObjectPtrFromAnyAfterCheck(const Any& ref) {
    return ref.data_.v_obj;
  }
  TVM_FFI_INLINE static const TVMFFIAny* TVMFFIAnyPtrFromAny(const Any& ref) { return &ref.data_; }
  TVM_FFI_INLINE static TVMFFIAny* TVMFFIAnyPtrFromAny(Any& ref) { return &ref.data_; }
  TVM_FFI_INLINE static const TVMFFIAny* TVMFFIAnyPtrFromAnyView(const AnyView& ref) {
    return &ref.data_;
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ANY_UNSAFE_H_
