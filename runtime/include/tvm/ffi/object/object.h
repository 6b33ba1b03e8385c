/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/object.h: Object, the base of all counted objects (layer 1).
 * Invariant: the class is the 24-byte header of c-abi.md section 3 and nothing else.
 */
#ifndef TVM_FFI_OBJECT_OBJECT_H_
#define TVM_FFI_OBJECT_OBJECT_H_

#include <tvm/ffi/object/ref_count.h>
#include <tvm/ffi/traits/type_index.h>

#include <string>
#include <type_traits>

namespace tvm {
namespace ffi {

/// Tag of the constructors that leave a reference null although its class promises otherwise.
struct UnsafeInit {};

class Object;

namespace detail {
struct ObjectUnsafe;

template <typename TargetType>
TVM_FFI_INLINE bool IsObjectInstance(int32_t object_type_index);

/// Same out of line, for what the fast paths leave over.
template <typename TargetType>
TVM_FFI_DETAILS_ASIDE bool IsHeaderInstance(const TVMFFIObject* header) {
  return IsObjectInstance<TargetType>(header->type_index);
}
}  // namespace detail

/// Base of every object; made by make_object, never on the stack.
class Object {
 protected:
  TVMFFIObject header_;
  friend struct detail::ObjectUnsafe;

 public:
  static constexpr const char* _type_key = StaticTypeKey::kTVMFFIObject;
  static constexpr bool _type_final = false;
  static constexpr bool _type_mutable = false;
  static constexpr int32_t _type_child_slots = 0;
  static constexpr bool _type_child_slots_can_overflow = true;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIObject;
  static constexpr int32_t _type_depth = 0;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindUnsupported;
  static constexpr bool _type_s_eq_hash_subclass_kind_fixed = false;

  Object() noexcept : header_{} {}
  /// A copy is a new object: the counter, index and deleter stay its own.
  Object(const Object&) noexcept : header_{} {}
  Object& operator=(const Object&) noexcept { return *this; }

  template <typename TargetType>
  TVM_FFI_INLINE bool IsInstance() const {
    if constexpr (TargetType::_type_final &&
                  std::is_same_v<typename TargetType::_type_index_holder, TargetType>) {
      // A hit is one comparison: the variable is zero only while its library is being initialised,
      // and no object has that index.
      if (header_.type_index == TargetType::_type_index) return true;
      return TVM_FFI_PREDICT_FALSE(TargetType::_type_index == 0) &&
             detail::IsHeaderInstance<TargetType>(&header_);
    } else {
      return detail::IsObjectInstance<TargetType>(header_.type_index);
    }
  }

  TVM_FFI_INLINE int32_t type_index() const { return header_.type_index; }
  std::string GetTypeKey() const { return TypeIndexToTypeKey(header_.type_index); }
  uint64_t GetTypeKeyHash() const {
    const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(header_.type_index);
    return info != nullptr ? info->type_key_hash : 0;
  }
  static std::string TypeIndex2Key(int32_t tindex) { return TypeIndexToTypeKey(tindex); }

  /// No other strong and no weak reference exists.
  TVM_FFI_INLINE bool unique() const { return detail::RefLoad(&header_) == detail::kRefBothOne; }
  TVM_FFI_INLINE uint64_t use_count() const {
    return detail::RefLoad(&header_) & detail::kRefStrongMask;
  }

  /// The class whose _type_index is a variable of its own; any other class has none.
  using _type_index_holder = void;
  static int32_t _GetOrAllocRuntimeTypeIndex() { return TypeIndex::kTVMFFIObject; }
  TVM_FFI_INLINE static int32_t RuntimeTypeIndex() { return TypeIndex::kTVMFFIObject; }
};

static_assert(sizeof(Object) == sizeof(TVMFFIObject), "Object is the bare header");

namespace detail {

/// Ancestor test through the type table. A positive answer holds for ever, so the last one is
/// remembered per target.
template <typename TargetType>
struct InstanceCache {
  static inline int32_t last_hit = -1;
};

TVM_FFI_NO_INLINE inline bool IsDescendantOf(int32_t object_type_index, int32_t target_index,
                                             int32_t target_depth, int32_t* last_hit) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(object_type_index);
  if (info == nullptr || info->type_depth <= target_depth ||
      info->type_ancestors[target_depth]->type_index != target_index) {
    return false;
  }
#if defined(_MSC_VER)
  *const_cast<volatile int32_t*>(last_hit) = object_type_index;
#else
  __atomic_store_n(last_hit, object_type_index, __ATOMIC_RELAXED);
#endif
  return true;
}

template <typename TargetType>
TVM_FFI_INLINE bool IsObjectInstance(int32_t object_type_index) {
  static_assert(std::is_base_of_v<Object, TargetType>, "target must derive from Object");
  if constexpr (std::is_same_v<TargetType, Object>) {
    return true;
  } else if constexpr (TargetType::_type_final) {
    return object_type_index == TargetType::RuntimeTypeIndex();
  } else {
    const int32_t target = TargetType::RuntimeTypeIndex();
    if (object_type_index == target) return true;
    if constexpr (TargetType::_type_child_slots != 0) {
      if (object_type_index > target &&
          object_type_index <= target + static_cast<int32_t>(TargetType::_type_child_slots)) {
        return true;
      }
    }
    if constexpr (!TargetType::_type_child_slots_can_overflow) return false;
    // Children are always registered after their parents.
    if (object_type_index < target) return false;
    int32_t* last_hit = &InstanceCache<TargetType>::last_hit;
#if defined(_MSC_VER)
    if (*const_cast<const volatile int32_t*>(last_hit) == object_type_index) return true;
#else
    if (__atomic_load_n(last_hit, __ATOMIC_RELAXED) == object_type_index) return true;
#endif
    return IsDescendantOf(object_type_index, target, TargetType::_type_depth, last_hit);
  }
}

template <typename T>
inline constexpr bool is_object_subclass_v = std::is_base_of_v<Object, T>;

}  // namespace detail

template <typename T>
inline constexpr bool is_object_subclass_v = std::is_base_of_v<Object, T>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_OBJECT_H_
