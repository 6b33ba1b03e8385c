/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/dtype.h: the DLDataType of a C++ type (layer 1).
 * dtype_trait<T>::value, also for the narrow types of CUDA and HIP, which are only declared here:
 * including their headers is up to the user.
 */
#ifndef TVM_FFI_EXTRA_DTYPE_H_
#define TVM_FFI_EXTRA_DTYPE_H_

#include <tvm/ffi/c_api.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/base_detail.h>
// IWYU pragma: end_exports

struct __half;
struct __nv_bfloat16;
struct __nv_fp8_e4m3;
struct __nv_fp8_e5m2;
struct __nv_fp8_e8m0;
struct __nv_fp4_e2m1;
struct __nv_fp4x2_e2m1;
struct __hip_bfloat16;
struct hip_bfloat16;
struct __hip_fp8_e4m3;
struct __hip_fp8_e4m3_fnuz;
struct __hip_fp8_e5m2;
struct __hip_fp8_e5m2_fnuz;
struct __hip_fp4_e2m1;
struct __hip_fp4x2_e2m1;

namespace tvm {
namespace ffi {
namespace detail {
namespace dtypes {

template <typename T>
struct integer_trait {
  static constexpr DLDataType value{static_cast<uint8_t>(std::is_signed_v<T> ? kDLInt : kDLUInt),
                                    static_cast<uint8_t>(sizeof(T) * 8), 1};
};

template <typename T>
struct float_trait {
  static constexpr DLDataType value{static_cast<uint8_t>(kDLFloat),
                                    static_cast<uint8_t>(sizeof(T) * 8), 1};
};

}  // namespace dtypes
}  // namespace detail

template <typename T>
struct dtype_trait {};

template <>
struct dtype_trait<signed char> : detail::dtypes::integer_trait<signed char> {};
template <>
struct dtype_trait<unsigned char> : detail::dtypes::integer_trait<unsigned char> {};
template <>
struct dtype_trait<short> : detail::dtypes::integer_trait<short> {};  // NOLINT
template <>
struct dtype_trait<unsigned short> : detail::dtypes::integer_trait<unsigned short> {};  // NOLINT
template <>
struct dtype_trait<int> : detail::dtypes::integer_trait<int> {};
template <>
struct dtype_trait<unsigned int> : detail::dtypes::integer_trait<unsigned int> {};
template <>
struct dtype_trait<long> : detail::dtypes::integer_trait<long> {};  // NOLINT
template <>
struct dtype_trait<unsigned long> : detail::dtypes::integer_trait<unsigned long> {};  // NOLINT
template <>
struct dtype_trait<long long> : detail::dtypes::integer_trait<long long> {};  // NOLINT
template <>
struct dtype_trait<unsigned long long>                       // NOLINT
    : detail::dtypes::integer_trait<unsigned long long> {};  // NOLINT
template <>
struct dtype_trait<float> : detail::dtypes::float_trait<float> {};
template <>
struct dtype_trait<double> : detail::dtypes::float_trait<double> {};

#define TVM_FFI_DETAILS_DTYPE(Type, code, bits, lanes)                          \
  template <>                                                                   \
  struct dtype_trait<Type> {                                                    \
    static constexpr DLDataType value{static_cast<uint8_t>(code), bits, lanes}; \
  }
TVM_FFI_DETAILS_DTYPE(bool, kDLBool, 8, 1);
TVM_FFI_DETAILS_DTYPE(__half, kDLFloat, 16, 1);
TVM_FFI_DETAILS_DTYPE(__nv_bfloat16, kDLBfloat, 16, 1);
TVM_FFI_DETAILS_DTYPE(__nv_fp8_e4m3, kDLFloat8_e4m3fn, 8, 1);
TVM_FFI_DETAILS_DTYPE(__nv_fp8_e5m2, kDLFloat8_e5m2, 8, 1);
TVM_FFI_DETAILS_DTYPE(__nv_fp8_e8m0, kDLFloat8_e8m0fnu, 8, 1);
TVM_FFI_DETAILS_DTYPE(__nv_fp4_e2m1, kDLFloat4_e2m1fn, 4, 1);
TVM_FFI_DETAILS_DTYPE(__nv_fp4x2_e2m1, kDLFloat4_e2m1fn, 4, 2);
TVM_FFI_DETAILS_DTYPE(__hip_bfloat16, kDLBfloat, 16, 1);
TVM_FFI_DETAILS_DTYPE(hip_bfloat16, kDLBfloat, 16, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp8_e4m3, kDLFloat8_e4m3fn, 8, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp8_e4m3_fnuz, kDLFloat8_e4m3fnuz, 8, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp8_e5m2, kDLFloat8_e5m2, 8, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp8_e5m2_fnuz, kDLFloat8_e5m2fnuz, 8, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp4_e2m1, kDLFloat4_e2m1fn, 4, 1);
TVM_FFI_DETAILS_DTYPE(__hip_fp4x2_e2m1, kDLFloat4_e2m1fn, 4, 2);
#undef TVM_FFI_DETAILS_DTYPE

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_DTYPE_H_
