// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/slab_pool.cc: first fit by pages.
#include "memory/slab_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "memory/process_end.h"

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

constexpr size_t kDefaultSize = size_t{64} << 20;
constexpr size_t kSmallestSize = size_t{8} << 20;

}  // namespace

size_t PageSize() {
  static const auto size = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

size_t WholePages(size_t size) { return (size + PageSize() - 1) / PageSize() * PageSize(); }

std::unique_ptr<Slab> Slab::Reserve(size_t size) {
  void* begin = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (begin == MAP_FAILED) return nullptr;
  return std::unique_ptr<Slab>(new Slab(static_cast<char*>(begin), size));
}

Slab::~Slab() {
  if (!ProcessEnds()) munmap(begin_, size_);
}

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

SlabPool::SlabPool(int64_t slab_size)
    : slab_size_(slab_size > 0 ? WholePages(static_cast<size_t>(slab_size)) : kDefaultSize),
      keep_slabs_(slab_size >= 0) {}

bool SlabPool::TakeReserved(size_t size, Piece* piece) {
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

void SlabPool::Give(const Piece& piece) {
  std::lock_guard<std::mutex> lock(mutex_);
  piece.slab->Give(piece.begin, piece.size);
  if (keep_slabs_) return;
  slabs_.erase(std::remove_if(slabs_.begin(), slabs_.end(),
                              [&](const auto& slab) { return slab.get() == piece.slab; }),
               slabs_.end());
}

int64_t SlabPool::ClearFree() {
  std::lock_guard<std::mutex> lock(mutex_);
  auto free = std::partition(slabs_.begin(), slabs_.end(),
                             [](const auto& slab) { return !slab->IsFree(); });
  const int64_t count = slabs_.end() - free;
  slabs_.erase(free, slabs_.end());
  return count;
}

bool SlabPool::Take(size_t size, Piece* piece) {
  if (!TakeReserved(size, piece)) return false;
  if (mprotect(piece->begin, piece->size, PROT_READ | PROT_WRITE) == 0) return true;
  Give(*piece);
  return false;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
