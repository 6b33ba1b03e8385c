/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/dtype.h: DLDataType as a value: text, comparison, traits (layer 1). The grammar of the
 * text lives in the library (c-abi.md section 11).
 */
#ifndef TVM_FFI_DTYPE_H_
#define TVM_FFI_DTYPE_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <cstring>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi {

using ::DLDataType;
using ::DLDataTypeCode;

/// Type codes of this library beyond DLPack's.
enum DLExtDataTypeCode { kDLExtCustomBegin = 129 };

namespace detail {

TVM_FFI_NO_INLINE inline DLDataType ParseDataType(const char* data, size_t size) {
  DLDataType result;
  TVMFFIByteArray text{data, size};
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIDataTypeFromString(&text, &result));
  return result;
}

}  // namespace detail

/// "float32x4" to a dtype; ValueError when the text is not one.
inline DLDataType StringToDLDataType(const String& str) {
  return detail::ParseDataType(str.data(), str.size());
}

/// The canonical text.
inline String DLDataTypeToString(DLDataType dtype) {
  TVMFFIAny text;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIDataTypeToString(&dtype, &text));
  return TypeTraits<String>::MoveFromAnyAfterCheck(&text);
}

inline bool DTypeIsFloat(DLDataType dtype) {
  switch (dtype.code) {
    case kDLFloat:
    case kDLBfloat:
      return true;
    default:
      return dtype.code >= kDLFloat8_e3m4 && dtype.code <= kDLFloat4_e2m1fn;
  }
}
inline bool DTypeIsInt(DLDataType dtype) { return dtype.code == kDLInt || dtype.code == kDLUInt; }
inline bool DTypeIsBool(DLDataType dtype) { return dtype.code == kDLBool; }

/// Short name: i8, u8, f16, bf16, bool, handle, void, f8_e4m3fn, f4_e2m1fnx2, f32xvscalex4.
TVM_FFI_NO_INLINE inline std::string DTypeAbbrev(DLDataType dtype) {
  static constexpr struct {
    std::string_view name;
    const char* abbreviation;
  } kHeads[] = {{"bfloat", "bf"}, {"float", "f"}, {"uint", "u"}, {"int", "i"}};
  std::string out = DLDataTypeToString(dtype);
  if (out.empty()) return "void";
  for (const auto& head : kHeads) {
    if (out.compare(0, head.name.size(), head.name) == 0) {
      out.replace(0, head.name.size(), head.abbreviation);
      break;
    }
  }
  return out;
}

namespace detail {

/// A template so that nothing is instantiated before it is used.
template <typename T>
struct DataTypeTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIDataType;
  static constexpr TypeText kTypeText{StaticTypeKey::kTVMFFIDataType};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(DataTypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    SetInline(result, TypeIndex::kTVMFFIDataType, 0);
    result->v_dtype = src;
  }
  TVM_FFI_INLINE static void MoveToAny(T src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIDataType;
  }
  TVM_FFI_INLINE static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_dtype; }
  TVM_FFI_INLINE static T MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_dtype; }
  /// Any text is parsed; what does not parse is an error, not a mismatch.
  TVM_FFI_NO_INLINE static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    switch (src->type_index) {
      case TypeIndex::kTVMFFIDataType:
        return src->v_dtype;
      case TypeIndex::kTVMFFIRawStr:
        return ParseDataType(src->v_c_str, std::strlen(src->v_c_str));
      case TypeIndex::kTVMFFISmallStr:
      case TypeIndex::kTVMFFIStr: {
        TVMFFIByteArray text = TextCellContent(src);
        return ParseDataType(text.data, text.size);
      }
      default:
        return std::nullopt;
    }
  }
};

}  // namespace detail

template <>
struct TypeTraits<DLDataType> : public detail::DataTypeTraits<DLDataType> {};

namespace detail {
template <>
struct IsOtherPrintable<DLDataType, false> : std::false_type {};
inline MessageWriter& operator<<(MessageWriter& out, const DLDataType& dtype) {
  return out << DLDataTypeToString(dtype);
}
}  // namespace detail

}  // namespace ffi
}  // namespace tvm

inline bool operator==(const DLDataType& lhs, const DLDataType& rhs) {
  return lhs.code == rhs.code && lhs.bits == rhs.bits && lhs.lanes == rhs.lanes;
}
inline bool operator!=(const DLDataType& lhs, const DLDataType& rhs) { return !(lhs == rhs); }

/// Prints the canonical text; a template so that <ostream> is needed only where something is
/// printed.
template <typename Traits>
inline std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& os,
                                                    DLDataType dtype) {
  return os << ::tvm::ffi::DLDataTypeToString(dtype);
}

#endif  // TVM_FFI_DTYPE_H_
