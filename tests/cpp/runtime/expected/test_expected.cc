// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Expected, Unexpected and the macros that return them.
#include <gtest/gtest.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

Error Bad() { return Error("ValueError", "bad", "bt\n"); }

TEST(Expected, HoldsAValue) {
  Expected<int> ok = 3;
  EXPECT_TRUE(ok.is_ok() && ok.has_value() && !ok.is_err());
  EXPECT_EQ(ok.value(), 3);
  EXPECT_EQ(ok.value_or(5), 3);
  EXPECT_EQ(ok.type_index(), TypeIndex::kTVMFFIInt);
  EXPECT_EQ(MessageOf([&] { ok.error(); }),
            "RuntimeError: Bad expected access: contains value, not error");
  static_assert(sizeof(Expected<int>) == 16 && sizeof(Expected<void>) == 16, "");
}

TEST(Expected, HoldsAnError) {
  Expected<int> err = Bad();
  EXPECT_TRUE(err.is_err() && !err.has_value());
  EXPECT_EQ(err.error().message(), "bad");
  EXPECT_EQ(err.value_or(5), 5);
  EXPECT_EQ(err.type_index(), TypeIndex::kTVMFFIError);
  EXPECT_EQ(MessageOf([&] { err.value(); }), "ValueError: bad");
  Expected<int> from_unexpected = Unexpected(Bad());
  EXPECT_EQ(std::move(from_unexpected).error().kind(), "ValueError");
}

TEST(Expected, ConvertsItsValue) {
  Expected<String> text = "abc";
  EXPECT_EQ(std::move(text).value(), "abc");
  Expected<int> number = 3;
  Expected<double> wide = number;
  EXPECT_EQ(wide.value(), 3.0);
  Expected<Any> any = number;
  EXPECT_EQ(any.value().cast<int>(), 3);
  Expected<double> failed = Expected<int>(Bad());
  EXPECT_EQ(failed.error().message(), "bad");
}

TEST(Expected, VoidIsOkByDefault) {
  Expected<void> ok;
  EXPECT_TRUE(ok.is_ok());
  ok.value();
  Expected<void> err = Bad();
  EXPECT_EQ(MessageOf([&] { err.value(); }), "ValueError: bad");
  EXPECT_EQ(err.error().kind(), "ValueError");
}

TEST(Expected, AsOrErrorReportsAMismatchAsAValue) {
  Expected<Any> any = Any(3);
  EXPECT_EQ(any.as_or_error<int>().value(), 3);
  Expected<String> text = any.as_or_error<String>();
  ASSERT_TRUE(text.is_err());
  EXPECT_EQ(text.error().kind(), "TypeError");
  EXPECT_EQ(text.error().message(), "Cannot treat type `int` as type `str`");
  EXPECT_EQ(text.error().backtrace(), "");
  EXPECT_EQ(Expected<Any>(Bad()).as_or_error<int>().error().message(), "bad");
}

Expected<int> Check(int x) {
  TVM_FFI_RET_CHECK(x > 0, ValueError) << "got " << x;
  TVM_FFI_RET_CHECK_LT(x, 5, TypeError) << "big";
  TVM_FFI_RET_CHECK_EQ(x % 2, 0, KeyError);
  TVM_FFI_RET_ICHECK(x != 4) << "four";
  if (x == 2) return TVM_FFI_UNEXPECTED(RuntimeError) << "two";
  return x;
}

TEST(Expected, MacrosReturnTheSameTextsAsTheThrowingOnes) {
  auto text = [](int x) {
    Error error = Check(x).error();
    return error.kind() + ": " + error.message();
  };
  EXPECT_EQ(text(0), "ValueError: Check failed: (x > 0) is false: got 0");
  EXPECT_EQ(text(7), "TypeError: Check failed: x < 5 (7 vs. 5) : big");
  EXPECT_EQ(text(3), "KeyError: Check failed: x % 2 == 0 (1 vs. 0) : ");
  EXPECT_EQ(text(4), "InternalError: Check failed: (x != 4) is false: four");
  EXPECT_EQ(text(2), "RuntimeError: two");
}

TEST(Expected, UnexpectedHasOneBacktraceLine) {
  std::string backtrace = Check(2).error().backtrace();
  EXPECT_EQ(backtrace.find("  File \""), 0u);
  EXPECT_NE(backtrace.find("test_expected.cc\", line "), std::string::npos);
  EXPECT_NE(backtrace.find(", in "), std::string::npos);
  EXPECT_EQ(backtrace.find('\n'), backtrace.size() - 1);
}

TEST(Expected, RemainingChecksHold) {
  auto run = []() -> Expected<void> {
    TVM_FFI_RET_CHECK_NE(1, 2, ValueError);
    TVM_FFI_RET_CHECK_LE(1, 2, ValueError);
    TVM_FFI_RET_CHECK_GT(2, 1, ValueError);
    TVM_FFI_RET_CHECK_GE(2, 1, ValueError);
    TVM_FFI_RET_ICHECK_EQ(1, 1);
    TVM_FFI_RET_ICHECK_NE(1, 2);
    TVM_FFI_RET_ICHECK_LT(1, 2);
    TVM_FFI_RET_ICHECK_LE(1, 2);
    TVM_FFI_RET_ICHECK_GT(2, 1);
    TVM_FFI_RET_ICHECK_GE(2, 1);
    return {};
  };
  EXPECT_TRUE(run().is_ok());
}

TEST(Expected, ResultOfAFunctionIsItsValueOrAnErrorObject) {
  Function f = Function::FromTyped([](int x) -> Expected<int> {
    if (x == 0) return Bad();
    return x;
  });
  EXPECT_EQ(f(3).cast<int>(), 3);
  EXPECT_EQ(f(0).type_index(), TypeIndex::kTVMFFIError);
  EXPECT_TRUE(f.CallExpected<int>(0).is_err());
  Function takes = Function::FromTyped([](Expected<int> x) { return x.is_err(); });
  EXPECT_FALSE(takes(3).cast<bool>());
  EXPECT_TRUE(takes(Bad()).cast<bool>());
}

}  // namespace
