// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/backtrace.cc: the text of the current call stack (layer 1, format: c-abi.md sections 7 and
// 14). Most recent call first. The text lives in a buffer of the thread until the next call.
#include <tvm/ffi/c_api.h>

#include <cstdlib>
#include <string>

#include "error/frame_cache.h"
#include "error/stack_walk.h"

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
    return *end == 0 && value >= 0 && value <= 1000000 ? static_cast<int>(value)
                                                       : kDefaultLineLimit;
  }();
  return limit;
}

// What the text was made from, to know when it can be given again.
struct Question {
  std::string file;
  std::string function;
  int line = 0;
  bool given = false;

  bool Is(const char* other_file, int other_line, const char* other_function) const {
    if (other_file == nullptr || other_function == nullptr) return !given;
    return given && line == other_line && file == other_file && function == other_function;
  }
};

struct Buffer {
  TVMFFIByteArray bytes{"", 0};
  std::string text;
  StackWalk walk;
  Question question;
};

// Neither has a destructor: a backtrace that is asked for late in a thread's end is empty instead
// of a crash.
thread_local Buffer* thread_buffer = nullptr;
thread_local bool thread_is_over = false;
struct BufferOwner {
  void Touch() {}
  ~BufferOwner() {
    delete thread_buffer;
    thread_buffer = nullptr;
    thread_is_over = true;
  }
};
thread_local BufferOwner buffer_owner;

Buffer& ThreadBuffer() {
  Buffer*& buffer = thread_buffer;
  if (buffer == nullptr) {
    buffer_owner.Touch();
    buffer = new Buffer();
  }
  return *buffer;
}

// Frame 0 is the function that asked for the backtrace; a cold helper may stand between it and the
// thrower.
bool IsGivenLine(const Question& question, size_t frame, const FrameLine& line) {
  if (frame == 0) return true;
  if (line.line != 0) return line.line == question.line && line.file == question.file;
  return !line.name.empty() && question.function.find(line.name) != std::string::npos;
}

void AppendLines(Buffer& buffer, bool cross_boundary) {
  const Question& question = buffer.question;
  int left = LineLimit() - (question.given ? 1 : 0);
  // The first visible line may be the one that the caller has given.
  bool first = question.given;
  for (size_t frame = 0; frame < buffer.walk.frames().size(); ++frame) {
    for (const FrameLine& line : *buffer.walk.frames()[frame].lines) {
      if (line.boundary && !cross_boundary) return;
      if (line.boundary) continue;
      const bool skip = first && IsGivenLine(question, frame, line);
      first = false;
      if (skip) continue;
      if (left-- <= 0) return;
      buffer.text.append(line.text);
    }
  }
}

void MakeText(Buffer& buffer, const char* file, int line, const char* function,
              bool cross_boundary) {
  Question& question = buffer.question;
  question.given = file != nullptr && function != nullptr;
  buffer.text.clear();
  if (question.given) {
    question.file = file;
    question.function = function;
    question.line = line;
    if (LineLimit() > 0) buffer.text = FormatFrameLine(file, line, function);
  }
  AppendLines(buffer, cross_boundary);
  buffer.bytes = TVMFFIByteArray{buffer.text.data(), buffer.text.size()};
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
    if (thread_is_over) return &nothing;
    Buffer& buffer = ThreadBuffer();
    const auto frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    const auto caller = reinterpret_cast<uintptr_t>(__builtin_return_address(0));
    const bool cross_boundary = cross_ffi_boundary != 0;
    // One more line than the limit, for the one that is given by the caller.
    const bool same_stack = buffer.walk.Update(frame, caller, cross_boundary, LineLimit() + 1);
    if (!same_stack || !buffer.question.Is(filename, lineno, func)) {
      MakeText(buffer, filename, lineno, func, cross_boundary);
    }
    return &buffer.bytes;
  } catch (...) {
    return &nothing;
  }
}
