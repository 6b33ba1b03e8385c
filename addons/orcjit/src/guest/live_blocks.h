// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/live_blocks.h: the memory that one library has taken and not given back.
// Objects that a library makes carry the address of its code, which deletes them; so a library
// whose blocks hold such objects must stay mapped. Any thread; nothing throws.
#ifndef TVM_FFI_ORCJIT_GUEST_LIVE_BLOCKS_H_
#define TVM_FFI_ORCJIT_GUEST_LIVE_BLOCKS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "address_range.h"

namespace tvm {
namespace ffi {
namespace orcjit {

class LiveBlocks {
 public:
  // False when there is no memory to note it.
  bool Add(void* block) noexcept;
  void Remove(void* block) noexcept;
  // Whether a block holds an object that code in the ranges deletes and that others hold. Objects
  // that only the library itself holds (in its variables, or in other such objects) do not count.
  bool HoldObjects(const std::vector<AddressRange>& ranges) noexcept;

 private:
  // Open addressing; 0 is an empty place.
  struct alignas(64) Shard {
    std::mutex mutex;
    std::vector<uintptr_t> places;
    size_t size = 0;
  };
  static constexpr size_t kShards = 8;
  Shard& ShardOf(uintptr_t block);
  static size_t PlaceOf(const Shard& shard, uintptr_t block);
  std::vector<uintptr_t> Snapshot();
  bool ReleasedElsewhereJustNow() const;

  Shard shards_[kShards];
  std::atomic<int64_t> last_release_{-1};
  std::atomic<uintptr_t> last_thread_{0};
};

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_GUEST_LIVE_BLOCKS_H_
