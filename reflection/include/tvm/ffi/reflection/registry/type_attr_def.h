// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// TypeAttrDef: registration of type attributes (layer 2), and the __ffi_convert__ attribute.
#ifndef TVM_FFI_REFLECTION_REGISTRY_TYPE_ATTR_DEF_H_
#define TVM_FFI_REFLECTION_REGISTRY_TYPE_ATTR_DEF_H_

#include <tvm/ffi/reflection/registry/global_def.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Values that go into a column as they are; everything else is a callable.
template <typename Value>
inline constexpr bool kIsAttrValue =
    std::is_convertible_v<Value&&, AnyView> || std::is_convertible_v<std::decay_t<Value>, AnyView>;

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowCannotCast(
    AnyView value, const TypeText& target) {
  TVM_FFI_THROW(TypeError) << "Cannot cast from `" << value.GetTypeKey() << "` to `"
                           << ::tvm::ffi::detail::TypeTextToStr(target) << "`";
  TVM_FFI_UNREACHABLE();
}

template <typename Self>
Self ConvertTo(AnyView value) {
  if (std::optional<Self> result = value.template try_cast<Self>()) return *std::move(result);
  ThrowCannotCast(value, *::tvm::ffi::detail::kTypeTextOf<Self>);
}

template <typename Self>
Function ConvertFunction() {
  return Function::FromTyped(&ConvertTo<Self>);
}

template <typename Func>
Function TypeAttrFunction(const char* type_key, const char* name, Func func) {
  return MakeNamedFunction<typename CallableTraits<Func>::Type>(std::move(func), type_key, name);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Attributes of a type that is described elsewhere, or not at all.
template <typename Class, typename = std::enable_if_t<std::is_base_of_v<Object, Class>>>
class TVM_FFI_DETAILS_LOCAL TypeAttrDef : public ReflectionDefBase {
 public:
  template <typename... ExtraArgs>
  explicit TypeAttrDef(ExtraArgs&&...) : type_index_(Class::_GetOrAllocRuntimeTypeIndex()) {}

  /// Stores a value.
  template <typename Value, std::enable_if_t<detail::kIsAttrValue<Value>, int> = 0>
  TypeAttrDef& def(const char* name, Value&& value) {
    return Store(name, Any(std::forward<Value>(value)));
  }
  /// Stores a callable as a Function; member functions take their object first.
  template <typename Func, std::enable_if_t<!detail::kIsAttrValue<Func>, int> = 0>
  TypeAttrDef& def(const char* name, Func&& func) {
    return Store(
        name, Any(detail::TypeAttrFunction(Class::_type_key, name,
                                           detail::BindReceiver<Class>(std::forward<Func>(func)))));
  }

  /// Stores a native hook under a key whose type is a NativeFunctionView.
  template <auto Fn, typename T>
  TypeAttrDef& native_fn_attr(AttrKey<T> key) {
    return Store(key.name, Any(T::template FromNative<Fn>()));
  }

  /// Stores a value of the key's type.
  template <typename T, typename Value>
  TypeAttrDef& attr(AttrKey<T> key, Value&& value) {
    // As an lvalue: a borrowing key type refuses temporaries, but the column keeps the value.
    const std::decay_t<Value>& kept = value;
    return Store(key.name, Any(T(kept)));
  }
  template <typename T>
  TypeAttrDef& attr(const char* name, T value) {
    return Store(name, Any(std::move(value)));
  }

  /// Registers how any value becomes a TSelf.
  template <typename TSelf>
  TypeAttrDef& def_convert() {
    return Store(type_attr::kConvert.name, Any(detail::ConvertFunction<TSelf>()));
  }

 private:
  TypeAttrDef& Store(const char* name, const Any& value) {
    detail::RegisterTypeAttr(type_index_, name, value);
    return *this;
  }
  int32_t type_index_;
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_TYPE_ATTR_DEF_H_
