// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// refl::init: constructors of registered classes (layer 2).
#ifndef TVM_FFI_REFLECTION_REGISTRY_INIT_H_
#define TVM_FFI_REFLECTION_REGISTRY_INIT_H_

#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry/field_traits.h>
#include <tvm/ffi/reflection/registry/place.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

/// Constructor that takes Args: ObjectDef<T>().def(init<int64_t, String>()).
template <typename... Args>
struct init {
  static constexpr size_t kNumParams = sizeof...(Args);
  /// Where it is written.
  detail::SourcePlace place;
  constexpr explicit init(const char* file = __builtin_FILE(), int line = __builtin_LINE())
      : place{file, line} {}
  template <typename Class>
  static ObjectRef Make(Args... args) {
    return ObjectRef(ObjectPtr<Object>(make_object<Class>(std::forward<Args>(args)...)));
  }
};

/// init<>() is the constructor without arguments. init(false) leaves a field out of the generated
/// constructor, or leaves a class without one.
template <>
struct init<> : public InfoTrait {
  static constexpr size_t kNumParams = 0;
  detail::SourcePlace place;
  explicit init(const char* file = __builtin_FILE(), int line = __builtin_LINE())
      : place{file, line} {}
  explicit init(bool include) : place{"", 0}, include_(include) {}
  void Apply(TVMFFIFieldInfo* info) const {
    detail::SetFlag(info, kTVMFFIFieldFlagBitMaskInitOff, !include_);
  }
  bool include() const { return include_; }

  template <typename Class>
  static ObjectRef Make() {
    return ObjectRef(ObjectPtr<Object>(make_object<Class>()));
  }

 private:
  bool include_ = true;
};

init(bool) -> init<>;

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_INIT_H_
