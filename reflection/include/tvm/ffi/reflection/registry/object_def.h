// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ObjectDef: registration of a class with its fields, methods and constructors (layer 2).
// The temporary's destructor completes the type, so a chain of defs is one full expression.
#ifndef TVM_FFI_REFLECTION_REGISTRY_OBJECT_DEF_H_
#define TVM_FFI_REFLECTION_REGISTRY_OBJECT_DEF_H_

#include <tvm/ffi/reflection/registry/class_record.h>
#include <tvm/ffi/reflection/registry/field_access.h>
#include <tvm/ffi/reflection/registry/overload_set.h>
#include <tvm/ffi/reflection/registry/type_attr_def.h>

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {

template <typename Class>
class TVM_FFI_DETAILS_LOCAL ObjectDef : public ReflectionDefBase {
 public:
  /// Extras: doc, here(), init(false) for a class without a generated constructor.
  template <typename... ExtraArgs>
  explicit ObjectDef(ExtraArgs&&... extra_args)
      : type_index_(Class::_GetOrAllocRuntimeTypeIndex()), exceptions_(std::uncaught_exceptions()) {
    detail::ClassExtras extras;
    (extras.Add(extra_args), ...);
    auto_init_ = extras.auto_init;
    detail::RegisterClass(type_index_, detail::ClassRecordOf<Class>::value, extras);
    if constexpr ((std::is_same_v<std::decay_t<ExtraArgs>, here> || ...)) {
      detail::RegisterTypePlace(type_index_, *extras.place);
    }
  }
  ObjectDef(const ObjectDef&) = delete;
  ObjectDef& operator=(const ObjectDef&) = delete;
  ObjectDef(ObjectDef&&) = delete;
  ObjectDef& operator=(ObjectDef&&) = delete;

  /// Throws like every other registration, but not while a failed one unwinds.
  ~ObjectDef() noexcept(false) {
    if (std::uncaught_exceptions() != exceptions_) return;
    detail::FinishClass(type_index_, detail::ClassRecordOf<Class>::value,
                        auto_init_ && !overloads_.has_constructor());
  }

  /// A field that frontends may read.
  template <typename T, typename BaseClass, typename... Extra>
  ObjectDef& def_ro(const char* name, T BaseClass::* field_ptr, Extra&&... extra) {
    DefineField(name, field_ptr, false, extra...);
    return *this;
  }

  /// A field that frontends may read and set.
  template <typename T, typename BaseClass, typename... Extra>
  ObjectDef& def_rw(const char* name, T BaseClass::* field_ptr, Extra&&... extra) {
    static_assert(Class::_type_mutable,
                  "def_rw needs `static constexpr bool _type_mutable = true`");
    DefineField(name, field_ptr, true, extra...);
    return *this;
  }

  /// A method: a member function, or a function that takes the object first.
  template <typename Func, typename... Extra>
  ObjectDef& def(const char* name, Func&& func, Extra&&... extra) {
    DefineMethod<1>(name, detail::BindReceiver<Class>(std::forward<Func>(func)), extra...);
    return *this;
  }

  /// A function in the scope of the class.
  template <typename Func, typename... Extra>
  ObjectDef& def_static(const char* name, Func&& func, Extra&&... extra) {
    DefineMethod<0>(name, std::decay_t<Func>(std::forward<Func>(func)), extra...);
    return *this;
  }

  /// A constructor. Several are overloads, told apart by number and types of arguments.
  template <typename... Args, typename... Extra>
  ObjectDef& def(init<Args...> init_func, Extra&&... extra) {
    DefineInit<Args...>(init_func.place, extra...);
    return *this;
  }

  /// A type attribute: a value, or a callable stored as a Function.
  template <typename Value, std::enable_if_t<detail::kIsAttrValue<Value>, int> = 0>
  ObjectDef& def_type_attr(const char* name, Value&& value) {
    detail::RegisterTypeAttr(type_index_, name, Any(std::forward<Value>(value)));
    return *this;
  }
  template <typename Func, std::enable_if_t<!detail::kIsAttrValue<Func>, int> = 0>
  ObjectDef& def_type_attr(const char* name, Func&& func) {
    detail::RegisterTypeAttr(
        type_index_, name,
        detail::TypeAttrFunction(Class::_type_key, name,
                                 detail::BindReceiver<Class>(std::forward<Func>(func))));
    return *this;
  }

  /// Registers how any value becomes a TSelf.
  template <typename TSelf>
  ObjectDef& def_convert() {
    detail::RegisterTypeAttr(type_index_, type_attr::kConvert.name,
                             detail::ConvertFunction<TSelf>());
    return *this;
  }

 protected:
  template <typename T, typename BaseClass, typename... Extra>
  void DefineField(const char* name, T BaseClass::* field_ptr, bool writable,
                   const Extra&... extra) {
    static_assert(std::is_base_of_v<BaseClass, Class>, "the field belongs to another class");
    const int64_t offset = GetFieldByteOffsetToObject<Class, T>(static_cast<T Class::*>(field_ptr));
    const detail::FieldRecord& record = detail::FieldRecordOf<T>::value;
    if constexpr (detail::kOnlyDocs<Extra...>) {
      detail::RegisterField(type_index_, name, offset, writable, detail::DocOf(extra...), record);
    } else {
      detail::RegisterFieldWith(type_index_, name, offset, writable, record,
                                detail::MakeExtras<FieldInfoBuilder>(extra...).list());
    }
  }

  /// The receiver is there, and the names given to the other parameters are as many as they.
  template <typename Fn, size_t kReceiver, typename... Extra>
  static constexpr void CheckReceiver() {
    using Traits = detail::CallableTraits<Fn>;
    static_assert(Traits::kNumParams >= kReceiver, "a method takes its object first");
    detail::CheckArgCount<Traits::kNumParams - kReceiver, Extra...>();
  }

  template <size_t kReceiver, typename Fn, typename... Extra>
  void DefineMethod(const char* name, Fn fn, const Extra&... extra) {
    CheckReceiver<Fn, kReceiver, Extra...>();
    detail::DefineCallable<typename detail::CallableTraits<Fn>::Type>(
        detail::FunctionPlace{type_index_, kReceiver == 0, Class::_type_key}, name, std::move(fn),
        extra...);
  }

  template <typename... Args, typename... Extra>
  void DefineInit(detail::SourcePlace place, const Extra&... extra) {
    detail::CheckArgCount<sizeof...(Args), Extra...>();
    overloads_.AddConstructor(detail::FunctionPlace{type_index_, true, Class::_type_key},
                              detail::MakeOverload<ObjectRef(Args...)>(
                                  &init<Args...>::template Make<Class>, Class::_type_key,
                                  {type_attr::kInit.name, place.file, place.line}, extra...),
                              extra...);
  }

  int32_t type_index_;
  detail::OverloadTable overloads_;

 private:
  int exceptions_;
  bool auto_init_ = true;
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_OBJECT_DEF_H_
