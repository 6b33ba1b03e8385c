// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object/container_locks.cc: the locks of List and Dict (layer 1).
// A fixed set, shared by address: containers have no room for one of their own. Never destructed,
// because threads may outlive the static objects of the process.
#include "object/container_locks.h"

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <mutex>

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct alignas(64) Stripe {
  std::mutex mutex;
  // Only compared with the asking thread's own number, which no other thread ever stores.
  std::atomic<uintptr_t> owner{0};
  uint32_t depth = 0;

  void Lock() {
    const uintptr_t self = ThreadNumber();
    if (owner.load(std::memory_order_relaxed) != self) {
      mutex.lock();
      owner.store(self, std::memory_order_relaxed);
    }
    ++depth;
  }
  void Unlock() {
    if (--depth != 0) return;
    owner.store(0, std::memory_order_relaxed);
    mutex.unlock();
  }

 private:
  static uintptr_t ThreadNumber() {
    static thread_local char mark;
    return reinterpret_cast<uintptr_t>(&mark);
  }
};

constexpr size_t kStripes = 64;
constinit Stripe stripes[kStripes];

// Objects of one size lie at regular distances, so the bits are mixed first.
Stripe& StripeOf(const void* container) {
  const uint64_t bits = reinterpret_cast<uintptr_t>(container) * 0x9E3779B97F4A7C15u;
  return stripes[bits >> 58];
}
static_assert(kStripes == size_t{1} << (64 - 58));

void Lock(const void* container) { StripeOf(container).Lock(); }
void Unlock(const void* container) { StripeOf(container).Unlock(); }

// A child of fork() has one thread only: nobody else would give back what another one held.
void LockAll() {
  for (Stripe& stripe : stripes) stripe.Lock();
}
void UnlockAll() {
  for (Stripe& stripe : stripes) stripe.Unlock();
}

}  // namespace

const ContainerLocks kContainerLocks = {Lock, Unlock};

void KeepContainerLocksOverFork() noexcept { pthread_atfork(LockAll, UnlockAll, UnlockAll); }

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
