// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/symbol_registry.h: addresses registered by name for libraries (layer 1).
// Context symbols are written into libraries that are loaded later; system library symbols are
// functions that were linked into the process instead of being loaded.
#ifndef TVM_FFI_MODULE_SYMBOL_REGISTRY_H_
#define TVM_FFI_MODULE_SYMBOL_REGISTRY_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

// In order of registration; a name registered twice is there twice.
std::vector<std::pair<std::string, void*>> ListContextSymbols();

// NULL when there is none of that name.
void* FindSystemSymbol(std::string_view name);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MODULE_SYMBOL_REGISTRY_H_
