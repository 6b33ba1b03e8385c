// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/stack_walk.h: the frames of the current call stack, remembered per thread (layer 1).
// Unwinding costs a thousand instructions and more per frame. Errors in a loop come from the same
// stack again and again, so a walk is taken over from the one before as far as the stack still
// holds the same return addresses at the same places.
#ifndef TVM_FFI_ERROR_STACK_WALK_H_
#define TVM_FFI_ERROR_STACK_WALK_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "error/frame_cache.h"

namespace tvm {
namespace ffi {
namespace detail {

struct WalkedFrame {
  // Stack pointer in this frame after the call it is making returns.
  uintptr_t stack_pointer;
  // Where that call returns to.
  uintptr_t return_address;
  std::shared_ptr<const FrameLines> lines;
};

class StackWalk {
 public:
  // Walks from the caller of the function that has this frame address and return address. Ends at
  // the first boundary frame unless cross_boundary, and when max_lines visible lines are found.
  // True when nothing has changed since the last walk. May throw.
  bool Update(uintptr_t frame_address, uintptr_t return_address, bool cross_boundary,
              int max_lines);
  const std::vector<WalkedFrame>& frames() const { return frames_; }

 private:
  struct Visit;
  size_t FirstKept(uintptr_t stack_pointer, uintptr_t return_address) const;

  std::vector<WalkedFrame> frames_;
  bool cross_boundary_ = false;
  // Every frame's return address was found right below its stack pointer.
  bool reusable_ = false;
  uint64_t epoch_ = 0;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_STACK_WALK_H_
