/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/ref_traits.h: TypeTraits of references, ObjectPtr, Arc and raw object pointers
 * (layer 1). Null travels as None; a class that is not nullable refuses None.
 */
#ifndef TVM_FFI_OBJECT_REF_TRAITS_H_
#define TVM_FFI_OBJECT_REF_TRAITS_H_

#include <tvm/ffi/object/unsafe.h>
#include <tvm/ffi/traits/protocol.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// The cell holds an object of class T.
template <typename T>
TVM_FFI_INLINE bool IsObjectCell(const TVMFFIAny* src) {
  return src->type_index >= TypeIndex::kTVMFFIStaticObjectBegin &&
         IsObjectInstance<T>(src->type_index);
}

/// Steal the object of an owned cell, which becomes None.
TVM_FFI_INLINE TVMFFIObject* TakeObject(TVMFFIAny* src) {
  TVMFFIObject* obj = src->v_obj;
  SetNone(src);
  return obj;
}

}  // namespace detail

template <typename TObjRef>
struct ObjectRefTypeTraitsBase : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;
  using ContainerType = typename TObjRef::ContainerType;

  static constexpr detail::TypeText kTypeText{ContainerType::_type_key};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(ObjectRefTypeTraitsBase);

  TVM_FFI_INLINE static void CopyToAnyView(const TObjRef& src, TVMFFIAny* result) {
    detail::ObjectUnsafe::StoreObject(detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(src),
                                      result);
  }
  TVM_FFI_INLINE static void MoveToAny(TObjRef src, TVMFFIAny* result) {
    detail::ObjectUnsafe::StoreObject(
        detail::ObjectUnsafe::MoveObjectRefToTVMFFIObjectPtr(std::move(src)), result);
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    if constexpr (TObjRef::_type_is_nullable) {
      if (src->type_index == TypeIndex::kTVMFFINone) return true;
    }
    return detail::IsObjectCell<ContainerType>(src);
  }
  TVM_FFI_INLINE static TObjRef CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if constexpr (TObjRef::_type_is_nullable) {
      if (src->type_index == TypeIndex::kTVMFFINone) return Null();
    }
    detail::IncStrongRef(src->v_obj);
    return detail::ObjectUnsafe::ObjectRefFromOwned<TObjRef>(src->v_obj);
  }
  TVM_FFI_INLINE static TObjRef MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if constexpr (TObjRef::_type_is_nullable) {
      if (src->type_index == TypeIndex::kTVMFFINone) return Null();
    }
    return detail::ObjectUnsafe::ObjectRefFromOwned<TObjRef>(detail::TakeObject(src));
  }
  TVM_FFI_INLINE static std::optional<TObjRef> TryCastFromAnyView(const TVMFFIAny* src) {
    if constexpr (TObjRef::_type_is_nullable) {
      if (src->type_index == TypeIndex::kTVMFFINone) return Null();
    }
    if (!detail::IsObjectCell<ContainerType>(src)) return std::nullopt;
    detail::IncStrongRef(src->v_obj);
    return detail::ObjectUnsafe::ObjectRefFromOwned<TObjRef>(src->v_obj);
  }

 private:
  static TObjRef Null() { return detail::ObjectUnsafe::ObjectRefFromOwned<TObjRef>(nullptr); }
};

template <typename TObjRef>
struct TypeTraits<TObjRef, std::enable_if_t<std::is_base_of_v<ObjectRef, TObjRef> &&
                                            use_default_type_traits_v<TObjRef>>>
    : public ObjectRefTypeTraitsBase<TObjRef> {};

/// A reference class that can also be made from other types, tried in order; the class's TypeTraits
/// provide `static Ref ConvertFallbackValue(Fallback value)` for each of them.
template <typename ObjectRefType, typename... FallbackTypes>
struct ObjectRefWithFallbackTraitsBase : public ObjectRefTypeTraitsBase<ObjectRefType> {
  static std::optional<ObjectRefType> TryCastFromAnyView(const TVMFFIAny* src) {
    if (auto direct = ObjectRefTypeTraitsBase<ObjectRefType>::TryCastFromAnyView(src)) {
      return direct;
    }
    return TryFallbackTypes<FallbackTypes...>(src);
  }
  template <typename FallbackType, typename... Rest>
  static std::optional<ObjectRefType> TryFallbackTypes(const TVMFFIAny* src) {
    static_assert(!std::is_same_v<bool, FallbackType>,
                  "bool accepts integers too; use StrictBool as fallback");
    if (auto value = TypeTraits<FallbackType>::TryCastFromAnyView(src)) {
      return TypeTraits<ObjectRefType>::ConvertFallbackValue(*std::move(value));
    }
    if constexpr (sizeof...(Rest) > 0) {
      return TryFallbackTypes<Rest...>(src);
    } else {
      return std::nullopt;
    }
  }
};

namespace detail {

/// Shared by ObjectPtr<T> and Arc<T>; kNullable tells them apart.
template <typename Pointer, typename T, bool kNullable>
struct ObjectPointerTraits : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;

