// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/slab_pool.h: memory for linked objects, cut from large reserved pieces.
// Objects of one slab lie close together, as 32-bit displacements need it; what is given back is
// used again, so that loading and dropping for ever takes a fixed number of mappings.
#ifndef TVM_FFI_ORCJIT_MEMORY_SLAB_POOL_H_
#define TVM_FFI_ORCJIT_MEMORY_SLAB_POOL_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

size_t PageSize();
size_t WholePages(size_t size);

// A reserved piece of address space and which pages of it are free. Calls are made under a lock.
class Slab {
 public:
  // NULL when there is no address space.
  static std::unique_ptr<Slab> Reserve(size_t size);
  ~Slab();
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  // Start of a piece without access, or NULL. The size is in whole pages.
  char* Take(size_t size);
  void Give(char* piece, size_t size);
  bool IsFree() const { return free_.size() == 1 && free_.begin()->second == size_; }

 private:
  Slab(char* begin, size_t size) : begin_(begin), size_(size) { free_[0] = size; }
  char* begin_;
  size_t size_;
  std::map<size_t, size_t> free_;  // offset to size, no two of them adjacent
};

class SlabPool {
 public:
  // 0: slabs of 64 MiB; below 0: each piece gets a slab of its own, which goes with it.
  explicit SlabPool(int64_t slab_size);

  struct Piece {
    Slab* slab;
    char* begin;
    size_t size;
  };
  // A piece to read and write; false when there is no memory.
  bool Take(size_t size, Piece* piece);
  void Give(const Piece& piece);
  // Unmaps slabs of which nothing is in use; their number.
  int64_t ClearFree();

 private:
  bool TakeReserved(size_t size, Piece* piece);
  size_t slab_size_;
  bool keep_slabs_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Slab>> slabs_;
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_SLAB_POOL_H_
