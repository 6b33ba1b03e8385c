// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/code_names.h: telling the runtime what lies where, so that its backtraces name functions
// of linked objects. A runtime that has no place for that (another implementation) is told nothing.
#ifndef TVM_FFI_ORCJIT_MEMORY_CODE_NAMES_H_
#define TVM_FFI_ORCJIT_MEMORY_CODE_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

// Functions of one piece of memory; the runtime knows them from Publish on, as long as this lives.
class CodeNames {
 public:
  CodeNames() = default;
  ~CodeNames();
  CodeNames(const CodeNames&) = delete;
  CodeNames& operator=(const CodeNames&) = delete;

  // Whether anybody wants to be told.
  static bool Wanted();
  // What the functions that follow are of: a path, or another name of an object.
  void SetFile(std::string_view file);
  void Add(uintptr_t address, size_t size, std::string_view name);
  void Publish();

 private:
  // As in tvm/ffi/extra/c_code_api.h, which other runtimes do not have.
  struct Name {
    const void* address;
    size_t size;
    const char* name;
    const char* file;
    int32_t line;
  };
  // Texts by their place in texts_ until it has its size.
  struct Entry {
    uintptr_t address;
    size_t size;
    size_t name;
    size_t file;
  };
  struct Runtime;

  std::string texts_;
  size_t file_ = 0;
  std::vector<Entry> entries_;
  std::vector<Name> names_;
  bool published_ = false;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_CODE_NAMES_H_
