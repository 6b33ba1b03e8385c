// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/ref_count.h: counting on raw object headers, as c-abi.md section 4 defines it (layer 1).
// Low 32 bits strong, high 32 bits weak; all strong references together own one weak unit.
#ifndef TVM_FFI_OBJECT_REF_COUNT_H_
#define TVM_FFI_OBJECT_REF_COUNT_H_

#include <tvm/ffi/c_api.h>

#include <atomic>

namespace tvm {
namespace ffi {
namespace detail {

inline constexpr uint64_t kStrongOne = 1;
inline constexpr uint64_t kWeakOne = uint64_t{1} << 32;
inline constexpr uint64_t kBothOne = kStrongOne | kWeakOne;
inline constexpr uint64_t kStrongMask = kWeakOne - 1;

inline std::atomic_ref<uint64_t> CountOf(TVMFFIObject* object) {
  return std::atomic_ref<uint64_t>(object->combined_ref_count);
}

inline void IncRef(TVMFFIObject* object) {
  CountOf(object).fetch_add(kStrongOne, std::memory_order_relaxed);
}

inline void DecRef(TVMFFIObject* object) {
  const uint64_t before = CountOf(object).fetch_sub(kStrongOne, std::memory_order_release);
  if (before == kBothOne) {
    CountOf(object).load(std::memory_order_acquire);
    if (object->deleter != nullptr) {
      object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskBoth);
    }
  } else if ((before & kStrongMask) == kStrongOne) {
    CountOf(object).load(std::memory_order_acquire);
    if (object->deleter == nullptr) return;
    object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskStrong);
    if (CountOf(object).fetch_sub(kWeakOne, std::memory_order_release) == kWeakOne) {
      CountOf(object).load(std::memory_order_acquire);
      object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskWeak);
    }
  }
}

inline bool IsUnique(TVMFFIObject* object) {
  return CountOf(object).load(std::memory_order_acquire) == kBothOne;
}

inline void InitHeader(TVMFFIObject* object, int32_t type_index, void (*deleter)(void*, int)) {
  object->combined_ref_count = kBothOne;
  object->type_index = type_index;
  object->__padding = 0;
  object->deleter = deleter;
}

inline TVMFFIAny NoneAny() {
  TVMFFIAny any;
  any.type_index = kTVMFFINone;
  any.zero_padding = 0;
  any.v_int64 = 0;
  return any;
}

inline TVMFFIAny ObjectAny(TVMFFIObject* object) {
  TVMFFIAny any;
  any.type_index = object->type_index;
  any.zero_padding = 0;
  any.v_int64 = 0;
  any.v_obj = object;
  return any;
}

inline bool HoldsObject(const TVMFFIAny& any) {
  return any.type_index >= kTVMFFIStaticObjectBegin;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_REF_COUNT_H_
