// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/frame_filter.cc: the tables of hidden and boundary frames (layer 1).
#include "error/frame_filter.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr std::string_view kExcludedSymbols[] = {
    "tvm::ffi::Function",
    "tvm::ffi::detail::",
    "TVMFFIBacktrace",
    "TVMFFIErrorSetRaisedFromCStr",
    "__libc_",
    "ffi_call_",
};
// The parts of a header lie in a folder of its name.
constexpr std::string_view kExcludedFiles[] = {
    "include/tvm/ffi/error.h",
    "include/tvm/ffi/error/",
    "include/tvm/ffi/function_detail.h",
    "include/tvm/ffi/function.h",
    "include/tvm/ffi/function/",
    "include/tvm/ffi/any.h",
    "include/tvm/ffi/any/",
    "include/c++/",
};
constexpr std::string_view kBoundarySymbols[] = {
    "TVMFFIFunctionCall", "slot_tp_call", "object_is_not_callable", "_Py", "PyObject",
};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

bool IsExcludedFrame(const SourceLine& line) {
  for (std::string_view prefix : kExcludedSymbols) {
    if (StartsWith(line.function, prefix)) return true;
  }
  for (std::string_view part : kExcludedFiles) {
    if (std::string_view(line.file).find(part) != std::string_view::npos) return true;
  }
  return false;
}

bool IsBoundaryFrame(const SourceLine& line) {
  for (std::string_view prefix : kBoundarySymbols) {
    if (StartsWith(line.function, prefix)) return true;
  }
  return false;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
