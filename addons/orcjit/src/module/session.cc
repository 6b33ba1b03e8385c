// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/session.cc: making sessions and libraries.
#include "module/session.h"

#include <atomic>
#include <string>

#include "library/jit_library.h"
#include "module/dynamic_library.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

void CheckRuntime(const Any& orc_rt) {
  if (orc_rt == nullptr || orc_rt.as<Bytes>().has_value()) return;
  if (std::optional<String> path = orc_rt.as<String>()) {
    if (*path != "auto") ReadFile(std::string(path->data(), path->size()));
    return;
  }
  TVM_FFI_THROW(TypeError) << "orc_rt must be \"auto\", a path, bytes or None, got '"
                           << orc_rt.GetTypeKey() << "'";
}

std::string NextName() {
  static std::atomic<uint64_t> count{0};
  return "library_" + std::to_string(count.fetch_add(1));
}

}  // namespace

ExecutionSession::ExecutionSession(const Any& orc_rt, int64_t slab_size,
                                   const std::string& engine) {
  CheckRuntime(orc_rt);
  EngineOptions options;
  options.slab_size = slab_size;
  data_ = make_object<ExecutionSessionObj>(MakeEngine(engine, options));
}

ExecutionSession ExecutionSession::Default() {
  // When it cannot be made, the next call tries again.
  static ExecutionSession* session = new ExecutionSession(Any(String("auto")), 0, "");
  return *session;
}

Module ExecutionSession::CreateLibrary(const String& name) const {
  std::string text(name.data(), name.size());
  if (text.empty()) text = NextName();
  auto* self = const_cast<ExecutionSessionObj*>(get());
  return Module(ObjectPtr<ModuleObj>(make_object<DynamicLibraryObj>(
      detail::ObjectUnsafe::ObjectPtrFromUnowned<ExecutionSessionObj>(static_cast<Object*>(self)),
      std::make_shared<JitLibrary>(self->engine(), std::move(text)))));
}

Module ExecutionSession::LoadModule(const Array<ObjectSource>& objects, const String& name) const {
  Module module = CreateLibrary(name);
  DynamicLibraryObj* library = AsDynamicLibrary(module);
  for (const ObjectSource& object : objects) library->Add(object);
  library->Link();
  const std::string_view embedded = library->EmbeddedModules();
  return embedded.empty() ? module : ReadEmbeddedModules(embedded, module);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
