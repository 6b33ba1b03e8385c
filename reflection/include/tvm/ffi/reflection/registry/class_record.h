// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What a class can do without being asked (layer 2): be created, be copied, be final; and the one
// function that registers it for all classes.
#ifndef TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_
#define TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_

#include <tvm/ffi/cast.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry/init.h>
#include <tvm/ffi/reflection/registry/register_record.h>

#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

using ShallowCopier = ObjectRef (*)(const Object* source);

struct ClassRecord {
  const char* key;
  int32_t total_size;
  TVMFFISEqHashKind structural_kind;
  bool is_final;
  /// Null where the class cannot be made without arguments.
  TVMFFIObjectCreator creator;
  /// Null where the class cannot be copied.
  ShallowCopier copier;
};

template <typename Class>
int CreateObject(TVMFFIObjectHandle* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  if constexpr (std::is_default_constructible_v<Class>) {
    *result =
        ::tvm::ffi::detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(make_object<Class>());
  } else {
    *result = ::tvm::ffi::detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(
        make_object<Class>(UnsafeInit{}));
  }
  TVM_FFI_SAFE_CALL_END();
}

template <typename Class>
ObjectRef CopyObject(const Object* source) {
  return ObjectRef(ObjectPtr<Object>(make_object<Class>(*static_cast<const Class*>(source))));
}

template <typename Class>
constexpr TVMFFIObjectCreator CreatorOf() {
  if constexpr (std::is_default_constructible_v<Class> ||
                std::is_constructible_v<Class, UnsafeInit>) {
    return &CreateObject<Class>;
  } else {
    return nullptr;
  }
}

template <typename Class>
constexpr ShallowCopier CopierOf() {
  if constexpr (std::is_copy_constructible_v<Class>) {
    return &CopyObject<Class>;
  } else {
    return nullptr;
  }
}

template <typename Class>
struct ClassRecordOf {
  static constexpr ClassRecord value{Class::_type_key,
                                     static_cast<int32_t>(sizeof(Class)),
                                     Class::_type_s_eq_hash_kind,
                                     Class::_type_final,
                                     CreatorOf<Class>(),
                                     CopierOf<Class>()};
};

/// Value of __ffi_new__.
struct NewFunction {
  TVMFFIObjectCreator creator;
  void operator()(PackedArgs args, Any* result) const {
    if (args.size() != 0) {
      TVM_FFI_THROW(TypeError) << "Mismatched number of arguments when calling: `__ffi_new__() -> "
                                  "ffi.Object`. Expected 0 but got "
                               << args.size() << " arguments";
    }
    TVMFFIObjectHandle handle = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(creator(&handle));
    *result = ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromOwned<ObjectRef>(
        static_cast<TVMFFIObject*>(handle));
  }
};

/// Whether objects of type_index are instances of target.
inline bool IsInstanceOf(int32_t type_index, int32_t target) {
  if (type_index == target) return true;
  if (type_index < TypeIndex::kTVMFFIStaticObjectBegin) return false;
  const TypeInfo* info = TVMFFIGetTypeInfo(type_index);
  const TypeInfo* target_info = TVMFFIGetTypeInfo(target);
  return info->type_depth > target_info->type_depth &&
         info->type_ancestors[target_info->type_depth]->type_index == target;
}

/// Value of __ffi_shallow_copy__.
struct ShallowCopyFunction {
  ShallowCopier copier;
  int32_t type_index;
  void operator()(PackedArgs args, Any* result) const {
    const TypeInfo* info = TVMFFIGetTypeInfo(type_index);
    const std::string_view key(info->type_key.data, info->type_key.size);
    if (args.size() != 1) {
      TVM_FFI_THROW(TypeError) << "Mismatched number of arguments when calling: `(0: " << key
                               << ") -> ffi.Object`. Expected 1 but got " << args.size()
                               << " arguments";
    }
    if (!IsInstanceOf(args[0].type_index(), type_index)) {
      TVM_FFI_THROW(TypeError) << "Mismatched type on argument #0 when calling: `(0: " << key
                               << ") -> ffi.Object`. Expected `" << key << "` but got `"
                               << args[0].GetTypeKey() << "`";
    }
    *result = copier(args[0].cast<const Object*>());
  }
};

/// Doc and class-wide switches of ObjectDef's constructor.
struct ClassExtras {
  TVMFFIByteArray doc{nullptr, 0};
  bool auto_init = true;

  template <typename Extra>
  void Add(const Extra& extra) {
    if constexpr (std::is_convertible_v<const Extra&, const char*>) {
      doc = reflection::AsByteArray(static_cast<const char*>(extra));
    } else {
      static_assert(std::is_same_v<Extra, init<>>,
                    "ObjectDef takes a doc (const char*) and init(false)");
      auto_init = extra.include();
    }
  }
};

TVM_FFI_NO_INLINE inline void RegisterClass(int32_t type_index, const ClassRecord& record,
                                            const ClassExtras& extras) {
  TVMFFITypeMetadata metadata;
  metadata.doc = extras.doc;
  metadata.creator = record.creator;
  metadata.total_size = record.total_size;
  metadata.structural_eq_hash_kind = record.structural_kind;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterMetadata(type_index, &metadata));
}

/// What is registered once all members of the class are known.
TVM_FFI_NO_INLINE inline void FinishClass(int32_t type_index, const ClassRecord& record,
                                          bool wants_auto_init) {
  if (record.copier != nullptr) {
    RegisterTypeAttr(type_index, type_attr::kShallowCopy.name,
                     Function::FromPacked(ShallowCopyFunction{record.copier, type_index}));
  }
  if (record.creator != nullptr) {
    RegisterTypeAttr(type_index, type_attr::kNew.name,
                     Function::FromPacked(NewFunction{record.creator}));
    // Absent while the library itself registers its first types.
    if (wants_auto_init) {
      if (std::optional<Function> make = Function::GetGlobal("ffi._RegisterFFIInit")) {
        (*make)(type_index);
      }
    }
  }
  RegisterTypeAttr(type_index, type_attr::kTypeFinal.name, record.is_final);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_
