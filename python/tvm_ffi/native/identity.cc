// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// identity.cc: which Python wrapper represents a handle (core module).
// Open addressing with backward-shift deletion; entries borrow the wrapper, which removes itself
// when it dies. Guarded by the GIL. Free-threaded builds keep no table: a wrapper found there could
// die on another thread before it is held, and equality by handle holds without it.
#include <cstdlib>

#include "object.h"

namespace tvm_ffi_py {

#ifdef Py_GIL_DISABLED
PyObject* identity_find(void*) { return nullptr; }
void identity_add(void*, PyObject*) {}
void identity_remove(void*, PyObject*) {}
#else

struct IdentityEntry {
  void* handle;
  PyObject* wrapper;
};

struct IdentityTable {
  IdentityEntry* entries = nullptr;
  size_t mask = 0;
  size_t used = 0;
};
static IdentityTable g_table;  // process-wide like the State; guarded by the GIL

static inline size_t home_of(void* handle, size_t mask) {
  const uint64_t mixed = (reinterpret_cast<uintptr_t>(handle) >> 4) * 0x9E3779B97F4A7C15ull;
  return static_cast<size_t>(mixed >> 32) & mask;
}

PyObject* identity_find(void* handle) {
  if (UNLIKELY(g_table.used == 0)) return nullptr;
  for (size_t i = home_of(handle, g_table.mask);; i = (i + 1) & g_table.mask) {
    const IdentityEntry& entry = g_table.entries[i];
    // A count of zero: being deallocated right now, too late to hand out.
    if (entry.handle == handle) return Py_REFCNT(entry.wrapper) > 0 ? entry.wrapper : nullptr;
    if (entry.handle == nullptr) return nullptr;
  }
}

// The latest wrapper of a handle replaces an older one. Returns whether an entry was added.
static bool insert(void* handle, PyObject* wrapper) {
  size_t i = home_of(handle, g_table.mask);
  while (g_table.entries[i].handle != nullptr && g_table.entries[i].handle != handle) {
    i = (i + 1) & g_table.mask;
  }
  const bool added = g_table.entries[i].handle == nullptr;
  g_table.entries[i] = IdentityEntry{handle, wrapper};
  return added;
}

static bool grow() {
  const IdentityTable old = g_table;
  const size_t capacity = old.entries == nullptr ? 1024 : (old.mask + 1) * 2;
  auto* entries = static_cast<IdentityEntry*>(std::calloc(capacity, sizeof(IdentityEntry)));
  if (entries == nullptr) return false;
  g_table.entries = entries;
  g_table.mask = capacity - 1;
  if (old.entries != nullptr) {
    for (size_t i = 0; i <= old.mask; ++i) {
      if (old.entries[i].handle != nullptr) insert(old.entries[i].handle, old.entries[i].wrapper);
    }
    std::free(old.entries);
  }
  return true;
}

// Without memory the wrapper stays unknown: later wraps make another one, which is allowed.
void identity_add(void* handle, PyObject* wrapper) {
  if (UNLIKELY((g_table.entries == nullptr || g_table.used * 2 > g_table.mask) && !grow())) {
    if (g_table.entries == nullptr || g_table.used >= g_table.mask) return;
  }
  if (insert(handle, wrapper)) ++g_table.used;
}

void identity_remove(void* handle, PyObject* wrapper) {
  if (g_table.used == 0) return;
  size_t i = home_of(handle, g_table.mask);
  while (g_table.entries[i].handle != handle) {
    if (g_table.entries[i].handle == nullptr) return;
    i = (i + 1) & g_table.mask;
  }
  if (g_table.entries[i].wrapper != wrapper) return;
  --g_table.used;
  for (size_t j = (i + 1) & g_table.mask; g_table.entries[j].handle != nullptr;
       j = (j + 1) & g_table.mask) {
    const size_t home = home_of(g_table.entries[j].handle, g_table.mask);
    if (((j - home) & g_table.mask) >= ((j - i) & g_table.mask)) {
      g_table.entries[i] = g_table.entries[j];
      i = j;
    }
  }
  g_table.entries[i] = IdentityEntry{nullptr, nullptr};
}
#endif

}  // namespace tvm_ffi_py
