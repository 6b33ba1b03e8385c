// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// GlobalDef: registration of global functions (layer 2). A name that is taken is an error.
#ifndef TVM_FFI_REFLECTION_REGISTRY_GLOBAL_DEF_H_
#define TVM_FFI_REFLECTION_REGISTRY_GLOBAL_DEF_H_

#include <tvm/ffi/reflection/registry/callable.h>
#include <tvm/ffi/reflection/registry/register_record.h>
#include <tvm/ffi/reflection/registry/signature_traits.h>

#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

/// Base of the builders.
class TVM_FFI_DETAILS_LOCAL ReflectionDefBase {};

class TVM_FFI_DETAILS_LOCAL GlobalDef : public ReflectionDefBase {
 public:
  /// A typed function: its signature is recorded, arguments are converted.
  template <typename Func, typename... Extra>
  GlobalDef& def(const char* name, Func&& func, Extra&&... extra) {
    using Traits = detail::CallableTraits<std::decay_t<Func>>;
    return Register<typename Traits::Type>(name, std::decay_t<Func>(std::forward<Func>(func)),
                                           extra...);
  }

  /// A function of any arguments.
  template <typename Func, typename... Extra>
  GlobalDef& def_packed(const char* name, Func func, Extra&&... extra) {
    detail::DefineFunction(detail::kGlobalPlace, name, detail::PackedFunctionText::value,
                           Function::FromPacked(std::move(func)), extra...);
    return *this;
  }

  /// As def; a member function takes its object first.
  template <typename Func, typename... Extra>
  GlobalDef& def_method(const char* name, Func&& func, Extra&&... extra) {
    using Traits = detail::CallableTraits<std::decay_t<Func>>;
    if constexpr (std::is_member_function_pointer_v<std::decay_t<Func>>) {
      return def(name, detail::BindReceiver<typename Traits::Owner>(std::forward<Func>(func)),
                 extra...);
    } else {
      return def(name, std::forward<Func>(func), extra...);
    }
  }

 private:
  template <typename Sig, typename Fn, typename... Extra>
  GlobalDef& Register(const char* name, Fn fn, const Extra&... extra) {
    detail::CheckArgCount<detail::CallableTraits<Sig>::kNumParams, Extra...>();
    detail::DefineCallable<Sig>(detail::kGlobalPlace, name, std::move(fn), extra...);
    return *this;
  }
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_GLOBAL_DEF_H_
