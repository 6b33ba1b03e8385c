// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// DLDevice: which text converts.
#include <gtest/gtest.h>
#include <tvm/ffi/c_ffi_api.h>
#include <tvm/ffi/device.h>

#include "../support/message_of.h"

namespace {

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;

int64_t Code(const char* text) {
  auto device = AnyView(text).try_cast<ffi::DLDevice>();
  return device.has_value() ? device->device_type * 1000 + device->device_id : -1;
}

TEST(Device, NamesAndIndices) {
  EXPECT_EQ(Code("cpu"), kDLCPU * 1000);
  EXPECT_EQ(Code("cuda:1"), kDLCUDA * 1000 + 1);
  EXPECT_EQ(Code("metal"), kDLMetal * 1000);
  EXPECT_EQ(Code("mps:2"), kDLMetal * 1000 + 2);
  EXPECT_EQ(Code("wgpu"), Code("webgpu"));
  EXPECT_EQ(Code("ext_dev:3"), kDLExtDev * 1000 + 3);
  for (const char* name : {"opencl", "vulkan", "vpi", "rocm", "hexagon", "maia", "trn"}) {
    EXPECT_GT(Code(name), 0) << name;
  }
}

TEST(Device, TextAfterASpaceDoesNotCount) {
  EXPECT_EQ(Code("cpu:0 x"), Code("cpu"));
  EXPECT_EQ(Code("cpu x"), Code("cpu"));
}

TEST(Device, OtherTextIsAMismatch) {
  for (const char* text : {"", "foo", "cuda:", "cuda:x", "cuda:-1", ":1", "cuda:99999999999",
                           "cuda_host", "oneapi", "cuda:1:2"}) {
    EXPECT_EQ(Code(text), -1) << text;
  }
  EXPECT_EQ(MessageOf([] { AnyView("zzz").cast<DLDevice>(); }),
            "TypeError: Cannot convert from type `const char*` to `Device`");
}

TEST(Device, RoundTripsThroughAny) {
  DLDevice device = Any(DLDevice{kDLCUDA, 3}).cast<DLDevice>();
  EXPECT_EQ(device.device_type, kDLCUDA);
  EXPECT_EQ(device.device_id, 3);
}

}  // namespace
