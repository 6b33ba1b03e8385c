/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/ref_count.h: the counter protocol of c-abi.md section 4 on bare headers (layer 1).
 * Invariant: low 32 bits strong, high 32 bits weak; the strong references together own one weak
 * unit. Thread safe; releasing pairs with an acquiring read of the same word, which race detectors
 * understand too.
 */
#ifndef TVM_FFI_OBJECT_REF_COUNT_H_
#define TVM_FFI_OBJECT_REF_COUNT_H_

#include <tvm/ffi/base/attributes.h>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

namespace tvm {
namespace ffi {
namespace detail {

inline constexpr uint64_t kRefStrongOne = 1;
inline constexpr uint64_t kRefWeakOne = static_cast<uint64_t>(1) << 32;
inline constexpr uint64_t kRefBothOne = kRefStrongOne | kRefWeakOne;
inline constexpr uint64_t kRefStrongMask = kRefWeakOne - 1;

#if defined(_MSC_VER)
TVM_FFI_INLINE uint64_t RefFetchAdd(TVMFFIObject* obj, uint64_t value) {
  return static_cast<uint64_t>(_InterlockedExchangeAdd64(
      reinterpret_cast<volatile __int64*>(&obj->combined_ref_count), static_cast<__int64>(value)));
}
TVM_FFI_INLINE void RefAdd(TVMFFIObject* obj, uint64_t value) { RefFetchAdd(obj, value); }
TVM_FFI_INLINE uint64_t RefFetchSub(TVMFFIObject* obj, uint64_t value) {
  return RefFetchAdd(obj, ~value + 1);
}
TVM_FFI_INLINE uint64_t RefLoad(const TVMFFIObject* obj) {
  return *reinterpret_cast<const volatile uint64_t*>(&obj->combined_ref_count);
}
TVM_FFI_INLINE bool RefCompareExchange(TVMFFIObject* obj, uint64_t* expected, uint64_t desired) {
  uint64_t found = static_cast<uint64_t>(_InterlockedCompareExchange64(
      reinterpret_cast<volatile __int64*>(&obj->combined_ref_count), static_cast<__int64>(desired),
      static_cast<__int64>(*expected)));
  bool done = found == *expected;
  *expected = found;
  return done;
}
#else
TVM_FFI_INLINE void RefAdd(TVMFFIObject* obj, uint64_t value) {
  __atomic_fetch_add(&obj->combined_ref_count, value, __ATOMIC_RELAXED);
}
TVM_FFI_INLINE uint64_t RefFetchSub(TVMFFIObject* obj, uint64_t value) {
  return __atomic_fetch_sub(&obj->combined_ref_count, value, __ATOMIC_RELEASE);
}
TVM_FFI_INLINE uint64_t RefLoad(const TVMFFIObject* obj) {
  return __atomic_load_n(&obj->combined_ref_count, __ATOMIC_ACQUIRE);
}
TVM_FFI_INLINE bool RefCompareExchange(TVMFFIObject* obj, uint64_t* expected, uint64_t desired) {
  return __atomic_compare_exchange_n(&obj->combined_ref_count, expected, desired, true,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}
#endif

/// The caller's reference is the only one of either kind, so nobody else can look at the object:
/// the word need not change any more.
TVM_FFI_NO_INLINE inline void OnOnlyRef(TVMFFIObject* obj) {
  if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskBoth);
}

/// The strong part just went from one to zero; previous is the word before that.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void OnLastStrongRef(TVMFFIObject* obj,
                                                                uint64_t previous) {
  static_cast<void>(RefLoad(obj));
  if (previous == kRefBothOne) return OnOnlyRef(obj);
  if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskStrong);
  if (RefFetchSub(obj, kRefWeakOne) == kRefWeakOne) {
    static_cast<void>(RefLoad(obj));
    if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskWeak);
  }
}

TVM_FFI_INLINE void IncStrongRef(TVMFFIObject* obj) { RefAdd(obj, kRefStrongOne); }

/// An object that nobody shares, which is most of them at their end, goes without an atomic write.
TVM_FFI_INLINE void DecStrongRef(TVMFFIObject* obj) {
  if (RefLoad(obj) == kRefBothOne) return OnOnlyRef(obj);
  const uint64_t previous = RefFetchSub(obj, kRefStrongOne);
  if (TVM_FFI_PREDICT_FALSE((previous & kRefStrongMask) == kRefStrongOne)) {
    OnLastStrongRef(obj, previous);
  }
}

TVM_FFI_INLINE void IncWeakRef(TVMFFIObject* obj) { RefAdd(obj, kRefWeakOne); }

TVM_FFI_NO_INLINE inline void DecWeakRef(TVMFFIObject* obj) {
  if (RefFetchSub(obj, kRefWeakOne) == kRefWeakOne) {
    static_cast<void>(RefLoad(obj));
    if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskWeak);
  }
}

/// First words of an object that nobody else has seen.
TVM_FFI_INLINE void InitHeader(TVMFFIObject* obj, int32_t type_index,
                               void (*deleter)(void* self, int flags)) {
  obj->combined_ref_count = kRefBothOne;
#if defined(__x86_64__) || defined(__aarch64__)
  // The index and the padding behind it in one store.
  const uint64_t words = static_cast<uint32_t>(type_index);
  __builtin_memcpy(reinterpret_cast<char*>(obj) + offsetof(TVMFFIObject, type_index), &words,
                   sizeof(words));
#else
  obj->type_index = type_index;
  obj->__padding = 0;
#endif
  obj->deleter = deleter;
}

/// Take a strong reference if there still is one; false when the object is already dead.
TVM_FFI_NO_INLINE inline bool TryPromoteWeakRef(TVMFFIObject* obj) {
  uint64_t seen = RefLoad(obj);
  while ((seen & kRefStrongMask) != 0) {
    if (RefCompareExchange(obj, &seen, seen + kRefStrongOne)) return true;
  }
  return false;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_REF_COUNT_H_
