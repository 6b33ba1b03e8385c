// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The Error exception: texts, backtraces, causes, context.
#include <gtest/gtest.h>
#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

#include <exception>

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(Error, LayoutIsVtableThenPointer) {
  static_assert(sizeof(Error) == 2 * sizeof(void*), "");
  Error error("ValueError", "m", "");
  const void* const* words = reinterpret_cast<const void* const*>(&error);
  EXPECT_EQ(words[1], static_cast<const void*>(error.get()));
  EXPECT_EQ(static_cast<const void*>(static_cast<std::exception*>(&error)),
            static_cast<const void*>(&error));
}

TEST(Error, KeepsItsTexts) {
  Error error("ValueError", "the message", "  File \"a\", line 1, in f\n");
  EXPECT_EQ(error.kind(), "ValueError");
  EXPECT_EQ(error.message(), "the message");
  EXPECT_EQ(error.backtrace(), "  File \"a\", line 1, in f\n");
  EXPECT_STREQ(error.what(), "the message");
  EXPECT_EQ(error.type_index(), TypeIndex::kTVMFFIError);
  EXPECT_EQ(Error("K", std::string("a\0b", 3), "").message(), std::string("a\0b", 3));
}

TEST(Error, FullMessageHasTheLatestCallLast) {
  Error error("ValueError", "m", "l1\nl2\n");
  EXPECT_EQ(error.TracebackMostRecentCallLast(), "l2\nl1\n");
  EXPECT_EQ(error.FullMessage(), "Traceback (most recent call last):\nl2\nl1\nValueError: m\n");
  EXPECT_EQ(Error("K", "m", "").FullMessage(), "Traceback (most recent call last):\nK: m\n");
}

TEST(Error, BacktraceFromByteArrayMayBeNull) {
  TVMFFIByteArray lines{"l1\n", 3};
  EXPECT_EQ(Error("K", "m", &lines).backtrace(), "l1\n");
  EXPECT_EQ(Error("K", "m", static_cast<const TVMFFIByteArray*>(nullptr)).backtrace(), "");
}

TEST(Error, BacktraceIsReplacedOrExtended) {
  Error error("K", "m", "l1\n");
  TVMFFIByteArray more{"l2\n", 3};
  error.UpdateBacktrace(&more, kTVMFFIBacktraceUpdateModeAppend);
  EXPECT_EQ(error.backtrace(), "l1\nl2\n");
  error.UpdateBacktrace(&more, kTVMFFIBacktraceUpdateModeReplace);
  EXPECT_EQ(error.backtrace(), "l2\n");
}

TEST(Error, CarriesCauseAndContext) {
  Error cause("KeyError", "inner", "");
  Function context = Function::FromTyped([] { return 1; });
  Error error("ValueError", "outer", "", cause, ObjectRef(context));
  ASSERT_TRUE(error.cause_chain().has_value());
  EXPECT_EQ(error.cause_chain()->kind(), "KeyError");
  EXPECT_TRUE(error.extra_context()->same_as(context));
  EXPECT_EQ(context.use_count(), 2);
  Error plain("ValueError", "m", "");
  EXPECT_FALSE(plain.cause_chain().has_value());
  EXPECT_FALSE(plain.extra_context().has_value());
}

TEST(Error, IsAStdException) {
  try {
    throw Error("ValueError", "m", "");
  } catch (const std::exception& error) {
    EXPECT_STREQ(error.what(), "m");
  }
}

TEST(Error, MovedFromStillHasAText) {
  Error a("K", "m", "");
  Error b = std::move(a);
  EXPECT_STREQ(a.what(), "tvm.ffi: moved-from Error");  // NOLINT
  EXPECT_STREQ(b.what(), "m");
}

TEST(Error, TravelsAsAnObject) {
  Any any = Error("ValueError", "m", "");
  EXPECT_EQ(any.cast<Error>().kind(), "ValueError");
  EXPECT_FALSE(Any(nullptr).try_cast<Error>().has_value()) << "Error is not nullable";
}

TEST(Error, EnvErrorAlreadySetIsEmpty) {
  Error error = EnvErrorAlreadySet();
  EXPECT_EQ(error.kind(), "EnvErrorAlreadySet");
  EXPECT_EQ(error.message(), "");
}

}  // namespace
