// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 5: one validation layer in front of DLPack, JSON, JSON graphs and base64. The full tables
// of faults stand in the tests of each; here is one of every class.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/extra/base64.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>

#include <cstring>
#include <limits>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

std::string KindOf(const std::string& message) { return message.substr(0, message.find(':')); }

TEST(Point5Validation, TheVersionOfACapsuleIsReadBeforeAnythingElse) {
  DLManagedTensorVersioned managed;
  // Every pointer is garbage.
  std::memset(static_cast<void*>(&managed), 0x5a, sizeof(managed));
  managed.version = DLPackVersion{2, 0};
  EXPECT_EQ(KindOf(MessageOf([&] { Tensor::FromDLPackVersioned(&managed); })), "RuntimeError");
}

TEST(Point5Validation, ShapesThatCannotBeAreRefused) {
  float data[4] = {};
  int64_t shape[2] = {std::numeric_limits<int64_t>::max(), 3};
  DLManagedTensor managed{};
  managed.dl_tensor = DLTensor{data, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, nullptr, 0};
  EXPECT_EQ(KindOf(MessageOf([&] { Tensor::FromDLPack(&managed); })), "ValueError");
  shape[0] = -1;
  EXPECT_EQ(KindOf(MessageOf([&] { Tensor::FromDLPack(&managed); })), "ValueError");
  shape[0] = 1;
  managed.dl_tensor.data = nullptr;
  EXPECT_EQ(KindOf(MessageOf([&] { Tensor::FromDLPack(&managed); })), "ValueError");
}

TEST(Point5Validation, JsonFollowsTheStandardToTheLetter) {
  for (const char* text : {"", "[1,]", "{\"a\":1,}", "01", "+1", ".5", "1.", "'a'", "[1] 2", "tru",
                           "\"\\x41\"", "\"\x01\"", "{\"a\" 1}", "\"\\ud800\"", "[", "nul"}) {
    String why;
    json::Parse(text, &why);
    EXPECT_FALSE(why.empty()) << text;
  }
}

TEST(Point5Validation, EveryDoubleSurvivesJson) {
  for (double value : {0.1, -0.0, 5e-324, 2.2250738585072011e-308, 1.7976931348623157e308,
                       123456789012345680.0, 1e22, 9007199254740993.0}) {
    const auto back = json::Parse(json::Stringify(value)).cast<double>();
    EXPECT_EQ(std::memcmp(&back, &value, sizeof(value)), 0) << value;
  }
}

TEST(Point5Validation, HostileGraphsAreErrors) {
  for (const char* text : {"{}", "[]", "{\"root_index\":0,\"nodes\":[]}",
                           "{\"root_index\":-1,\"nodes\":[{\"type\":\"None\"}]}",
                           "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Array\",\"data\":[0]}]}",
                           "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Array\",\"data\":[7]}]}",
                           "{\"root_index\":0,\"nodes\":[{\"type\":\"no.such.type\",\"data\":{}}]}",
                           "{\"root_index\":0,\"nodes\":[{\"type\":\"int\",\"data\":\"x\"}]}"}) {
    EXPECT_NE(MessageOf([&] { FromJSONGraph(json::Parse(text)); }), "nothing thrown") << text;
  }
}

TEST(Point5Validation, Base64IsStrict) {
  for (const char* text : {"A", "AB", "ABC", "A===", "AB=C", "AB*=", "AB==\n", "====", "AR=="}) {
    // The kind is contract.
    EXPECT_EQ(KindOf(MessageOf([&] { Base64Decode(String(text)); })), "InternalError") << text;
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
