// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/library_module.h: the module over the symbols of a library (layer 1).
#ifndef TVM_FFI_MODULE_LIBRARY_MODULE_H_
#define TVM_FFI_MODULE_LIBRARY_MODULE_H_

#include <tvm/ffi/extra/module.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi {
namespace detail {

// Where a library module finds its symbols: a shared library, or the table of the system library.
class SymbolSource {
 public:
  virtual ~SymbolSource() = default;
  // Address of symbol `prefix` + `name`, or NULL. The two parts are apart because a system library
  // puts its own prefix between them for functions.
  virtual void* FindFunction(std::string_view prefix, std::string_view name) const = 0;
  // Address of any other symbol, or NULL.
  virtual void* FindSymbol(std::string_view name) const = 0;
  // Start of the mapped library; NULL when the symbols are of no library alone.
  virtual const void* base() const { return nullptr; }
};

// Makes the library's module, fills its context symbols, reads the modules embedded in it, and
// gives their root (the library's module itself when there are none).
Module MakeLibraryModule(std::unique_ptr<SymbolSource> source);

// What a function of a library module is made of; borrowed from the function.
struct LibraryFunctionView {
  ModuleObj* module;
  std::string_view name;
  TVMFFISafeCallType symbol;
  // Starts as NULL and belongs to whoever describes calls; what it points to must live for ever.
  std::atomic<const void*>* note;
};
// False for functions of any other kind.
bool ViewLibraryFunction(TVMFFIObject* function, LibraryFunctionView* out);

// Start of the library that the module stands for; NULL for modules of any other kind.
const void* LibraryBaseOf(const ModuleObj* module);

// Reads an embedded import tree; library stands for the entry of kind `_lib`.
Module ReadEmbeddedModules(const char* blob, const Module& library);

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MODULE_LIBRARY_MODULE_H_
