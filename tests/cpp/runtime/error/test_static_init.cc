// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Code at library load: both spellings run, several per file, and a failure is left in the error
// slot.
#include <gtest/gtest.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/error.h>

#include <vector>

#include "../support/message_of.h"

namespace {

int first_runs = 0, second_runs = 0, old_runs = 0;

TVM_FFI_STATIC_INIT_BLOCK() { ++first_runs; }
TVM_FFI_STATIC_INIT_BLOCK() { second_runs += 2; }
TVM_FFI_STATIC_INIT_BLOCK({
  const int values[] = {1, 2, 3};
  for (int value : values) old_runs += value;
});

TEST(StaticInit, EveryBlockRanOnce) {
  EXPECT_EQ(first_runs, 1);
  EXPECT_EQ(second_runs, 2);
  EXPECT_EQ(old_runs, 6);
}

TEST(StaticInit, FailureIsLeftInTheErrorSlot) {
  tvm::ffi::detail::RunStaticInit([] { TVM_FFI_THROW(ValueError) << "refused"; });
  EXPECT_EQ(MessageOf([] { throw tvm::ffi::detail::MoveFromSafeCallRaised(); }),
            "ValueError: refused");
}

TEST(StaticInit, SeveralFailuresChain) {
  tvm::ffi::detail::RunStaticInit([] { TVM_FFI_THROW(ValueError) << "first"; });
  tvm::ffi::detail::RunStaticInit([] { throw 1; });
  tvm::ffi::detail::RunStaticInit([] {});
  tvm::ffi::Error error = tvm::ffi::detail::MoveFromSafeCallRaised();
  EXPECT_EQ(error.kind(), "RuntimeError");
  ASSERT_TRUE(error.cause_chain().has_value());
  EXPECT_EQ(error.cause_chain()->message(), "first");
}

TEST(ForEach, VisitsInOrderWithIndex) {
  std::vector<std::pair<size_t, int>> seen;
  tvm::ffi::detail::for_each([&](size_t i, int value) { seen.emplace_back(i, value); }, 5, 6, 7);
  EXPECT_EQ(seen, (std::vector<std::pair<size_t, int>>{{0, 5}, {1, 6}, {2, 7}}));
}

}  // namespace
