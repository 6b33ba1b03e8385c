/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/traits/pod.h: TypeTraits of None, booleans, integers, enumerations, floats and void*
 * (layer 1). Invariant: an integer is never silently truncated. A narrow type refuses a value
 * outside its range; the error made for the refusal is an OverflowError (see
 * traits/conversion_error.h).
 */
#ifndef TVM_FFI_TRAITS_POD_H_
#define TVM_FFI_TRAITS_POD_H_

#include <tvm/ffi/error/throw.h>
#include <tvm/ffi/traits/protocol.h>

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {

/// A bool that does not accept integers.
class StrictBool {
 public:
  StrictBool(bool value) : value_(value) {}  // NOLINT
  operator bool() const { return value_; }   // NOLINT

 private:
  bool value_;
};

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct NullTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFINone;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFINone};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(NullTraits);

  static void CopyToAnyView(const std::nullptr_t&, TVMFFIAny* result) { SetNone(result); }
  static void MoveToAny(std::nullptr_t, TVMFFIAny* result) { SetNone(result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFINone;
  }
  static std::nullptr_t CopyFromAnyViewAfterCheck(const TVMFFIAny*) { return nullptr; }
  static std::nullptr_t MoveFromAnyAfterCheck(TVMFFIAny*) { return nullptr; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!CheckAnyStrict(src)) return std::nullopt;
    return nullptr;
  }
};

}  // namespace detail

template <>
struct TypeTraits<std::nullptr_t> : public detail::NullTraits<std::nullptr_t> {};

namespace detail {

template <typename T>
struct BoolTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIBool;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIBool};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(BoolTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    SetInline(result, TypeIndex::kTVMFFIBool, static_cast<bool>(src) ? 1 : 0);
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIBool;
  }
  TVM_FFI_INLINE static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return src->v_int64 != 0;
  }
  TVM_FFI_INLINE static T MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_int64 != 0; }
  TVM_FFI_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    const bool accepted = CheckAnyStrict(src) || (!std::is_same_v<T, StrictBool> &&
                                                  src->type_index == TypeIndex::kTVMFFIInt);
    if (!accepted) return std::nullopt;
    return T(src->v_int64 != 0);
  }
};

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowUInt64TooLarge(uint64_t value) {
  MessageWriter out;
  out << "Integer value " << value
      << " is too large to fit in int64_t. Consider explicitly casting to int64_t first if this is "
         "intentional.";
  ThrowError("OverflowError", out);
}

constexpr TypeText MakeIntTypeText(size_t bytes, bool is_signed) {
  TypeText text(StaticTypeKey::kTVMFFIInt);
  if (bytes < sizeof(int64_t)) text.narrow_int_bytes = static_cast<uint8_t>(bytes);
  text.narrow_int_signed = is_signed;
  return text;
}

/// One constant per width, not per spelling of the type.
template <size_t kBytes, bool kSigned>
struct IntTypeText {
  static constexpr TypeText kTypeText = MakeIntTypeText(kBytes, kSigned);
};

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string DescribeIntMismatch(const TVMFFIAny* source,
                                                                           int bytes,
                                                                           bool is_signed) {
  if (source->type_index != TypeIndex::kTVMFFIInt || bytes >= 8) {
    return TypeIndexToTypeKey(source->type_index);
  }
  MessageBuilder out;
  out << "int " << source->v_int64 << " outside of " << (is_signed ? "int" : "uint") << 8 * bytes;
  return std::string(out.str());
}

template <typename T>
inline constexpr bool is_integeral_enum_v = std::is_enum_v<T>;

}  // namespace detail

template <>
struct TypeTraits<bool> : public detail::BoolTraits<bool> {};
template <>
struct TypeTraits<StrictBool> : public detail::BoolTraits<StrictBool> {};

/// Integers and enumerations, all of which travel as int64.
template <typename Int>
struct TypeTraitsIntBase
    : public TypeTraitsBase,
      public detail::IntTypeText<sizeof(Int), (static_cast<Int>(-1) < static_cast<Int>(0))> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIInt;
  static constexpr bool kSigned = static_cast<Int>(-1) < static_cast<Int>(0);
  static constexpr bool kNarrow = sizeof(Int) < sizeof(int64_t);
  using detail::IntTypeText<sizeof(Int), kSigned>::kTypeText;
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraitsIntBase);

  static std::string GetMismatchTypeInfo(const TVMFFIAny* source) {
    return detail::DescribeIntMismatch(source, sizeof(Int), kSigned);
  }
  TVM_FFI_INLINE static void CopyInt64ToAnyView(int64_t src, TVMFFIAny* result) {
    detail::SetInline(result, TypeIndex::kTVMFFIInt, src);
  }
  TVM_FFI_INLINE static void CopyToAnyView(const Int& src, TVMFFIAny* result) {
    const int64_t value = static_cast<int64_t>(src);
    if constexpr (!kNarrow && !kSigned) {
      if (TVM_FFI_PREDICT_FALSE(value < 0)) {
        detail::ThrowUInt64TooLarge(static_cast<uint64_t>(src));
      }
    }
    CopyInt64ToAnyView(value, result);
  }
  TVM_FFI_INLINE static void MoveToAny(Int src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  /// A 64-bit type takes any bit pattern, a narrow one only the values it can hold.
  TVM_FFI_INLINE static bool InRange(int64_t value) {
    return !kNarrow || static_cast<int64_t>(static_cast<Int>(value)) == value;
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIInt && InRange(src->v_int64);
  }
  TVM_FFI_INLINE static Int CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return static_cast<Int>(src->v_int64);
  }
  TVM_FFI_INLINE static Int MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return static_cast<Int>(src->v_int64);
  }
  TVM_FFI_INLINE static std::optional<Int> TryCastFromAnyView(const TVMFFIAny* src) {
    if ((src->type_index == TypeIndex::kTVMFFIInt || src->type_index == TypeIndex::kTVMFFIBool) &&
        InRange(src->v_int64)) {
      return static_cast<Int>(src->v_int64);
    }
    return std::nullopt;
  }
};

