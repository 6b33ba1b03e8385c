// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether values fit the parameters of a signature (layer 2): how overloads are told apart, and
// defaults are checked.
#ifndef TVM_FFI_REFLECTION_REGISTRY_ARGUMENT_CHECK_H_
#define TVM_FFI_REFLECTION_REGISTRY_ARGUMENT_CHECK_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/rvalue_ref.h>

#include <cstddef>
#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Whether an argument would convert to a parameter's type, without converting it for good.
struct ArgumentCheck {
  bool (*accepts)(const TVMFFIAny* argument);
  std::string (*describe)(const TVMFFIAny* argument);
};

template <typename T>
struct ArgumentCheckOf {
  static bool Accepts(const TVMFFIAny* argument) {
    return TypeTraits<T>::TryCastFromAnyView(argument).has_value();
  }
  static constexpr ArgumentCheck value{&Accepts, &TypeTraits<T>::GetMismatchTypeInfo};
};
struct AcceptsEverything {
  static bool Accepts(const TVMFFIAny*) { return true; }
  static std::string Describe(const TVMFFIAny*) { return std::string(); }
  static constexpr ArgumentCheck value{&Accepts, &Describe};
};
template <>
struct ArgumentCheckOf<Any> : AcceptsEverything {};
template <>
struct ArgumentCheckOf<AnyView> : AcceptsEverything {};
/// A cast of an rvalue slot would empty it.
template <typename T>
struct ArgumentCheckOf<RValueRef<T>> {
  static bool Accepts(const TVMFFIAny* argument) {
    TVMFFIAny content = *argument;
    if (argument->type_index == TypeIndex::kTVMFFIObjectRValueRef) {
      TVMFFIObject* object = *static_cast<TVMFFIObject**>(argument->v_ptr);
      if (object == nullptr) return false;
      ::tvm::ffi::detail::ObjectUnsafe::StoreObject(object, &content);
    }
    return TypeTraits<T>::TryCastFromAnyView(&content).has_value();
  }
  static constexpr ArgumentCheck value{&Accepts, &TypeTraits<RValueRef<T>>::GetMismatchTypeInfo};
};

template <typename Sig>
struct SignatureChecks;
template <typename R, typename... Args>
struct SignatureChecks<R(Args...)> {
  static constexpr const ArgumentCheck* value[sizeof...(Args) + 1] = {
      &ArgumentCheckOf<std::remove_cv_t<std::remove_reference_t<Args>>>::value..., nullptr};
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_ARGUMENT_CHECK_H_
