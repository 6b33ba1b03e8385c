/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/cast.h: references and pointers from raw objects (layer 1).
 */
#ifndef TVM_FFI_CAST_H_
#define TVM_FFI_CAST_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/object.h>

#include <type_traits>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/optional.h>
// IWYU pragma: end_exports

namespace tvm {
namespace ffi {

/// A reference to an existing object. A null pointer is allowed for nullable reference classes
/// only.
template <typename RefType, typename ObjectType>
inline RefType GetRef(const ObjectType* ptr) {
  static_assert(object_ref_contains_v<RefType, ObjectType>,
                "the object's class alone does not make it a valid reference of this class");
  if constexpr (!RefType::_type_is_nullable) {
    if (TVM_FFI_PREDICT_FALSE(ptr == nullptr)) detail::ThrowNullRef(*detail::kTypeTextOf<RefType>);
  }
  return detail::ObjectUnsafe::ObjectRefFromObjectPtr<RefType>(
      detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(
          const_cast<Object*>(static_cast<const Object*>(ptr))));
}

/// A counted pointer to an existing object.
template <typename BaseType, typename ObjectType>
inline ObjectPtr<BaseType> GetObjectPtr(ObjectType* ptr) {
  static_assert(std::is_base_of_v<BaseType, ObjectType>, "can only cast to a base class");
  return detail::ObjectUnsafe::ObjectPtrFromUnowned<BaseType>(
      const_cast<Object*>(static_cast<const Object*>(ptr)));
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CAST_H_
