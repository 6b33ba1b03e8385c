// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/symbolizer_libbacktrace.cc: symbolizing with the compiler's libbacktrace (layer 1).
// A libbacktrace state knows the libraries that were loaded when it was first used and can never be
// freed. So a new one is made only for an address in a library that the current one does not know,
// or after a library was removed, and not more than kMaxStates times; after that the dynamic symbol
// table has to do.
#include <backtrace.h>
#include <link.h>

#include <atomic>
#include <memory>
#include <mutex>

#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int kMaxStates = 64;

struct Range {
  uintptr_t begin;
  uintptr_t end;
};

struct BacktraceState {
  backtrace_state* handle;
  unsigned long long subs;
  // Mapped segments of the libraries it knows.
  std::vector<Range> ranges;
  // Not used any more, but never freed.
  const BacktraceState* before;

  bool Knows(uintptr_t pc) const {
    for (const Range& range : ranges) {
      if (pc >= range.begin && pc < range.end) return true;
    }
    return false;
  }
};

constinit std::atomic<const BacktraceState*> current_state{nullptr};
constinit std::mutex state_mutex;
constinit int state_count = 0;

void IgnoreError(void*, const char*, int) {}

std::vector<Range> MappedRanges() {
  std::vector<Range> ranges;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const auto& segment = info->dlpi_phdr[i];
          if (segment.p_type != PT_LOAD) continue;
          const uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
          static_cast<std::vector<Range>*>(data)->push_back(Range{begin, begin + segment.p_memsz});
        }
        return 0;
      },
      &ranges);
  return ranges;
}

void IgnoreSymbol(void*, uintptr_t, const char*, uintptr_t, uintptr_t) {}

// The current state, or a new one if that does not fit what is loaded now.
const BacktraceState* BacktraceStateFor(uintptr_t pc) {
  const BacktraceState* state = current_state.load(std::memory_order_acquire);
  const unsigned long long subs = GetLoaderGeneration().subs;
  if (state != nullptr && state->subs == subs && state->Knows(pc)) return state;
  std::lock_guard<std::mutex> lock(state_mutex);
  state = current_state.load(std::memory_order_acquire);
  if (state != nullptr && state->subs == subs && state->Knows(pc)) return state;
  if (state_count == kMaxStates) return nullptr;
  auto fresh =
      std::make_unique<BacktraceState>(BacktraceState{nullptr, subs, MappedRanges(), state});
  fresh->handle = backtrace_create_state(nullptr, 1, IgnoreError, nullptr);
  if (fresh->handle == nullptr) return nullptr;
  // Reads the libraries now, so that the state knows what the ranges say.
  backtrace_syminfo(fresh->handle, pc, IgnoreSymbol, IgnoreError, nullptr);
  ++state_count;
  state = fresh.release();
  current_state.store(state, std::memory_order_release);
  return state;
}

int AddLine(void* data, uintptr_t, const char* file, int line, const char* function) {
  auto* lines = static_cast<std::vector<SourceLine>*>(data);
  if (file == nullptr && function == nullptr) return 0;
  SourceLine one;
  if (file != nullptr) one.file = file;
  one.line = line;
  if (function != nullptr) one.function = Demangle(function);
  lines->push_back(std::move(one));
  return 0;
}

void SetFunction(void* data, uintptr_t, const char* symbol, uintptr_t, uintptr_t) {
  if (symbol != nullptr) *static_cast<std::string*>(data) = Demangle(symbol);
}

}  // namespace

std::vector<SourceLine> Symbolize(uintptr_t pc) {
  const BacktraceState* state = BacktraceStateFor(pc);
  if (state == nullptr) return {SymbolizeByLoader(pc)};
  std::vector<SourceLine> lines;
  backtrace_pcinfo(state->handle, pc, AddLine, IgnoreError, &lines);
  const bool nameless = lines.empty() || lines.back().function.empty();
  if (!nameless) return lines;
  SourceLine outer = SymbolizeByLoader(pc);
  std::string function;
  backtrace_syminfo(state->handle, pc, SetFunction, IgnoreError, &function);
  if (!function.empty()) outer.function = function;
  if (lines.empty()) {
    lines.push_back(outer);
  } else {
    lines.back().function = outer.function;
  }
  return lines;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
