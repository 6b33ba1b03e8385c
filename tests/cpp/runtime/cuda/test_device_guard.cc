// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// CUDADeviceGuard and TVM_FFI_CHECK_CUDA_ERROR.
#include <cuda_runtime.h>
#include <gtest/gtest.h>
#include <tvm/ffi/extra/cuda/device_guard.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

class DeviceGuard : public testing::Test {
 protected:
  void SetUp() override { FakeCuda::Get() = FakeCuda(); }
  FakeCuda& machine_ = FakeCuda::Get();
};

TEST_F(DeviceGuard, SwitchesThereAndBack) {
  {
    CUDADeviceGuard guard(1);
    EXPECT_EQ(machine_.current_device, 1);
    CUDADeviceGuard same(1);
    EXPECT_EQ(machine_.current_device, 1);
  }
  EXPECT_EQ(machine_.current_device, 0);
}

TEST_F(DeviceGuard, ADeviceThatIsRefusedIsAnErrorAndChangesNothing) {
  machine_.set_device_code = 1;
  EXPECT_EQ(MessageOf([] { CUDADeviceGuard guard(7); }),
            "RuntimeError: CUDA Runtime Error: cudaErrorInvalidValue (1): invalid argument");
  EXPECT_EQ(machine_.current_device, 0);
}

TEST_F(DeviceGuard, ACheckEvaluatesItsStatementOnce) {
  int count = 0;
  TVM_FFI_CHECK_CUDA_ERROR((++count, cudaSuccess));
  EXPECT_EQ(count, 1);
}

}  // namespace
