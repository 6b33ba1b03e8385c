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

// The text of a template's instance begins with its return type: void
// tvm::ffi::detail::F<int>(int).
std::string_view WithoutReturnType(std::string_view function) {
  constexpr std::string_view kAnonymous = "(anonymous namespace)";
  size_t begin = 0;
  int depth = 0;
  for (size_t i = 0; i < function.size(); ++i) {
    const char c = function[i];
    if (depth == 0 && StartsWith(function.substr(i), kAnonymous)) {
      i += kAnonymous.size() - 1;
    } else if (depth == 0 && c == '(') {
      break;
    } else if (c == '<' || c == '(') {
      ++depth;
    } else if (c == '>' || c == ')') {
      --depth;
    } else if (depth == 0 && c == ' ') {
      begin = i + 1;
    }
  }
  return function.substr(begin);
}

}  // namespace

bool IsExcludedFrame(const SourceLine& line) {
  const std::string_view name = WithoutReturnType(line.function);
  for (std::string_view prefix : kExcludedSymbols) {
    if (StartsWith(name, prefix)) return true;
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
