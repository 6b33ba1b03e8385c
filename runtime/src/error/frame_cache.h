// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/frame_cache.h: formatted lines of every code address met so far (layer 1).
// Errors tend to be thrown from the same places; an address is symbolized once. The cache empties
// itself when a library or other code was removed, because something else may lie there now.
#ifndef TVM_FFI_ERROR_FRAME_CACHE_H_
#define TVM_FFI_ERROR_FRAME_CACHE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

struct FrameLine {
  // "  File "f", line n, in g\n"; empty for a boundary.
  std::string text;
  std::string file;
  int line;
  // Function without arguments and template arguments.
  std::string name;
  bool boundary;
};
using FrameLines = std::vector<FrameLine>;

std::string FormatFrameLine(const char* file, int line, const char* function);

// Visible lines and boundaries of one address, innermost first; shared with the cache.
std::shared_ptr<const FrameLines> LinesOf(uintptr_t pc);

// To be called before a series of LinesOf; the result changes whenever lines that were given out
// may be wrong.
uint64_t RefreshFrameCache();

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_FRAME_CACHE_H_
