// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/linked_set.h: what is learned about a set of objects while JITLink links it.
#ifndef TVM_FFI_ORCJIT_ORC_LINKED_SET_H_
#define TVM_FFI_ORCJIT_ORC_LINKED_SET_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "address_range.h"
#include "memory/code_names.h"
#include "memory/debug_info.h"
#include "memory/init_fini.h"
#include "memory/thread_local.h"
#include "orc/llvm_versions.h"

namespace tvm {
namespace ffi {
namespace orcjit {

struct LinkedSet {
  std::mutex mutex;
  InitFini init_fini;
  std::vector<std::unique_ptr<ThreadLocalImage>> images;
  std::vector<AddressRange> ranges;
  std::map<std::string, void*> symbols;
  // Bytes of the objects by their number, borrowed during the link, when a debugger is to know.
  std::vector<llvm::StringRef> bytes;
  std::vector<std::unique_ptr<DebugObject>> debug_objects;
  // Names of the objects by their number; and what is told of the functions of each.
  std::vector<std::string> names;
  std::vector<std::unique_ptr<CodeNames>> code_names;
  // Functions of the objects, noted before JITLink drops the symbols that nothing refers to.
  struct Function {
    const llvm::jitlink::Block* block;
    uint64_t offset;
    size_t size;
    llvm::StringRef name;
  };
  std::map<std::string, std::vector<Function>> functions;
  llvm::orc::JITDylib* dylib = nullptr;
};

// Finds the set of a dylib that is being linked and adds the passes that fill it.
class LearnPlugin final : public PassPlugin {
 public:
  void Begin(LinkedSet* set);
  void End(LinkedSet* set);
  void modifyPassConfig(llvm::orc::MaterializationResponsibility& responsibility,
                        llvm::jitlink::LinkGraph& graph,
                        llvm::jitlink::PassConfiguration& config) override;

 private:
  std::mutex mutex_;
  std::map<const llvm::orc::JITDylib*, LinkedSet*> sets_;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ORC_LINKED_SET_H_
