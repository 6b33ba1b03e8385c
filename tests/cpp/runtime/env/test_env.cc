// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/env/test_env.cc: streams, allocators and signals of the host environment.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/c_env_api.h>

#include <stdexcept>
#include <thread>

#include "../abi/raised_error.h"

using namespace tvm_ffi_test;

namespace {

int pending = 0;
int gil_depth = 0;

int RefusingAllocator(DLTensor*, DLManagedTensorVersioned**, void* context,
                      void (*set_error)(void*, const char*, const char*)) {
  set_error(context, "MemoryError", "device is full");
  return -1;
}
int SilentAllocator(DLTensor*, DLManagedTensorVersioned**, void*,
                    void (*)(void*, const char*, const char*)) {
  return 3;
}

}  // namespace

TEST(EnvStream, IsKeptPerThreadAndDevice) {
  int a = 0;
  int b = 0;
  TVMFFIStreamHandle before = &a;
  EXPECT_EQ(TVMFFIEnvGetStream(kDLCUDA, 3), nullptr);
  EXPECT_EQ(TVMFFIEnvSetStream(kDLCUDA, 3, &a, &before), 0);
  EXPECT_EQ(before, nullptr);
  EXPECT_EQ(TVMFFIEnvSetStream(kDLCUDA, 3, &b, &before), 0);
  EXPECT_EQ(before, &a);
  EXPECT_EQ(TVMFFIEnvGetStream(kDLCUDA, 3), &b);
  EXPECT_EQ(TVMFFIEnvGetStream(kDLCUDA, 2), nullptr);
  std::thread([] { EXPECT_EQ(TVMFFIEnvGetStream(kDLCUDA, 3), nullptr); }).join();
  EXPECT_EQ(TVMFFIEnvSetStream(kDLCUDA, 3, nullptr, nullptr), 0);
}

TEST(HostileArguments, ImpossibleDevicesAreErrors) {
  EXPECT_EQ(TVMFFIEnvSetStream(-1, 0, nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIEnvSetStream(2, -5, nullptr, nullptr), -1);
  EXPECT_EQ(TVMFFIEnvSetStream(1 << 30, 0, nullptr, nullptr), -1);
  EXPECT_NE(TakeRaised().find("is out of range"), std::string::npos);
  EXPECT_EQ(TVMFFIEnvGetStream(-1, -1), nullptr);
}

TEST(EnvAllocator, AThreadsOwnComesBeforeTheOneOfTheProcess) {
  DLTensor prototype{};
  TVMFFIObjectHandle tensor = nullptr;
  EXPECT_EQ(TVMFFIEnvTensorAlloc(&prototype, &tensor), -1);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: TVMFFIEnvTensorAlloc: allocator is nullptr, likely because "
            "TVMFFIEnvSetDLPackManagedTensorAllocator has not been called.");
  DLPackManagedTensorAllocator before = SilentAllocator;
  EXPECT_EQ(TVMFFIEnvSetDLPackManagedTensorAllocator(RefusingAllocator, 1, &before), 0);
  EXPECT_EQ(before, nullptr);
  EXPECT_EQ(TVMFFIEnvSetDLPackManagedTensorAllocator(SilentAllocator, 0, &before), 0);
  EXPECT_EQ(before, RefusingAllocator);
  EXPECT_EQ(TVMFFIEnvGetDLPackManagedTensorAllocator(), SilentAllocator);
  EXPECT_EQ(TVMFFIEnvTensorAlloc(&prototype, &tensor), -1);
  EXPECT_NE(TakeRaised().find("failed with code 3"), std::string::npos);
  std::thread([&] {
    EXPECT_EQ(TVMFFIEnvGetDLPackManagedTensorAllocator(), RefusingAllocator);
    EXPECT_EQ(TVMFFIEnvTensorAlloc(&prototype, &tensor), -1);
    EXPECT_EQ(TakeRaised(), "MemoryError: device is full");
  }).join();
  TVMFFIEnvSetDLPackManagedTensorAllocator(nullptr, 1, nullptr);
  EXPECT_EQ(TVMFFIEnvTensorAlloc(nullptr, &tensor), -1);
  TakeRaised();
}

// What the Python core reads and writes in place of the two functions above.
extern "C" DLPackManagedTensorAllocator* TVMFFIEnvThreadTensorAllocator(void);

TEST(EnvAllocator, TheCoresPlaceIsTheThreadsOwn) {
  DLPackManagedTensorAllocator* const place = TVMFFIEnvThreadTensorAllocator();
  EXPECT_EQ(*place, nullptr);
  *place = SilentAllocator;
  EXPECT_EQ(TVMFFIEnvGetDLPackManagedTensorAllocator(), SilentAllocator);
  std::thread([place] {
    EXPECT_NE(TVMFFIEnvThreadTensorAllocator(), place);
    EXPECT_EQ(TVMFFIEnvGetDLPackManagedTensorAllocator(), nullptr);
  }).join();
  EXPECT_EQ(TVMFFIEnvSetDLPackManagedTensorAllocator(nullptr, 0, nullptr), 0);
  EXPECT_EQ(*place, nullptr);
}

TEST(EnvAllocator, WhatItThrowsIsAnError) {
  const DLPackManagedTensorAllocator throwing =
      [](DLTensor*, DLManagedTensorVersioned**, void*,
         void (*)(void*, const char*, const char*)) -> int {
    throw std::runtime_error("the framework is at a loss");
  };
  DLTensor prototype{};
  TVMFFIObjectHandle tensor = nullptr;
  EXPECT_EQ(TVMFFIEnvSetDLPackManagedTensorAllocator(throwing, 0, nullptr), 0);
  int code = 0;
  EXPECT_NO_THROW(code = TVMFFIEnvTensorAlloc(&prototype, &tensor));
  EXPECT_EQ(code, -1);
  EXPECT_EQ(TakeRaised(), "InternalError: the framework is at a loss");
  EXPECT_EQ(TVMFFIEnvSetDLPackManagedTensorAllocator(nullptr, 0, nullptr), 0);
}

TEST(EnvSignals, AreAskedForUnderTheInterpreterLock) {
  EXPECT_EQ(TVMFFIEnvCheckSignals(), 0);
  int (*check)() = [] { return gil_depth == 1 ? pending : -100; };
  int (*ensure)() = [] { return ++gil_depth; };
  void (*release)(int) = [](int) { --gil_depth; };
  EXPECT_EQ(TVMFFIEnvRegisterCAPI("PyErr_CheckSignals", reinterpret_cast<void*>(check)), 0);
  EXPECT_EQ(TVMFFIEnvRegisterCAPI("PyGILState_Ensure", reinterpret_cast<void*>(ensure)), 0);
  EXPECT_EQ(TVMFFIEnvRegisterCAPI("PyGILState_Release", reinterpret_cast<void*>(release)), 0);
  EXPECT_EQ(TVMFFIEnvCheckSignals(), 0);
  pending = -1;
  EXPECT_EQ(TVMFFIEnvCheckSignals(), -1);
  EXPECT_EQ(gil_depth, 0);
  EXPECT_EQ(TakeRaised(), "none");
  EXPECT_EQ(TVMFFIEnvRegisterCAPI("PyNothing", nullptr), -1);
  EXPECT_EQ(TakeRaised(), "ValueError: Unknown env API PyNothing");
  EXPECT_EQ(TVMFFIEnvRegisterCAPI(nullptr, nullptr), -1);
  TakeRaised();
  for (const char* name : {"PyErr_CheckSignals", "PyGILState_Ensure", "PyGILState_Release"}) {
    TVMFFIEnvRegisterCAPI(name, nullptr);
  }
}
