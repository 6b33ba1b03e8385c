// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/debug_info.h: telling debuggers and profilers what lies where, when the environment asks.
// TVM_FFI_ORCJIT_DEBUG=1 hands objects to gdb and lldb; TVM_FFI_ORCJIT_PERF=1 writes
// /tmp/perf-<pid>.map.
#ifndef TVM_FFI_ORCJIT_MEMORY_DEBUG_INFO_H_
#define TVM_FFI_ORCJIT_MEMORY_DEBUG_INFO_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

bool DebuggerWanted();
bool ProfilerWanted();

// An object that debuggers know as long as this lives.
class DebugObject {
 public:
  // bytes: a relocatable object whose section headers carry the addresses of their sections.
  explicit DebugObject(std::string bytes);
  ~DebugObject();
  DebugObject(const DebugObject&) = delete;
  DebugObject& operator=(const DebugObject&) = delete;

 private:
  struct Entry;
  std::string bytes_;
  std::unique_ptr<Entry> entry_;
};

// A copy of the object with the addresses (0: not loaded) of its sections in their headers.
std::string WithAddresses(std::string bytes, const std::vector<uintptr_t>& addresses);

// Appends a line to the profiler's map.
void NoteForProfiler(uintptr_t address, size_t size, const std::string& name);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_DEBUG_INFO_H_
