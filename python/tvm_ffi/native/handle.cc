// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// handle.cc: the rare end of an object's life (core module); protocol of the C ABI, see handle.h.
#include "handle.h"

namespace tvm_ffi_py {

COLD void drop_last_weak_ref(TVMFFIObject* object) {
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  if (object->deleter != nullptr) object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskWeak);
}

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
  dec_weak(object);
}

}  // namespace tvm_ffi_py
