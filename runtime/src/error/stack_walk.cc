// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/stack_walk.cc: unwinding, and taking over what has not changed (layer 1).
// Reading a remembered place is safe in order from the innermost frame outwards: as long as the
// return addresses agree the frames are the same and lie on this thread's stack. A frame of
// variable size may in theory agree by accident; the text then names an earlier caller.
#include "error/stack_walk.h"

#include <unwind.h>

namespace tvm {
namespace ffi {
namespace detail {
namespace {

#if defined(__x86_64__) && defined(__linux__)
constexpr bool kReturnAddressBelowStackPointer = true;
#else
constexpr bool kReturnAddressBelowStackPointer = false;
#endif

#if defined(__GNUC__)
__attribute__((no_sanitize("address", "thread")))
#endif
uintptr_t ReadBelow(uintptr_t stack_pointer) {
  return reinterpret_cast<const volatile uintptr_t*>(stack_pointer)[-1];
}

int VisibleLines(const FrameLines& lines) {
  int count = 0;
  for (const FrameLine& line : lines) count += !line.boundary;
  return count;
}

}  // namespace

struct StackWalk::Visit {
  StackWalk* walk;
  std::vector<WalkedFrame> found;
  int lines_left;
  // Frames of our own lie inwards of it.
  uintptr_t frame_address;
  bool reusable = kReturnAddressBelowStackPointer;
  bool failed = false;
  // Index of the first old frame that still holds.
  size_t kept;

  _Unwind_Reason_Code Add(_Unwind_Context* context) {
    int before_instruction = 0;
    const uintptr_t address = _Unwind_GetIPInfo(context, &before_instruction);
    if (address == 0) return _URC_END_OF_STACK;
    const uintptr_t stack_pointer = _Unwind_GetCFA(context);
    if (stack_pointer <= frame_address) return _URC_NO_REASON;
    kept = walk->FirstKept(stack_pointer, address);
    if (kept != walk->frames_.size()) return _URC_END_OF_STACK;
    reusable = reusable && before_instruction == 0 && ReadBelow(stack_pointer) == address;
    std::shared_ptr<const FrameLines> lines = LinesOf(before_instruction ? address : address - 1);
    bool boundary = false;
    for (const FrameLine& line : *lines) boundary = boundary || line.boundary;
    lines_left -= VisibleLines(*lines);
    found.push_back(WalkedFrame{stack_pointer, address, std::move(lines)});
    const bool over = lines_left <= 0 || (boundary && !walk->cross_boundary_);
    return over ? _URC_END_OF_STACK : _URC_NO_REASON;
  }

  static _Unwind_Reason_Code OnFrame(_Unwind_Context* context, void* data) {
    auto* visit = static_cast<Visit*>(data);
    try {
      return visit->Add(context);
    } catch (...) {
      visit->failed = true;
      return _URC_END_OF_STACK;
    }
  }
};

// The old frame with these two values if everything outwards of it still stands where it was; else
// frames_.size().
size_t StackWalk::FirstKept(uintptr_t stack_pointer, uintptr_t return_address) const {
  if (!reusable_) return frames_.size();
  size_t first = 0;
  while (first < frames_.size() && frames_[first].stack_pointer < stack_pointer) ++first;
  if (first == frames_.size() || frames_[first].stack_pointer != stack_pointer ||
      frames_[first].return_address != return_address) {
    return frames_.size();
  }
  for (size_t i = first + 1; i < frames_.size(); ++i) {
    if (ReadBelow(frames_[i].stack_pointer) != frames_[i].return_address) return frames_.size();
  }
  return first;
}

bool StackWalk::Update(uintptr_t frame_address, uintptr_t return_address, bool cross_boundary,
                       int max_lines) {
  const uint64_t epoch = RefreshFrameCache();
  if (epoch != epoch_ || cross_boundary != cross_boundary_) {
    frames_.clear();
    epoch_ = epoch;
    cross_boundary_ = cross_boundary;
  }
  // On x86-64 the frame address is where the caller's frame pointer is saved, the return address
  // lies above it.
  const uintptr_t stack_pointer = frame_address + 2 * sizeof(uintptr_t);
  if (kReturnAddressBelowStackPointer && !frames_.empty() &&
      FirstKept(stack_pointer, return_address) == 0) {
    return true;
  }
  Visit visit{this,          {}, max_lines, frame_address, kReturnAddressBelowStackPointer, false,
              frames_.size()};
  visit.found.reserve(32);
  _Unwind_Backtrace(Visit::OnFrame, &visit);
  if (visit.failed) {
    frames_.clear();
    return false;
  }
  reusable_ = visit.reusable && (visit.kept == frames_.size() || reusable_);
  for (size_t i = visit.kept; i < frames_.size(); ++i) visit.found.push_back(frames_[i]);
  frames_ = std::move(visit.found);
  return false;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
