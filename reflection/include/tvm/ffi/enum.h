// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Enumerations whose entries are objects (layer 2). Each enum class has one EnumState, in the type
// attribute __ffi_enum__; entries live as long as the process and are compared by identity.
// Entries are added by reflection/enum_def.h, or from another language through the same state.
#ifndef TVM_FFI_ENUM_H_
#define TVM_FFI_ENUM_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/string.h>

#include <optional>
#include <utility>

namespace tvm {
namespace ffi {

/// Entries of one enum class.
class EnumStateObj : public Object {
 public:
  /// In the order of registration.
  List<ObjectRef> entries;
  /// From integer and from string index to entry.
  Dict<Any, ObjectRef> indexes;
  /// From attribute name to the values of the entries that have it.
  Dict<String, Dict<ObjectRef, Any>> attrs;

  static constexpr bool _type_mutable = true;
  static constexpr int32_t _type_child_slots = 0;
  static constexpr bool _type_final = true;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.EnumState", EnumStateObj, Object);
};

class EnumState : public ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(EnumState, ObjectRef, EnumStateObj);
};

class Enum;

/// Entry of an enumeration.
class EnumObj : public Object {
 public:
  /// Ordinal, or the value of an IntEnum.
  int64_t _int_index = 0;
  /// Name, or the value of a StrEnum.
  String _str_index;

  EnumObj() = default;
  EnumObj(int64_t int_index, String str_index)
      : _int_index(int_index), _str_index(std::move(str_index)) {}

  /// The entry of a class or type; [ValueError] when there is none.
  template <typename EnumClsObj>
  static Enum _GetByIntIndex(int64_t index);
  template <typename EnumClsObj>
  static Enum _GetByStrIndex(const String& index);
  TVM_FFI_DETAILS_IF_USED static Enum _GetByIntIndex(int32_t type_index, int64_t index);
  TVM_FFI_DETAILS_IF_USED static Enum _GetByStrIndex(int32_t type_index, const String& index);

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindUniqueInstance;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.Enum", EnumObj, Object);

 private:
  template <typename Index>
  static Enum GetByIndex(int32_t type_index, const Index& index);
};

class Enum : public ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Enum, ObjectRef, EnumObj);
};

/// Enumeration whose entries have an integer value; the field `value` shows _int_index.
class IntEnumObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.IntEnum", IntEnumObj, EnumObj);
};

class IntEnum : public Enum {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(IntEnum, Enum, IntEnumObj);
};

/// Enumeration whose entries have a string value; the field `value` shows _str_index.
class StrEnumObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DETAILS_DECLARE_WHEN_USED("ffi.StrEnum", StrEnumObj, EnumObj);
};

class StrEnum : public Enum {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(StrEnum, Enum, StrEnumObj);
};

namespace type_attr {

/// Entries of an enum class.
inline constexpr reflection::AttrKey<EnumState> kEnumState{"__ffi_enum__"};

}  // namespace type_attr

namespace detail {

/// State of an enum class, or empty when it has no entries; [TypeError] for a foreign value.
TVM_FFI_DETAILS_IF_USED
inline std::optional<EnumState> FindEnumState(int32_t type_index) {
  const TVMFFIByteArray name = reflection::AsByteArray(type_attr::kEnumState.name);
  const TVMFFIAny* cell = FindAttrCell(TVMFFIGetTypeAttrColumn(&name), type_index);
  if (cell == nullptr) return std::nullopt;
  const AnyView value = AnyView::CopyFromTVMFFIAny(*cell);
  if (std::optional<EnumState> state = value.as<EnumState>()) return state;
  TVM_FFI_THROW(TypeError) << "Expected `ffi.EnumState` in enum state column, but got `"
                           << value.GetTypeKey() << "`";
  TVM_FFI_UNREACHABLE();
}

}  // namespace detail

template <typename Index>
inline Enum EnumObj::GetByIndex(int32_t type_index, const Index& index) {
  if (std::optional<EnumState> state = detail::FindEnumState(type_index)) {
    if (std::optional<ObjectRef> entry = (*state)->indexes.Get(Any(index))) {
      return entry->as_or_throw<Enum>();
    }
  }
  TVM_FFI_THROW(ValueError) << "Enum `" << TypeIndexToTypeKey(type_index)
                            << "` has no instance with index " << index;
  TVM_FFI_UNREACHABLE();
}

template <int>
inline Enum EnumObj::_GetByIntIndex(int32_t type_index, int64_t index) {
  return GetByIndex(type_index, index);
}
template <int>
inline Enum EnumObj::_GetByStrIndex(int32_t type_index, const String& index) {
  return GetByIndex(type_index, index);
}
template <typename EnumClsObj>
inline Enum EnumObj::_GetByIntIndex(int64_t index) {
  return GetByIndex(EnumClsObj::RuntimeTypeIndex(), index);
}
template <typename EnumClsObj>
inline Enum EnumObj::_GetByStrIndex(const String& index) {
  return GetByIndex(EnumClsObj::RuntimeTypeIndex(), index);
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ENUM_H_
