// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/raised.cc: the thread's error slot (layer 1).
// The slot itself has no destructor, so it works while other thread-local objects are being
// destructed; what is stored in it after its owner is gone is leaked, once.
#include "error/raised.h"

#include "object/raw_object.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

thread_local TVMFFIObject* slot = nullptr;

struct SlotOwner {
  // Makes the compiler register the destructor for this thread.
  void Touch() {}
  ~SlotOwner() { SetRaised(nullptr); }
};
thread_local SlotOwner owner;

}  // namespace

void SetRaised(TVMFFIObject* error) noexcept {
  TVMFFIObject*& place = slot;
  TVMFFIObject* before = place;
  place = error;
  if (error != nullptr) owner.Touch();
  if (before != nullptr) DecStrongRef(before);
}

TVMFFIObject* TakeRaised() noexcept {
  TVMFFIObject*& place = slot;
  TVMFFIObject* error = place;
  place = nullptr;
  return error;
}

TVMFFIObject* PeekRaised() noexcept { return slot; }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
