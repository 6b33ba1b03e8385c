/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/orcjit/orcjit_library.h: sessions and libraries of object files, from C++.
 * Everything goes through the functions that libtvm_ffi_orcjit registers, so that a client needs no
 * symbol of it; the library must have been loaded.
 */
#ifndef TVM_FFI_ORCJIT_ORCJIT_LIBRARY_H_
#define TVM_FFI_ORCJIT_ORCJIT_LIBRARY_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

namespace tvm {
namespace ffi {
namespace orcjit {

/// A path, or the bytes of an object or an archive.
using ObjectSource = Variant<String, Bytes>;

/// A library that grows by objects.
class DynamicLibrary {
 public:
  explicit DynamicLibrary(Module module) : module_(std::move(module)) {}

  const Module& module() const { return module_; }
  /// Takes an object, which is linked when something is looked up.
  void Add(const ObjectSource& object) const { Call("tvm_ffi_orcjit.LibraryAdd", object); }
  /// Takes and links it; when that fails, nothing has changed.
  void Load(const ObjectSource& object) const { Call("tvm_ffi_orcjit.LibraryLoad", object); }
  /// Libraries that are asked for what this one lacks, before the process is.
  void SetLinkOrder(const Array<Module>& libraries) const {
    Call("tvm_ffi_orcjit.LibrarySetLinkOrder", libraries);
  }
  Optional<Function> GetFunction(const String& name) const {
    return const_cast<ModuleObj*>(module_.get())->GetFunction(name, false);
  }

 private:
  template <typename Arg>
  void Call(const char* name, const Arg& argument) const {
    Function::GetGlobalRequired(name)(module_, argument);
  }
  Module module_;
};

/// Makes libraries with one engine.
class ExecutionSession {
 public:
  /// engine: empty for the default; slab_size: 0 for the default.
  explicit ExecutionSession(const String& engine = "", int64_t slab_size = 0)
      : session_(Function::GetGlobalRequired("tvm_ffi_orcjit.ExecutionSession")(String("auto"),
                                                                                slab_size, engine)
                     .cast<ObjectRef>()) {}
  /// The one that all of the process share.
  static ExecutionSession Default() {
    return ExecutionSession(
        Function::GetGlobalRequired("tvm_ffi_orcjit.GlobalDefaultSession")().cast<ObjectRef>());
  }

  /// The objects as one new module, linked; constructors have run.
  Module LoadModule(const Array<ObjectSource>& objects, const String& name = "") const {
    return Function::GetGlobalRequired("tvm_ffi_orcjit.SessionLoadModule")(session_, objects, name)
        .cast<Module>();
  }
  DynamicLibrary CreateLibrary(const String& name = "") const {
    return DynamicLibrary(
        Function::GetGlobalRequired("tvm_ffi_orcjit.SessionCreateLibrary")(session_, name)
            .cast<Module>());
  }

 private:
  explicit ExecutionSession(ObjectRef session) : session_(std::move(session)) {}
  ObjectRef session_;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ORCJIT_LIBRARY_H_
