// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// guest/live_blocks.cc: a set of addresses, and the search for objects in them.
// A block may have been given back by somebody else (memory of the library that the C++ library
// frees), so it is read in a way that cannot fault.
#include "guest/live_blocks.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/uio.h>
#include <time.h>
#include <tvm/ffi/c_api.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <unordered_map>
#include <unordered_set>

namespace tvm {
namespace ffi {
namespace orcjit {
namespace {

// Beyond this, variables are not searched for who holds what.
constexpr size_t kMaxVariables = size_t{16} << 20;
// An object's header may lie behind a table pointer or a header of its allocator.
constexpr size_t kHeaderOffsets[] = {0, 8, 16};
constexpr int64_t kGraceMilliseconds = 1000;

int64_t Milliseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
}

uintptr_t ThisThread() { return static_cast<uintptr_t>(pthread_self()); }

bool ReadMemory(uintptr_t from, void* to, size_t size) {
  iovec local{to, size};
  iovec remote{reinterpret_cast<void*>(from), size};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == static_cast<ssize_t>(size);
}

struct FoundObject {
  uintptr_t block;
  uintptr_t header;
  uint64_t references;
  bool owned;
};

// Words of variables and of objects, as far as they are addresses of objects.
template <typename Visit>
void ForEachWord(const void* begin, size_t size, Visit visit) {
  const char* at = static_cast<const char*>(begin);
  for (size_t i = 0; i + sizeof(uintptr_t) <= size; i += sizeof(uintptr_t)) {
    uintptr_t word;
    std::memcpy(&word, at + i, sizeof(word));
    visit(word);
  }
}

class Search {
 public:
  Search(const std::vector<AddressRange>& ranges, const std::vector<uintptr_t>& blocks)
      : ranges_(ranges) {
    for (uintptr_t block : blocks) Look(block);
  }

  bool HeldByOthers() {
    if (objects_.empty()) return false;
    size_t size = 0;
    for (const AddressRange& range : ranges_) size += range.end - range.begin;
    if (size > kMaxVariables) return true;
    std::vector<size_t> reached;
    const auto visit = [&](uintptr_t word) {
      auto found = by_address_.find(word);
      if (found == by_address_.end() || objects_[found->second].owned) return;
      objects_[found->second].owned = true;
      reached.push_back(found->second);
    };
    std::vector<char> buffer;
    for (const AddressRange& range : ranges_) {
      buffer.resize(range.end - range.begin);
      if (ReadMemory(range.begin, buffer.data(), buffer.size())) {
        ForEachWord(buffer.data(), buffer.size(), visit);
      }
    }
    while (!reached.empty()) {
      const uintptr_t block = objects_[reached.back()].block;
      reached.pop_back();
      buffer.resize(malloc_usable_size(reinterpret_cast<void*>(block)));
      if (ReadMemory(block, buffer.data(), buffer.size())) {
        ForEachWord(buffer.data(), buffer.size(), visit);
      }
    }
    return std::any_of(objects_.begin(), objects_.end(), [](const FoundObject& object) {
      return !object.owned || object.references != 1;
    });
  }

 private:
  void Look(uintptr_t block) {
    char bytes[kHeaderOffsets[2] + sizeof(TVMFFIObject)];
    size_t size = sizeof(bytes);
    // The last block of a mapping may be shorter.
    if (!ReadMemory(block, bytes, size)) {
      size = sizeof(TVMFFIObject);
      if (!ReadMemory(block, bytes, size)) return;
    }
    for (size_t offset : kHeaderOffsets) {
      if (offset + sizeof(TVMFFIObject) > size) break;
      TVMFFIObject header;
      std::memcpy(&header, bytes + offset, sizeof(header));
      if (!HasAddress(ranges_, reinterpret_cast<uintptr_t>(header.deleter))) continue;
      by_address_.emplace(block, objects_.size());
      by_address_.emplace(block + offset, objects_.size());
      objects_.push_back({block, block + offset, header.combined_ref_count & UINT32_MAX, false});
      return;
    }
  }

  const std::vector<AddressRange>& ranges_;
  std::vector<FoundObject> objects_;
  std::unordered_map<uintptr_t, size_t> by_address_;
};

}  // namespace

LiveBlocks::Shard& LiveBlocks::ShardOf(uintptr_t block) {
  return shards_[(block >> 12 ^ block >> 4) % kShards];
}

size_t LiveBlocks::PlaceOf(const Shard& shard, uintptr_t block) {
  const uint64_t hash = (block >> 4) * UINT64_C(0x9E3779B97F4A7C15);
  return static_cast<size_t>(hash >> 20) & (shard.places.size() - 1);
}

bool LiveBlocks::Add(void* block) noexcept {
  const auto key = reinterpret_cast<uintptr_t>(block);
  Shard& shard = ShardOf(key);
  std::lock_guard<std::mutex> lock(shard.mutex);
  if (shard.size * 2 >= shard.places.size()) {
    try {
      std::vector<uintptr_t> old(std::max<size_t>(32, shard.places.size() * 2));
      old.swap(shard.places);
      for (uintptr_t one : old) {
        if (one == 0) continue;
        size_t at = PlaceOf(shard, one);
        while (shard.places[at] != 0) at = (at + 1) & (shard.places.size() - 1);
        shard.places[at] = one;
      }
    } catch (const std::bad_alloc&) {
      return false;
    }
  }
  size_t at = PlaceOf(shard, key);
  while (shard.places[at] != 0) {
    // Somebody else had freed it.
    if (shard.places[at] == key) return true;
    at = (at + 1) & (shard.places.size() - 1);
  }
  shard.places[at] = key;
  ++shard.size;
  return true;
}

void LiveBlocks::Remove(void* block) noexcept {
  const auto key = reinterpret_cast<uintptr_t>(block);
  if (key == 0) return;
  Shard& shard = ShardOf(key);
  std::lock_guard<std::mutex> lock(shard.mutex);
  if (shard.size == 0) return;
  const size_t mask = shard.places.size() - 1;
  size_t at = PlaceOf(shard, key);
  while (shard.places[at] != key) {
    if (shard.places[at] == 0) return;
    at = (at + 1) & mask;
  }
  // Moves up what would not be found behind the gap.
  size_t gap = at;
  for (size_t next = (at + 1) & mask; shard.places[next] != 0; next = (next + 1) & mask) {
    const size_t wanted = PlaceOf(shard, shard.places[next]);
    if (((next - wanted) & mask) >= ((next - gap) & mask)) {
      shard.places[gap] = shard.places[next];
      gap = next;
    }
  }
  shard.places[gap] = 0;
  --shard.size;
  last_thread_.store(ThisThread(), std::memory_order_relaxed);
  last_release_.store(Milliseconds(), std::memory_order_release);
}

std::vector<uintptr_t> LiveBlocks::Snapshot() {
  std::vector<uintptr_t> blocks;
  for (Shard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex);
    for (uintptr_t one : shard.places) {
      if (one != 0) blocks.push_back(one);
    }
  }
  return blocks;
}

// The code that gave the block back may be about to return, on another thread.
bool LiveBlocks::ReleasedElsewhereJustNow() const {
  const int64_t last = last_release_.load(std::memory_order_acquire);
  return last >= 0 && last_thread_.load(std::memory_order_relaxed) != ThisThread() &&
         Milliseconds() - last < kGraceMilliseconds;
}

bool LiveBlocks::HoldObjects(const std::vector<AddressRange>& ranges) noexcept {
  try {
    return ReleasedElsewhereJustNow() || Search(ranges, Snapshot()).HeldByOthers();
  } catch (const std::bad_alloc&) {
    return true;
  }
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
