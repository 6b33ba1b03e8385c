/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/unsafe.h: ObjectUnsafe, the only door between handles and smart pointers (layer
 * 1). Every function says whether the reference is owned (moved), borrowed or retained; containers
 * and other parts use this door instead of reaching into data members.
 */
#ifndef TVM_FFI_OBJECT_UNSAFE_H_
#define TVM_FFI_OBJECT_UNSAFE_H_

#include <tvm/ffi/object/object_ref.h>

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

struct ObjectUnsafe {
  /// Header of an object.
  TVM_FFI_INLINE static TVMFFIObject* GetHeader(const Object* src) {
    return const_cast<TVMFFIObject*>(&src->header_);
  }
  /// Object of a header; adjusts for classes whose header is not at the start.
  template <typename T>
  TVM_FFI_INLINE static T* RawObjectPtrFromUnowned(TVMFFIObject* obj) {
    return static_cast<T*>(reinterpret_cast<Object*>(obj));
  }
  template <typename T>
  TVM_FFI_INLINE static T* RawObjectPtrFromUnowned(TVMFFIObjectHandle obj) {
    return static_cast<T*>(static_cast<Object*>(obj));
  }

  /// Takes over the caller's reference.
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromOwned(Object* raw) {
    ObjectPtr<T> result;
    result.data_ = raw;
    return result;
  }
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromOwned(TVMFFIObject* raw) {
    return ObjectPtrFromOwned<T>(reinterpret_cast<Object*>(raw));
  }
  /// Takes a reference of its own.
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromUnowned(Object* raw) {
    if (raw != nullptr) IncStrongRef(&raw->header_);
    return ObjectPtrFromOwned<T>(raw);
  }
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromUnowned(TVMFFIObject* raw) {
    return ObjectPtrFromUnowned<T>(reinterpret_cast<Object*>(raw));
  }
  template <typename T, typename U>
  TVM_FFI_INLINE static ObjectPtr<T> DowncastObjectPtr(ObjectPtr<U> src) {
    return ObjectPtrFromOwned<T>(MoveObjectPtrToTVMFFIObjectPtr(std::move(src)));
  }
  template <typename T>
  TVM_FFI_INLINE static Arc<T> ArcFromObjectPtr(ObjectPtr<T> src) {
    return Arc<T>(std::move(src));
  }

  /// A reference class around a pointer, without any check.
  template <typename RefType>
  TVM_FFI_INLINE static RefType ObjectRefFromObjectPtr(ObjectPtr<Object> ptr) {
    RefType result{UnsafeInit{}};
    static_cast<ObjectRef&>(result).data_ = std::move(ptr);
    return result;
  }
  template <typename RefType>
  TVM_FFI_INLINE static RefType ObjectRefFromOwned(TVMFFIObject* raw) {
    return ObjectRefFromObjectPtr<RefType>(ObjectPtrFromOwned<Object>(raw));
  }

  TVM_FFI_INLINE static void IncRefObjectHandle(TVMFFIObjectHandle obj) {
    if (obj != nullptr) IncStrongRef(static_cast<TVMFFIObject*>(obj));
  }
  TVM_FFI_INLINE static void DecRefObjectHandle(TVMFFIObjectHandle obj) {
    if (obj != nullptr) DecStrongRef(static_cast<TVMFFIObject*>(obj));
  }

  /// Borrowed handle.
  template <typename T>
  TVM_FFI_INLINE static TVMFFIObject* TVMFFIObjectPtrFromObjectPtr(const ObjectPtr<T>& src) {
    return reinterpret_cast<TVMFFIObject*>(src.data_);
  }
  TVM_FFI_INLINE static TVMFFIObject* TVMFFIObjectPtrFromObjectRef(const ObjectRef& src) {
    return reinterpret_cast<TVMFFIObject*>(src.data_.data_);
  }
  TVM_FFI_INLINE static const ObjectPtr<Object>& ObjectPtrFromObjectRef(const ObjectRef& src) {
    return src.data_;
  }
  /// Moves the pointer out of a reference.
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromObjectRef(ObjectRef&& src) {
    return ObjectPtrFromOwned<T>(MoveObjectRefToTVMFFIObjectPtr(std::move(src)));
  }
  template <typename T>
  TVM_FFI_INLINE static ObjectPtr<T> ObjectPtrFromObjectRef(const ObjectRef& src) {
    return ObjectPtrFromUnowned<T>(src.data_.data_);
  }

  /// Owned handle; the source becomes null.
  template <typename T>
  TVM_FFI_INLINE static TVMFFIObject* MoveObjectPtrToTVMFFIObjectPtr(ObjectPtr<T>&& src) {
    Object* raw = src.data_;
    src.data_ = nullptr;
    return reinterpret_cast<TVMFFIObject*>(raw);
  }
  TVM_FFI_INLINE static TVMFFIObject* MoveObjectRefToTVMFFIObjectPtr(ObjectRef&& src) {
    return MoveObjectPtrToTVMFFIObjectPtr(std::move(src.data_));
  }

  /// Store an object in a cell; null becomes None. Borrowed or owned as the pointer was.
  TVM_FFI_INLINE static void StoreObject(TVMFFIObject* obj, TVMFFIAny* out) {
    out->zero_padding = 0;
    TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(out);
    out->v_obj = obj;
    // A null pointer is also a zero payload.
    out->type_index = obj != nullptr ? obj->type_index : static_cast<int32_t>(kTVMFFINone);
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_UNSAFE_H_
