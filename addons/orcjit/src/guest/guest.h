/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * guest/guest.h: what the add-on puts into every library it links, and how that calls back.
 * The guest object (guest.c) is linked first. Its hidden definitions take the place of the
 * runtime's functions of the same name, so that the add-on learns what the library hands out and
 * can tell when nothing of it is in use any more. The two words of `tvm_ffi_orcjit_guest` are
 * written into a copy of the object before it is linked.
 */
#ifndef TVM_FFI_ORCJIT_GUEST_GUEST_H_
#define TVM_FFI_ORCJIT_GUEST_GUEST_H_

#include <stddef.h>
#include <tvm/ffi/c_api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* library is the second word of the guest. */
typedef struct TVMFFIOrcJITHost {
  int (*set_global)(void* library, const TVMFFIByteArray* name, TVMFFIObjectHandle f,
                    int allow_override);
  int (*set_global_method)(void* library, const TVMFFIMethodInfo* info, int allow_override);
  int (*register_field)(void* library, int32_t type_index, const TVMFFIFieldInfo* info);
  int (*register_method)(void* library, int32_t type_index, const TVMFFIMethodInfo* info);
  int (*register_metadata)(void* library, int32_t type_index, const TVMFFITypeMetadata* info);
  int (*register_attr)(void* library, int32_t type_index, const TVMFFIByteArray* name,
                       const TVMFFIAny* value);
  int (*function_create)(void* library, void* self, TVMFFISafeCallType safe_call,
                         void (*deleter)(void* self), TVMFFIObjectHandle* out);
  /* The library gives the runtime a deleter of its own for memory of its own, for ever. */
  int (*tensor_from_dlpack)(void* library, DLManagedTensor* from, int32_t require_alignment,
                            int32_t require_contiguous, TVMFFIObjectHandle* out);
  int (*tensor_from_dlpack_versioned)(void* library, DLManagedTensorVersioned* from,
                                      int32_t require_alignment, int32_t require_contiguous,
                                      TVMFFIObjectHandle* out);
  /* A thread-local object of the library, to be destroyed when its thread ends. */
  int (*thread_at_exit)(void* library, void (*destructor)(void*), void* object);
  /* Memory of the library, in which its objects lie. */
  void* (*allocate)(void* library, size_t size);
  void* (*allocate_cleared)(void* library, size_t count, size_t size);
  void* (*reallocate)(void* library, void* block, size_t size);
  int (*allocate_aligned)(void* library, void** out, size_t alignment, size_t size);
  /* As operator new: throws. */
  void* (*operator_new)(void* library, size_t size);
  void* (*operator_new_aligned)(void* library, size_t size, size_t alignment);
  void (*release)(void* library, void* block);
  void (*operator_delete)(void* library, void* block);
  void (*operator_delete_aligned)(void* library, void* block, size_t alignment);
} TVMFFIOrcJITHost;

typedef struct TVMFFIOrcJITGuest {
  const TVMFFIOrcJITHost* host;
  void* library;
} TVMFFIOrcJITGuest;

#ifdef __cplusplus
}
#endif
#endif /* TVM_FFI_ORCJIT_GUEST_GUEST_H_ */
