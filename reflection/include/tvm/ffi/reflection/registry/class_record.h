// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What a class can do without being asked (layer 2): be created, be copied, be final; and the one
// function that registers it for all classes.
#ifndef TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_
#define TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_

#include <tvm/ffi/cast.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry/here.h>
#include <tvm/ffi/reflection/registry/init.h>
#include <tvm/ffi/reflection/registry/register_record.h>

#include <string>
#include <type_traits>

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

[[noreturn]] TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void ThrowMismatch(std::string text,
                                                                           const char* expected,
                                                                           int32_t got) {
  using ::tvm::ffi::detail::AppendText;
  AppendText(&text, expected);
  ::tvm::ffi::detail::AppendInt(&text, got);
  AppendText(&text, " arguments");
  ::tvm::ffi::detail::ThrowError("TypeError", text);
}

/// Call of __ffi_new__, whose state is a TVMFFIObjectCreator.
TVM_FFI_NO_INLINE inline void CallNew(const FunctionObj* self, const AnyView*, int32_t num_args,
                                      Any* result) {
  if (TVM_FFI_PREDICT_FALSE(num_args != 0)) {
    ThrowMismatch("Mismatched number of arguments when calling: `__ffi_new__() -> ffi.Object`",
                  ". Expected 0 but got ", num_args);
  }
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL((*::tvm::ffi::detail::StateOf<TVMFFIObjectCreator>(self))(&handle));
  *result = ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromOwned<ObjectRef>(
      static_cast<TVMFFIObject*>(handle));
}

/// Whether objects of type_index are instances of target.
inline bool IsInstanceOf(int32_t type_index, int32_t target) {
  if (type_index == target) return true;
  if (type_index < TypeIndex::kTVMFFIStaticObjectBegin) return false;
  const TypeInfo* info = TVMFFIGetTypeInfo(type_index);
  const TypeInfo* target_info = TVMFFIGetTypeInfo(target);
  return info->type_depth > target_info->type_depth &&
         info->type_ancestors[target_info->type_depth]->type_index == target;
}

/// State of __ffi_shallow_copy__.
struct ShallowCopyState {
  ShallowCopier copier;
  int32_t type_index;
};

/// Call of __ffi_shallow_copy__.
TVM_FFI_NO_INLINE inline void CallShallowCopy(const FunctionObj* self, const AnyView* args,
                                              int32_t num_args, Any* result) {
  const ShallowCopyState& state = *::tvm::ffi::detail::StateOf<ShallowCopyState>(self);
  const bool right_count = num_args == 1;
  if (TVM_FFI_PREDICT_FALSE(!right_count || !IsInstanceOf(args->type_index(), state.type_index))) {
    using ::tvm::ffi::detail::AppendText;
    const TypeInfo* info = TVMFFIGetTypeInfo(state.type_index);
    const std::string key(info->type_key.data, info->type_key.size);
    std::string text =
        right_count ? "Mismatched type on argument #0" : "Mismatched number of arguments";
    AppendText(&text, " when calling: `(0: ");
    text.append(key);
    AppendText(&text, ") -> ffi.Object`");
    if (!right_count) ThrowMismatch(text, ". Expected 1 but got ", num_args);
    AppendText(&text, ". Expected `");
    text.append(key);
    AppendText(&text, "` but got `");
    text.append(args->GetTypeKey());
    text.push_back('`');
    ::tvm::ffi::detail::ThrowError("TypeError", text);
  }
  const TVMFFIAny& argument = reinterpret_cast<const TVMFFIAny&>(*args);
  *result = state.copier(reinterpret_cast<const Object*>(argument.v_obj));
}

/// Doc and class-wide switches of ObjectDef's constructor.
struct ClassExtras {
  TVMFFIByteArray doc{nullptr, 0};
  bool auto_init = true;
  const here* place = nullptr;

  template <typename Extra>
  void Add(const Extra& extra) {
    if constexpr (std::is_convertible_v<const Extra&, const char*>) {
      doc = reflection::AsByteArray(static_cast<const char*>(extra));
    } else if constexpr (std::is_same_v<Extra, init<>>) {
      auto_init = extra.include();
    } else if constexpr (std::is_same_v<Extra, here>) {
      place = &extra;
    } else {
      // What describes a field or a method says nothing about a class, but sources pass it.
      static_assert(std::is_base_of_v<InfoTrait, Extra>,
                    "ObjectDef takes a doc (const char*), init(false), here() and traits");
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

/// The records of a type have no room for its place.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE void RegisterTypePlace(int32_t type_index, const here& place) {
  const Any text(String(PlaceJson(place.file(), place.line())));
  RegisterTypeAttr(type_index, "__ffi_source__", text);
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void RegisterAttrFunction(
    int32_t type_index, const char* name, FunctionObj::FCall call, const void* state, size_t size) {
  const Any function(ObjectRef(::tvm::ffi::detail::MakePlainFunction(call, state, size)));
  RegisterTypeAttr(type_index, name, function);
}

/// Lets the library make the constructor. Absent while it registers its own first types.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void AskForAutoInit(int32_t type_index) {
  const TVMFFIByteArray name = reflection::AsByteArray("ffi._RegisterFFIInit");
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionGetGlobal(&name, &handle));
  if (handle == nullptr) return;
  const ObjectRef owner = ::tvm::ffi::detail::ObjectUnsafe::ObjectRefFromOwned<ObjectRef>(
      static_cast<TVMFFIObject*>(handle));
  TVMFFIAny argument;
  argument.type_index = TypeIndex::kTVMFFIInt;
  argument.zero_padding = 0;
  argument.v_int64 = type_index;
  Any ignored;
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFIFunctionCall(handle, &argument, 1, reinterpret_cast<TVMFFIAny*>(&ignored)));
}

/// What is registered once all members of the class are known.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void FinishClass(int32_t type_index,
                                                            const ClassRecord& record,
                                                            bool wants_auto_init) {
  if (record.copier != nullptr) {
    const ShallowCopyState state{record.copier, type_index};
    RegisterAttrFunction(type_index, type_attr::kShallowCopy.name, &CallShallowCopy, &state,
                         sizeof(state));
  }
  if (record.creator != nullptr) {
    RegisterAttrFunction(type_index, type_attr::kNew.name, &CallNew, &record.creator,
                         sizeof(record.creator));
    if (wants_auto_init) AskForAutoInit(type_index);
  }
  RegisterTypeAttr(type_index, type_attr::kTypeFinal.name, record.is_final);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_CLASS_RECORD_H_
