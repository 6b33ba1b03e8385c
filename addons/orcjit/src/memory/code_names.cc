// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/code_names.cc: sorting, and finding the runtime's two functions by their names.
#include "memory/code_names.h"

#include <dlfcn.h>
#include <tvm/ffi/c_api.h>

#include <algorithm>

namespace tvm {
namespace ffi {
namespace orcjit {

struct CodeNames::Runtime {
  int (*add)(const Name* names, size_t count);
  void (*remove)(const Name* names);

  static const Runtime& Get() {
    static const Runtime runtime = {
        reinterpret_cast<int (*)(const Name*, size_t)>(
            dlsym(RTLD_DEFAULT, "TVMFFIBacktraceAddCode")),
        reinterpret_cast<void (*)(const Name*)>(dlsym(RTLD_DEFAULT, "TVMFFIBacktraceRemoveCode"))};
    return runtime;
  }
};

CodeNames::~CodeNames() {
  if (published_) Runtime::Get().remove(names_.data());
}

bool CodeNames::Wanted() {
  return Runtime::Get().add != nullptr && Runtime::Get().remove != nullptr;
}

void CodeNames::SetFile(std::string_view file) {
  file_ = texts_.size();
  texts_.append(file).push_back('\0');
}

void CodeNames::Add(uintptr_t address, size_t size, std::string_view name) {
  if (size == 0 || name.empty()) return;
  entries_.push_back({address, size, texts_.size(), file_});
  texts_.append(name).push_back('\0');
}

void CodeNames::Publish() {
  if (entries_.empty()) return;
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.address < b.address; });
  names_.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    names_.push_back({reinterpret_cast<const void*>(entry.address), entry.size,
                      texts_.data() + entry.name, texts_.data() + entry.file, 0});
  }
  entries_ = {};
  published_ = Runtime::Get().add(names_.data(), names_.size()) == 0;
  if (published_) return;
  // Backtraces do without; nothing else depends on it.
  TVMFFIObjectHandle raised = nullptr;
  TVMFFIErrorMoveFromRaised(&raised);
  TVMFFIObjectDecRef(raised);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
