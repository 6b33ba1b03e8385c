// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/backtrace.cc: the text of the current call stack (layer 1, format: c-abi.md sections 7 and 14).
// Most recent call first. The text lives in a buffer of the thread until the next call.
#include <tvm/ffi/c_api.h>
#include <unwind.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "error/frame_cache.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int kDefaultLineLimit = 512;

int LineLimit() {
  static const int limit = [] {
    const char* text = std::getenv("TVM_TRACEBACK_LIMIT");
    if (text == nullptr || *text == 0) return kDefaultLineLimit;
    char* end = nullptr;
    const long value = std::strtol(text, &end, 10);
    return *end == 0 && value >= 0 && value <= 1000000 ? static_cast<int>(value) : kDefaultLineLimit;
  }();
  return limit;
}

struct Buffer {
  TVMFFIByteArray bytes{"", 0};
  std::string text;
};

// The pointer has no destructor of its own: a backtrace taken late in a thread's end still has a place.
thread_local Buffer* thread_buffer = nullptr;
struct BufferOwner {
  void Touch() {}
  ~BufferOwner() {
    delete thread_buffer;
    thread_buffer = nullptr;
  }
};
thread_local BufferOwner buffer_owner;

Buffer& ThreadBuffer() {
  if (thread_buffer == nullptr) {
    buffer_owner.Touch();
    thread_buffer = new Buffer();
  }
  return *thread_buffer;
}

struct Walk {
  std::string* text;
  const char* given_file;
  const char* given_function;
  int given_line;
  bool cross_boundary;
  int frame = 0;
  int lines = 0;
  // The first visible line may be the one that the caller has given.
  bool first = true;
  bool failed = false;
};

bool IsGivenLine(const Walk& walk, const FrameLine& line) {
  // Frame 1 is the function that asked for the backtrace; a cold helper may stand between it and the thrower.
  if (walk.frame == 1) return true;
  if (line.line != 0) return line.line == walk.given_line && line.file == walk.given_file;
  return !line.name.empty() && std::strstr(walk.given_function, line.name.c_str()) != nullptr;
}

// False when the walk is over.
bool AddFrame(Walk& walk, uintptr_t pc) {
  const std::shared_ptr<const FrameLines> lines = LinesOf(pc);
  for (const FrameLine& line : *lines) {
    if (line.boundary) {
      if (!walk.cross_boundary) return false;
      continue;
    }
    const bool first = walk.first;
    walk.first = false;
    if (first && walk.given_function != nullptr && IsGivenLine(walk, line)) continue;
    if (walk.lines >= LineLimit()) return false;
    walk.text->append(line.text);
    ++walk.lines;
  }
  return walk.lines < LineLimit();
}

_Unwind_Reason_Code OnFrame(_Unwind_Context* context, void* data) {
  Walk& walk = *static_cast<Walk*>(data);
  int before_instruction = 0;
  uintptr_t pc = _Unwind_GetIPInfo(context, &before_instruction);
  if (pc == 0) return _URC_END_OF_STACK;
  if (!before_instruction) --pc;
  // Frame 0 is TVMFFIBacktrace.
  if (walk.frame > 0) {
    try {
      if (!AddFrame(walk, pc)) return _URC_END_OF_STACK;
    } catch (...) {
      walk.failed = true;
      return _URC_END_OF_STACK;
    }
  }
  ++walk.frame;
  return _URC_NO_REASON;
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

[[gnu::noinline]] const TVMFFIByteArray* TVMFFIBacktrace(const char* filename, int lineno,
                                                         const char* func, int cross_ffi_boundary) {
  static const TVMFFIByteArray nothing{"", 0};
  try {
    Buffer& buffer = ThreadBuffer();
    buffer.text.clear();
    Walk walk{&buffer.text, nullptr, nullptr, lineno, cross_ffi_boundary != 0};
    if (filename != nullptr && func != nullptr) {
      walk.given_file = filename;
      walk.given_function = func;
      if (LineLimit() > 0) {
        buffer.text = FormatFrameLine(filename, lineno, func);
        walk.lines = 1;
      }
    }
    if (walk.lines < LineLimit()) {
      RefreshFrameCache();
      _Unwind_Backtrace(OnFrame, &walk);
    }
    buffer.bytes = TVMFFIByteArray{buffer.text.data(), buffer.text.size()};
    return &buffer.bytes;
  } catch (...) {
    return &nothing;
  }
}
