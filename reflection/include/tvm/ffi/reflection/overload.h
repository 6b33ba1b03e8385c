// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// OverloadObjectDef: ObjectDef whose methods may share a name (layer 2). Each signature is a method
// entry of its own; all entries of a name hold one Function, which picks by arguments.
#ifndef TVM_FFI_REFLECTION_OVERLOAD_H_
#define TVM_FFI_REFLECTION_OVERLOAD_H_

#include <tvm/ffi/reflection/registry.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

template <typename Class>
class TVM_FFI_DETAILS_LOCAL OverloadObjectDef : public ObjectDef<Class> {
 public:
  using Super = ObjectDef<Class>;

  template <typename... ExtraArgs>
  explicit OverloadObjectDef(ExtraArgs&&... extra_args)
      : Super(std::forward<ExtraArgs>(extra_args)...) {}

  template <typename T, typename BaseClass, typename... Extra>
  OverloadObjectDef& def_ro(const char* name, T BaseClass::* field_ptr, Extra&&... extra) {
    Super::def_ro(name, field_ptr, std::forward<Extra>(extra)...);
    return *this;
  }
  template <typename T, typename BaseClass, typename... Extra>
  OverloadObjectDef& def_rw(const char* name, T BaseClass::* field_ptr, Extra&&... extra) {
    Super::def_rw(name, field_ptr, std::forward<Extra>(extra)...);
    return *this;
  }

  /// A method, or another overload of the method of that name.
  template <typename Func, typename... Extra>
  OverloadObjectDef& def(detail::PlacedName name, Func&& func, Extra&&... extra) {
    AddOverload<1>(name, detail::BindReceiver<Class>(std::forward<Func>(func)), extra...);
    return *this;
  }
  template <typename Func, typename... Extra>
  OverloadObjectDef& def_static(detail::PlacedName name, Func&& func, Extra&&... extra) {
    AddOverload<0>(name, std::decay_t<Func>(std::forward<Func>(func)), extra...);
    return *this;
  }
  template <typename... Args, typename... Extra>
  OverloadObjectDef& def(init<Args...> init_func, Extra&&... extra) {
    Super::def(init_func, std::forward<Extra>(extra)...);
    return *this;
  }

 private:
  template <size_t kReceiver, typename Fn, typename... Extra>
  void AddOverload(detail::PlacedName name, Fn fn, const Extra&... extra) {
    using Sig = typename detail::CallableTraits<Fn>::Type;
    Super::template CheckReceiver<Fn, kReceiver, Extra...>();
    this->overloads_.AddMethod(
        detail::FunctionPlace{this->type_index_, kReceiver == 0, Class::_type_key}, name.name,
        detail::MakeOverload<Sig>(std::move(fn), Class::_type_key, name, extra...), extra...);
  }
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_OVERLOAD_H_
