// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// identity.cc: the rare parts of the table of wrappers (core module); see identity.h.
#include "identity.h"

#include <cstdlib>

namespace tvm_ffi_py {

#ifndef Py_GIL_DISABLED
IdentityTable g_identity;  // process-wide like the State; guarded by the GIL

// Without memory the old table serves on, down to its last free entry.
COLD bool identity_grow() {
  const IdentityTable old = g_identity;
  const size_t capacity = old.entries == nullptr ? 1024 : (old.mask + 1) * 2;
  auto* entries = static_cast<IdentityEntry*>(std::calloc(capacity, sizeof(IdentityEntry)));
  if (entries == nullptr) return old.entries != nullptr && old.used < old.mask;
  g_identity.entries = entries;
  g_identity.mask = capacity - 1;
  for (size_t i = 0; old.entries != nullptr && i <= old.mask; ++i) {
    if (old.entries[i].handle == nullptr) continue;
    size_t at = identity_home(old.entries[i].handle, g_identity.mask);
    while (entries[at].handle != nullptr) at = (at + 1) & g_identity.mask;
    entries[at] = old.entries[i];
  }
  std::free(old.entries);
  return true;
}

// Entry i was removed: those behind it that would no longer be found move up.
__attribute__((noinline)) void identity_close_gap(size_t i) {
  for (size_t j = (i + 1) & g_identity.mask; g_identity.entries[j].handle != nullptr;
       j = (j + 1) & g_identity.mask) {
    const size_t home = identity_home(g_identity.entries[j].handle, g_identity.mask);
    if (((j - home) & g_identity.mask) >= ((j - i) & g_identity.mask)) {
      g_identity.entries[i] = g_identity.entries[j];
      i = j;
    }
  }
  g_identity.entries[i] = IdentityEntry{nullptr, nullptr};
}
#endif

}  // namespace tvm_ffi_py
