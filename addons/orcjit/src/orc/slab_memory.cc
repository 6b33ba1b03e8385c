// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// orc/slab_memory.cc: first fit by pages; objects are linked where they will run.
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

constexpr size_t kDefaultSize = size_t{64} << 20;
constexpr size_t kSmallestSize = size_t{8} << 20;

size_t PageSize() {
  static const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

size_t WholePages(size_t size) { return (size + PageSize() - 1) / PageSize() * PageSize(); }

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

std::unique_ptr<Slab> Slab::Reserve(size_t size) {
  void* begin = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (begin == MAP_FAILED) return nullptr;
  return std::unique_ptr<Slab>(new Slab(static_cast<char*>(begin), size));
}

Slab::~Slab() { munmap(begin_, size_); }

char* Slab::Take(size_t size) {
  for (auto place = free_.begin(); place != free_.end(); ++place) {
    if (place->second < size) continue;
    const auto [offset, there] = *place;
    free_.erase(place);
    if (there > size) free_[offset + size] = there - size;
    return begin_ + offset;
  }
  return nullptr;
}

void Slab::Give(char* piece, size_t size) {
  // Gives the pages back to the system, and the mapping its uniform look.
  madvise(piece, size, MADV_DONTNEED);
  mprotect(piece, size, PROT_NONE);
  auto offset = static_cast<size_t>(piece - begin_);
  auto next = free_.lower_bound(offset);
  if (next != free_.end() && next->first == offset + size) {
    size += next->second;
    next = free_.erase(next);
  }
  if (next != free_.begin()) {
    auto before = std::prev(next);
    if (before->first + before->second == offset) {
      before->second += size;
      return;
    }
  }
  free_[offset] = size;
}

SlabMemory::SlabMemory(int64_t slab_size)
    : slab_size_(slab_size > 0 ? WholePages(static_cast<size_t>(slab_size)) : kDefaultSize),
      keep_slabs_(slab_size >= 0) {}

bool SlabMemory::Take(size_t size, Piece* piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  piece->size = size;
  for (const auto& slab : slabs_) {
    piece->begin = keep_slabs_ ? slab->Take(size) : nullptr;
    piece->slab = slab.get();
    if (piece->begin != nullptr) return true;
  }
  size_t wanted = keep_slabs_ ? slab_size_ : size;
  while (wanted < size) wanted *= 2;
  std::unique_ptr<Slab> fresh = Slab::Reserve(wanted);
  // A tight limit on address space may still have room for a smaller one.
  while (fresh == nullptr && wanted / 2 >= std::max(size, kSmallestSize)) {
    wanted = WholePages(wanted / 2);
    fresh = Slab::Reserve(wanted);
  }
  if (fresh == nullptr) return false;
  piece->slab = fresh.get();
  piece->begin = fresh->Take(size);
  slabs_.push_back(std::move(fresh));
  return true;
}

void SlabMemory::Give(const Piece& piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  piece.slab->Give(piece.begin, piece.size);
  if (keep_slabs_) return;
  slabs_.erase(std::remove_if(slabs_.begin(), slabs_.end(),
                              [&](const auto& slab) { return slab.get() == piece.slab; }),
               slabs_.end());
}

int64_t SlabMemory::ClearFree() {
  std::lock_guard<std::mutex> lock(mutex_);
  auto free = std::partition(slabs_.begin(), slabs_.end(),
                             [](const auto& slab) { return !slab->IsFree(); });
  const int64_t count = slabs_.end() - free;
  slabs_.erase(free, slabs_.end());
  return count;
}

class SlabMemory::InFlight final : public InFlightAlloc {
 public:
  InFlight(SlabMemory* memory, const Piece& piece, std::vector<Protection> protections)
      : memory_(memory), piece_(piece), protections_(std::move(protections)) {}

  void abandon(OnAbandonedFunction on_abandoned) override {
    memory_->Give(piece_);
    on_abandoned(llvm::Error::success());
  }

  void finalize(OnFinalizedFunction on_finalized) override {
    for (const Protection& one : protections_) {
      if (mprotect(one.begin, one.size, one.flags) != 0) {
        memory_->Give(piece_);
        on_finalized(MakeError("the system refuses to protect memory"));
        return;
      }
      if ((one.flags & PROT_EXEC) != 0) __builtin___clear_cache(one.begin, one.begin + one.size);
    }
    on_finalized(FinalizedAlloc(llvm::orc::ExecutorAddr::fromPtr(new Piece(piece_))));
  }

 private:
  SlabMemory* memory_;
  Piece piece_;
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
  Piece piece{};
  const size_t size = std::max<size_t>(WholePages(static_cast<size_t>(sizes->total())), PageSize());
  if (!Take(size, &piece)) {
    on_allocated(MakeError("there is no memory for " + std::to_string(size) + " bytes of code"));
    return;
  }
  if (mprotect(piece.begin, piece.size, PROT_READ | PROT_WRITE) != 0) {
    Give(piece);
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
    Give(piece);
    on_allocated(std::move(error));
    return;
  }
  on_allocated(std::make_unique<InFlight>(this, piece, std::move(protections)));
}

void SlabMemory::deallocate(std::vector<FinalizedAlloc> pieces,
                            OnDeallocatedFunction on_deallocated) {
  for (FinalizedAlloc& one : pieces) {
    std::unique_ptr<Piece> piece(one.release().toPtr<Piece*>());
    Give(*piece);
  }
  on_deallocated(llvm::Error::success());
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
