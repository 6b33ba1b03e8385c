/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/typed_function.h: TypedFunction<R(Args...)>, a Function with a signature (layer
 * 1). The signature is the caller's promise: converting from a Function checks nothing until it is
 * called.
 */
#ifndef TVM_FFI_FUNCTION_TYPED_FUNCTION_H_
#define TVM_FFI_FUNCTION_TYPED_FUNCTION_H_

#include <tvm/ffi/function/function.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

template <typename FType>
class TypedFunction;

template <typename R, typename... Args>
class TypedFunction<R(Args...)> {
 public:
  using TSelf = TypedFunction<R(Args...)>;

  TypedFunction() = default;
  TypedFunction(std::nullptr_t) {}                                // NOLINT
  TypedFunction(Function packed) : packed_(std::move(packed)) {}  // NOLINT
  template <typename FLambda,
            typename = std::enable_if_t<std::is_invocable_r_v<R, std::decay_t<FLambda>&, Args...>>>
  TypedFunction(FLambda&& typed_lambda, std::string name)
      : packed_(Make(std::forward<FLambda>(typed_lambda), detail::OwnedName{std::move(name)})) {}
  template <typename FLambda,
            typename = std::enable_if_t<std::is_invocable_r_v<R, std::decay_t<FLambda>&, Args...> &&
                                        !std::is_same_v<std::decay_t<FLambda>, TSelf> &&
                                        !std::is_base_of_v<Function, std::decay_t<FLambda>>>>
  TypedFunction(FLambda&& typed_lambda)  // NOLINT
      : packed_(Make(std::forward<FLambda>(typed_lambda), detail::StaticName())) {}
  template <typename FLambda,
            typename = std::enable_if_t<std::is_invocable_r_v<R, std::decay_t<FLambda>&, Args...> &&
                                        !std::is_same_v<std::decay_t<FLambda>, TSelf> &&
                                        !std::is_base_of_v<Function, std::decay_t<FLambda>>>>
  TSelf& operator=(FLambda&& typed_lambda) {
    packed_ = Make(std::forward<FLambda>(typed_lambda), detail::StaticName());
    return *this;
  }
  TSelf& operator=(Function packed) {
    packed_ = std::move(packed);
    return *this;
  }

  TVM_FFI_INLINE R operator()(Args... args) const {
    if constexpr (std::is_void_v<R>) {
      packed_(std::forward<Args>(args)...);
    } else {
      Any result = packed_(std::forward<Args>(args)...);
      if constexpr (std::is_same_v<R, Any>) {
        return result;
      } else if constexpr (TypeTraits<R>::storage_enabled) {
        return std::move(result).template cast<R>();
      } else {
        return result.template cast<R>();
      }
    }
  }

  operator Function() const { return packed_; }  // NOLINT
  const Function& packed() const& { return packed_; }
  constexpr Function&& packed() && { return std::move(packed_); }
  bool operator==(std::nullptr_t null) const { return packed_ == null; }
  bool operator!=(std::nullptr_t null) const { return packed_ != null; }

  static std::string TypeSchema() {
    return detail::TypeTextToSchema(detail::FunctionTypeText<R(Args...)>::value);
  }

 private:
  Function packed_{nullptr};

  template <typename FLambda, typename Name>
  static Function Make(FLambda&& lambda, Name name) {
    return Function::Wrap(detail::MakeTypedCallable<R(Args...), std::decay_t<FLambda>, Name>(
        std::forward<FLambda>(lambda), std::move(name)));
  }
};

template <typename FType>
inline constexpr bool use_default_type_traits_v<TypedFunction<FType>> = false;

template <typename FType>
struct TypeTraits<TypedFunction<FType>> : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIFunction;
  static constexpr detail::TypeText kTypeText = detail::FunctionTypeText<FType>::value;
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const TypedFunction<FType>& src, TVMFFIAny* result) {
    TypeTraits<Function>::CopyToAnyView(src.packed(), result);
  }
  TVM_FFI_INLINE static void MoveToAny(TypedFunction<FType> src, TVMFFIAny* result) {
    TypeTraits<Function>::MoveToAny(std::move(src).packed(), result);
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIFunction;
  }
  TVM_FFI_INLINE static TypedFunction<FType> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return TypedFunction<FType>(TypeTraits<Function>::CopyFromAnyViewAfterCheck(src));
  }
  TVM_FFI_INLINE static TypedFunction<FType> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return TypedFunction<FType>(TypeTraits<Function>::MoveFromAnyAfterCheck(src));
  }
  static std::optional<TypedFunction<FType>> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<Function> packed = TypeTraits<Function>::TryCastFromAnyView(src);
    if (!packed.has_value()) return std::nullopt;
    return TypedFunction<FType>(*std::move(packed));
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_TYPED_FUNCTION_H_
