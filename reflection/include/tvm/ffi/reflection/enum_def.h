// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// EnumDef: adds an entry to an enum class (layer 2). The index of the entry is its ordinal, except
// for IntEnum classes, where it is given.
#ifndef TVM_FFI_REFLECTION_ENUM_DEF_H_
#define TVM_FFI_REFLECTION_ENUM_DEF_H_

#include <tvm/ffi/enum.h>
#include <tvm/ffi/reflection/registry.h>

#include <optional>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// Attribute under which the doc of an entry is kept.
inline constexpr const char* kEnumDocAttr = "__doc__";

/// State of an enum class; an empty one is registered when there is none.
TVM_FFI_DETAILS_IF_USED
inline EnumState GetOrMakeEnumState(int32_t type_index) {
  if (std::optional<EnumState> state = ::tvm::ffi::detail::FindEnumState(type_index)) {
    return *std::move(state);
  }
  const EnumState state = ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromObjectPtr<EnumState>(
      make_object<EnumStateObj>());
  RegisterTypeAttr(type_index, type_attr::kEnumState.name, state);
  return state;
}

TVM_FFI_DETAILS_IF_USED
TVM_FFI_NO_INLINE inline void AddEnumEntry(int32_t type_index, const EnumState& state,
                                           const ObjectRef& entry) {
  const EnumObj* value = entry.as<EnumObj>();
  const Any int_index(value->_int_index);
  const Any str_index(value->_str_index);
  if (state->indexes.count(int_index) != 0 || state->indexes.count(str_index) != 0) {
    TVM_FFI_THROW(ValueError) << "Duplicate enum index for type `" << TypeIndexToTypeKey(type_index)
                              << "`";
  }
  state->entries.push_back(entry);
  state->indexes.Set(int_index, entry);
  state->indexes.Set(str_index, entry);
}

TVM_FFI_DETAILS_IF_USED
TVM_FFI_NO_INLINE inline void SetEnumAttr(const EnumState& state, const ObjectRef& entry,
                                          const char* name, const Any& value) {
  std::optional<Dict<ObjectRef, Any>> values = state->attrs.Get(name);
  if (!values) {
    values = Dict<ObjectRef, Any>();
    state->attrs.Set(name, *values);
  }
  values->Set(entry, value);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

template <typename EnumClsObj, typename = std::enable_if_t<std::is_base_of_v<EnumObj, EnumClsObj>>>
class TVM_FFI_DETAILS_LOCAL EnumDef : public ReflectionDefBase {
 public:
  /// Whether the class has an entry of that string index.
  static bool IsDefined(const String& name) {
    std::optional<EnumState> state =
        ::tvm::ffi::detail::FindEnumState(EnumClsObj::_GetOrAllocRuntimeTypeIndex());
    return state && (*state)->indexes.count(Any(name)) != 0;
  }

  /// Adds an entry whose integer index is the next ordinal.
  explicit EnumDef(const char* str_index) : EnumDef() {
    static_assert(!std::is_base_of_v<IntEnumObj, EnumClsObj>,
                  "an entry of an IntEnum needs its value: EnumDef<E>(\"NAME\", value)");
    Add(static_cast<int64_t>(state_->entries.size()), str_index);
  }
  /// Adds an entry of an IntEnum.
  EnumDef(const char* str_index, int64_t int_index) : EnumDef() {
    static_assert(std::is_base_of_v<IntEnumObj, EnumClsObj>,
                  "only entries of an IntEnum have a value of their own");
    Add(int_index, str_index);
  }

  /// Says what the entry stands for.
  EnumDef& doc(const char* text) {
    detail::SetEnumAttr(state_, entry_, detail::kEnumDocAttr, Any(String(text)));
    return *this;
  }

  /// Gives the entry an attribute.
  template <typename T>
  EnumDef& set_attr(const char* attr_name, T value) {
    detail::SetEnumAttr(state_, entry_, attr_name, Any(std::move(value)));
    return *this;
  }
  template <typename T, typename Value>
  EnumDef& set_attr(AttrKey<T> key, Value&& value) {
    // As an lvalue: a borrowing key type refuses temporaries, but the state keeps the value.
    const std::decay_t<Value>& kept = value;
    detail::SetEnumAttr(state_, entry_, key.name, Any(T(kept)));
    return *this;
  }
  /// Gives the entry a native hook under a key whose type is a NativeFunctionView.
  template <auto Fn, typename T>
  EnumDef& set_native_fn_attr(AttrKey<T> key) {
    detail::SetEnumAttr(state_, entry_, key.name, Any(T::template FromNative<Fn>()));
    return *this;
  }

 private:
  EnumDef()
      : type_index_(EnumClsObj::_GetOrAllocRuntimeTypeIndex()),
        state_(detail::GetOrMakeEnumState(type_index_)) {}

  void Add(int64_t int_index, const char* str_index) {
    ObjectPtr<EnumClsObj> entry;
    if constexpr (std::is_constructible_v<EnumClsObj, int64_t, String>) {
      entry = make_object<EnumClsObj>(int_index, String(str_index));
    } else {
      entry = make_object<EnumClsObj>();
      entry->_int_index = int_index;
      entry->_str_index = String(str_index);
    }
    entry_ = ObjectRef(ObjectPtr<Object>(std::move(entry)));
    detail::AddEnumEntry(type_index_, state_, entry_);
  }

  int32_t type_index_;
  EnumState state_;
  ObjectRef entry_;
};

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_ENUM_DEF_H_
