// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/test_init_once.cc: one-time initialisation of handles.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "raised_error.h"

using namespace tvm_ffi_test;

namespace {

std::atomic<int> calls{0};
int value = 0;
void* outer_handle = nullptr;
void* inner_handle = nullptr;
void* left_handle = nullptr;
void* right_handle = nullptr;
std::atomic<int> both_inside{0};

}  // namespace

TEST(InitOnce, ManyThreadsInitialiseOnce) {
  static void* handle = nullptr;
  calls = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      EXPECT_EQ(TVMFFIHandleInitOnce(&handle,
                                     [](void** result) {
                                       ++calls;
                                       *result = &value;
                                       return 0;
                                     }),
                0);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(handle, &value);
  EXPECT_EQ(TVMFFIHandleDeinitOnce(&handle, [](void* old) { return old == &value ? 0 : -1; }), 0);
  EXPECT_EQ(handle, nullptr);
  EXPECT_EQ(TVMFFIHandleDeinitOnce(&handle, [](void*) { return -1; }), 0);
}

TEST(InitOnce, AFailedInitialiserMayBeTriedAgain) {
  void* handle = nullptr;
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, [](void**) { return 0; }), -1);
  EXPECT_EQ(TakeRaised(), "RuntimeError: init_func must return a non-NULL handle");
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, [](void**) -> int { throw std::runtime_error("no"); }),
            -1);
  EXPECT_EQ(TakeRaised(), "InternalError: no");
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, [](void**) -> int { throw 1; }), -1);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: an exception that is not derived from std::exception was thrown");
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, [](void**) -> int { throw std::bad_alloc(); }), -1);
  EXPECT_EQ(TakeRaised(), "MemoryError: out of memory");
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, [](void** result) { return *result = &value, 0; }), 0);
  EXPECT_EQ(handle, &value);
}

TEST(InitOnce, AnInitialiserMayInitialiseAnotherHandle) {
  EXPECT_EQ(TVMFFIHandleInitOnce(&outer_handle,
                                 [](void** outer) {
                                   *outer = &value;
                                   return TVMFFIHandleInitOnce(&inner_handle, [](void** inner) {
                                     *inner = &value;
                                     return 0;
                                   });
                                 }),
            0);
  EXPECT_EQ(inner_handle, &value);
}

TEST(InitOnce, WaitingForItselfIsAnErrorInsteadOfADeadlock) {
  static void* handle = nullptr;
  static int (*init)(void**) = [](void**) { return TVMFFIHandleInitOnce(&handle, init); };
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, init), -1);
  EXPECT_NE(TakeRaised().find("waits for that same handle"), std::string::npos);
  EXPECT_EQ(handle, nullptr);
}

TEST(InitOnce, TwoThreadsThatWaitForEachOtherGetAnError) {
  both_inside = 0;
  static const auto wait_for_both = [] {
    ++both_inside;
    while (both_inside < 2) std::this_thread::yield();
  };
  static const auto set = [](void** result) { return *result = &value, 0; };
  std::atomic<int> failures{0};
  std::thread left([&] {
    failures += TVMFFIHandleInitOnce(&left_handle, [](void** result) {
                  wait_for_both();
                  *result = &value;
                  return TVMFFIHandleInitOnce(&right_handle, set);
                }) != 0;
    TakeRaised();
  });
  std::thread right([&] {
    failures += TVMFFIHandleInitOnce(&right_handle, [](void** result) {
                  wait_for_both();
                  *result = &value;
                  return TVMFFIHandleInitOnce(&left_handle, set);
                }) != 0;
    TakeRaised();
  });
  left.join();
  right.join();
  EXPECT_GE(failures, 1);
}

TEST(HostileArguments, NullHandlesAreErrors) {
  void* handle = nullptr;
  EXPECT_EQ(TVMFFIHandleInitOnce(nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIHandleInitOnce(&handle, nullptr), -1);
  EXPECT_EQ(TVMFFIHandleDeinitOnce(nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIHandleDeinitOnce(&handle, nullptr), -1);
  EXPECT_EQ(TakeRaised(), "ValueError: TVMFFIHandleDeinitOnce: argument 'deinit_func' is NULL");
  TVMFFIGetVersion(nullptr);
}
