/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/traits/conversion_error.h: the errors of failed conversions (layer 1). Texts are
 * contract. All of it is out of line and shared; a call site passes the node of the type and the
 * function that describes the value.
 */
#ifndef TVM_FFI_TRAITS_CONVERSION_ERROR_H_
#define TVM_FFI_TRAITS_CONVERSION_ERROR_H_

#include <tvm/ffi/traits/pod.h>

#include <string>

namespace tvm {
namespace ffi {
namespace detail {

/// "but got" text of a value, see TypeTraits::GetMismatchTypeInfo.
using FMismatchInfo = std::string (*)(const TVMFFIAny* source);

/// A value of integer type was refused by a narrow integer type: the value is out of range.
inline bool IsIntOverflow(const TVMFFIAny* src, const TypeText& target) {
  return target.narrow_int_bytes != 0 &&
         (src->type_index == TypeIndex::kTVMFFIInt || src->type_index == TypeIndex::kTVMFFIBool);
}

/// "Integer value 300 is out of range for int8".
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void PrintIntOverflow(MessageWriter* out,
                                                                 const TVMFFIAny* src,
                                                                 const TypeText& target) {
  *out << "Integer value " << src->v_int64 << " is out of range for "
       << (target.narrow_int_signed ? "int" : "uint") << 8 * target.narrow_int_bytes;
}

inline MessageWriter& operator<<(MessageWriter& out, const TypeText& text) {
  AppendTypeStr(out.mutable_str(), text);
  return out;
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowCannotConvert(
    const TVMFFIAny* src, FMismatchInfo info, const TypeText& target) {
  MessageWriter out;
  if (IsIntOverflow(src, target)) {
    PrintIntOverflow(&out, src, target);
    ThrowError("OverflowError", out);
  }
  out << "Cannot convert from type `" << info(src) << "` to `" << target << "`";
  ThrowError("TypeError", out);
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowCannotTreat(
    const TVMFFIAny* src, FMismatchInfo info, const TypeText& target) {
  MessageWriter out;
  out << "Cannot treat type `" << info(src) << "` as type `" << target << "`";
  ThrowError("TypeError", out);
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNullRef(const TypeText& target) {
  MessageWriter out;
  out << "Cannot make a `" << target << "` reference from a null pointer";
  ThrowError("TypeError", out);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAITS_CONVERSION_ERROR_H_
