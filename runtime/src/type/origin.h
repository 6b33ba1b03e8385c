// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type/origin.h: which library a code address belongs to (layer 1).
// Registrations keep the return address of the C function that made them; it is resolved only when
// somebody asks. The loader's lock is taken here: never call these under the registry lock.
#ifndef TVM_FFI_TYPE_ORIGIN_H_
#define TVM_FFI_TYPE_ORIGIN_H_

#include <string>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

struct Origin {
  // Start of the mapped library; NULL when the address lies in none. The same for all code of one
  // library.
  const void* base = nullptr;
  // Path as the loader knows it.
  std::string library;
  // Function the address lies in, demangled, when the symbol table tells.
  std::string function;
};

Origin FindOrigin(const void* address);

// Base of this runtime library itself.
const void* RuntimeBase();

// Base of a library of this process. file: a path (same file on disk), or a name without a slash
// (same file name). NULL when no such library is loaded.
const void* FindLoadedLibrary(std::string_view file);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TYPE_ORIGIN_H_
