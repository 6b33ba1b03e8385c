// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A library built with TVM_FFI_ALWAYS_LOG_BEFORE_THROW=1, a program of its own since the option
// holds for whole libraries.
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 1
#include <gtest/gtest.h>
#include <tvm/ffi/error.h>

TEST(AlwaysLogBeforeThrow, PrintsWhatIsThrown) {
  testing::internal::CaptureStderr();
  EXPECT_THROW(TVM_FFI_THROW(ValueError) << "seen", tvm::ffi::Error);
  const std::string printed = testing::internal::GetCapturedStderr();
  EXPECT_NE(printed.find("ValueError: seen"), std::string::npos) << printed;
}
