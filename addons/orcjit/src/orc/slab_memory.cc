// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/slab_memory.cc: objects are linked where they will run.
#include "orc/slab_memory.h"

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

llvm::Error MakeError(const std::string& text) {
  return llvm::make_error<llvm::StringError>(text, llvm::inconvertibleErrorCode());
}

struct Protection {
  char* begin;
  size_t size;
  int flags;
};

template <typename MemoryProtection>
int ProtectionFlags(MemoryProtection wanted) {
  const auto has = [&](MemoryProtection one) {
    return (static_cast<unsigned>(wanted) & static_cast<unsigned>(one)) != 0;
  };
  return (has(MemoryProtection::Read) ? PROT_READ : 0) |
         (has(MemoryProtection::Write) ? PROT_WRITE : 0) |
         (has(MemoryProtection::Exec) ? PROT_EXEC : 0);
}

}  // namespace

class SlabMemory::InFlight final : public InFlightAlloc {
 public:
  InFlight(SlabPool* pool, const SlabPool::Piece& piece, std::vector<Protection> protections)
      : pool_(pool), piece_(piece), protections_(std::move(protections)) {}

  void abandon(OnAbandonedFunction on_abandoned) override {
    pool_->Give(piece_);
    on_abandoned(llvm::Error::success());
  }

  void finalize(OnFinalizedFunction on_finalized) override {
    for (const Protection& one : protections_) {
      if (mprotect(one.begin, one.size, one.flags) != 0) {
        pool_->Give(piece_);
        on_finalized(MakeError("the system refuses to protect memory"));
        return;
      }
      if ((one.flags & PROT_EXEC) != 0) __builtin___clear_cache(one.begin, one.begin + one.size);
    }
    on_finalized(FinalizedAlloc(llvm::orc::ExecutorAddr::fromPtr(new SlabPool::Piece(piece_))));
  }

 private:
  SlabPool* pool_;
  SlabPool::Piece piece_;
  std::vector<Protection> protections_;
};

void SlabMemory::allocate(const llvm::jitlink::JITLinkDylib*, llvm::jitlink::LinkGraph& graph,
                          OnAllocatedFunction on_allocated) {
  llvm::jitlink::BasicLayout layout(graph);
  auto sizes = layout.getContiguousPageBasedLayoutSizes(PageSize());
  if (!sizes) {
    on_allocated(sizes.takeError());
    return;
  }
  SlabPool::Piece piece{};
  const size_t size = std::max<size_t>(WholePages(static_cast<size_t>(sizes->total())), PageSize());
  if (!pool_.Take(size, &piece)) {
    on_allocated(MakeError("there is no memory for " + std::to_string(size) + " bytes of code"));
    return;
  }
  std::vector<Protection> protections;
  char* at = piece.begin;
  for (auto& entry : layout.segments()) {
    auto& segment = entry.second;
    const size_t extent =
        WholePages(static_cast<size_t>(segment.ContentSize + segment.ZeroFillSize));
    segment.WorkingMem = at;
    segment.Addr = llvm::orc::ExecutorAddr::fromPtr(at);
    protections.push_back({at, extent, ProtectionFlags(entry.first.getMemProt())});
    at += extent;
  }
  if (llvm::Error error = layout.apply()) {
    pool_.Give(piece);
    on_allocated(std::move(error));
    return;
  }
  on_allocated(std::make_unique<InFlight>(&pool_, piece, std::move(protections)));
}

void SlabMemory::deallocate(std::vector<FinalizedAlloc> pieces,
                            OnDeallocatedFunction on_deallocated) {
  for (FinalizedAlloc& one : pieces) {
    std::unique_ptr<SlabPool::Piece> piece(one.release().toPtr<SlabPool::Piece*>());
    pool_.Give(*piece);
  }
  on_deallocated(llvm::Error::success());
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
