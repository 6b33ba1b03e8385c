// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 1: registration is transactional and soft: what cannot be registered is an error of the
// load that caused it, names both places, and leaves nothing behind.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/function.h>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

TEST(Point1Registration, ALibraryThatRegistersTwiceIsRefusedWhole) {
  Function::SetGlobal("test.safety.taken", Function::FromTyped([]() { return 1; }), true);
  const std::string error = MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_TWICE); });
  EXPECT_NE(error.find("test.safety.Twice"), std::string::npos) << error;
  EXPECT_NE(error.find(TEST_LIBRARY_TWICE), std::string::npos) << error;
  EXPECT_FALSE(Function::GetGlobal("test.safety.before_the_clash").has_value());
  const TVMFFIByteArray key{"test.safety.Twice", 17};
  EXPECT_EQ(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2), -2);
}

TEST(Point1Registration, WhatWasThereBeforeStays) {
  Function::SetGlobal("test.safety.taken", Function::FromTyped([]() { return 1; }), true);
  EXPECT_NE(MessageOf([] { Module::LoadFromFile(TEST_LIBRARY_TWICE); }), "nothing thrown");
  EXPECT_EQ(Function::GetGlobalRequired("test.safety.taken")().cast<int>(), 1);
}

TEST(Point1Registration, TheProcessGoesOnAndTheErrorIsTheSameEachTime) {
  const auto load = [] { Module::LoadFromFile(TEST_LIBRARY_TWICE); };
  EXPECT_EQ(MessageOf(load), MessageOf(load));
  EXPECT_EQ(
      Module::LoadFromFile(TEST_LIBRARY_LEAVING)->GetFunction("make").value()(1).type_index() >=
          static_cast<int32_t>(kTVMFFIDynObjectBegin),
      true);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
