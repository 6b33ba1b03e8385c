// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/allocator.cc: the replaceable allocator that frontends install (layer 1).
// A body is preceded by a TVMFFIObjectAllocHeader whose delete_space gives the whole block back.
#include <tvm/ffi/c_api.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

// Room for the header before a body that keeps malloc's alignment.
constexpr size_t kBodyOffset = 16;

void DeleteBody(void* body) { std::free(static_cast<char*>(body) - kBodyOffset); }

// Over-aligned blocks start with the address that free wants, two words before the body.
void DeleteAlignedBody(void* body) { std::free(static_cast<void**>(body)[-2]); }

void* PlaceHeader(char* body, void (*delete_space)(void*)) {
  reinterpret_cast<TVMFFIObjectAllocHeader*>(body - sizeof(TVMFFIObjectAllocHeader))->delete_space =
      delete_space;
  return body;
}

void* Allocate(size_t size, size_t alignment, int32_t, void*) {
  if (size > SIZE_MAX / 2 || alignment > SIZE_MAX / 4) return nullptr;
  if (alignment <= kBodyOffset) {
    char* block = static_cast<char*>(std::malloc(size + kBodyOffset));
    return block == nullptr ? nullptr : PlaceHeader(block + kBodyOffset, DeleteBody);
  }
  char* block = static_cast<char*>(std::malloc(size + alignment + kBodyOffset));
  if (block == nullptr) return nullptr;
  const auto address = reinterpret_cast<uintptr_t>(block) + kBodyOffset;
  char* body = block + kBodyOffset + (alignment - address % alignment) % alignment;
  reinterpret_cast<void**>(body)[-2] = block;
  return PlaceHeader(body, DeleteAlignedBody);
}

constinit TVMFFICustomAllocator builtin_allocator{Allocate, nullptr};
constinit std::atomic<TVMFFICustomAllocator*> current_allocator{&builtin_allocator};

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

TVMFFICustomAllocator* TVMFFIGetCustomAllocator(void) {
  return current_allocator.load(std::memory_order_acquire);
}

int TVMFFISetCustomAllocator(TVMFFICustomAllocator* allocator) {
  if (allocator != nullptr && allocator->allocate == nullptr) {
    return Raise(Message::kNullArgument, {__func__, "allocator->allocate"});
  }
  current_allocator.store(allocator != nullptr ? allocator : &builtin_allocator,
                          std::memory_order_release);
  return 0;
}
