// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// string/dtype.h: data types as text (layer 1, grammar: c-abi.md section 11).
#ifndef TVM_FFI_STRING_DTYPE_H_
#define TVM_FFI_STRING_DTYPE_H_

#include <tvm/ffi/c_api.h>

#include <cstdint>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

// A type with a name of its own: everything but the bit width is fixed.
struct DtypeName {
  std::string_view name;
  uint8_t code;
  uint8_t bits;
};

inline constexpr uint8_t kFirstCustomDtypeCode = 129;

// Names whose text carries no bit width, in the order of their codes.
inline constexpr DtypeName kFixedDtypes[] = {
    {"float8_e3m4", 7, 8},      {"float8_e4m3", 8, 8},      {"float8_e4m3b11fnuz", 9, 8},
    {"float8_e4m3fn", 10, 8},   {"float8_e4m3fnuz", 11, 8}, {"float8_e5m2", 12, 8},
    {"float8_e5m2fnuz", 13, 8}, {"float8_e8m0fnu", 14, 8},  {"float6_e2m3fn", 15, 6},
    {"float6_e3m2fn", 16, 6},   {"float4_e2m1fn", 17, 4},
};

// Calls global function `function` with one value; the result is owned. Gives the code of the call,
// raised when the function does not exist.
int CallDtypeHook(std::string_view function, std::string_view dtype, const TVMFFIAny& argument,
                  TVMFFIAny* result);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_DTYPE_H_
