// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// TVM_FFI_THROW and the check macros: texts, kinds, and how they behave as statements.
#include <gtest/gtest.h>
#include <tvm/ffi/error.h>

#include <memory>
#include <string>

#include "../support/message_of.h"

namespace {

TEST(Throw, CarriesKindTextAndPlace) {
  try {
    TVM_FFI_THROW(ValueError) << "value " << 3;
  } catch (const tvm::ffi::Error& error) {
    EXPECT_EQ(error.kind(), "ValueError");
    EXPECT_EQ(error.message(), "value 3");
    EXPECT_NE(error.backtrace().find("test_check.cc"), std::string::npos);
  }
  EXPECT_EQ(MessageOf([] { TVM_FFI_THROW(RuntimeError); }), "RuntimeError: ");
}

TEST(Throw, AnExpressionThatThrowsWins) {
  auto fails = []() -> int { throw std::string("inner"); };
  EXPECT_THROW(TVM_FFI_THROW(ValueError) << fails(), std::string);
}

int AlwaysReturns(int x) {
  if (x > 0) return x;
  TVM_FFI_THROW(ValueError) << "not positive";
}

TEST(Throw, NeedsNoReturnBehindIt) { EXPECT_EQ(AlwaysReturns(2), 2); }

TEST(Throw, LogAndThrowPrintsTheFullMessage) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(MessageOf([] { TVM_FFI_LOG_AND_THROW(ValueError) << "seen"; }), "ValueError: seen");
  const std::string printed = testing::internal::GetCapturedStderr();
  EXPECT_NE(printed.find("Traceback (most recent call last):\n"), std::string::npos);
  EXPECT_NE(printed.find("ValueError: seen\n"), std::string::npos);
}

TEST(Check, TextsAreContract) {
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK(1 == 2, ValueError) << "more " << 1; }),
            "ValueError: Check failed: (1 == 2) is false: more 1");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_EQ(1 + 1, 3, ValueError) << "more"; }),
            "ValueError: Check failed: 1 + 1 == 3 (2 vs. 3) : more");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_NE(2, 2, TypeError); }),
            "TypeError: Check failed: 2 != 2 (2 vs. 2) : ");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_LT(2, 2, TypeError); }),
            "TypeError: Check failed: 2 < 2 (2 vs. 2) : ");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_LE(3, 2, TypeError); }),
            "TypeError: Check failed: 3 <= 2 (3 vs. 2) : ");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_GT(2, 2, TypeError); }),
            "TypeError: Check failed: 2 > 2 (2 vs. 2) : ");
  EXPECT_EQ(MessageOf([] { TVM_FFI_CHECK_GE(1, 2, TypeError); }),
            "TypeError: Check failed: 1 >= 2 (1 vs. 2) : ");
  EXPECT_EQ(MessageOf([] {
              int* p = nullptr;
              TVM_FFI_CHECK_NOTNULL(p, ValueError);
            }),
            "ValueError: Check not null: p ");
}

TEST(Check, InternalChecksHaveKindInternalError) {
  EXPECT_EQ(MessageOf([] { TVM_FFI_ICHECK(false); }),
            "InternalError: Check failed: (false) is false: ");
  EXPECT_EQ(MessageOf([] { TVM_FFI_ICHECK_EQ(1, 2) << "x"; }),
            "InternalError: Check failed: 1 == 2 (1 vs. 2) : x");
  EXPECT_EQ(MessageOf([] { TVM_FFI_ICHECK_NOTNULL(static_cast<int*>(nullptr)); }),
            "InternalError: Check not null: static_cast<int*>(nullptr) ");
  TVM_FFI_ICHECK_NE(1, 2);
  TVM_FFI_ICHECK_LT(1, 2);
  TVM_FFI_ICHECK_LE(1, 2);
  TVM_FFI_ICHECK_GT(2, 1);
  TVM_FFI_ICHECK_GE(2, 1);
}

TEST(Check, OperandsAreEvaluatedOnce) {
  int calls = 0;
  auto next = [&] { return ++calls; };
  TVM_FFI_CHECK_EQ(next(), 1, ValueError);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(MessageOf([&] { TVM_FFI_CHECK_EQ(next(), 7, ValueError); }),
            "ValueError: Check failed: next() == 7 (2 vs. 7) : ");
  EXPECT_EQ(calls, 2);
}

TEST(Check, MessageIsNotBuiltWhenTheCheckHolds) {
  bool built = false;
  auto text = [&] {
    built = true;
    return "x";
  };
  TVM_FFI_CHECK(true, ValueError) << text();
  TVM_FFI_CHECK_EQ(1, 1, ValueError) << text();
  EXPECT_FALSE(built);
}

TEST(Check, WorksInUnbracedBranches) {
  auto run = [](bool check, int x) -> std::string {
    if (check)
      TVM_FFI_CHECK_EQ(x, 1, ValueError) << "eq";
    else
      TVM_FFI_CHECK(x == 2, TypeError) << "plain";
    return "ok";
  };
  EXPECT_EQ(run(true, 1), "ok");
  EXPECT_EQ(run(false, 2), "ok");
  EXPECT_EQ(MessageOf([&] { run(false, 1); }), "TypeError: Check failed: (x == 2) is false: plain");
}

TEST(Check, NotNullGivesTheValueBack) {
  int x = 3;
  EXPECT_EQ(*TVM_FFI_CHECK_NOTNULL(&x, ValueError), 3);
  std::unique_ptr<int> owned(new int(4));
  std::unique_ptr<int>& same = TVM_FFI_ICHECK_NOTNULL(owned);
  EXPECT_EQ(*same, 4);
}

TEST(Check, DebugChecksFollowNDEBUG) {
#ifdef NDEBUG
  TVM_FFI_DCHECK(false) << "never";
  TVM_FFI_DCHECK_EQ(1, 2);
#else
  EXPECT_EQ(MessageOf([] { TVM_FFI_DCHECK_EQ(1, 2) << "d"; }),
            "InternalError: Check failed: 1 == 2 (1 vs. 2) : d");
  EXPECT_EQ(MessageOf([] { TVM_FFI_DCHECK(false) << "d"; }),
            "InternalError: Check failed: (false) is false: d");
#endif
  TVM_FFI_DCHECK_NE(1, 2);
  TVM_FFI_DCHECK_LT(1, 2);
  TVM_FFI_DCHECK_LE(1, 2);
  TVM_FFI_DCHECK_GT(2, 1);
  TVM_FFI_DCHECK_GE(2, 1);
  int x = 1;
  EXPECT_EQ(*TVM_FFI_DCHECK_NOTNULL(&x), 1);
}

TEST(Check, MixedSignedness) {
  std::string text = "abc";
  TVM_FFI_CHECK_EQ(text.size(), 3, ValueError);
  TVM_FFI_CHECK_LT(2, text.size(), ValueError);
}

}  // namespace
