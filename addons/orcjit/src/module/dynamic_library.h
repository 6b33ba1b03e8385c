// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/dynamic_library.h: the module of kind `orcjit`, over a library of objects.
#ifndef TVM_FFI_ORCJIT_MODULE_DYNAMIC_LIBRARY_H_
#define TVM_FFI_ORCJIT_MODULE_DYNAMIC_LIBRARY_H_

#include <tvm/ffi/extra/module.h>

#include <memory>
#include <string>
#include <string_view>

#include "library/jit_library.h"
#include "module/session.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class DynamicLibraryObj final : public ModuleObj {
 public:
  DynamicLibraryObj(ObjectPtr<ExecutionSessionObj> session, std::shared_ptr<JitLibrary> library)
      : session_(std::move(session)), library_(std::move(library)) {}
  ~DynamicLibraryObj();

  const char* kind() const final { return "orcjit"; }
  int GetPropertyMask() const final { return Module::kRunnable; }
  Optional<Function> GetFunction(const String& name) final;
  bool ImplementsFunction(const String& name) final;
  Optional<String> GetFunctionDoc(const String& name) final;
  Optional<String> GetFunctionMetadata(const String& name) final;

  const std::shared_ptr<JitLibrary>& library() const { return library_; }
  const ObjectPtr<ExecutionSessionObj>& session() const { return session_; }

  void Add(const ObjectSource& source);
  // Links what was added and fills the symbols by which compiled code finds its module and the
  // runtime.
  void Link();
  // The modules embedded in the library and all that follows them in its memory; or empty.
  std::string_view EmbeddedModules();

 private:
  void* Find(const char* prefix, const String& name);
  void FillContext();
  static Optional<String> CallForText(void* symbol);

  ObjectPtr<ExecutionSessionObj> session_;
  std::shared_ptr<JitLibrary> library_;
  std::mutex context_mutex_;
  void** context_ = nullptr;
};

// The library module of a module; TypeError when it is of another kind.
DynamicLibraryObj* AsDynamicLibrary(const Module& module);

// Reads the import tree at the start of the bytes; library stands for the entry of kind `_lib`.
// RuntimeError.
Module ReadEmbeddedModules(std::string_view bytes, const Module& library);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MODULE_DYNAMIC_LIBRARY_H_
