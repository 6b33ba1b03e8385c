// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// library/jit_library.cc: who defines what, what is missing, and the transaction around a link.
#include "library/jit_library.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <tvm/ffi/error.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <utility>

#include "library/retired.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

std::string Demangle(const std::string& symbol) {
  int status = 0;
  char* text = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  std::string result = text != nullptr ? text : symbol;
  std::free(text);
  return result;
}

// What every link defines by itself.
bool IsLinkerName(const std::string& name) {
  static const std::set<std::string> names = {
      "_GLOBAL_OFFSET_TABLE_", "_DYNAMIC", "__dso_handle",  "__TMC_END__",
      "__ehdr_start",          "atexit",   "pthread_atfork"};
  return names.count(name) != 0 || name.rfind("__start_", 0) == 0 || name.rfind("__stop_", 0) == 0;
}

bool StartsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

// In the words of who has to do something about it.
std::string Hint(const std::vector<std::string>& symbols) {
  for (const std::string& symbol : symbols) {
    if (StartsWith(symbol, "TVMFFI") || StartsWith(symbol, "_ZN3tvm3ffi") ||
        StartsWith(symbol, "_ZNK3tvm3ffi")) {
      return "the object needs a newer tvm-ffi than the one in this process";
    }
    if (StartsWith(symbol, "cuda") || StartsWith(symbol, "__cuda")) {
      return "load the CUDA runtime with its symbols visible first: "
             "ctypes.CDLL('libcudart.so', ctypes.RTLD_GLOBAL)";
    }
  }
  return "add the objects that define them, name their library in set_link_order, or load a "
         "shared library that exports them with ctypes.RTLD_GLOBAL";
}

std::string NextLabel(const std::string& name) {
  static std::atomic<uint64_t> count{0};
  std::string label = std::to_string(count.fetch_add(1)) + "-";
  for (char c : name.substr(0, 40)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    label.push_back(plain || c == '_' || c == '.' ? c : '_');
  }
  return label;
}

}  // namespace

JitLibrary::JitLibrary(std::shared_ptr<Engine> engine, std::string name)
    : engine_(std::move(engine)),
      name_(std::move(name)),
      registrations_(std::make_unique<Registrations>()),
      code_(engine_->NewLibrary()) {}

JitLibrary::~JitLibrary() {
  auto code = std::make_unique<RetiredCode>();
  code->engine = std::move(engine_);
  code->order = std::move(order_);
  code->registrations = std::move(registrations_);
  code->code = std::move(code_);
  Retire(std::move(code));
}

void JitLibrary::Sweep() { SweepRetired(); }

void JitLibrary::Add(std::vector<ObjectFile> objects) {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  std::map<std::string, std::string> fresh;
  for (const ObjectFile& object : objects) {
    for (const std::string& symbol : object.strong) {
      const auto [there, is_new] = fresh.emplace(symbol, object.name);
      const auto before = strong_.find(symbol);
      if (!is_new || before != strong_.end()) {
        TVM_FFI_THROW(RuntimeError)
            << "'" << Demangle(symbol) << "' is defined by '"
            << (is_new ? before->second : there->second) << "' and by '" << object.name
            << "'; load them into two libraries, or rename one";
      }
    }
  }
  strong_.merge(fresh);
  std::move(objects.begin(), objects.end(), std::back_inserter(added_));
}

bool JitLibrary::DependsOn(const JitLibrary* other) {
  if (this == other) return true;
  std::vector<std::shared_ptr<JitLibrary>> order;
  {
    std::lock_guard<std::recursive_mutex> lock(mutex_);
    order = order_;
  }
  return std::any_of(order.begin(), order.end(),
                     [&](const auto& one) { return one->DependsOn(other); });
}

void JitLibrary::SetLinkOrder(std::vector<std::shared_ptr<JitLibrary>> order) {
  for (const auto& one : order) {
    if (one->DependsOn(this)) {
      TVM_FFI_THROW(RuntimeError) << "the link order of '" << name_
                                  << "' would be a circle through '" << one->name()
                                  << "'; put objects that need each other into one library";
    }
  }
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  // Sets that are linked may refer to what was there before.
  for (auto& one : order_) {
    if (std::find(order.begin(), order.end(), one) == order.end() && !linked_.empty()) {
      TVM_FFI_THROW(RuntimeError) << "'" << name_ << "' has been linked against '" << one->name()
                                  << "' already; it can be moved in the link order, not removed";
    }
  }
  order_ = std::move(order);
}

