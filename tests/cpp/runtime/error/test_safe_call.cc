// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Exceptions to return codes and back.
#include <gtest/gtest.h>
#include <tvm/ffi/error.h>

#include <new>
#include <stdexcept>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

template <typename F>
int Guarded(F&& body) {
  TVM_FFI_SAFE_CALL_BEGIN();
  body();
  TVM_FFI_SAFE_CALL_END();
}

template <typename F>
std::string Through(F&& body) {
  return MessageOf([&] { TVM_FFI_CHECK_SAFE_CALL(Guarded(body)); });
}

TEST(SafeCall, SuccessIsZero) {
  EXPECT_EQ(Guarded([] {}), 0);
  TVM_FFI_CHECK_SAFE_CALL(0);
}

TEST(SafeCall, ErrorsCrossAsThemselves) {
  Error original("ValueError", "m", "bt\n");
  try {
    TVM_FFI_CHECK_SAFE_CALL(Guarded([&] { throw original; }));
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(error.same_as(original));
  }
}

TEST(SafeCall, StandardExceptionsBecomeErrors) {
  EXPECT_EQ(Through([] { throw std::runtime_error("rt"); }), "InternalError: rt");
  EXPECT_EQ(Through([] { throw std::bad_alloc(); }), "MemoryError: std::bad_alloc");
}

TEST(SafeCall, ForeignThrowsBecomeRuntimeErrors) {
  EXPECT_EQ(Through([] { throw 3; }), "RuntimeError: C++ exception of type i was thrown");
}

TEST(SafeCall, FailureWithoutAnErrorIsReported) {
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_SAFE_CALL(-1); }),
            "InternalError: a call failed without setting an error");
}

int32_t Logged(int what) {
  TVM_FFI_LOG_EXCEPTION_CALL_BEGIN();
  if (what == 1) TVM_FFI_THROW(ValueError) << "bad";
  if (what == 2) throw 2;
  return 5;
  TVM_FFI_LOG_EXCEPTION_CALL_END(Logged);
}
void LoggedVoid() {
  TVM_FFI_LOG_EXCEPTION_CALL_BEGIN();
  TVM_FFI_THROW(ValueError) << "void";
  TVM_FFI_LOG_EXCEPTION_CALL_END(LoggedVoid);
}

TEST(LogException, PrintsAndReturnsADefault) {
  EXPECT_EQ(Logged(0), 5);
  testing::internal::CaptureStderr();
  EXPECT_EQ(Logged(1), 0);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "Exception caught during Logged:\nbad\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(Logged(2), 0);
  LoggedVoid();
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "Exception caught during Logged:\nan exception that is not a std::exception\n"
            "Exception caught during LoggedVoid:\nvoid\n");
}

}  // namespace
