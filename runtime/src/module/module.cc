// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/module.cc: imports of modules and lookups through them (layer 1).
// The graph of imports has no cycles, since ImportModule refuses them; a module reached on several
// ways is asked once.
#include <tvm/ffi/cast.h>
#include <tvm/ffi/extra/module.h>

#include <unordered_set>
#include <utility>
#include <vector>

#include "error/throw_message.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

ModuleObj* AsModule(const Any& value) { return const_cast<ModuleObj*>(value.as<ModuleObj>()); }

// Calls visit(module) for root and everything it imports, depth first, each once, until the result
// is true. Imports are held meanwhile: who is asked may change them.
template <typename Visit>
bool VisitModules(ModuleObj* root, const Visit& visit) {
  std::unordered_set<ModuleObj*> seen{root};
  std::vector<ObjectPtr<ModuleObj>> stack;
  ObjectPtr<ModuleObj> held;
  for (ModuleObj* module = root;; module = held.get()) {
    if (visit(module)) return true;
    const Array<Any>& imports = module->imports();
    for (size_t i = imports.size(); i-- > 0;) {
      ModuleObj* next = AsModule(imports[static_cast<int64_t>(i)]);
      if (next == nullptr || !seen.insert(next).second) continue;
      stack.push_back(GetObjectPtr<ModuleObj>(next));
    }
    if (stack.empty()) return false;
    held = std::move(stack.back());
    stack.pop_back();
  }
}

// What ask(module) gives for the first module that gives anything.
template <typename Result, typename Ask>
Result FirstAnswer(ModuleObj* root, bool query_imports, const Ask& ask) {
  if (!query_imports) return ask(root);
  Result result;
  VisitModules(root, [&](ModuleObj* module) {
    result = ask(module);
    return result.has_value();
  });
  return result;
}

}  // namespace
}  // namespace detail

void ModuleObj::ImportModule(const Module& other) {
  if (detail::VisitModules(other.get(), [this](ModuleObj* module) { return module == this; })) {
    detail::ThrowMessage(detail::Message::kModuleCycle, {});
  }
  imports_.push_back(Any(other));
}

void ModuleObj::ClearImports() { imports_ = Array<Any>(); }

Optional<Function> ModuleObj::GetFunction(const String& name, bool query_imports) {
  return detail::FirstAnswer<Optional<Function>>(
      this, query_imports, [&](ModuleObj* module) { return module->GetFunction(name); });
}

bool ModuleObj::ImplementsFunction(const String& name, bool query_imports) {
  if (!query_imports) return ImplementsFunction(name);
  return detail::VisitModules(this,
                              [&](ModuleObj* module) { return module->ImplementsFunction(name); });
}

Optional<String> ModuleObj::GetFunctionDoc(const String& name, bool query_imports) {
  return detail::FirstAnswer<Optional<String>>(
      this, query_imports, [&](ModuleObj* module) { return module->GetFunctionDoc(name); });
}

Optional<String> ModuleObj::GetFunctionMetadata(const String& name, bool query_imports) {
  return detail::FirstAnswer<Optional<String>>(
      this, query_imports, [&](ModuleObj* module) { return module->GetFunctionMetadata(name); });
}

}  // namespace ffi
}  // namespace tvm
