// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 9: versions. A library made for another minor version loads, or is refused with both
// versions and the remedy. Released libraries of the reference are tried in compat/peers.
#include <gtest/gtest.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/module.h>

#include "../runtime/support/message_of.h"

namespace {

using tvm::ffi::Module;

TEST(Point9Versions, ALaterOneIsRefusedByName) {
  const std::string error = MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_FUTURE); });
  TVMFFIVersion own;
  TVMFFIGetVersion(&own);
  const std::string text =
      std::to_string(own.major) + "." + std::to_string(own.minor) + "." + std::to_string(own.patch);
  EXPECT_NE(error.find("built for tvm-ffi 0.9.7"), std::string::npos) << error;
  EXPECT_NE(error.find("this is tvm-ffi " + text), std::string::npos) << error;
  EXPECT_NE(error.find("upgrade"), std::string::npos) << error;
}

TEST(Point9Versions, TheProcessGoesOnAfterARefusal) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_NE(MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_FUTURE); }), "nothing thrown");
  }
  EXPECT_TRUE(Module::LoadFromFile(TEST_LIBRARY_LEAVING)->GetFunction("make").has_value());
}

}  // namespace
