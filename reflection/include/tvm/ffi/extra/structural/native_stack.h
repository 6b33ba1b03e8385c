// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A budget for recursion that foreign code drives: hooks that visit children, callbacks that visit
// (layer 2). Such recursion cannot be put on an explicit stack, so it ends in a ValueError before
// the native stack does.
#ifndef TVM_FFI_EXTRA_STRUCTURAL_NATIVE_STACK_H_
#define TVM_FFI_EXTRA_STRUCTURAL_NATIVE_STACK_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/error.h>

#include <cstddef>
#include <cstdint>

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace tvm {
namespace ffi {
namespace detail {

struct NativeStackBounds {
  uintptr_t lowest;
  uintptr_t highest;
};

/// Bounds of this thread's stack; on other systems a part below the first caller that is surely
/// there.
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline NativeStackBounds FindNativeStackBounds(
    uintptr_t here) noexcept {
#if defined(__linux__)
  pthread_attr_t attr;
  if (pthread_getattr_np(pthread_self(), &attr) == 0) {
    void* low = nullptr;
    size_t size = 0;
    pthread_attr_getstack(&attr, &low, &size);
    pthread_attr_destroy(&attr);
    const uintptr_t lowest = reinterpret_cast<uintptr_t>(low);
    if (lowest != 0) return {lowest, lowest + size};
  }
#elif defined(__APPLE__)
  const uintptr_t highest = reinterpret_cast<uintptr_t>(pthread_get_stackaddr_np(pthread_self()));
  return {highest - pthread_get_stacksize_np(pthread_self()), highest};
#endif
  constexpr uintptr_t kSurelyThere = 256 * 1024;
  return {here > kSurelyThere ? here - kSurelyThere : 0, here};
}

inline constexpr char kNativeStackText[] =
    ": nested too deeply, the native stack is nearly exhausted";

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline Error NativeStackError(const char* who) {
  return Error("ValueError", std::string(who) + kNativeStackText, "");
}

/// True when less than an eighth of the stack, or 256 KiB, is left. Other stacks (fibers) are not
/// judged.
inline bool NativeStackNearlyExhausted() noexcept {
#if defined(__GNUC__) || defined(__clang__)
  const uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
#else
  volatile char probe = 0;
  const uintptr_t here = reinterpret_cast<uintptr_t>(&probe);
#endif
  static thread_local const NativeStackBounds bounds = FindNativeStackBounds(here);
  constexpr uintptr_t kReserve = 256 * 1024;
  if (here < bounds.lowest || here > bounds.highest) return false;
  const uintptr_t eighth = (bounds.highest - bounds.lowest) / 8;
  return here - bounds.lowest < (eighth < kReserve ? eighth : kReserve);
}

/// Raises when recursion comes near the end of the native stack.
inline void CheckNativeStack(const char* who) {
  if (TVM_FFI_PREDICT_FALSE(NativeStackNearlyExhausted())) throw NativeStackError(who);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STRUCTURAL_NATIVE_STACK_H_
