// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Making objects of a type known by its key (layer 2).
#ifndef TVM_FFI_REFLECTION_CREATOR_H_
#define TVM_FFI_REFLECTION_CREATOR_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/string.h>

#include <string_view>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

inline std::string_view TypeKeyOf(const TVMFFITypeInfo* info) {
  return {info->type_key.data, info->type_key.size};
}

/// __ffi_new__ of the type as a handle that the column owns, or null.
inline TVMFFIObjectHandle NewFunctionOf(const TVMFFITypeInfo* info) {
  const TVMFFIByteArray name = AsByteArray(type_attr::kNew.name);
  const TVMFFIAny* value =
      ::tvm::ffi::detail::FindAttrCell(TVMFFIGetTypeAttrColumn(&name), info->type_index);
  return value != nullptr && value->type_index == TypeIndex::kTVMFFIFunction ? value->v_obj
                                                                             : nullptr;
}

/// Fields is Map<String, Any>, here and below; a parameter so that only callers instantiate it.
template <typename Fields>
[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowUnknownField(
    const TVMFFITypeInfo* info, const Fields& fields) {
  for (const auto& [name, value] : fields) {
    const std::string_view wanted(name.data(), name.size());
    const bool known = ForEachFieldInfoWithEarlyStop(info, [&](const TVMFFIFieldInfo* field) {
      return std::string_view(field->name.data, field->name.size) == wanted;
    });
    if (!known) {
      TVM_FFI_THROW(TypeError) << "Type `" << TypeKeyOf(info) << "` does not have field `" << wanted
                               << "`";
    }
  }
  TVM_FFI_THROW(TypeError) << "Type `" << TypeKeyOf(info) << "` has two fields of one name";
  TVM_FFI_UNREACHABLE();
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Whether CreateEmptyObject can make one.
inline bool HasCreator(const TVMFFITypeInfo* type_info) {
  if (type_info->metadata != nullptr && type_info->metadata->creator != nullptr) return true;
  return detail::NewFunctionOf(type_info) != nullptr;
}

/// An object with the values of its default constructor.
inline ObjectPtr<Object> CreateEmptyObject(const TVMFFITypeInfo* type_info) {
  using ::tvm::ffi::detail::ObjectUnsafe;
  if (type_info->metadata != nullptr && type_info->metadata->creator != nullptr) {
    TVMFFIObjectHandle handle = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(type_info->metadata->creator(&handle));
    return ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(handle));
  }
  TVMFFIObjectHandle make = detail::NewFunctionOf(type_info);
  if (make == nullptr) {
    TVM_FFI_THROW(RuntimeError) << "Type `" << detail::TypeKeyOf(type_info)
                                << "` does not support reflection creation (no native creator or "
                                   "__ffi_new__ type attr)";
  }
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFIFunctionCall(make, nullptr, 0, reinterpret_cast<TVMFFIAny*>(&result)));
  return ObjectUnsafe::ObjectPtrFromObjectRef<Object>(result.cast<ObjectRef>());
}

namespace TVM_FFI_DETAILS_LOCAL detail {

/// Sets the named fields, and the others to their defaults. [TypeError] for a field that is left
/// without a value and for a name that is no field.
template <typename Fields>
inline void SetFieldsByName(const TVMFFITypeInfo* type_info, Object* object, const Fields& fields) {
  size_t used = 0;
  ForEachFieldInfo(type_info, [&](const TVMFFIFieldInfo* field) {
    const String name(field->name.data, field->name.size);
    void* address = reinterpret_cast<char*>(object) + field->offset;
    if (std::optional<Any> value = fields.Get(name)) {
      ++used;
      const AnyView view(*value);
      TVM_FFI_CHECK_SAFE_CALL(
          CallFieldSetter(field, address, reinterpret_cast<const TVMFFIAny*>(&view)));
    } else if (field->flags & kTVMFFIFieldFlagBitMaskHasDefault) {
      SetFieldToDefault(field, address);
    } else {
      TVM_FFI_THROW(TypeError) << "Required field `" << name << "` not set in type `"
                               << TypeKeyOf(type_info) << "`";
    }
  });
  if (used != fields.size()) ThrowUnknownField(type_info, fields);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail

/// Makes objects from field values by name; fields without a value get their default.
class ObjectCreator {
 public:
  explicit ObjectCreator(std::string_view type_key)
      : ObjectCreator(TVMFFIGetTypeInfo(TypeKeyToIndex(type_key))) {}
  explicit ObjectCreator(const TVMFFITypeInfo* type_info) : type_info_(type_info) {
    if (!HasCreator(type_info)) {
      TVM_FFI_THROW(RuntimeError) << "Type `" << detail::TypeKeyOf(type_info)
                                  << "` does not support default constructor, as a result cannot "
                                     "be created via reflection";
    }
  }

  TVM_FFI_DETAILS_IF_USED Any operator()(const Map<String, Any>& fields) const {
    ObjectPtr<Object> object = CreateEmptyObject(type_info_);
    detail::SetFieldsByName(type_info_, object.get(), fields);
    return ObjectRef(std::move(object));
  }

 private:
  const TVMFFITypeInfo* type_info_;
};

}  // namespace reflection

// Clients call these two without the inner namespace.
using reflection::CreateEmptyObject;
using reflection::HasCreator;
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_CREATOR_H_
