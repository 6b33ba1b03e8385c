// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Callbacks of structural traversals (layer 2): which values a callback takes is said by its first
// parameter.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_CALLBACK_H_
#define TVM_FFI_EXTRA_STRUCTURAL_CALLBACK_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/object.h>

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

template <typename F, typename = void>
struct CallbackTraits;
template <typename R, typename... Args>
struct CallbackTraits<R (*)(Args...), void> {
  using Result = R;
  using Args_ = std::tuple<Args...>;
  static constexpr size_t kNumArgs = sizeof...(Args);
};
template <typename R, typename... Args>
struct CallbackTraits<R(Args...), void> : CallbackTraits<R (*)(Args...)> {};
template <typename R, typename... Args>
struct CallbackTraits<R (*)(Args...) noexcept, void> : CallbackTraits<R (*)(Args...)> {};
template <typename C, typename R, typename... Args>
struct CallbackTraits<R (C::*)(Args...), void> : CallbackTraits<R (*)(Args...)> {};
template <typename C, typename R, typename... Args>
struct CallbackTraits<R (C::*)(Args...) const, void> : CallbackTraits<R (*)(Args...)> {};
template <typename C, typename R, typename... Args>
struct CallbackTraits<R (C::*)(Args...) noexcept, void> : CallbackTraits<R (*)(Args...)> {};
template <typename C, typename R, typename... Args>
struct CallbackTraits<R (C::*)(Args...) const noexcept, void> : CallbackTraits<R (*)(Args...)> {};
template <typename F>
struct CallbackTraits<F, std::void_t<decltype(&F::operator())>>
    : CallbackTraits<decltype(&F::operator())> {};

template <typename F, size_t I>
using CallbackArg = std::tuple_element_t<I, typename CallbackTraits<F>::Args_>;
template <typename F>
using CallbackResult = typename CallbackTraits<F>::Result;

/// The value as a callback's first parameter; empty if the callback does not take it.
template <typename Arg>
struct CallbackMatch {
  using Stored = std::decay_t<Arg>;
  static std::optional<Stored> Try(const AnyView& value) {
    if constexpr (std::is_same_v<Stored, AnyView> || std::is_same_v<Stored, Any>) {
      return Stored(value);
    } else if constexpr (std::is_pointer_v<Stored> &&
                         std::is_base_of_v<Object,
                                           std::remove_cv_t<std::remove_pointer_t<Stored>>>) {
      const auto* obj = value.as<std::remove_cv_t<std::remove_pointer_t<Stored>>>();
      if (obj == nullptr) return std::nullopt;
      return const_cast<Stored>(obj);
    } else {
      return value.as<Stored>();
    }
  }
};

/// Passes a stored first argument on as the parameter wants it.
template <typename Arg, typename Stored>
decltype(auto) ForwardMatch(Stored& stored) {
  if constexpr (std::is_lvalue_reference_v<Arg>) {
    return static_cast<Stored&>(stored);
  } else {
    return std::move(stored);
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_CALLBACK_H_
