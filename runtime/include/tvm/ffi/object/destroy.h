/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/destroy.h: destruction in bounded stack (layer 1).
 * Destroying an object may release the last reference to another and so on. Beyond a fixed nesting
 * the object is put on a list of this thread and destroyed by the outermost call, so a million
 * nested levels need a flat stack.
 */
#ifndef TVM_FFI_OBJECT_DESTROY_H_
#define TVM_FFI_OBJECT_DESTROY_H_

#include <tvm/ffi/object/ref_count.h>

#include <cstdlib>

namespace tvm {
namespace ffi {
namespace detail {

/// Nesting at which destruction is put off; small enough for the stacks of worker threads.
inline constexpr int kMaxDestroyDepth = 100;

using FDestroy = void (*)(TVMFFIObject* self);

struct PendingDestroy {
  TVMFFIObject* self;
  FDestroy destroy;
  int flags;
  PendingDestroy* next;
};

struct DestroyState {
  int depth;
  PendingDestroy* pending;
};

inline DestroyState* ThreadDestroyState() {
  static thread_local DestroyState state{0, nullptr};
  return &state;
}

/// Put an object off; false when there is no memory for the note.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline bool DeferDestroy(DestroyState* state,
                                                             TVMFFIObject* self, int flags,
                                                             FDestroy destroy) {
  PendingDestroy* note = static_cast<PendingDestroy*>(std::malloc(sizeof(PendingDestroy)));
  if (note == nullptr) return false;
  // Only the destructor runs later: the caller of a strong-only deleter still owns a weak unit and
  // will release it on return, so keep one more until then.
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) == 0) IncWeakRef(self);
  *note = PendingDestroy{self, destroy, flags, state->pending};
  state->pending = note;
  return true;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void DrainPendingDestroy(DestroyState* state) {
  while (state->pending != nullptr) {
    PendingDestroy note = *state->pending;
    std::free(state->pending);
    state->pending = note.next;
    note.destroy(note.self);
    if ((note.flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) {
      note.self->deleter(note.self, kTVMFFIObjectDeleterFlagBitMaskWeak);
    } else {
      DecWeakRef(note.self);
    }
  }
}

/// Run the destructor now or later. Returns true when it ran, so that memory asked for in the same
/// call may go.
TVM_FFI_NO_INLINE inline bool DestroyBounded(TVMFFIObject* self, int flags, FDestroy destroy) {
  DestroyState* state = ThreadDestroyState();
  if (TVM_FFI_PREDICT_FALSE(state->depth >= kMaxDestroyDepth) &&
      DeferDestroy(state, self, flags, destroy)) {
    return false;
  }
  ++state->depth;
  destroy(self);
  if (TVM_FFI_PREDICT_FALSE(state->depth == 1 && state->pending != nullptr)) {
    DrainPendingDestroy(state);
  }
  --state->depth;
  return true;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_DESTROY_H_
