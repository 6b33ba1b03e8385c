/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/signature.h: result and parameter types of a callable (layer 1).
 */
#ifndef TVM_FFI_FUNCTION_SIGNATURE_H_
#define TVM_FFI_FUNCTION_SIGNATURE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/traits/type_text.h>

#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace TVM_FFI_DETAILS_LOCAL detail {

template <typename... Types>
struct TypeList {};

/// May be the type of a parameter.
template <typename T, typename Plain = std::remove_cv_t<std::remove_reference_t<T>>>
inline constexpr bool ArgSupported =
    !(std::is_lvalue_reference_v<T> && !std::is_const_v<std::remove_reference_t<T>>) &&
    (std::is_same_v<Plain, Any> || std::is_same_v<Plain, AnyView> ||
     TypeTraits<Plain>::convert_enabled);

/// May be the type of a result.
template <typename T, typename Plain = std::remove_cv_t<std::remove_reference_t<T>>>
inline constexpr bool RetSupported =
    std::is_same_v<T, void> || std::is_same_v<Plain, Any> || TypeTraits<Plain>::convert_enabled;

template <typename R, typename... Args>
struct FuncFunctorImpl {
  using FType = R(Args...);
  using RetType = R;
  using ArgTypes = TypeList<Args...>;
  static constexpr int num_args = static_cast<int>(sizeof...(Args));
  static constexpr bool unpacked_args_supported = (ArgSupported<Args> && ...) && RetSupported<R>;
  static constexpr const TypeText* kTypeText = &FunctionTypeText<R(Args...)>::value;

  /// "(0: int, 1: str) -> void"
  static std::string Sig() { return TypeTextToStr(*kTypeText); }
  static std::string TypeSchema() { return TypeTextToSchema(*kTypeText); }
};

/// Signature of a function, function pointer, or object with one operator().
template <typename T>
struct FunctionInfo : FunctionInfo<decltype(&T::operator())> {};
template <typename T>
struct FunctionInfo<T&> : FunctionInfo<T> {};
template <typename T>
struct FunctionInfo<T&&> : FunctionInfo<T> {};
template <typename T>
struct FunctionInfo<const T> : FunctionInfo<T> {};

template <typename R, typename... Args>
struct FunctionInfo<R(Args...)> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R (*)(Args...)> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R(Args...) noexcept> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R (*)(Args...) noexcept> : FuncFunctorImpl<R, Args...> {};

/* Call operators of function objects: self is not a parameter. */
#define TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR(qualifiers) \
  template <typename C, typename R, typename... Args>         \
  struct FunctionInfo<R (C::*)(Args...) qualifiers> : FuncFunctorImpl<R, Args...> {};
TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR()
TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR(const)
TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR(noexcept)
TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR(const noexcept)
#undef TVM_FFI_DETAILS_FUNCTION_INFO_OF_OPERATOR

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_SIGNATURE_H_
