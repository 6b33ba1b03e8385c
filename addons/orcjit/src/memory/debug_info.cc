// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/debug_info.cc: the interface that gdb documents for just-in-time compilers: a list of
// objects in memory, and a function that is called when it changes, on which gdb has a breakpoint.
#include "memory/debug_info.h"

#include <elf.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

extern "C" {

struct jit_code_entry {
  jit_code_entry* next_entry;
  jit_code_entry* prev_entry;
  const char* symfile_addr;
  uint64_t symfile_size;
};
struct jit_descriptor {
  uint32_t version;
  uint32_t action_flag;  // 0 nothing, 1 registered, 2 unregistered
  jit_code_entry* relevant_entry;
  jit_code_entry* first_entry;
};

// Found by their names; another of the same kind in the process (LLVM's) has a list of its own.
__attribute__((visibility("default"), used)) jit_descriptor __jit_debug_descriptor = {1, 0, nullptr,
                                                                                      nullptr};
__attribute__((visibility("default"), used, noinline)) void __jit_debug_register_code() {
  __asm__ volatile("" ::: "memory");
}
}

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

std::mutex& Lock() {
  static std::mutex* mutex = new std::mutex();
  return *mutex;
}

bool IsOn(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && value[0] != '\0' && std::strcmp(value, "0") != 0;
}

}  // namespace

struct DebugObject::Entry : jit_code_entry {};

bool DebuggerWanted() { return IsOn("TVM_FFI_ORCJIT_DEBUG"); }
bool ProfilerWanted() { return IsOn("TVM_FFI_ORCJIT_PERF"); }

DebugObject::DebugObject(std::string bytes)
    : bytes_(std::move(bytes)), entry_(std::make_unique<Entry>()) {
  std::lock_guard<std::mutex> lock(Lock());
  jit_descriptor& list = __jit_debug_descriptor;
  *static_cast<jit_code_entry*>(entry_.get()) = {list.first_entry, nullptr, bytes_.data(),
                                                 bytes_.size()};
  if (list.first_entry != nullptr) list.first_entry->prev_entry = entry_.get();
  list.first_entry = entry_.get();
  list.relevant_entry = entry_.get();
  list.action_flag = 1;
  __jit_debug_register_code();
  list.action_flag = 0;
}

DebugObject::~DebugObject() {
  std::lock_guard<std::mutex> lock(Lock());
  jit_descriptor& list = __jit_debug_descriptor;
  if (entry_->prev_entry != nullptr) entry_->prev_entry->next_entry = entry_->next_entry;
  if (entry_->next_entry != nullptr) entry_->next_entry->prev_entry = entry_->prev_entry;
  if (list.first_entry == entry_.get()) list.first_entry = entry_->next_entry;
  list.relevant_entry = entry_.get();
  list.action_flag = 2;
  __jit_debug_register_code();
  list.action_flag = 0;
  list.relevant_entry = nullptr;
}

std::string WithAddresses(std::string bytes, const std::vector<uintptr_t>& addresses) {
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  for (size_t i = 0; i < addresses.size(); ++i) {
    const uint64_t address = addresses[i];
    std::memcpy(&bytes[header.e_shoff + i * sizeof(Elf64_Shdr) + offsetof(Elf64_Shdr, sh_addr)],
                &address, sizeof(address));
  }
  return bytes;
}

void NoteForProfiler(uintptr_t address, size_t size, const std::string& name) {
  std::lock_guard<std::mutex> lock(Lock());
  const std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
  std::FILE* file = std::fopen(path.c_str(), "ae");
  if (file == nullptr) return;
  std::fprintf(file, "%zx %zx %s\n", static_cast<size_t>(address), size, name.c_str());
  std::fclose(file);
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
