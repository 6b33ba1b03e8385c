// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions that fill in the defaults of parameters (layer 2). They live in the function itself, so
// that every caller on every runtime gets them; a call that gives all arguments pays nothing.
#ifndef TVM_FFI_REFLECTION_REGISTRY_DEFAULTS_H_
#define TVM_FFI_REFLECTION_REGISTRY_DEFAULTS_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/argument_check.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Defaults of the last parameters, in order.
using TrailingDefaults = std::vector<Any>;

template <typename Extra>
void NoteDefault(TrailingDefaults* defaults, const Extra& extra) {
  if constexpr (kIsArgWithDefault<Extra>) {
    defaults->push_back(extra.value());
  } else if constexpr (kIsArg<Extra>) {
    defaults->clear();
  }
}

template <typename... Extra>
TrailingDefaults CollectDefaults(const Extra&... extra) {
  TrailingDefaults defaults;
  (NoteDefault(&defaults, extra), ...);
  return defaults;
}

/// [TypeError] at registration, for a default that no call could use.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void CheckDefaultValue(
    const ArgumentCheck& check, const ::tvm::ffi::detail::TypeText& type, const char* owner,
    const char* function, const char* param, const Any& value) {
  const TVMFFIAny* raw = reinterpret_cast<const TVMFFIAny*>(&value);
  if (check.accepts(raw)) return;
  TVM_FFI_THROW(TypeError) << "Default of parameter `" << param << "` of `"
                           << MethodName(owner, function) << "` must be `"
                           << ::tvm::ffi::detail::TypeTextToStr(type) << "`, but is `"
                           << check.describe(raw) << "`";
}

/// Parameter of a signature by its position.
template <size_t kIndex, typename Sig>
struct ParamAt;
template <size_t kIndex, typename R, typename... Args>
struct ParamAt<kIndex, R(Args...)> {
  using Type = std::tuple_element_t<kIndex, std::tuple<Args...>>;
};

/// Position of the parameter that an extra is about: names are counted from the receiver on.
template <typename Sig, size_t kExtra, typename... Extra>
constexpr size_t ParamOf() {
  constexpr bool kIsName[] = {kIsArg<Extra>..., false};
  size_t index = CallableTraits<Sig>::kNumParams - kNumArgs<Extra...>;
  for (size_t i = 0; i < kExtra; ++i) index += kIsName[i] ? 1 : 0;
  return index;
}

/// Compile-time part of the check: false for a constant of another type than the parameter.
template <typename Sig, size_t kExtra, typename... Extra>
constexpr bool DefaultMayFitAt() {
  using This = std::tuple_element_t<kExtra, std::tuple<Extra...>>;
  if constexpr (kIsArgWithDefault<This>) {
    using Param = typename ParamAt<ParamOf<Sig, kExtra, Extra...>(), Sig>::Type;
    return MayTakeDefault<Param>(std::decay_t<This>::kDefaultKind);
  } else {
    return true;
  }
}

template <typename Sig, typename... Extra, size_t... kExtra>
constexpr void CheckDefaultKinds(std::index_sequence<kExtra...>) {
  static_assert((DefaultMayFitAt<Sig, kExtra, Extra...>() && ...),
                "the default in refl::arg(...) = value is of another type than the parameter");
}

template <typename Sig, size_t kParam, typename Extra>
void CheckDefault(const char* owner, const char* function, const Extra& extra) {
  if constexpr (kIsArgWithDefault<Extra>) {
    CheckDefaultValue(*SignatureChecks<Sig>::value[kParam],
                      *::tvm::ffi::detail::FunctionTypeText<Sig>::value.args.list[kParam + 1],
                      owner, function, extra.name(), extra.value());
  }
}

/// Checks the defaults that the extras give to the parameters of one function.
template <typename Sig, size_t... kExtra, typename... Extra>
void CheckDefaults(std::index_sequence<kExtra...> extras, const char* owner, const char* function,
                   const Extra&... extra) {
  CheckDefaultKinds<Sig, Extra...>(extras);
  (CheckDefault<Sig, ParamOf<Sig, kExtra, Extra...>()>(owner, function, extra), ...);
}

/// Calls self with the missing arguments; false when one of them has no default.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline bool CallWithDefaults(
    FunctionObj::FCall call, const FunctionObj* self, const TrailingDefaults& defaults,
    int32_t num_params, const AnyView* args, int32_t num_args, Any* result) {
  const int32_t missing = num_params - num_args;
  if (missing <= 0 || static_cast<size_t>(missing) > defaults.size()) return false;
  std::vector<AnyView> all(args, args + num_args);
  all.insert(all.end(), defaults.end() - missing, defaults.end());
  call(self, all.data(), num_params, result);
  return true;
}

struct NameWithDefaults : ::tvm::ffi::detail::OwnedName {
  TrailingDefaults defaults;
};

template <typename Sig, typename State>
void InvokeWithDefaults(const FunctionObj* self, const AnyView* args, int32_t num_args,
                        Any* result);

/// A call with another number of arguments than there are parameters.
template <typename Sig, typename State>
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void InvokeShort(const FunctionObj* self, const AnyView* args,
                                                     int32_t num_args, Any* result) {
  constexpr auto kNumParams = static_cast<int32_t>(CallableTraits<Sig>::kNumParams);
  auto* state = ::tvm::ffi::detail::StateOf<State>(self);
  if (!CallWithDefaults(&InvokeWithDefaults<Sig, State>, self, state->name.defaults, kNumParams,
                        args, num_args, result)) {
    ::tvm::ffi::detail::TypedCall<Sig>::Run(state, args, num_args, result,
                                            std::make_index_sequence<kNumParams>());
  }
}

template <typename Sig, typename State>
void InvokeWithDefaults(const FunctionObj* self, const AnyView* args, int32_t num_args,
                        Any* result) {
  constexpr auto kNumParams = static_cast<int32_t>(CallableTraits<Sig>::kNumParams);
  if (TVM_FFI_PREDICT_FALSE(num_args != kNumParams)) {
    InvokeShort<Sig, State>(self, args, num_args, result);
  } else {
    ::tvm::ffi::detail::TypedCall<Sig>::Run(::tvm::ffi::detail::StateOf<State>(self), args,
                                            num_args, result,
                                            std::make_index_sequence<kNumParams>());
  }
}

/// As MakeNamedFunction, with the defaults that the extras give.
template <typename Sig, typename Fn, typename... Extra>
Function MakeDefaultedFunction(Fn callable, const char* owner, const char* name,
                               [[maybe_unused]] const Extra&... extra) {
  if constexpr ((kIsArgWithDefault<Extra> || ...)) {
    using State = ::tvm::ffi::detail::CallableState<Fn, NameWithDefaults>;
    CheckDefaults<Sig>(std::index_sequence_for<Extra...>(), owner, name, extra...);
    NameWithDefaults state{{MethodName(owner, name)}, CollectDefaults(extra...)};
    return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(
        ::tvm::ffi::detail::MakeCallable<Fn, NameWithDefaults>(
            &InvokeWithDefaults<Sig, State>, std::move(callable), std::move(state)));
  } else {
    return MakeNamedFunction<Sig>(std::move(callable), owner, name);
  }
}

/// Number of arguments that a call may leave out.
template <typename... Extra>
constexpr int NumTrailingDefaults() {
  int count = 0;
  ((count = kIsArgWithDefault<Extra> ? count + 1 : kIsArg<Extra> ? 0 : count), ...);
  return count;
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_DEFAULTS_H_
