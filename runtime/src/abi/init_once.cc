// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// abi/init_once.cc: one-time initialisation of a handle (layer 1).
// An initialiser runs without any lock held, so that it may initialise other handles. Threads that
// ask for the same handle wait for it; an initialiser that would wait for itself, directly or
// through other threads, gets an error.
#include <tvm/ffi/c_api.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "abi/guard.h"
#include "error/messages.h"

namespace tvm {
namespace ffi {
namespace detail {
namespace {

using Handle = std::atomic_ref<void*>;

struct Running {
  void** handle;
  std::thread::id owner;
};
struct Waiting {
  std::thread::id thread;
  void** handle;
};

struct InitOnceState {
  std::mutex mutex;
  std::condition_variable finished;
  std::vector<Running> running;
  std::vector<Waiting> waiting;

  const Running* FindRunning(void** handle) const {
    for (const Running& one : running) {
      if (one.handle == handle) return &one;
    }
    return nullptr;
  }
  // Follows owner -> handle it waits for -> its owner ... from handle; true when that ends at self.
  bool WouldWaitForItself(void** handle, std::thread::id self) const {
    while (const Running* one = FindRunning(handle)) {
      if (one->owner == self) return true;
      handle = nullptr;
      for (const Waiting& wait : waiting) {
        if (wait.thread == one->owner) handle = wait.handle;
      }
    }
    return false;
  }
  void Finish(void** handle) noexcept {
    std::lock_guard<std::mutex> lock(mutex);
    for (size_t i = 0; i < running.size(); ++i) {
      if (running[i].handle == handle) {
        running[i] = running.back();
        running.pop_back();
        break;
      }
    }
    finished.notify_all();
  }
};

InitOnceState& State() {
  static InitOnceState* state = new InitOnceState();
  return *state;
}

// Becomes the one that initialises (true) or finds the handle set (false).
bool Enter(InitOnceState& state, void** handle_addr) {
  const std::thread::id self = std::this_thread::get_id();
  std::unique_lock<std::mutex> lock(state.mutex);
  for (;;) {
    if (Handle(*handle_addr).load(std::memory_order_acquire) != nullptr) return false;
    if (state.FindRunning(handle_addr) == nullptr) {
      state.running.push_back(Running{handle_addr, self});
      return true;
    }
    if (state.WouldWaitForItself(handle_addr, self)) Throw(Message::kInitOnceRecursive, {});
    state.waiting.push_back(Waiting{self, handle_addr});
    state.finished.wait(lock);
    for (size_t i = 0; i < state.waiting.size(); ++i) {
      if (state.waiting[i].thread == self) {
        state.waiting[i] = state.waiting.back();
        state.waiting.pop_back();
        break;
      }
    }
  }
}

int InitOnce(void** handle_addr, int (*init_func)(void** result)) {
  InitOnceState& state = State();
  if (!Enter(state, handle_addr)) return 0;
  void* result = nullptr;
  const int code = Guarded([&] { return init_func(&result); });
  if (code == 0 && result != nullptr) {
    Handle(*handle_addr).store(result, std::memory_order_release);
  }
  state.Finish(handle_addr);
  if (code != 0) return code;
  return result != nullptr ? 0 : Raise(Message::kInitOnceNull, {});
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm

using namespace tvm::ffi::detail;

int TVMFFIHandleInitOnce(void** handle_addr, int (*init_func)(void** result)) {
  if (handle_addr == nullptr) return Raise(Message::kNullArgument, {__func__, "handle_addr"});
  if (Handle(*handle_addr).load(std::memory_order_acquire) != nullptr) return 0;
  if (init_func == nullptr) return Raise(Message::kNullArgument, {__func__, "init_func"});
  return Guarded([&] { return InitOnce(handle_addr, init_func); });
}

int TVMFFIHandleDeinitOnce(void** handle_addr, int (*deinit_func)(void* handle)) {
  if (handle_addr == nullptr) return Raise(Message::kNullArgument, {__func__, "handle_addr"});
  if (deinit_func == nullptr) return Raise(Message::kNullArgument, {__func__, "deinit_func"});
  void* handle = Handle(*handle_addr).exchange(nullptr, std::memory_order_acq_rel);
  if (handle == nullptr) return 0;
  return Guarded([&] { return deinit_func(handle); });
}
