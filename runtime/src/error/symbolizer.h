// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/symbolizer.h: from a code address to source lines (layer 1).
// Two implementations, chosen by the build: the compiler's libbacktrace, or the dynamic symbol
// table alone.
#ifndef TVM_FFI_ERROR_SYMBOLIZER_H_
#define TVM_FFI_ERROR_SYMBOLIZER_H_

#include <cstdint>
#include <string>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

struct SourceLine {
  // Empty when nothing is known.
  std::string file;
  // 0 when unknown.
  int line = 0;
  // Demangled; empty when unknown.
  std::string function;
};

// Innermost first: a call that was inlined has a line of its own. pc lies inside the instruction
// asked for.
std::vector<SourceLine> Symbolize(uintptr_t pc);

// What the dynamic symbol table knows: the file of the library and an exported function, if any.
SourceLine SymbolizeByLoader(uintptr_t pc);

std::string Demangle(const char* symbol);

// Counters of the dynamic loader: libraries ever added and removed.
struct LoaderGeneration {
  unsigned long long adds = 0;
  unsigned long long subs = 0;
};
LoaderGeneration GetLoaderGeneration();

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ERROR_SYMBOLIZER_H_
