// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// memory/thread_local.h: thread-local variables of linked objects.
// Each access of the dynamic models is a call with the address of a pair of words: the first is
// ours to fill, the second is where the variable's initial value lies (JITLink does it that way).
// Each thread gets a copy of the initial values when it first asks.
#ifndef TVM_FFI_ORCJIT_MEMORY_THREAD_LOCAL_H_
#define TVM_FFI_ORCJIT_MEMORY_THREAD_LOCAL_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "input/object_file.h"

namespace tvm {
namespace ffi {
namespace orcjit {

// The initial values of one section. The copies go when it goes, or their thread.
class ThreadLocalImage {
 public:
  ThreadLocalImage(const void* begin, size_t size, size_t alignment);
  ~ThreadLocalImage();
  ThreadLocalImage(const ThreadLocalImage&) = delete;
  ThreadLocalImage& operator=(const ThreadLocalImage&) = delete;

  bool Has(uintptr_t address) const { return begin_ <= address && address < begin_ + size_; }
  // This thread's copy of the variable at an address in the image.
  void* Get(uintptr_t address);
  void Forget(const void* thread);

 private:
  void* Copy();
  uintptr_t begin_;
  size_t size_;
  size_t alignment_;
  uint64_t id_;
  std::mutex mutex_;
  std::unordered_map<const void*, void*> copies_;
};

struct ThreadLocalPair {
  ThreadLocalImage* image;
  uintptr_t address;
};

// Makes sure that this thread's copies are older than what the caller makes next, and so outlive
// it.
void TouchThreadLocals();

// Takes the place of __tls_get_addr. Ends the process when there is no memory, as the original.
void* GetThreadLocal(const ThreadLocalPair* pair);

// RuntimeError that names variable and compiler flag, when the object reaches thread-local
// variables in a way that needs the system's loader.
// engine: "orc", or "native", which serves the local-dynamic model as well.
void CheckThreadLocals(const ObjectFile& object, const char* engine);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_MEMORY_THREAD_LOCAL_H_
