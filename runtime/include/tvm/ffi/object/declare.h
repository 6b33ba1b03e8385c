/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/declare.h: the macros that declare object and reference classes (layer 1).
 * The index of a dynamic type is asked for once; nothing here throws, since it runs during static
 * initialisation.
 */
#ifndef TVM_FFI_OBJECT_DECLARE_H_
#define TVM_FFI_OBJECT_DECLARE_H_

#include <tvm/ffi/object/object_ref.h>

#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

inline constexpr size_t ConstStrLen(const char* text) {
  size_t n = 0;
  while (text[n] != '\0') ++n;
  return n;
}

/// Ask the table; the library reports a refusal in this thread's error slot and gives a negative
/// index.
TVM_FFI_NO_INLINE inline int32_t AllocTypeIndex(const char* key, size_t key_size,
                                                int32_t static_index, int32_t depth,
                                                int32_t child_slots, bool child_slots_can_overflow,
                                                int32_t parent_index) {
  TVMFFIByteArray type_key{key, key_size};
  return TVMFFITypeGetOrAllocIndex(&type_key, static_index, depth, child_slots,
                                   child_slots_can_overflow ? 1 : 0, parent_index);
}

/// Index of a type whose class has no _type_index of its own.
template <typename T>
struct TypeIndexWhenUsed {
  TVM_FFI_INLINE static int32_t Get() {
    const int32_t index = value;
    return TVM_FFI_PREDICT_TRUE(index != 0) ? index : T::_GetOrAllocRuntimeTypeIndex();
  }
  static inline int32_t value = T::_GetOrAllocRuntimeTypeIndex();
};