template <typename Int>
struct TypeTraits<Int, std::enable_if_t<std::is_integral_v<Int>>> : public TypeTraitsIntBase<Int> {
};

template <typename IntEnum>
struct TypeTraits<IntEnum, std::enable_if_t<detail::is_integeral_enum_v<IntEnum>>>
    : public TypeTraitsIntBase<std::underlying_type_t<IntEnum>> {
  using Underlying = std::underlying_type_t<IntEnum>;
  using Base = TypeTraitsIntBase<Underlying>;

  TVM_FFI_INLINE static void CopyToAnyView(const IntEnum& src, TVMFFIAny* result) {
    Base::CopyToAnyView(static_cast<Underlying>(src), result);
  }
  TVM_FFI_INLINE static void MoveToAny(IntEnum src, TVMFFIAny* result) {
    CopyToAnyView(src, result);
  }
  TVM_FFI_INLINE static IntEnum CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return static_cast<IntEnum>(src->v_int64);
  }
  TVM_FFI_INLINE static IntEnum MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return static_cast<IntEnum>(src->v_int64);
  }
  TVM_FFI_INLINE static std::optional<IntEnum> TryCastFromAnyView(const TVMFFIAny* src) {
    auto value = Base::TryCastFromAnyView(src);
    if (!value.has_value()) return std::nullopt;
    return static_cast<IntEnum>(*value);
  }
};

namespace detail {

struct FloatTypeText {
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIFloat};
};

}  // namespace detail

template <typename Float>
struct TypeTraits<Float, std::enable_if_t<std::is_floating_point_v<Float>>>
    : public TypeTraitsBase, public detail::FloatTypeText {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIFloat;
  using detail::FloatTypeText::kTypeText;
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const Float& src, TVMFFIAny* result) {
    result->type_index = TypeIndex::kTVMFFIFloat;
    result->zero_padding = 0;
    result->v_float64 = static_cast<double>(src);
  }
  TVM_FFI_INLINE static void MoveToAny(Float src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIFloat;
  }
  TVM_FFI_INLINE static Float CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return static_cast<Float>(src->v_float64);
  }
  TVM_FFI_INLINE static Float MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return static_cast<Float>(src->v_float64);
  }
  TVM_FFI_INLINE static std::optional<Float> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIFloat) return static_cast<Float>(src->v_float64);
    if (src->type_index == TypeIndex::kTVMFFIInt || src->type_index == TypeIndex::kTVMFFIBool) {
      return static_cast<Float>(src->v_int64);
    }
    return std::nullopt;
  }
};

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct VoidPtrTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIOpaquePtr;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIOpaquePtr};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(VoidPtrTraits);

  TVM_FFI_INLINE static void CopyToAnyView(void* const& src, TVMFFIAny* result) {
    SetPointer(result, TypeIndex::kTVMFFIOpaquePtr, src);
  }
  TVM_FFI_INLINE static void MoveToAny(void* src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIOpaquePtr;
  }
  TVM_FFI_INLINE static void* CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_ptr; }
  TVM_FFI_INLINE static void* MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_ptr; }
  TVM_FFI_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIOpaquePtr) return static_cast<T>(src->v_ptr);
    if (src->type_index == TypeIndex::kTVMFFINone) return static_cast<T>(nullptr);
    return std::nullopt;
  }
};

}  // namespace detail

template <>
struct TypeTraits<void*> : public detail::VoidPtrTraits<void*> {};

/// A type that only exists as the result of converting one of the fallback types, tried in order;
/// its TypeTraits provide `static T ConvertFallbackValue(Fallback value)` for each of them. View
/// only.
template <typename T, typename... FallbackTypes>
struct FallbackOnlyTraitsBase : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;

  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    return TryFallbackTypes<FallbackTypes...>(src);
  }
  template <typename FallbackType, typename... Rest>
  static std::optional<T> TryFallbackTypes(const TVMFFIAny* src) {
    static_assert(!std::is_same_v<bool, FallbackType>,
                  "bool accepts integers too; use StrictBool as fallback");
    if (auto value = TypeTraits<FallbackType>::TryCastFromAnyView(src)) {
      return TypeTraits<T>::ConvertFallbackValue(*std::move(value));
    }
    if constexpr (sizeof...(Rest) > 0) {
      return TryFallbackTypes<Rest...>(src);
    } else {
      return std::nullopt;
    }
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAITS_POD_H_
