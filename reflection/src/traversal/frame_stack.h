// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The explicit stack of a traversal (layer 2).
// Depth costs heap, not native stack, and is bounded by contract: 2^20 frames, then a ValueError.
#ifndef TVM_FFI_TRAVERSAL_FRAME_STACK_H_
#define TVM_FFI_TRAVERSAL_FRAME_STACK_H_

#include <cstddef>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace traversal {

inline constexpr size_t kMaxFrames = size_t{1} << 20;

/// Raises `<who>: maximum stack depth (1048576) exceeded`.
[[noreturn]] void ThrowTooDeep(const char* who);

template <typename Frame>
class FrameStack {
 public:
  explicit FrameStack(const char* who) : who_(who) { frames_.reserve(8); }

  template <typename... Args>
  Frame& Push(Args&&... args) {
    if (frames_.size() >= kMaxFrames) ThrowTooDeep(who_);
    return frames_.emplace_back(std::forward<Args>(args)...);
  }
  Frame& top() { return frames_.back(); }
  void Pop() { frames_.pop_back(); }
  size_t size() const { return frames_.size(); }
  Frame& operator[](size_t i) { return frames_[i]; }
  const Frame& operator[](size_t i) const { return frames_[i]; }
  /// Drops what a failed nested run has left.
  void Shrink(size_t size) {
    while (frames_.size() > size) frames_.pop_back();
  }

 private:
  std::vector<Frame> frames_;
  const char* who_;
};

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_FRAME_STACK_H_
