// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/slab_memory.h: the pool of slabs as JITLink asks for memory. (LLVM 14's own manager does not
// give memory back.)
#ifndef TVM_FFI_ORCJIT_ORC_SLAB_MEMORY_H_
#define TVM_FFI_ORCJIT_ORC_SLAB_MEMORY_H_

#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>

#include <cstdint>
#include <vector>

#include "memory/slab_pool.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class SlabMemory final : public llvm::jitlink::JITLinkMemoryManager {
 public:
  explicit SlabMemory(int64_t slab_size) : pool_(slab_size) {}

  void allocate(const llvm::jitlink::JITLinkDylib* dylib, llvm::jitlink::LinkGraph& graph,
                OnAllocatedFunction on_allocated) override;
  void deallocate(std::vector<FinalizedAlloc> pieces,
                  OnDeallocatedFunction on_deallocated) override;
  using JITLinkMemoryManager::allocate;
  using JITLinkMemoryManager::deallocate;

  int64_t ClearFree() { return pool_.ClearFree(); }

 private:
  class InFlight;
  SlabPool pool_;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ORC_SLAB_MEMORY_H_
