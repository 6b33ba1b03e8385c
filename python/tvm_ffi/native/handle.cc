// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// handle.cc: the rare end of an object's life (core module); protocol of the C ABI, see handle.h.
#include "handle.h"

namespace tvm_ffi_py {

constexpr uint64_t kWeakUnit = uint64_t{1} << 32;
constexpr uint64_t kBothOne = kWeakUnit | 1;

__attribute__((noinline)) void drop_last_ref(TVMFFIObject* object, uint64_t before) {
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  if (before == kBothOne) {
    if (object->deleter != nullptr) {
      object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskBoth);
    }
    return;
  }
  if (object->deleter != nullptr) {
    object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskStrong);
  }
  const uint64_t weak =
      __atomic_fetch_sub(&object->combined_ref_count, kWeakUnit, __ATOMIC_RELEASE);
  if (weak == kWeakUnit && object->deleter != nullptr) {
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskWeak);
  }
}

}  // namespace tvm_ffi_py
