// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module/load_module.cc: modules from files, from the process itself, and kept ones (layer 1).
#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "error/throw_message.h"
#include "module/library_module.h"
#include "module/module_builtins.h"
#include "module/shared_library.h"
#include "module/symbol_registry.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

class SharedLibrarySource final : public SymbolSource {
 public:
  explicit SharedLibrarySource(const SharedLibrary* library) : library_(library) {}
  const void* base() const override { return library_->base(); }
  void* FindFunction(std::string_view prefix, std::string_view name) const final {
    return library_->Find(std::string(prefix).append(name).c_str());
  }
  void* FindSymbol(std::string_view name) const final {
    return library_->Find(std::string(name).c_str());
  }

 private:
  const SharedLibrary* library_;
};

class SystemLibrarySource final : public SymbolSource {
 public:
  explicit SystemLibrarySource(std::string prefix) : prefix_(std::move(prefix)) {}
  void* FindFunction(std::string_view prefix, std::string_view name) const final {
    if (prefix != symbol::tvm_ffi_symbol_prefix) {
      return FindSymbol(std::string(prefix).append(name));
    }
    if (void* found = FindSystemSymbol(std::string(prefix).append(prefix_).append(name))) {
      return found;
    }
    return FindSystemSymbol(std::string(prefix).append(name));
  }
  void* FindSymbol(std::string_view name) const final {
    if (void* found = FindSystemSymbol(prefix_ + std::string(name))) return found;
    return FindSystemSymbol(name);
  }

 private:
  std::string prefix_;
};

struct SystemLibraries {
  std::mutex mutex;
  std::map<std::string, Module> by_prefix;
};

struct KeptModules {
  std::mutex mutex;
  std::vector<Module> modules;
};

KeptModules& Kept() {
  static KeptModules* kept = new KeptModules();
  return *kept;
}

}  // namespace

Module LoadLibraryModule(const String& file_name, const String&) {
  SharedLibrary* library = SharedLibrary::Open(std::string(file_name));
  if (library == nullptr) ThrowRaised();
  return MakeLibraryModule(std::make_unique<SharedLibrarySource>(library));
}

Module SystemLibrary(const String& prefix) {
  static SystemLibraries* libraries = new SystemLibraries();
  const std::string key(prefix);
  {
    std::lock_guard<std::mutex> lock(libraries->mutex);
    auto it = libraries->by_prefix.find(key);
    if (it != libraries->by_prefix.end()) return it->second;
  }
  // Reading embedded modules calls loaders, so it happens without the lock; the first one made
  // stays.
  Module module = MakeLibraryModule(std::make_unique<SystemLibrarySource>(key));
  std::lock_guard<std::mutex> lock(libraries->mutex);
  return libraries->by_prefix.emplace(key, module).first->second;
}

void KeepModule(const Module& module) {
  std::lock_guard<std::mutex> lock(Kept().mutex);
  std::vector<Module>& modules = Kept().modules;
  for (const Module& one : modules) {
    if (one.same_as(module)) return;
  }
  modules.push_back(module);
}

void ForgetModule(const Module& module) {
  std::vector<Module> forgotten;
  std::lock_guard<std::mutex> lock(Kept().mutex);
  std::vector<Module>& modules = Kept().modules;
  for (size_t i = 0; i < modules.size(); ++i) {
    if (!modules[i].same_as(module)) continue;
    forgotten.push_back(modules[i]);
    modules.erase(modules.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

}  // namespace detail

Module Module::LoadFromFile(const String& file_name) {
  const std::string path(file_name);
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos || dot + 1 == path.size()) {
    detail::ThrowMessage(detail::Message::kModuleFormat, {path});
  }
  std::string format = path.substr(dot + 1);
  if (format == "dll" || format == "dylib" || format == "dso") format = "so";
  const std::string loader = "ffi.Module.load_from_file." + format;
  const std::optional<Function> load = Function::GetGlobal(loader);
  if (!load.has_value()) {
    detail::ThrowMessage(detail::Message::kModuleLoaderMissing, {format, loader});
  }
  return (*load)(file_name, String(format)).cast<Module>();
}

void Module::VisitContextSymbols(const ffi::TypedFunction<void(String, void*)>& callback) {
  for (const auto& [name, address] : detail::ListContextSymbols()) callback(String(name), address);
}

}  // namespace ffi
}  // namespace tvm