std::vector<Import> JitLibrary::Resolve(const std::vector<ObjectFile>& objects) {
  std::set<std::string> defined;
  for (const ObjectFile& object : objects) {
    defined.insert(object.strong.begin(), object.strong.end());
    defined.insert(object.weak.begin(), object.weak.end());
  }
  std::map<std::string, bool> wanted;  // whether it must be found
  for (const ObjectFile& object : objects) {
    for (const std::string& name : object.optional) wanted.emplace(name, false);
    for (const std::string& name : object.undefined) wanted[name] = true;
  }
  std::vector<Import> imports;
  std::vector<std::string> missing;
  for (const auto& [name, needed] : wanted) {
    if (defined.count(name) != 0 || IsLinkerName(name)) continue;
    Import import{name, nullptr, nullptr};
    if (Defines(name)) {
      import.address = code_->Find(name);
      import.library = code_.get();
    }
    for (size_t i = 0; import.address == nullptr && i < order_.size(); ++i) {
      import.address = order_[i]->Find(name);
      import.library = order_[i]->code_.get();
    }
    if (import.address == nullptr) {
      import.library = nullptr;
      // From here the scope is what the add-on sees: the global one, the runtime, C and C++.
      import.address = dlsym(RTLD_DEFAULT, name.c_str());
    }
    if (import.address != nullptr) {
      imports.push_back(std::move(import));
    } else if (needed) {
      missing.push_back(name);
    }
  }
  if (!missing.empty()) {
    std::string list;
    for (const std::string& name : missing) list += "\n  " + Demangle(name);
    TVM_FFI_THROW(RuntimeError) << "'" << name_ << "' lacks symbols: " << Hint(missing) << list;
  }
  return imports;
}

void JitLibrary::Link() {
  Sweep();
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  LinkLocked();
}

void JitLibrary::LinkLocked() {
  if (added_.empty()) return;
  // Taken out first: a constructor that looks something up finds nothing to link.
  std::vector<ObjectFile> objects = std::move(added_);
  added_.clear();
  try {
    const std::vector<Import> imports = Resolve(objects);
    registrations_->BeginLoad();
    bool loaded = false;
    try {
      std::vector<const EngineLibrary*> order = {code_.get()};
      for (const auto& one : order_) order.push_back(one->code_.get());
      code_->Link({NextLabel(name_), &objects, &imports, order, registrations_->MakeGuest()});
      loaded = true;
      registrations_->EndLoad();
    } catch (...) {
      if (!loaded) registrations_->AbandonLoad();
      if (loaded && registrations_->CanDrop()) code_->DropLast();
      throw;
    }
  } catch (...) {
    std::move(added_.begin(), added_.end(), std::back_inserter(objects));
    added_ = std::move(objects);
    throw;
  }
  changed_ = true;
  for (const ObjectFile& object : objects) {
    linked_.insert(object.strong.begin(), object.strong.end());
    linked_.insert(object.weak.begin(), object.weak.end());
  }
}

void JitLibrary::DropAdded() {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  for (const ObjectFile& object : added_) {
    for (const std::string& symbol : object.strong) strong_.erase(symbol);
  }
  added_.clear();
}

void* JitLibrary::Find(const std::string& symbol) {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  void* found = FindLinked(symbol);
  if (found != nullptr || added_.empty()) return found;
  LinkLocked();
  return FindLinked(symbol);
}

void* JitLibrary::FindLinked(const std::string& symbol) {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  return Defines(symbol) ? code_->Find(symbol) : nullptr;
}

size_t JitLibrary::BytesFrom(const void* address) {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  const auto at = reinterpret_cast<uintptr_t>(address);
  for (const AddressRange& range : code_->Ranges()) {
    if (range.begin <= at && at < range.end) return range.end - at;
  }
  return 0;
}

bool JitLibrary::TakeChanged() {
  std::lock_guard<std::recursive_mutex> lock(mutex_);
  return std::exchange(changed_, false);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
