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

constinit std::mutex registry_mutex;
constinit char* block_next = nullptr;
constinit size_t block_left = 0;

}  // namespace

std::mutex& RegistryMutex() { return registry_mutex; }

void* KeepBytes(size_t size) {
  size = (size + 15) & ~size_t{15};
  if (size > kBlockBytes / 4) return ::operator new(size);
  if (size > block_left) {
    block_next = static_cast<char*>(::operator new(kBlockBytes));
    block_left = kBlockBytes;
  }
  void* result = block_next;
  block_next += size;
  block_left -= size;
  return result;
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