template <typename T, typename Parent>
struct CheckObjectDeclaration {
  static_assert(!Parent::_type_final, "the parent type is final");
  static_assert(!Parent::_type_s_eq_hash_subclass_kind_fixed ||
                    T::_type_s_eq_hash_kind == Parent::_type_s_eq_hash_kind,
                "the parent type fixes the structural equality and hash kind of its children");
  static_assert(Parent::_type_child_slots == 0 || T::_type_child_slots == 0 ||
                    T::_type_child_slots < Parent::_type_child_slots,
                "a child must declare fewer child slots than its parent");
  static constexpr bool ok = true;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#define TVM_FFI_DETAILS_REGISTER_TYPE(static_index, TypeName, ParentType)                      \
  static_assert(::tvm::ffi::detail::CheckObjectDeclaration<TypeName, ParentType>::ok, "");     \
  static int32_t tindex = ::tvm::ffi::detail::AllocTypeIndex(                                  \
      TypeName::_type_key, ::tvm::ffi::detail::ConstStrLen(TypeName::_type_key), static_index, \
      TypeName::_type_depth, static_cast<int32_t>(TypeName::_type_child_slots),                \
      TypeName::_type_child_slots_can_overflow, ParentType::_GetOrAllocRuntimeTypeIndex());    \
  return tindex

/* Members shared by all object classes with a dynamic index. _type_index is zero until initialised.
 */
#define TVM_FFI_DETAILS_DYNAMIC_TYPE_MEMBERS(TypeName, ParentType)                   \
  static constexpr int32_t _type_depth = ParentType::_type_depth + 1;                \
  TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE static int32_t _GetOrAllocRuntimeTypeIndex() { \
    TVM_FFI_DETAILS_REGISTER_TYPE(-1, TypeName, ParentType);                         \
  }                                                                                  \
  TVM_FFI_INLINE static int32_t RuntimeTypeIndex() {                                 \
    const int32_t index = _type_index;                                               \
    return TVM_FFI_PREDICT_TRUE(index != 0) ? index : _GetOrAllocRuntimeTypeIndex(); \
  }                                                                                  \
  using _type_index_holder = TypeName;                                               \
  static inline int32_t _type_index = _GetOrAllocRuntimeTypeIndex()

/* Members of a library class that most sources never name: its index is asked for, and code for it
 * made, only where it is used. The library itself registers such types. */
#define TVM_FFI_DETAILS_DECLARE_WHEN_USED(TypeKey, TypeName, ParentType)     \
  static constexpr const char* _type_key = TypeKey;                          \
  static constexpr int32_t _type_depth = ParentType::_type_depth + 1;        \
  static int32_t _GetOrAllocRuntimeTypeIndex() {                             \
    TVM_FFI_DETAILS_REGISTER_TYPE(-1, TypeName, ParentType);                 \
  }                                                                          \
  TVM_FFI_DETAILS_IF_USED TVM_FFI_INLINE static int32_t RuntimeTypeIndex() { \
    return ::tvm::ffi::detail::TypeIndexWhenUsed<TypeName>::Get();           \
  }                                                                          \
  static_assert(true, "")

/// Declare a type that may be subclassed; its index is allocated when the library is loaded.
#define TVM_FFI_DECLARE_OBJECT_INFO(TypeKey, TypeName, ParentType) \
  static constexpr const char* _type_key = TypeKey;                \
  TVM_FFI_DETAILS_DYNAMIC_TYPE_MEMBERS(TypeName, ParentType)

/// Same for a key constant that the class has declared already.
#define TVM_FFI_DECLARE_OBJECT_INFO_PREDEFINED_TYPE_KEY(TypeName, ParentType) \
  TVM_FFI_DETAILS_DYNAMIC_TYPE_MEMBERS(TypeName, ParentType)

/// Declare a type without subclasses.
#define TVM_FFI_DECLARE_OBJECT_INFO_FINAL(TypeKey, TypeName, ParentType) \
  static constexpr int32_t _type_child_slots [[maybe_unused]] = 0;       \
  static constexpr bool _type_final [[maybe_unused]] = true;             \
  TVM_FFI_DECLARE_OBJECT_INFO(TypeKey, TypeName, ParentType)

/// Declare a type whose _type_index is a constant of the class.
#define TVM_FFI_DECLARE_OBJECT_INFO_STATIC(TypeKey, TypeName, ParentType)            \
  static constexpr const char* _type_key = TypeKey;                                  \
  static constexpr int32_t _type_depth = ParentType::_type_depth + 1;                \
  static int32_t _GetOrAllocRuntimeTypeIndex() {                                     \
    TVM_FFI_DETAILS_REGISTER_TYPE(TypeName::_type_index, TypeName, ParentType);      \
  }                                                                                  \
  TVM_FFI_INLINE static int32_t RuntimeTypeIndex() { return TypeName::_type_index; } \
  static_assert(true, "")

/// Declare a type that another library owns: its index (-2 while unknown) is looked up when first
/// needed.
#define TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP(TypeKey, TypeDepth)                                   \
  static constexpr const char* _type_key = TypeKey;                                              \
  static constexpr int32_t _type_depth = TypeDepth;                                              \
  static constexpr bool _type_mutable = true;                                                    \
  static constexpr bool _type_final = false;                                                     \
  static constexpr int32_t _type_child_slots = 0;                                                \
  static constexpr bool _type_child_slots_can_overflow = true;                                   \
  static int32_t _GetOrAllocRuntimeTypeIndex() {                                                 \
    static int32_t found = -2;                                                                   \
    return ::tvm::ffi::detail::LookupTypeIndex(&found, TypeKey, sizeof(TypeKey) - 1, TypeDepth); \
  }                                                                                              \
  TVM_FFI_INLINE static int32_t RuntimeTypeIndex() { return _GetOrAllocRuntimeTypeIndex(); }     \
  static_assert(true, "")

namespace tvm {
namespace ffi {
namespace detail {

/// Index of a type owned elsewhere; only a hit is remembered, since its library may come later.
TVM_FFI_NO_INLINE inline int32_t LookupTypeIndex(int32_t* found, const char* key, size_t key_size,
                                                 int32_t depth) {
#if defined(_MSC_VER)
  int32_t index = *const_cast<const volatile int32_t*>(found);
#else
  int32_t index = __atomic_load_n(found, __ATOMIC_RELAXED);
#endif
  if (index >= 0) return index;
  index = AllocTypeIndex(key, key_size, -1, depth, 0, true, -2);
#if defined(_MSC_VER)
  *const_cast<volatile int32_t*>(found) = index;
#else
  __atomic_store_n(found, index, __ATOMIC_RELAXED);
#endif
  return index;
}

template <typename ObjectName>
using AccessPointer = std::conditional_t<ObjectName::_type_mutable, ObjectName*, const ObjectName*>;

}  // namespace detail
}  // namespace ffi
}  // namespace tvm

#define TVM_FFI_DETAILS_OBJECT_REF_METHODS(TypeName, ParentType, ObjectName)          \
  explicit TypeName([[maybe_unused]] ::tvm::ffi::UnsafeInit tag) : ParentType(tag) {} \
  TVM_FFI_DEFINE_DEFAULT_COPY_MOVE_AND_ASSIGN(TypeName);                              \
  ::tvm::ffi::detail::AccessPointer<ObjectName> operator->() const {                  \
    return static_cast<::tvm::ffi::detail::AccessPointer<ObjectName>>(data_.get());   \
  }                                                                                   \
  ::tvm::ffi::detail::AccessPointer<ObjectName> get() const { return operator->(); }  \
  using ContainerType = ObjectName

/// Members of a reference class that may be null.
#define TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TypeName, ParentType, ObjectName)              \
  TypeName() = default;                                                                           \
  explicit TypeName(::tvm::ffi::ObjectPtr<ObjectName> n) : ParentType(::tvm::ffi::UnsafeInit{}) { \
    data_ = std::move(n);                                                                         \
  }                                                                                               \
  TVM_FFI_DETAILS_OBJECT_REF_METHODS(TypeName, ParentType, ObjectName);                           \
  [[maybe_unused]] static constexpr bool _type_is_nullable = true

/// Members of a reference class that is never null (but for a moved-from one).
#define TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(TypeName, ParentType, ObjectName) \
  TVM_FFI_DETAILS_OBJECT_REF_METHODS(TypeName, ParentType, ObjectName);                 \
  [[maybe_unused]] static constexpr bool _type_is_nullable = false

#endif  // TVM_FFI_OBJECT_DECLARE_H_
