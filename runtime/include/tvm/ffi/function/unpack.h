/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/function/unpack.h: from packed arguments to a typed call (layer 1).
 * The code of one function is its checks and its call. Conversions are shared per parameter type,
 * errors are made by shared cold functions from constant data. Message texts are contract
 * (cpp-api.md section 8).
 */
#ifndef TVM_FFI_FUNCTION_UNPACK_H_
#define TVM_FFI_FUNCTION_UNPACK_H_

#include <tvm/ffi/function/function_obj.h>
#include <tvm/ffi/function/signature.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Everything that an error about a call needs to know about the callee.
struct CallInfo {
  const TypeText* signature;
  /// One per parameter.
  const FMismatchInfo* mismatch;
  void (*append_name)(std::string* out, const void* name);
};

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void PrintCallee(MessageWriter* out,
                                                            const CallInfo* info,
                                                            const void* name) {
  *out << " when calling: `";
  info->append_name(out->mutable_str(), name);
  *out << *info->signature << "`";
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowWrongArgCount(
    const CallInfo* info, const void* name, int32_t num_args) {
  MessageWriter out;
  out << "Mismatched number of arguments";
  PrintCallee(&out, info, name);
  out << ". Expected " << info->signature->num_str_args - 1 << " but got " << num_args
      << " arguments";
  ThrowError("TypeError", out);
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowWrongArgType(const CallInfo* info,
                                                                               const void* name,
                                                                               const AnyView* args,
                                                                               int index) {
  const TVMFFIAny* arg = AnyUnsafe::TVMFFIAnyPtrFromAnyView(args[index]);
  const TypeText& expected = *info->signature->args.list[index + 1];
  const bool overflow = IsIntOverflow(arg, expected);
  MessageWriter out;
  if (overflow) {
    PrintIntOverflow(&out, arg, expected);
    out << " on argument #";
  } else {
    out << "Mismatched type on argument #";
  }
  out << index;
  PrintCallee(&out, info, name);
  if (overflow) ThrowError("OverflowError", out);
  out << ". Expected `" << expected << "` but got `" << info->mismatch[index](arg) << "`";
  ThrowError("TypeError", out);
}

template <typename T, bool kConvertible = !std::is_same_v<T, Any> && !std::is_same_v<T, AnyView>>
struct MismatchInfoOf {
  static constexpr FMismatchInfo value = &TypeTraits<T>::GetMismatchTypeInfo;
};
template <typename T>
struct MismatchInfoOf<T, false> {
  static constexpr FMismatchInfo value = &TypeTraitsBase::GetMismatchTypeInfo;
};

template <typename... Args>
struct MismatchInfoList {
  static constexpr FMismatchInfo value[sizeof...(Args) + 1] = {
      MismatchInfoOf<std::remove_cv_t<std::remove_reference_t<Args>>>::value..., nullptr};
};

template <typename Sig, typename Name>
struct CallInfoOf;
template <typename R, typename... Args, typename Name>
struct CallInfoOf<R(Args...), Name> {
  static constexpr CallInfo value{&FunctionTypeText<R(Args...)>::value,
                                  MismatchInfoList<Args...>::value, &Name::Append};
};

/// Traits say so where the first alternative that casts is wanted, not the one that fits exactly.
template <typename Traits, typename = void>
inline constexpr bool takes_first_that_casts_v = false;
template <typename Traits>
inline constexpr bool
    takes_first_that_casts_v<Traits, std::enable_if_t<Traits::kTakesFirstThatCasts>> = true;

/// The strict check comes first for our own traits only: a user's TryCastFromAnyView has the last
/// word on its type. An enumeration has its integer's text and a cast of its own.
template <typename Traits, typename = void>
struct HasStrictPath : std::false_type {};
template <typename Traits>
struct HasStrictPath<Traits,
                     std::void_t<typename Traits::TypeTextOwner, decltype(&Traits::CheckAnyStrict)>>
    : std::bool_constant<!takes_first_that_casts_v<Traits> &&
                         SameFunction<&Traits::TryCastFromAnyView,
                                      &Traits::TypeTextOwner::TryCastFromAnyView>::value> {};

template <typename T>
TVM_FFI_NO_INLINE T ConvertArg(const CallInfo* info, const void* name, const AnyView* args,
                               int index) {
  std::optional<T> value =
      TypeTraits<T>::TryCastFromAnyView(AnyUnsafe::TVMFFIAnyPtrFromAnyView(args[index]));
  if (TVM_FFI_PREDICT_FALSE(!value.has_value())) ThrowWrongArgType(info, name, args, index);
  return *std::move(value);
}

template <typename T>
TVM_FFI_INLINE T UnpackArg(const CallInfo* info, const void* name, const AnyView* args, int index) {
  if constexpr (std::is_same_v<T, AnyView> || std::is_same_v<T, Any>) {
    return args[index];
  } else {
    if constexpr (!takes_first_that_casts_v<TypeTraits<T>> && HasStrictPath<TypeTraits<T>>::value) {
      const TVMFFIAny* arg = AnyUnsafe::TVMFFIAnyPtrFromAnyView(args[index]);
      if (TVM_FFI_PREDICT_TRUE(TypeTraits<T>::CheckAnyStrict(arg))) {
        return TypeTraits<T>::CopyFromAnyViewAfterCheck(arg);
      }
    }
    return ConvertArg<T>(info, name, args, index);
  }
}

/// Replace what a result cell holds.
template <typename R>
TVM_FFI_INLINE void StoreResult(Any* result, R&& value) {
  if constexpr (!std::is_reference_v<R> && std::is_base_of_v<ObjectRef, R>) {
    TVMFFIAny cell;
    TypeTraits<R>::MoveToAny(std::move(value), &cell);
    // Results come in as None, so that there is nothing to release.
    if (TVM_FFI_PREDICT_FALSE(result->type_index() != TypeIndex::kTVMFFINone)) result->reset();
    *AnyUnsafe::TVMFFIAnyPtrFromAny(*result) = cell;
  } else {
    *result = Any(std::forward<R>(value));
  }
}

/// Read from the cell without a conversion that could run code or need memory: numbers, and objects
/// by pointer, which every method takes first.
template <typename T>
inline constexpr bool is_plain_v = std::is_arithmetic_v<T>;
template <typename T>
inline constexpr bool is_plain_v<T*> =
    std::is_base_of_v<Object, T> && HasStrictPath<TypeTraits<T*>>::value;

template <typename Sig>
struct TypedCall;

template <typename R, typename... Args>
struct TypedCall<R(Args...)> {
  template <typename T>
  using Plain = std::remove_cv_t<std::remove_reference_t<T>>;

  /// State is a CallableState. Plain values that are what the parameters say are passed on before
  /// anything that needs a stack frame.
  template <typename State, size_t... I>
  TVM_FFI_INLINE static void Run(State* state, const AnyView* args, int32_t num_args, Any* result,
                                 std::index_sequence<I...> indices) {
    if constexpr (sizeof...(Args) != 0 && (is_plain_v<Plain<Args>> && ...)) {
      const TVMFFIAny* raw = AnyUnsafe::TVMFFIAnyPtrFromAnyView(*args);
      if (TVM_FFI_PREDICT_TRUE(num_args == static_cast<int32_t>(sizeof...(Args)) &&
                               (TypeTraits<Plain<Args>>::CheckAnyStrict(raw + I) && ...))) {
        if constexpr (std::is_void_v<R>) {
          state->callable(TypeTraits<Plain<Args>>::CopyFromAnyViewAfterCheck(raw + I)...);
        } else {
          StoreResult<R>(
              result,
              state->callable(TypeTraits<Plain<Args>>::CopyFromAnyViewAfterCheck(raw + I)...));
        }
      } else {
        RunConvertingApart(state, args, num_args, result, indices);
      }
    } else {
      RunConverting(state, args, num_args, result, indices);
    }
  }
  template <typename State, size_t... I>
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static void RunConvertingApart(
      State* state, const AnyView* args, int32_t num_args, Any* result,
      std::index_sequence<I...> indices) {
    RunConverting(state, args, num_args, result, indices);
  }
  template <typename State, size_t... I>
  TVM_FFI_INLINE static void RunConverting(State* state, [[maybe_unused]] const AnyView* args,
                                           int32_t num_args, [[maybe_unused]] Any* result,
                                           std::index_sequence<I...>) {
    constexpr const CallInfo* info =
        &CallInfoOf<R(Args...), std::remove_cv_t<decltype(state->name)>>::value;
    if (TVM_FFI_PREDICT_FALSE(num_args != static_cast<int32_t>(sizeof...(Args)))) {
      ThrowWrongArgCount(info, &state->name, num_args);
    }
    if constexpr (std::is_void_v<R>) {
      state->callable(UnpackArg<std::remove_cv_t<std::remove_reference_t<Args>>>(
          info, &state->name, args, static_cast<int>(I))...);
    } else {
      StoreResult<R>(result,
                     state->callable(UnpackArg<std::remove_cv_t<std::remove_reference_t<Args>>>(
                         info, &state->name, args, static_cast<int>(I))...));
    }
  }
  /// cpp_call of a function whose state is a State.
  template <typename State>
  static void Invoke(const FunctionObj* self, const AnyView* args, int32_t num_args, Any* result) {
    Run(StateOf<State>(self), args, num_args, result, std::index_sequence_for<Args...>());
  }
};

/// A Function's object calling callable with signature Sig.
template <typename Sig, typename F, typename Name>
inline ObjectPtr<Object> MakeTypedCallable(F callable, Name name) {
  return MakeCallable<F, Name>(&TypedCall<Sig>::template Invoke<CallableState<F, Name>>,
                               std::move(callable), std::move(name));
}

template <typename F>
inline constexpr bool is_packed_raw_v = std::is_invocable_v<F&, const AnyView*, int32_t, Any*>;
template <typename F>
inline constexpr bool is_packed_args_v = std::is_invocable_v<F&, PackedArgs, Any*>;

template <typename State>
inline void InvokePacked(const FunctionObj* self, const AnyView* args, int32_t num_args,
                         Any* result) {
  auto& callable = StateOf<State>(self)->callable;
  if constexpr (is_packed_raw_v<std::remove_reference_t<decltype(callable)>>) {
    callable(args, num_args, result);
  } else {
    callable(PackedArgs(args, num_args), result);
  }
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_UNPACK_H_
