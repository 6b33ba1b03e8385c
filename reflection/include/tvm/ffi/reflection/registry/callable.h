// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Signatures of callables, and member functions as callables that take their object (layer 2).
#ifndef TVM_FFI_REFLECTION_REGISTRY_CALLABLE_H_
#define TVM_FFI_REFLECTION_REGISTRY_CALLABLE_H_

#include <tvm/ffi/base/append_text.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

template <typename R, typename... Args>
struct SignatureOf {
  using Type = R(Args...);
  static constexpr size_t kNumParams = sizeof...(Args);
};

/// Signature of a function, function pointer, functor or lambda.
template <typename F>
struct CallableTraits : CallableTraits<decltype(&F::operator())> {};
template <typename R, typename... Args>
struct CallableTraits<R(Args...)> : SignatureOf<R, Args...> {};
template <typename R, typename... Args>
struct CallableTraits<R (*)(Args...)> : SignatureOf<R, Args...> {};
template <typename R, typename... Args>
struct CallableTraits<R (*)(Args...) noexcept> : SignatureOf<R, Args...> {};

#define TVM_FFI_DETAILS_MEMBER_TRAITS(QUALIFIERS, IS_CONST)                       \
  template <typename C, typename R, typename... Args>                             \
  struct CallableTraits<R (C::*)(Args...) QUALIFIERS> : SignatureOf<R, Args...> { \
    using Owner = C;                                                              \
    static constexpr bool kConst = IS_CONST;                                      \
  };
TVM_FFI_DETAILS_MEMBER_TRAITS(, false)
TVM_FFI_DETAILS_MEMBER_TRAITS(&, false)
TVM_FFI_DETAILS_MEMBER_TRAITS(const, true)
TVM_FFI_DETAILS_MEMBER_TRAITS(const&, true)
TVM_FFI_DETAILS_MEMBER_TRAITS(noexcept, false)
TVM_FFI_DETAILS_MEMBER_TRAITS(const noexcept, true)
#undef TVM_FFI_DETAILS_MEMBER_TRAITS

/// The receiver in front of the parameters: const Class* for objects, the reference class itself.
template <typename Class, typename MemberFn, typename Sig>
struct BoundMember;
template <typename Class, typename MemberFn, typename R, typename... Args>
struct BoundMember<Class, MemberFn, R(Args...)> {
  static constexpr bool kIsObject = std::is_base_of_v<Object, Class>;
  static_assert(kIsObject || std::is_base_of_v<ObjectRef, Class>,
                "a method belongs to a class derived from Object or ObjectRef");
  using Self = std::conditional_t<kIsObject, const Class*, Class>;

  MemberFn fn;

  R operator()(Self self, Args... args) const {
    if constexpr (!kIsObject) {
      return (self.*fn)(std::forward<Args>(args)...);
    } else if constexpr (CallableTraits<MemberFn>::kConst) {
      return (self->*fn)(std::forward<Args>(args)...);
    } else {
      // The method may change its object; frontends hold objects without constness.
      return (const_cast<Class*>(self)->*fn)(std::forward<Args>(args)...);
    }
  }
};

/// Class that a member function is called on: the registered class where it inherits the member.
template <typename Class, typename Owner>
using ReceiverOf = std::conditional_t<std::is_base_of_v<Owner, Class>, Class, Owner>;

/// A callable that takes its object first; other callables as they are.
template <typename Class, typename Func>
auto BindReceiver(Func&& func) {
  using Fn = std::decay_t<Func>;
  if constexpr (std::is_member_function_pointer_v<Fn>) {
    using Traits = CallableTraits<Fn>;
    using Receiver = ReceiverOf<Class, typename Traits::Owner>;
    return BoundMember<Receiver, Fn, typename Traits::Type>{func};
  } else {
    return Fn(std::forward<Func>(func));
  }
}

/// `owner.name`, or `name` without an owner.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string MethodName(const char* owner,
                                                                  const char* name) {
  std::string out;
  if (owner != nullptr) {
    ::tvm::ffi::detail::AppendText(&out, owner);
    out.push_back('.');
  }
  ::tvm::ffi::detail::AppendText(&out, name);
  return out;
}

/// A function object around plain bytes that start with a StaticName. The name is copied behind
/// them, since only the owner, a class constant, is known to live as long as the code.
TVM_FFI_NO_INLINE inline Function MakeNamedPlainFunction(FunctionObj::FCall invoke,
                                                         const void* state, size_t size) {
  using ::tvm::ffi::detail::StaticName;
  const char* name = static_cast<const StaticName*>(state)->name;
  const size_t name_size = std::strlen(name) + 1;
  ObjectPtr<FunctionObj> object = make_inplace_array_object<FunctionObj, char>(size + name_size);
  object->safe_call = &::tvm::ffi::detail::SafeCallCppFunction;
  object->cpp_call = reinterpret_cast<void*>(invoke);
  char* body = reinterpret_cast<char*>(object.get()) + sizeof(FunctionObj);
  std::memcpy(body, state, size);
  std::memcpy(body + size, name, name_size);
  reinterpret_cast<StaticName*>(body)->name = body + size;
  return ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(
      ObjectPtr<Object>(std::move(object)));
}

/// Function of the given signature whose errors call it `owner.name`.
template <typename Sig, typename Fn>
Function MakeNamedFunction(Fn callable, const char* owner, const char* name) {
  using ::tvm::ffi::detail::CallableState;
  using ::tvm::ffi::detail::StaticName;
  using State = CallableState<Fn, StaticName>;
  if constexpr (::tvm::ffi::detail::is_plain_callable_v<State>) {
    const State state{StaticName{owner, name}, callable};
    return MakeNamedPlainFunction(&::tvm::ffi::detail::TypedCall<Sig>::template Invoke<State>,
                                  &state, sizeof(State));
  } else {
    return Function::FromTyped(std::move(callable), MethodName(owner, name));
  }
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Picks one of several functions of a name: overload_cast<int>(&f), overload_cast<int>(&C::f,
/// const_).
template <typename... Args>
struct overload_cast_impl {
  template <typename R>
  constexpr auto operator()(R (*fn)(Args...)) const noexcept -> decltype(fn) {
    return fn;
  }
  template <typename R, typename Class>
  constexpr auto operator()(R (Class::*fn)(Args...), std::false_type = {}) const noexcept
      -> decltype(fn) {
    return fn;
  }
  template <typename R, typename Class>
  constexpr auto operator()(R (Class::*fn)(Args...) const, std::true_type) const noexcept
      -> decltype(fn) {
    return fn;
  }
};
template <typename... Args>
inline constexpr overload_cast_impl<Args...> overload_cast{};
/// Second argument of overload_cast for const member functions.
inline constexpr auto const_ = std::true_type{};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_CALLABLE_H_
