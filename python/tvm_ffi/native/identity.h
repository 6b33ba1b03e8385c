// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// identity.h: handle -> the Python wrapper that represents it, so that equal handles give one
// Python object (core module).
// Open addressing with backward-shift deletion; entries borrow the wrapper, which removes itself
// when it dies. Guarded by the GIL. Free-threaded builds keep no table: a wrapper found there could
// die on another thread before it is held, and equality by handle holds without it.
#ifndef TVM_FFI_PYTHON_NATIVE_IDENTITY_H_
#define TVM_FFI_PYTHON_NATIVE_IDENTITY_H_

#include "py.h"

namespace tvm_ffi_py {

struct IdentityEntry {
  void* handle;
  PyObject* wrapper;
};

#ifdef Py_GIL_DISABLED
inline PyObject* identity_find(void*) { return nullptr; }
inline IdentityEntry* identity_place(void*) { return nullptr; }
inline void identity_set(IdentityEntry*, void*, PyObject*) {}
inline void identity_add(void*, PyObject*) {}
inline void identity_remove(void*, PyObject*) {}
#else

struct IdentityTable {
  IdentityEntry* entries;
  size_t mask;
  size_t used;
};
HIDDEN extern IdentityTable g_identity;

inline size_t identity_home(void* handle, size_t mask) {
  const uint64_t mixed = (reinterpret_cast<uintptr_t>(handle) >> 4) * 0x9E3779B97F4A7C15ull;
  return static_cast<size_t>(mixed >> 32) & mask;
}

bool identity_grow();

// The entry of a handle, or the empty one where it belongs; NULL without memory. Valid until the
// table is changed, so nothing that may run Python code stands between this and identity_set.
inline IdentityEntry* identity_place(void* handle) {
  if (UNLIKELY(g_identity.used * 2 >= g_identity.mask) && !identity_grow()) return nullptr;
  size_t i = identity_home(handle, g_identity.mask);
  while (g_identity.entries[i].handle != handle && g_identity.entries[i].handle != nullptr) {
    i = (i + 1) & g_identity.mask;
  }
  return &g_identity.entries[i];
}
inline void identity_set(IdentityEntry* place, void* handle, PyObject* wrapper) {
  g_identity.used += place->handle == nullptr ? 1 : 0;
  *place = IdentityEntry{handle, wrapper};
}
// The wrapper at a place, unless it is being deallocated right now: then it is too late to hand it
// out.
inline PyObject* identity_live(const IdentityEntry* place) {
  return place->handle != nullptr && strong_references(place->wrapper) > 0 ? place->wrapper
                                                                           : nullptr;
}

inline PyObject* identity_find(void* handle) {
  if (UNLIKELY(g_identity.used == 0)) return nullptr;
  const IdentityEntry* place = identity_place(handle);
  return LIKELY(place != nullptr) ? identity_live(place) : nullptr;
}

// The latest wrapper of a handle replaces an older one. Without memory the wrapper stays unknown:
// later wraps make another one, which is allowed.
inline void identity_add(void* handle, PyObject* wrapper) {
  IdentityEntry* place = identity_place(handle);
  if (LIKELY(place != nullptr)) identity_set(place, handle, wrapper);
}

void identity_close_gap(size_t i);

inline void identity_remove(void* handle, PyObject* wrapper) {
  if (UNLIKELY(g_identity.used == 0)) return;
  size_t i = identity_home(handle, g_identity.mask);
  while (g_identity.entries[i].handle != handle) {
    if (g_identity.entries[i].handle == nullptr) return;
    i = (i + 1) & g_identity.mask;
  }
  if (g_identity.entries[i].wrapper != wrapper) return;
  --g_identity.used;
  if (LIKELY(g_identity.entries[(i + 1) & g_identity.mask].handle == nullptr)) {
    g_identity.entries[i].handle = nullptr;
  } else {
    identity_close_gap(i);
  }
}
#endif

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_IDENTITY_H_
