// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/guard.h: the one pair of guards around the bodies of extern "C" functions (layer 1).
// Nothing thrown inside leaves them: it becomes the raised error of this thread.
#ifndef TVM_FFI_ABI_GUARD_H_
#define TVM_FFI_ABI_GUARD_H_

#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

// Stores the exception in flight in the error slot and gives -1: an Error as itself, std::bad_alloc
// as MemoryError, std::exception as InternalError, anything else as RuntimeError. Only inside a
// catch clause.
int RaiseCurrentException() noexcept;

// body returns the code of the C function.
template <typename Body>
inline int Guarded(Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    return RaiseCurrentException();
  }
}

// For functions that return something else than a code.
template <typename Value, typename Body>
inline Value GuardedOr(Value fallback, Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (...) {
    RaiseCurrentException();
    return fallback;
  }
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ABI_GUARD_H_
