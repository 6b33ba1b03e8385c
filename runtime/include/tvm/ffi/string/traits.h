/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/traits.h: TypeTraits of String, Bytes and of the borrowed text types (layer 1).
 * const char*, std::string and TVMFFIByteArray* travel as views; stored in an Any they become
 * String or Bytes.
 */
#ifndef TVM_FFI_STRING_TRAITS_H_
#define TVM_FFI_STRING_TRAITS_H_

#include <tvm/ffi/string/string.h>

#include <optional>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {

template <>
inline constexpr bool use_default_type_traits_v<Bytes> = false;
template <>
inline constexpr bool use_default_type_traits_v<String> = false;

namespace detail {

/// What Bytes and String share: how either form of the value travels. A template so that nothing is
/// instantiated before it is used.
template <typename T, int32_t kSmallIndex, int32_t kObjectIndex>
struct TextTraits : public TypeTraitsBase {
  TVM_FFI_INLINE static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    *result = *src.data_.cell();
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) { *result = src.data_.Take(); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kSmallIndex || src->type_index == kObjectIndex;
  }
  TVM_FFI_INLINE static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == kObjectIndex) IncStrongRef(src->v_obj);
    return T(typename T::Cell(typename T::Cell::FromOwned(), *src));
  }
  TVM_FFI_INLINE static T MoveFromAnyAfterCheck(TVMFFIAny* src) {
    TVMFFIAny owned = *src;
    SetNone(src);
    return T(typename T::Cell(typename T::Cell::FromOwned(), owned));
  }
};

template <typename T>
struct BytesTraits : public TextTraits<T, TypeIndex::kTVMFFISmallBytes, TypeIndex::kTVMFFIBytes> {
  static constexpr TypeText kTypeText{"bytes", StaticTypeKey::kTVMFFIBytes};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(BytesTraits);

  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (BytesTraits::CheckAnyStrict(src)) return BytesTraits::CopyFromAnyViewAfterCheck(src);
    if (src->type_index == TypeIndex::kTVMFFIByteArrayPtr) {
      return T(*static_cast<TVMFFIByteArray*>(src->v_ptr));
    }
    return std::nullopt;
  }
};

}  // namespace detail

template <>
struct TypeTraits<Bytes> : public detail::BytesTraits<Bytes> {};

namespace detail {

template <typename T>
struct StringTraits : public TextTraits<T, TypeIndex::kTVMFFISmallStr, TypeIndex::kTVMFFIStr> {
  static constexpr TypeText kTypeText{"str", StaticTypeKey::kTVMFFIStr};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(StringTraits);

  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (StringTraits::CheckAnyStrict(src)) return StringTraits::CopyFromAnyViewAfterCheck(src);
    if (src->type_index == TypeIndex::kTVMFFIRawStr) return T(src->v_c_str);
    return std::nullopt;
  }
};

}  // namespace detail

template <>
struct TypeTraits<String> : public detail::StringTraits<String> {};

namespace detail {

/// Shared by const char* and string literals.
struct RawStrTraits : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIRawStr};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(RawStrTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const char* src, TVMFFIAny* result) {
    if (TVM_FFI_PREDICT_FALSE(src == nullptr)) ThrowNullRawStr();
    SetPointer(result, TypeIndex::kTVMFFIRawStr, const_cast<char*>(src));
  }
  TVM_FFI_INLINE static void MoveToAny(const char* src, TVMFFIAny* result) {
    if (TVM_FFI_PREDICT_FALSE(src == nullptr)) ThrowNullRawStr();
    TypeTraits<String>::MoveToAny(String(src), result);
  }

 private:
  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static void ThrowNullRawStr() {
    ThrowError("ValueError", "A null const char* cannot be converted to a value");
  }
};

}  // namespace detail

template <size_t N>
struct TypeTraits<char[N]> : public detail::RawStrTraits {
  TVM_FFI_INLINE static void CopyToAnyView(const char (&src)[N], TVMFFIAny* result) {
    detail::SetPointer(result, TypeIndex::kTVMFFIRawStr, const_cast<char*>(src));
  }
};

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct CStrTraits : public RawStrTraits {
  TVM_FFI_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIRawStr) return static_cast<T>(src->v_c_str);
    return std::nullopt;
  }
};

}  // namespace detail

template <>
struct TypeTraits<const char*> : public detail::CStrTraits<const char*> {};

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct ByteArrayPtrTraits : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIByteArrayPtr;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIByteArrayPtr};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(ByteArrayPtrTraits);

  TVM_FFI_INLINE static void CopyToAnyView(T src, TVMFFIAny* result) {
    if (TVM_FFI_PREDICT_FALSE(src == nullptr)) ThrowNullByteArray();
    SetPointer(result, TypeIndex::kTVMFFIByteArrayPtr, src);
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) {
    if (TVM_FFI_PREDICT_FALSE(src == nullptr)) ThrowNullByteArray();
    TypeTraits<Bytes>::MoveToAny(Bytes(*src), result);
  }
  TVM_FFI_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIByteArrayPtr) {
      return static_cast<T>(src->v_ptr);
    }
    return std::nullopt;
  }

 private:
  [[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static void ThrowNullByteArray() {
    ThrowError("ValueError", "A null TVMFFIByteArray* cannot be converted to a value");
  }
};

}  // namespace detail

template <>
struct TypeTraits<TVMFFIByteArray*> : public detail::ByteArrayPtrTraits<TVMFFIByteArray*> {};

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct StdStringTraits : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr TypeText kTypeText{"std::string"};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(StdStringTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    SetPointer(result, TypeIndex::kTVMFFIRawStr, const_cast<char*>(src.c_str()));
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) {
    TypeTraits<String>::MoveToAny(String(std::move(src)), result);
  }
  TVM_FFI_NO_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    switch (src->type_index) {
      case TypeIndex::kTVMFFIRawStr:
        return T(src->v_c_str);
      case TypeIndex::kTVMFFIByteArrayPtr: {
        const TVMFFIByteArray* bytes = static_cast<TVMFFIByteArray*>(src->v_ptr);
        return T(bytes->data, bytes->size);
      }
      case TypeIndex::kTVMFFISmallStr:
      case TypeIndex::kTVMFFISmallBytes:
      case TypeIndex::kTVMFFIStr:
      case TypeIndex::kTVMFFIBytes: {
        TVMFFIByteArray bytes = TextCellContent(src);
        return T(bytes.data, bytes.size);
      }
      default:
        return std::nullopt;
    }
  }
};

}  // namespace detail

template <>
struct TypeTraits<std::string> : public detail::StdStringTraits<std::string> {};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_TRAITS_H_
