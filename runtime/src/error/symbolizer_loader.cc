// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/symbolizer_loader.cc: symbolizing without debug information (layer 1).
#include "error/symbolizer.h"

namespace tvm {
namespace ffi {
namespace detail {

std::vector<SourceLine> Symbolize(uintptr_t pc) { return {SymbolizeByLoader(pc)}; }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
