// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/frame_cache.cc: address -> formatted lines (layer 1).
// Symbolizing takes the loader's lock, so it happens outside of ours: a thread inside dlopen may be
// throwing, too.
#include "error/frame_cache.h"

#include <atomic>
#include <mutex>
#include <unordered_map>

#include "error/code_table.h"
#include "error/frame_filter.h"
#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct FrameCache {
  std::mutex mutex;
  std::unordered_map<uintptr_t, std::shared_ptr<const FrameLines>> lines;
  std::atomic<uint64_t> subs{0};
};

FrameCache& Cache() {
  static FrameCache* cache = new FrameCache();
  return *cache;
}

std::string NameWithoutArguments(const std::string& function) {
  std::string_view name = function;
  name = name.substr(0, name.find('('));
  return std::string(name.substr(0, name.find('<')));
}

// A frame without function and line says nothing: hidden code of a stripped library.
bool IsNameless(const SourceLine& line) { return line.function.empty() && line.line == 0; }

std::shared_ptr<const FrameLines> MakeLines(uintptr_t pc) {
  auto result = std::make_shared<FrameLines>();
  // What was told comes first: the loader may take an address in such code for one of its own.
  SourceLine told;
  const std::vector<SourceLine> lines =
      FindCode(pc, &told) ? std::vector<SourceLine>{std::move(told)} : Symbolize(pc);
  for (const SourceLine& line : lines) {
    if (IsBoundaryFrame(line)) {
      result->push_back(
          FrameLine{"", line.file, line.line, NameWithoutArguments(line.function), true});
    } else if (!IsExcludedFrame(line) && !IsNameless(line)) {
      const char* file = line.file.empty() ? "<unknown>" : line.file.c_str();
      const char* function = line.function.empty() ? "<unknown>" : line.function.c_str();
      result->push_back(FrameLine{FormatFrameLine(file, line.line, function), line.file, line.line,
                                  NameWithoutArguments(line.function), false});
    }
  }
  return result;
}

}  // namespace

std::string FormatFrameLine(const char* file, int line, const char* function) {
  std::string text = "  File \"";
  text.append(file).append("\", line ").append(std::to_string(line));
  return text.append(", in ").append(function).append("\n");
}

std::shared_ptr<const FrameLines> LinesOf(uintptr_t pc) {
  FrameCache& cache = Cache();
  {
    std::lock_guard<std::mutex> lock(cache.mutex);
    auto it = cache.lines.find(pc);
    if (it != cache.lines.end()) return it->second;
  }
  std::shared_ptr<const FrameLines> lines = MakeLines(pc);
  std::lock_guard<std::mutex> lock(cache.mutex);
  return cache.lines.emplace(pc, std::move(lines)).first->second;
}

uint64_t RefreshFrameCache() {
  const uint64_t subs = GetLoaderGeneration().subs + CodeGeneration();
  FrameCache& cache = Cache();
  if (cache.subs.load(std::memory_order_acquire) == subs) return subs;
  std::lock_guard<std::mutex> lock(cache.mutex);
  cache.lines.clear();
  cache.subs.store(subs, std::memory_order_release);
  return subs;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
