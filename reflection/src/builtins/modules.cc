// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Global functions on modules (layer 2), and the description of ffi.Module. Names and signatures
// are contract.
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/reflection/registry.h>

#include "module/module_builtins.h"
#include "module/module_unsafe.h"

namespace tvm::ffi::reflection::detail {
namespace {

using ::tvm::ffi::detail::ForgetModule;
using ::tvm::ffi::detail::KeepModule;
using ::tvm::ffi::detail::LoadLibraryModule;
using ::tvm::ffi::detail::ModuleUnsafe;
using ::tvm::ffi::detail::SystemLibrary;

void SystemLib(PackedArgs args, Any* result) {
  *result = SystemLibrary(args.size() == 0 ? String() : args[0].cast<String>());
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  ObjectDef<ModuleObj>().def_ro("imports_", ModuleUnsafe::ImportsMember());
  GlobalDef()
      .def("ffi.ModuleLoadFromFile", Module::LoadFromFile)
      .def("ffi.Module.load_from_file.so", LoadLibraryModule)
      .def_packed("ffi.SystemLib", SystemLib)
      .def("ffi.ModuleGetKind", [](const Module& module) -> String { return module->kind(); })
      .def("ffi.ModuleGetPropertyMask",
           [](const Module& module) { return module->GetPropertyMask(); })
      .def("ffi.ModuleGetFunction",
           [](const Module& module, const String& name, bool query_imports) {
             return module->GetFunction(name, query_imports);
           })
      .def("ffi.ModuleImplementsFunction",
           [](const Module& module, const String& name, bool query_imports) {
             return module->ImplementsFunction(name, query_imports);
           })
      .def("ffi.ModuleGetFunctionMetadata",
           [](const Module& module, const String& name, bool query_imports) {
             return module->GetFunctionMetadata(name, query_imports);
           })
      .def("ffi.ModuleGetFunctionDoc",
           [](const Module& module, const String& name, bool query_imports) {
             return module->GetFunctionDoc(name, query_imports);
           })
      .def("ffi.ModuleGetWriteFormats",
           [](const Module& module) { return module->GetWriteFormats(); })
      .def("ffi.ModuleWriteToFile",
           [](const Module& module, const String& file_name, const String& format) {
             module->WriteToFile(file_name, format);
           })
      .def("ffi.ModuleInspectSource",
           [](const Module& module, const String& format) { return module->InspectSource(format); })
      .def("ffi.ModuleImportModule",
           [](const Module& module, const Module& other) { module->ImportModule(other); })
      .def("ffi.ModuleClearImports", [](const Module& module) { module->ClearImports(); })
      .def("ffi.ModuleGlobalsAdd", KeepModule)
      .def("ffi.ModuleGlobalsRemove", ForgetModule);
}

}  // namespace tvm::ffi::reflection::detail
