// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Getter, setter and constants of a field, one set per field type, shared by all classes (layer 2).
#ifndef TVM_FFI_REFLECTION_REGISTRY_FIELD_ACCESS_H_
#define TVM_FFI_REFLECTION_REGISTRY_FIELD_ACCESS_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/registry/register_record.h>

#include <cstdint>
#include <type_traits>

namespace tvm {
namespace ffi {
namespace reflection {

/// Distance of a field from the object header, which is not at the start of a polymorphic class.
template <typename Class, typename T>
int64_t GetFieldByteOffsetToObject(T Class::* field_ptr) {
  // Any aligned address will do: it is never read.
  Class* object = reinterpret_cast<Class*>(uintptr_t{1} << 16);
  const char* field = reinterpret_cast<const char*>(&(object->*field_ptr));
  const char* header = reinterpret_cast<const char*>(static_cast<Object*>(object));
  return field - header;
}

namespace TVM_FFI_DETAILS_LOCAL detail {

template <typename T>
int GetField(void* field, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  *reinterpret_cast<Any*>(result) = Any(*static_cast<const T*>(field));
  TVM_FFI_SAFE_CALL_END();
}

template <typename T>
int SetField(void* field, const TVMFFIAny* value) {
  TVM_FFI_SAFE_CALL_BEGIN();
  const AnyView view = AnyView::CopyFromTVMFFIAny(*value);
  if constexpr (std::is_const_v<T>) {
    TVM_FFI_THROW(AttributeError) << "the field is const";
  } else if constexpr (std::is_same_v<T, Any>) {
    *static_cast<T*>(field) = Any(view);
  } else {
    *static_cast<T*>(field) = view.template cast<T>();
  }
  TVM_FFI_SAFE_CALL_END();
}

template <typename T>
constexpr int32_t FieldStaticTypeIndex() {
  if constexpr (std::is_same_v<T, Any>) {
    return TypeIndex::kTVMFFIAny;
  } else {
    return TypeTraits<T>::field_static_type_index;
  }
}

template <typename T>
struct FieldRecordOf {
  static constexpr FieldRecord value{::tvm::ffi::detail::kTypeTextOf<T>,
                                     &GetField<T>,
                                     &SetField<T>,
                                     static_cast<int64_t>(sizeof(T)),
                                     static_cast<int64_t>(alignof(T)),
                                     FieldStaticTypeIndex<T>()};
};

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_FIELD_ACCESS_H_
