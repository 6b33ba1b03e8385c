// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/init_fini.h: constructors and destructors of one set of objects, in the order of a linker.
#ifndef TVM_FFI_ORCJIT_MEMORY_INIT_FINI_H_
#define TVM_FFI_ORCJIT_MEMORY_INIT_FINI_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

class InitFini {
 public:
  using Functions = std::vector<void (*)()>;
  InitFini() = default;
  InitFini(const InitFini&) = delete;
  InitFini& operator=(const InitFini&) = delete;
  ~InitFini();

  // Whether a section is a table of constructors or destructors.
  static bool IsTable(std::string_view section);
  // Takes a table's content, after it got its addresses. Objects count from 0 in link order.
  void AddTable(std::string_view section, unsigned object, const char* content, size_t size);

  // Destructors run at the end of the process, unless they ran before.
  void RunConstructors();
  void RunDestructors();
  // Destructors in the order in which they are to run; there are none afterwards.
  Functions TakeDestructors();

 private:
  struct Entry {
    // 65536 for tables without a number.
    unsigned priority;
    // Tables of the old kind come behind those of the new one.
    bool old;
    unsigned object;
    void (*function)();
  };
  static void Sort(std::vector<Entry>* entries);
  std::vector<Entry> constructors_;
  std::vector<Entry> destructors_;
  bool listed_ = false;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_INIT_FINI_H_
