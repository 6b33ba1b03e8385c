// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/symbolizer_libbacktrace.cc: symbolizing with the compiler's libbacktrace (layer 1).
// A libbacktrace state knows the libraries that were loaded when it was first used and can never be freed. So a new
// one is made only for an address that the current one cannot explain, after the loader has added libraries, and not
// more than kMaxStates times; after that the dynamic symbol table has to do.
#include <backtrace.h>

#include <atomic>
#include <mutex>

#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr int kMaxStates = 64;

struct State {
  backtrace_state* handle;
  unsigned long long adds;
};

constinit std::atomic<const State*> current_state{nullptr};
constinit std::mutex state_mutex;
constinit int state_count = 0;

void IgnoreError(void*, const char*, int) {}

const State* FreshState(const State* stale) {
  std::lock_guard<std::mutex> lock(state_mutex);
  const State* state = current_state.load(std::memory_order_acquire);
  if (state != stale) return state;
  const unsigned long long adds = GetLoaderGeneration().adds;
  if (state_count == kMaxStates || (stale != nullptr && stale->adds == adds)) return stale;
  backtrace_state* handle = backtrace_create_state(nullptr, 1, IgnoreError, nullptr);
  if (handle == nullptr) return stale;
  ++state_count;
  state = new State{handle, adds};
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

std::vector<SourceLine> Ask(const State* state, uintptr_t pc) {
  std::vector<SourceLine> lines;
  backtrace_pcinfo(state->handle, pc, AddLine, IgnoreError, &lines);
  return lines;
}

}  // namespace

std::vector<SourceLine> Symbolize(uintptr_t pc) {
  const State* state = current_state.load(std::memory_order_acquire);
  if (state == nullptr) state = FreshState(nullptr);
  if (state == nullptr) return {SymbolizeByLoader(pc)};
  std::vector<SourceLine> lines = Ask(state, pc);
  if (lines.empty()) {
    const State* fresh = FreshState(state);
    if (fresh != state) lines = Ask(state = fresh, pc);
  }
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
