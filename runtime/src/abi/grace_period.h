// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/grace_period.h: lets a writer wait until no reader can still hold what it has just
// unpublished (layer 1). Readers only count themselves in and out; they never wait. A read section
// must not call foreign code.
#ifndef TVM_FFI_ABI_GRACE_PERIOD_H_
#define TVM_FFI_ABI_GRACE_PERIOD_H_

#include <atomic>
#include <cstdint>
#include <thread>

namespace tvm {
namespace ffi {
namespace detail {

class GracePeriod {
 public:
  class Reader {
   public:
    explicit Reader(GracePeriod& period)
        : active_(&period.active_[period.phase_.load(std::memory_order_seq_cst) & 1].count) {
      active_->fetch_add(1, std::memory_order_seq_cst);
    }
    ~Reader() { active_->fetch_sub(1, std::memory_order_release); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

   private:
    std::atomic<int64_t>* active_;
  };

  // One writer at a time. Twice, because a reader may have read the phase before and counts itself
  // in after.
  void Wait() noexcept {
    for (int round = 0; round < 2; ++round) {
      const uint32_t old_phase = phase_.fetch_add(1, std::memory_order_seq_cst);
      while (active_[old_phase & 1].count.load(std::memory_order_seq_cst) != 0) {
        std::this_thread::yield();
      }
    }
  }

 private:
  struct alignas(64) Count {
    std::atomic<int64_t> count{0};
  };
  std::atomic<uint32_t> phase_{0};
  Count active_[2];
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ABI_GRACE_PERIOD_H_
