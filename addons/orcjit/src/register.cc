// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// register.cc: the add-on's global functions, and TVMFFIOrcJITInitialize.
#include <dlfcn.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/reflection/registry.h>

#include <mutex>

#include "library/jit_library.h"
#include "library/retired.h"
#include "module/dynamic_library.h"
#include "module/session.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

Module LoadFile(const String& path, const String& /*format*/) {
  return ExecutionSession::Default().LoadModule({ObjectSource(path)}, path);
}

// (orc_rt, slab_size) as before, and the name of an engine.
ExecutionSession MakeSession(const Any& orc_rt, int64_t slab_size, const Optional<String>& engine) {
  std::string name;
  if (engine.has_value()) name.assign(engine.value().data(), engine.value().size());
  return ExecutionSession(orc_rt, slab_size, name);
}

void PackedSession(PackedArgs args, Any* result) {
  if (args.size() < 1 || args.size() > 3) {
    TVM_FFI_THROW(TypeError) << "tvm_ffi_orcjit.ExecutionSession takes orc_rt, slab_size=0, "
                                "engine=None, got "
                             << args.size() << " arguments";
  }
  *result = MakeSession(args[0], args.size() > 1 ? args[1].cast<int64_t>() : 0,
                        args.size() > 2 ? args[2].cast<Optional<String>>() : std::nullopt);
}

// (session, objects, name), and in releases of the reference the C++ library that objects were
// compiled for, and that compiler's C library.
void PackedLoadModule(PackedArgs args, Any* result) {
  if (args.size() < 3 || args.size() > 5) {
    TVM_FFI_THROW(TypeError) << "tvm_ffi_orcjit.SessionLoadModule takes session, objects, name, "
                                "and up to two libraries, got "
                             << args.size() << " arguments";
  }
  for (int i = 3; i < args.size(); ++i) {
    const auto library = args[i].cast<Optional<String>>();
    if (!library.has_value()) continue;
    // Visible to all: who resolves names asks the process.
    const std::string file(library.value().data(), library.value().size());
    if (dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr) continue;
    const char* reason = dlerror();
    TVM_FFI_THROW(RuntimeError) << "cannot open the C++ library '" << file
                                << "': " << (reason != nullptr ? reason : "unknown reason");
  }
  *result = args[0].cast<ExecutionSession>().LoadModule(args[1].cast<Array<ObjectSource>>(),
                                                        args[2].cast<String>());
}

void SetLinkOrder(const Module& library, const Array<Module>& order) {
  DynamicLibraryObj* self = AsDynamicLibrary(library);
  std::vector<std::shared_ptr<JitLibrary>> libraries;
  for (const Module& one : order) {
    DynamicLibraryObj* other = AsDynamicLibrary(one);
    if (other->session().get() != self->session().get()) {
      TVM_FFI_THROW(ValueError) << "'" << other->library()->name()
                                << "' belongs to another session; libraries of one session link";
    }
    libraries.push_back(other->library());
  }
  self->library()->SetLinkOrder(std::move(libraries));
}

// Adds and links at once; when that fails the library is as it was.
void LoadInto(const Module& library, const ObjectSource& source) {
  DynamicLibraryObj* self = AsDynamicLibrary(library);
  self->Add(source);
  try {
    self->Link();
  } catch (...) {
    self->library()->DropAdded();
    throw;
  }
}

void RegisterAll() {
  namespace refl = tvm::ffi::reflection;
  refl::ObjectDef<ExecutionSessionObj>();
  refl::GlobalDef()
      .def_packed("tvm_ffi_orcjit.ExecutionSession", PackedSession)
      .def("tvm_ffi_orcjit.GlobalDefaultSession", ExecutionSession::Default)
      .def_packed("tvm_ffi_orcjit.SessionLoadModule", PackedLoadModule)
      .def("tvm_ffi_orcjit.SessionCreateLibrary",
           [](const ExecutionSession& session, const String& name) {
             return session.CreateLibrary(name);
           })
      .def("tvm_ffi_orcjit.SessionClearFreeSlabs",
           [](const ExecutionSession& session) -> int64_t {
             SweepRetired();
             return session->engine()->ClearFreeSlabs();
           })
      .def("tvm_ffi_orcjit.SessionEngine",
           [](const ExecutionSession& session) -> String { return session->engine()->name(); })
      .def("tvm_ffi_orcjit.LibraryAdd",
           [](const Module& library, const ObjectSource& source) {
             AsDynamicLibrary(library)->Add(source);
           })
      .def("tvm_ffi_orcjit.LibraryLoad", LoadInto)
      .def("tvm_ffi_orcjit.LibrarySetLinkOrder", SetLinkOrder)
      .def("tvm_ffi_orcjit.Engines", [] {
        Array<String> names;
        for (const std::string& name : AvailableEngines()) names.push_back(name);
        return names;
      });
  for (const char* format : {"o", "obj", "a"}) {
    refl::GlobalDef().def((std::string("ffi.Module.load_from_file.") + format).c_str(), LoadFile);
  }
}

std::once_flag registered;

}  // namespace
}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm

// Registers everything, unless that has happened when the library was loaded. 0, or -1 with the
// error raised.
extern "C" __attribute__((visibility("default"))) int TVMFFIOrcJITInitialize(void) {
  TVM_FFI_SAFE_CALL_BEGIN();
  std::call_once(tvm::ffi::orcjit::registered, tvm::ffi::orcjit::RegisterAll);
  TVM_FFI_SAFE_CALL_END();
}

TVM_FFI_STATIC_INIT_BLOCK() {
  std::call_once(tvm::ffi::orcjit::registered, tvm::ffi::orcjit::RegisterAll);
}
