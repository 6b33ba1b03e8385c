// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions that fill in the defaults of parameters (layer 2). They live in the function itself, so
// that every caller on every runtime gets them; a call that gives all arguments pays nothing.
#ifndef TVM_FFI_REFLECTION_REGISTRY_DEFAULTS_H_
#define TVM_FFI_REFLECTION_REGISTRY_DEFAULTS_H_

#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>

#include <string>
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
                        Any* result) {
  constexpr auto kNumParams = static_cast<int32_t>(CallableTraits<Sig>::kNumParams);
  if (TVM_FFI_PREDICT_FALSE(num_args != kNumParams)) {
    const TrailingDefaults& defaults = ::tvm::ffi::detail::StateOf<State>(self)->name.defaults;
    if (CallWithDefaults(&InvokeWithDefaults<Sig, State>, self, defaults, kNumParams, args,
                         num_args, result)) {
      return;
    }
  }
  ::tvm::ffi::detail::TypedCall<Sig>::Run(::tvm::ffi::detail::StateOf<State>(self), args, num_args,
                                          result, std::make_index_sequence<kNumParams>());
}

/// As MakeNamedFunction, with the defaults that the extras give.
template <typename Sig, typename Fn, typename... Extra>
Function MakeDefaultedFunction(Fn callable, const char* owner, const char* name,
                               [[maybe_unused]] const Extra&... extra) {
  if constexpr ((kIsArgWithDefault<Extra> || ...)) {
    using State = ::tvm::ffi::detail::CallableState<Fn, NameWithDefaults>;
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
