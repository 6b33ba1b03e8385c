// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// CubinModule and CubinKernel: ownership, launching, shared memory, error texts.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/cuda/cubin_launcher.h>

#include <type_traits>
#include <utility>
#include <vector>

#include "../support/message_of.h"

TVM_FFI_EMBED_CUBIN_FROM_BYTES(embedded, "add_one");

namespace {

using namespace tvm::ffi;  // NOLINT

class Cubin : public testing::Test {
 protected:
  void SetUp() override { FakeCuda::Get() = FakeCuda(); }
  FakeCuda& machine_ = FakeCuda::Get();
};

TEST_F(Cubin, AModuleOwnsWhatItLoaded) {
  static_assert(!std::is_copy_constructible_v<CubinModule>, "");
  static_assert(!std::is_copy_constructible_v<CubinKernel>, "");
  {
    CubinModule module(Bytes("add_one", 7));
    CubinModule moved = std::move(module);
    EXPECT_EQ(module.GetHandle(), nullptr);  // NOLINT
    EXPECT_NE(moved.GetHandle(), nullptr);
    EXPECT_EQ(machine_.loaded, 1);
  }
  EXPECT_EQ(machine_.loaded, 0);
}

TEST_F(Cubin, AnImageThatIsRefusedIsAnError) {
  machine_.load_code = 1;
  const std::string text = MessageOf([] { CubinModule("add_one"); });
  EXPECT_NE(text.find("CUDA Error: "), std::string::npos) << text;
  EXPECT_NE(text.find(" (1): invalid argument"), std::string::npos) << text;
  EXPECT_EQ(machine_.loaded, 0);
}

TEST_F(Cubin, AKernelThatIsNotThereIsAnError) {
  CubinModule module("add_one");
  const std::string text = MessageOf([&] { module.GetKernel("add_two"); });
#if TVM_FFI_CUBIN_LAUNCHER_USE_DRIVER_API
  EXPECT_EQ(text, "RuntimeError: CUDA Error: CUDA_ERROR_NOT_FOUND (500): named symbol not found");
#else
  EXPECT_EQ(text,
            "RuntimeError: CUDA Error: cudaErrorSymbolNotFound (500): named symbol not found");
#endif
  EXPECT_NE(module["add_one"].GetHandle(), nullptr);
}

TEST_F(Cubin, ALaunchPassesOnWhatItWasGiven) {
  CubinModule module("add_one");
  CubinKernel kernel = module["add_one"];
  int value = 3;
  void* args[] = {&value};
  auto* stream = reinterpret_cast<cuda_api::StreamHandle>(&value);
  EXPECT_EQ(kernel.Launch(args, tvm::ffi::dim3(4), tvm::ffi::dim3(32), stream, 64),
            cuda_api::kSuccess);
  EXPECT_EQ(machine_.grid_x, 4u);
  EXPECT_EQ(machine_.block_x, 32u);
  EXPECT_EQ(machine_.launch_bytes, 64u);
  EXPECT_EQ(machine_.launch_stream, static_cast<void*>(stream));
  EXPECT_EQ(machine_.launch_args, static_cast<void**>(args));
}

TEST_F(Cubin, AConfigurationCarriesTheCluster) {
  CubinModule module("add_one");
  CubinKernel kernel = module["add_one"];
  cuda_api::LaunchConfig config;
  cuda_api::LaunchAttrType attribute;
  for (int cluster : {1, 2}) {
    EXPECT_EQ(cuda_api::ConstructLaunchConfig(kernel.GetHandle(), nullptr, 16, tvm::ffi::dim3(8),
                                              tvm::ffi::dim3(64), cluster, config, attribute),
              cuda_api::kSuccess);
    EXPECT_EQ(kernel.LaunchEx(nullptr, config), cuda_api::kSuccess);
    EXPECT_EQ(machine_.cluster_x, static_cast<unsigned>(cluster));
    EXPECT_EQ(machine_.grid_x, 8u);
    EXPECT_EQ(machine_.launch_bytes, 16u);
  }
}

TEST_F(Cubin, SharedMemoryIsWhatStaticUseLeavesOnEachDevice) {
  machine_.limits = {100, -1, 200};
  CubinModule module("add_one");
  module.GetKernelWithMaxDynamicSharedMemory("add_one");
  EXPECT_EQ(machine_.granted, (std::vector<std::pair<int, int>>{{0, 70}, {2, 170}}));
}

TEST_F(Cubin, OneDeviceThatGrantsIsEnough) {
  CubinModule module("add_one");
  module.GetKernelWithMaxDynamicSharedMemory("add_one", 150);
  EXPECT_EQ(machine_.granted, (std::vector<std::pair<int, int>>{{1, 150}}));
  EXPECT_EQ(MessageOf([&] { module.GetKernelWithMaxDynamicSharedMemory("add_one", 500); }),
            "RuntimeError: Failed to set dynamic shared memory attribute for any device");
}

TEST_F(Cubin, WithoutADeviceThereIsNothingToRefuse) {
  machine_.limits.clear();
  CubinModule module("add_one");
  module.GetKernelWithMaxDynamicSharedMemory("add_one", 500);
  EXPECT_TRUE(machine_.granted.empty());
}

TEST_F(Cubin, AnEmbeddedImageIsLoadedOnce) {
  auto first = TVM_FFI_EMBED_CUBIN_GET_KERNEL(embedded, "add_one");
  EXPECT_NE(first.GetHandle(), nullptr);
  const int loaded = machine_.loaded;
  auto second = TVM_FFI_EMBED_CUBIN_GET_KERNEL(embedded, "add_one");
  EXPECT_EQ(second.GetHandle(), first.GetHandle());
  EXPECT_EQ(machine_.loaded, loaded);
}

}  // namespace
