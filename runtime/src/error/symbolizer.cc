// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/symbolizer.cc: what the dynamic loader knows about an address (layer 1).
#include "error/symbolizer.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>

#include <cstddef>
#include <cstdlib>

namespace tvm {
namespace ffi {
namespace detail {

std::string Demangle(const char* symbol) {
  if (symbol[0] != '_' || symbol[1] != 'Z') return symbol;
  int status = 0;
  char* text = abi::__cxa_demangle(symbol, nullptr, nullptr, &status);
  std::string result(text != nullptr ? text : symbol);
  std::free(text);
  return result;
}

SourceLine SymbolizeByLoader(uintptr_t pc) {
  SourceLine result;
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(pc), &info) == 0) return result;
  if (info.dli_fname != nullptr) result.file = info.dli_fname;
  if (info.dli_sname != nullptr) result.function = Demangle(info.dli_sname);
  return result;
}

LoaderGeneration GetLoaderGeneration() {
  LoaderGeneration result;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t size, void* data) {
        if (size >= offsetof(dl_phdr_info, dlpi_subs) + sizeof(info->dlpi_subs)) {
          *static_cast<LoaderGeneration*>(data) =
              LoaderGeneration{info->dlpi_adds, info->dlpi_subs};
        }
        return 1;
      },
      &result);
  return result;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
