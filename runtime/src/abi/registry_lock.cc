// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/registry_lock.cc: lock and bump memory of the registries (layer 1).
#include "abi/registry_lock.h"

#include <cstring>
#include <new>

namespace tvm {
namespace ffi {
namespace detail {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10;

// Every block leads to the one before, so that a leak checker finds what is in it.
struct alignas(16) Block {
  Block* before;
};

constinit std::mutex registry_mutex;
constinit Block* newest_block = nullptr;
constinit char* block_next = nullptr;
constinit size_t block_left = 0;

char* NewBlock(size_t size) {
  auto* block = static_cast<Block*>(::operator new(sizeof(Block) + size));
  block->before = newest_block;
  newest_block = block;
  return reinterpret_cast<char*>(block + 1);
}

}  // namespace

std::mutex& RegistryMutex() { return registry_mutex; }

void* KeepBytes(size_t size) {
  size = (size + 15) & ~size_t{15};
  if (size > kBlockBytes / 4) return NewBlock(size);
  if (size > block_left) {
    block_next = NewBlock(kBlockBytes);
    block_left = kBlockBytes;
  }
  void* result = block_next;
  block_next += size;
  block_left -= size;
  return result;
}

void KeepForEver(const void* address) {
  *static_cast<const void**>(KeepBytes(sizeof(address))) = address;
}

TVMFFIByteArray KeepText(const TVMFFIByteArray& text) {
  if (text.data == nullptr) return TVMFFIByteArray{nullptr, 0};
  char* copy = static_cast<char*>(KeepBytes(text.size + 1));
  std::memcpy(copy, text.data, text.size);
  copy[text.size] = 0;
  return TVMFFIByteArray{copy, text.size};
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
