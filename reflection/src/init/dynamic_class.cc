// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Objects of classes that another language defines (layer 2): memory of a given size whose content
// is known from the registered fields alone. A zeroed body is a valid one: null pointers, None,
// zeros.
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/reflection/registry.h>

#include <cstring>
#include <utility>

#include "auto_init.h"
#include "field_storage.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::ObjectUnsafe;

// Calls visit(object slot) for every reference that the object owns.
template <typename Visit>
void ForEachReference(TVMFFIObject* object, const Visit& visit) {
  ForEachFieldInfo(TVMFFIGetTypeInfo(object->type_index), [&](const TVMFFIFieldInfo* field) {
    void* address = reinterpret_cast<char*>(object) + field->offset;
    switch (StorageOf(*field)) {
      case FieldStorage::kObjectPointer:
        visit(*static_cast<TVMFFIObject**>(address));
        break;
      case FieldStorage::kCell: {
        auto* cell = static_cast<TVMFFIAny*>(address);
        if (cell->type_index >= kTVMFFIStaticObjectBegin) visit(cell->v_obj);
        break;
      }
      case FieldStorage::kPlain:
        break;
    }
  });
}

void DestroyFields(TVMFFIObject* self) {
  ForEachReference(self, [](TVMFFIObject*& reference) {
    ObjectUnsafe::DecRefObjectHandle(std::exchange(reference, nullptr));
  });
}

void DeleteObject(void* self, int flags) {
  auto* object = static_cast<TVMFFIObject*>(self);
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0 &&
      !::tvm::ffi::detail::DestroyBounded(object, flags, &DestroyFields)) {
    return;
  }
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) {
    ::tvm::ffi::detail::FreeObjectMemory(self);
  }
}

// body: what follows the header, or null for zeros.
ObjectRef AllocateObject(int32_t type_index, size_t size, const void* body) {
  void* memory = ::tvm::ffi::detail::AllocateObjectMemory(size, alignof(std::max_align_t));
  char* content = static_cast<char*>(memory) + sizeof(TVMFFIObject);
  const size_t content_size = size - sizeof(TVMFFIObject);
  if (body == nullptr) {
    std::memset(content, 0, content_size);
  } else {
    std::memcpy(content, body, content_size);
  }
  auto* object = static_cast<TVMFFIObject*>(memory);
  object->combined_ref_count = ::tvm::ffi::detail::kRefBothOne;
  object->type_index = type_index;
  object->__padding = 0;
  object->deleter = &DeleteObject;
  if (body != nullptr) {
    ForEachReference(object,
                     [](TVMFFIObject*& reference) { ObjectUnsafe::IncRefObjectHandle(reference); });
  }
  return ObjectUnsafe::ObjectRefFromOwned<ObjectRef>(object);
}

void RegisterColumns(int32_t type_index, int32_t total_size) {
  if (total_size < static_cast<int32_t>(sizeof(TVMFFIObject))) {
    TVM_FFI_THROW(ValueError) << "An object has at least " << sizeof(TVMFFIObject)
                              << " bytes, but the class of type index " << type_index
                              << " is said to have " << total_size;
  }
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  const auto size = static_cast<size_t>(total_size);
  ForEachFieldInfo(info, [&](const TVMFFIFieldInfo* field) {
    if (field->offset < static_cast<int64_t>(sizeof(TVMFFIObject)) ||
        field->offset + field->size > total_size) {
      TVM_FFI_THROW(ValueError) << "Field `" << std::string_view(field->name.data, field->name.size)
                                << "` lies outside of the " << total_size << " bytes of its class";
    }
  });
  RegisterTypeAttr(type_index, type_attr::kInit.name, MakeAutoInit(type_index));
  RegisterTypeAttr(type_index, type_attr::kNew.name,
                   Function::FromTyped([type_index, size]() -> ObjectRef {
                     return AllocateObject(type_index, size, nullptr);
                   }));
  RegisterTypeAttr(type_index, type_attr::kShallowCopy.name,
                   Function::FromTyped([type_index, size](const Object* source) -> ObjectRef {
                     if (source->type_index() != type_index) {
                       TVM_FFI_THROW(TypeError)
                           << "Cannot copy an object of type `" << source->GetTypeKey()
                           << "` as one of type `" << TypeIndexToTypeKey(type_index) << "`";
                     }
                     const char* header = reinterpret_cast<const char*>(source);
                     return AllocateObject(type_index, size, header + sizeof(TVMFFIObject));
                   }));
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  GlobalDef().def("ffi._PyClassRegisterTypeAttrColumns", RegisterColumns);
}

}  // namespace tvm::ffi::reflection::detail
