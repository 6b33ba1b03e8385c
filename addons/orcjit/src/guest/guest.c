/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * guest/guest.c: the object that is linked into every library in front of its own objects.
 * Compiled with hidden visibility; see guest.h.
 */
#define _GNU_SOURCE
/* What the header declares is defined here for one library alone. */
#define TVM_FFI_DLL __attribute__((visibility("hidden")))
#include "guest/guest.h"

#include <stddef.h>

#define HIDDEN __attribute__((visibility("hidden"), used))

/* Not zero, or the compiler would put it where no bytes are in the file. */
HIDDEN volatile TVMFFIOrcJITGuest tvm_ffi_orcjit_guest = {(const TVMFFIOrcJITHost*)1, (void*)1};

#define HOST tvm_ffi_orcjit_guest.host
#define LIBRARY tvm_ffi_orcjit_guest.library

/*--- What compilers and the static part of the C library expect in each library ---*/
HIDDEN void* __dso_handle = &__dso_handle;

extern int __cxa_atexit(void (*destructor)(void*), void* argument, void* library);
extern int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
                             void* library);

static void CallPlain(void* function) { ((void (*)(void))(size_t)function)(); }

HIDDEN int atexit(void (*function)(void)) {
  return __cxa_atexit(CallPlain, (void*)(size_t)function, &__dso_handle);
}

HIDDEN int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  return __register_atfork(prepare, parent, child, &__dso_handle);
}

/* First in the link, therefore last among the destructors of default priority. */
extern void __cxa_finalize(void* library);
static void Finalize(void) { __cxa_finalize(&__dso_handle); }
__attribute__((section(".fini_array"), used)) static void (*const finalize)(void) = Finalize;

/* The system's own keeps a library it does not know from nothing, and one it knows for too long. */
HIDDEN int __cxa_thread_atexit(void (*destructor)(void*), void* object, void* library) {
  (void)library;
  return HOST->thread_at_exit(LIBRARY, destructor, object);
}
HIDDEN int __cxa_thread_atexit_impl(void (*destructor)(void*), void* object, void* library) {
  (void)library;
  return HOST->thread_at_exit(LIBRARY, destructor, object);
}

/*--- What a library hands out to the runtime ---*/
HIDDEN int TVMFFIFunctionSetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f,
                                   int allow_override) {
  return HOST->set_global(LIBRARY, name, f, allow_override);
}
HIDDEN int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* info, int allow_override) {
  return HOST->set_global_method(LIBRARY, info, allow_override);
}
HIDDEN int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info) {
  return HOST->register_field(LIBRARY, type_index, info);
}
HIDDEN int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info) {
  return HOST->register_method(LIBRARY, type_index, info);
}
HIDDEN int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* info) {
  return HOST->register_metadata(LIBRARY, type_index, info);
}
HIDDEN int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* name,
                                  const TVMFFIAny* value) {
  return HOST->register_attr(LIBRARY, type_index, name, value);
}
HIDDEN int TVMFFIFunctionCreate(void* self, TVMFFISafeCallType safe_call,
                                void (*deleter)(void* self), TVMFFIObjectHandle* out) {
  return HOST->function_create(LIBRARY, self, safe_call, deleter, out);
}
HIDDEN int TVMFFITensorFromDLPack(DLManagedTensor* from, int32_t require_alignment,
                                  int32_t require_contiguous, TVMFFIObjectHandle* out) {
  return HOST->tensor_from_dlpack(LIBRARY, from, require_alignment, require_contiguous, out);
}
HIDDEN int TVMFFITensorFromDLPackVersioned(DLManagedTensorVersioned* from,
                                           int32_t require_alignment, int32_t require_contiguous,
                                           TVMFFIObjectHandle* out) {
  return HOST->tensor_from_dlpack_versioned(LIBRARY, from, require_alignment, require_contiguous,
                                            out);
}

/*--- Memory in which objects lie that the library makes ---*/
HIDDEN void* malloc(size_t size) { return HOST->allocate(LIBRARY, size); }
HIDDEN void* calloc(size_t count, size_t size) {
  return HOST->allocate_cleared(LIBRARY, count, size);
}
HIDDEN void* realloc(void* block, size_t size) { return HOST->reallocate(LIBRARY, block, size); }
HIDDEN int posix_memalign(void** out, size_t alignment, size_t size) {
  return HOST->allocate_aligned(LIBRARY, out, alignment, size);
}
HIDDEN void* aligned_alloc(size_t alignment, size_t size) {
  void* block = NULL;
  return HOST->allocate_aligned(LIBRARY, &block, alignment, size) == 0 ? block : NULL;
}
HIDDEN void free(void* block) { HOST->release(LIBRARY, block); }

/* The operators of C++ by their symbols. */
HIDDEN void* _Znwm(size_t size) { return HOST->operator_new(LIBRARY, size); }
HIDDEN void* _ZnwmSt11align_val_t(size_t size, size_t alignment) {
  return HOST->operator_new_aligned(LIBRARY, size, alignment);
}
HIDDEN void _ZdlPv(void* block) { HOST->operator_delete(LIBRARY, block); }
HIDDEN void _ZdlPvm(void* block, size_t size) {
  (void)size;
  HOST->operator_delete(LIBRARY, block);
}
HIDDEN void _ZdlPvSt11align_val_t(void* block, size_t alignment) {
  HOST->operator_delete_aligned(LIBRARY, block, alignment);
}
HIDDEN void _ZdlPvmSt11align_val_t(void* block, size_t size, size_t alignment) {
  (void)size;
  HOST->operator_delete_aligned(LIBRARY, block, alignment);
}
