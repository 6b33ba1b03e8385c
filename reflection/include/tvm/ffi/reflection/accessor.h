// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading registered types: fields, methods, attribute columns (layer 2).
// Pointers to infos live as long as the process unless the same type is still being registered.
#ifndef TVM_FFI_REFLECTION_ACCESSOR_H_
#define TVM_FFI_REFLECTION_ACCESSOR_H_

#include <tvm/ffi/reflection/attr_key.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNoField(std::string_view type_key,
                                                                          const char* field_name) {
  TVM_FFI_THROW(RuntimeError) << "Cannot find field  `" << field_name << "` in " << type_key;
  TVM_FFI_UNREACHABLE();
}

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowNoMethod(
    std::string_view type_key, const char* method_name) {
  TVM_FFI_THROW(RuntimeError) << "Cannot find method " << method_name << " in " << type_key;
  TVM_FFI_UNREACHABLE();
}

inline bool NameIs(const TVMFFIByteArray& name, const char* other) {
  const size_t size = std::strlen(other);
  return name.size == size && std::memcmp(name.data, other, size) == 0;
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Own field of a type.
inline const TVMFFIFieldInfo* GetFieldInfo(std::string_view type_key, const char* field_name) {
  const TypeInfo* info = TVMFFIGetTypeInfo(TypeKeyToIndex(type_key));
  for (int32_t i = 0; i < info->num_fields; ++i) {
    if (detail::NameIs(info->fields[i].name, field_name)) return &info->fields[i];
  }
  detail::ThrowNoField(type_key, field_name);
}

/// Own method of a type; the first of several overloads.
inline const TVMFFIMethodInfo* GetMethodInfo(std::string_view type_key, const char* method_name) {
  const TypeInfo* info = TVMFFIGetTypeInfo(TypeKeyToIndex(type_key));
  for (int32_t i = 0; i < info->num_methods; ++i) {
    if (detail::NameIs(info->methods[i].name, method_name)) return &info->methods[i];
  }
  detail::ThrowNoMethod(type_key, method_name);
}

inline Function GetMethod(std::string_view type_key, const char* method_name) {
  const TVMFFIMethodInfo* info = GetMethodInfo(type_key, method_name);
  return AnyView::CopyFromTVMFFIAny(info->method).cast<Function>();
}

/// Sets the field at field_addr with a converting cast; 0, or -1 with the error slot set.
inline int CallFieldSetter(const TVMFFIFieldInfo* field_info, void* field_addr,
                           const TVMFFIAny* value) {
  if (!(field_info->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj)) {
    return reinterpret_cast<TVMFFIFieldSetter>(field_info->setter)(field_addr, value);
  }
  TVMFFIAny args[2];
  args[0].type_index = TypeIndex::kTVMFFIOpaquePtr;
  args[0].zero_padding = 0;
  args[0].v_int64 = 0;
  args[0].v_ptr = field_addr;
  args[1] = *value;
  Any ignored;
  return TVMFFIFunctionCall(field_info->setter, args, 2, reinterpret_cast<TVMFFIAny*>(&ignored));
}

/// Gives the field its registered default, calling the factory where there is one.
inline int CallFieldSetterToDefault(const TVMFFIFieldInfo* field_info, void* field_addr) {
  if (!(field_info->flags & kTVMFFIFieldFlagBitMaskDefaultFromFactory)) {
    return CallFieldSetter(field_info, field_addr, &field_info->default_value_or_factory);
  }
  Any value;
  TVMFFIAny* raw = reinterpret_cast<TVMFFIAny*>(&value);
  const int code = TVMFFIFunctionCall(field_info->default_value_or_factory.v_obj, nullptr, 0, raw);
  return code != 0 ? code : CallFieldSetter(field_info, field_addr, raw);
}

inline void SetFieldToDefault(const TVMFFIFieldInfo* field_info, void* field_addr) {
  TVM_FFI_CHECK_SAFE_CALL(CallFieldSetterToDefault(field_info, field_addr));
}

/// Reads one field of any object that has it.
class FieldGetter {
 public:
  explicit FieldGetter(const TVMFFIFieldInfo* field_info) : field_info_(field_info) {}
  explicit FieldGetter(std::string_view type_key, const char* field_name)
      : FieldGetter(GetFieldInfo(type_key, field_name)) {}

  Any operator()(const Object* obj_ptr) const {
    Any result;
    char* base = const_cast<char*>(reinterpret_cast<const char*>(obj_ptr));
    TVM_FFI_CHECK_SAFE_CALL(
        field_info_->getter(base + field_info_->offset, reinterpret_cast<TVMFFIAny*>(&result)));
    return result;
  }
  Any operator()(const ObjectPtr<Object>& obj_ptr) const { return operator()(obj_ptr.get()); }
  Any operator()(const ObjectRef& obj) const { return operator()(obj.get()); }

 private:
  const TVMFFIFieldInfo* field_info_;
};

/// Writes one field, read-only ones included: constness is a promise to frontends.
class FieldSetter {
 public:
  explicit FieldSetter(const TVMFFIFieldInfo* field_info) : field_info_(field_info) {}
  explicit FieldSetter(std::string_view type_key, const char* field_name)
      : FieldSetter(GetFieldInfo(type_key, field_name)) {}

  void operator()(const Object* obj_ptr, AnyView value) const {
    char* base = const_cast<char*>(reinterpret_cast<const char*>(obj_ptr));
    TVM_FFI_CHECK_SAFE_CALL(CallFieldSetter(field_info_, base + field_info_->offset,
                                            reinterpret_cast<const TVMFFIAny*>(&value)));
  }
  void operator()(const ObjectPtr<Object>& obj_ptr, AnyView value) const {
    operator()(obj_ptr.get(), value);
  }
  void operator()(const ObjectRef& obj, AnyView value) const { operator()(obj.get(), value); }

 private:
  const TVMFFIFieldInfo* field_info_;
};

/// Calls back for every field, those of the furthest ancestor first. A true result stops the walk
/// and is the result.
template <typename Callback>
bool ForEachFieldInfoWithEarlyStop(const TypeInfo* type_info, Callback callback_with_early_stop) {
  // Ancestor 0 is ffi.Object, which has no fields.
  for (int32_t depth = 1; depth < type_info->type_depth; ++depth) {
    const TypeInfo* ancestor = type_info->type_ancestors[depth];
    for (int32_t i = 0; i < ancestor->num_fields; ++i) {
      if (callback_with_early_stop(&ancestor->fields[i])) return true;
    }
  }
  for (int32_t i = 0; i < type_info->num_fields; ++i) {
    if (callback_with_early_stop(&type_info->fields[i])) return true;
  }
  return false;
}

template <typename Callback>
void ForEachFieldInfo(const TypeInfo* type_info, Callback callback) {
  ForEachFieldInfoWithEarlyStop(type_info, [&callback](const TVMFFIFieldInfo* info) {
    callback(info);
    return false;
  });
}

}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_ACCESSOR_H_