  TVM_FFI_INLINE static void CopyToAnyView(const Pointer& src, TVMFFIAny* result) {
    ObjectUnsafe::StoreObject(ObjectUnsafe::TVMFFIObjectPtrFromObjectPtr(src), result);
  }
  TVM_FFI_INLINE static void MoveToAny(Pointer src, TVMFFIAny* result) {
    ObjectUnsafe::StoreObject(ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(src)), result);
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return (kNullable && src->type_index == TypeIndex::kTVMFFINone) || IsObjectCell<T>(src);
  }
  TVM_FFI_INLINE static Pointer CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (kNullable && src->type_index == TypeIndex::kTVMFFINone) return Wrap(nullptr);
    IncStrongRef(src->v_obj);
    return Wrap(src->v_obj);
  }
  TVM_FFI_INLINE static Pointer MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (kNullable && src->type_index == TypeIndex::kTVMFFINone) return Wrap(nullptr);
    return Wrap(TakeObject(src));
  }
  TVM_FFI_INLINE static std::optional<Pointer> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!CheckAnyStrict(src)) return std::nullopt;
    return CopyFromAnyViewAfterCheck(src);
  }

 private:
  TVM_FFI_INLINE static Pointer Wrap(TVMFFIObject* owned) {
    if constexpr (kNullable) {
      return ObjectUnsafe::ObjectPtrFromOwned<T>(owned);
    } else {
      return ObjectUnsafe::ArcFromObjectPtr<T>(ObjectUnsafe::ObjectPtrFromOwned<T>(owned));
    }
  }
};

/// Node of an object class named by its key.
template <typename T>
struct ObjectTypeText {
  static constexpr TypeText value{T::_type_key};
  static constexpr const TypeText* list[1] = {&value};
};

}  // namespace detail

template <typename TObject>
struct TypeTraits<ObjectPtr<TObject>,
                  std::enable_if_t<is_object_subclass_v<TObject> &&
                                   std::is_same_v<TObject, std::remove_cv_t<TObject>>>>
    : public detail::ObjectPointerTraits<ObjectPtr<TObject>, TObject, true> {
  static constexpr detail::TypeText kTypeText{TObject::_type_key, "Optional",
                                              detail::ObjectTypeText<TObject>::list, 0, 1};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);
};

template <typename TObject>
struct TypeTraits<Arc<TObject>,
                  std::enable_if_t<is_object_subclass_v<TObject> &&
                                   std::is_same_v<TObject, std::remove_cv_t<TObject>>>>
    : public detail::ObjectPointerTraits<Arc<TObject>, TObject, false> {
  static constexpr detail::TypeText kTypeText{TObject::_type_key};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);
};

/// Raw pointers: borrowed in views and results of as(), retained when stored.
template <typename TObject>
struct TypeTraits<TObject*, std::enable_if_t<std::is_base_of_v<Object, TObject>>>
    : public TypeTraitsBase {
  using ObjectType = std::remove_cv_t<TObject>;
  static constexpr detail::TypeText kTypeText{ObjectType::_type_key};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(TObject* src, TVMFFIAny* result) {
    detail::ObjectUnsafe::StoreObject(
        src != nullptr ? detail::ObjectUnsafe::GetHeader(src) : nullptr, result);
  }
  TVM_FFI_INLINE static void MoveToAny(TObject* src, TVMFFIAny* result) {
    CopyToAnyView(src, result);
    if (src != nullptr) detail::IncStrongRef(result->v_obj);
  }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* src) {
    return detail::IsObjectCell<ObjectType>(src);
  }
  TVM_FFI_INLINE static TObject* CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    static_assert(std::is_const_v<TObject> || ObjectType::_type_mutable,
                  "a mutable object pointer needs _type_mutable; use a const pointer");
    return detail::ObjectUnsafe::RawObjectPtrFromUnowned<ObjectType>(src->v_obj);
  }
  TVM_FFI_INLINE static std::optional<TObject*> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!CheckAnyStrict(src)) return std::nullopt;
    return CopyFromAnyViewAfterCheck(src);
  }
};

template <typename ObjectRefType, typename>
inline std::optional<ObjectRefType> ObjectRef::as() const& {
  TVMFFIAny cell;
  detail::ObjectUnsafe::StoreObject(detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this),
                                    &cell);
  if (!TypeTraits<ObjectRefType>::CheckAnyStrict(&cell)) return std::nullopt;
  return TypeTraits<ObjectRefType>::CopyFromAnyViewAfterCheck(&cell);
}

template <typename ObjectRefType, typename>
inline std::optional<ObjectRefType> ObjectRef::as() && {
  TVMFFIAny cell;
  detail::ObjectUnsafe::StoreObject(detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this),
                                    &cell);
  if (!TypeTraits<ObjectRefType>::CheckAnyStrict(&cell)) return std::nullopt;
  detail::ObjectUnsafe::MoveObjectRefToTVMFFIObjectPtr(std::move(*this));
  return TypeTraits<ObjectRefType>::MoveFromAnyAfterCheck(&cell);
}

template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<ObjectPtr<Base>, ObjectPtr<Derived>> =
    std::is_base_of_v<Base, Derived>;
template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<ObjectPtr<Base>, Arc<Derived>> =
    std::is_base_of_v<Base, Derived>;
template <typename Base, typename Derived>
inline constexpr bool type_subsumes_v<Arc<Base>, Arc<Derived>> = std::is_base_of_v<Base, Derived>;

/// An object of class ObjectType is a valid RefType by its class alone.
template <typename RefType, typename ObjectType>
inline constexpr bool object_ref_contains_v =
    std::is_base_of_v<ObjectRef, RefType> &&
    std::is_base_of_v<typename RefType::ContainerType, ObjectType> &&
    RefType::_type_container_is_exact;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_REF_TRAITS_H_
