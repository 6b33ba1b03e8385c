// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/test_errors.cc: error objects, the slot and backtraces through the C ABI.
#include <gtest/gtest.h>

#include <thread>

#include "raised_error.h"

using namespace tvm_ffi_test;

namespace {

TVMFFIObjectHandle NewError(std::string_view kind, std::string_view message,
                            TVMFFIObjectHandle cause = nullptr,
                            TVMFFIObjectHandle context = nullptr) {
  const TVMFFIByteArray k = Bytes(kind);
  const TVMFFIByteArray m = Bytes(message);
  const TVMFFIByteArray b = Bytes("  File \"a\", line 1, in f\n");
  TVMFFIObjectHandle error = nullptr;
  EXPECT_EQ(TVMFFIErrorCreateWithCauseAndExtraContext(&k, &m, &b, cause, context, &error), 0);
  return error;
}

int deleted = 0;
void CountDeletion(void*) { ++deleted; }

[[gnu::noinline]] std::string BacktraceOfThisFunction() {
  std::string text = Text(*TVMFFIBacktrace(nullptr, 0, nullptr, 1));
  return text + "";
}

}  // namespace

// Not in the anonymous namespace: without debug information only exported names are known.
[[gnu::noinline]] std::string BacktraceWithAGivenLine() {
  std::string text = Text(*TVMFFIBacktrace("given.cc", 7, "int given()", 1));
  return text + "";
}

TEST(ErrorObject, KeepsTextsCauseAndContext) {
  deleted = 0;
  TVMFFIObjectHandle context = nullptr;
  TVMFFIObjectCreateOpaque(nullptr, kTVMFFIOpaquePyObject, CountDeletion, &context);
  TVMFFIObjectHandle cause = NewError("KeyError", "cause");
  TVMFFIObjectHandle error = NewError("ValueError", std::string("a\0b", 3), cause, context);
  TVMFFIObjectDecRef(cause);
  TVMFFIObjectDecRef(context);
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  EXPECT_EQ(Text(cell->kind), "ValueError");
  EXPECT_EQ(Text(cell->message), std::string("a\0b", 3));
  EXPECT_EQ(cell->cause_chain, cause);
  EXPECT_EQ(cell->extra_context, context);
  TVMFFIObjectDecRef(error);
  EXPECT_EQ(deleted, 1);
}

TEST(ErrorObject, TheBacktraceCanBeAppendedAndReplaced) {
  TVMFFIObjectHandle error = NewError("ValueError", "m");
  TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  const TVMFFIByteArray more = Bytes("  File \"b\", line 2, in g\n");
  std::string expected = Text(cell->backtrace);
  for (int i = 0; i < 100; ++i) {
    cell->update_backtrace(error, &more, kTVMFFIBacktraceUpdateModeAppend);
    expected += Text(more);
  }
  EXPECT_EQ(Text(cell->backtrace), expected);
  cell->update_backtrace(error, &more, kTVMFFIBacktraceUpdateModeReplace);
  EXPECT_EQ(Text(cell->backtrace), Text(more));
  TVMFFIObjectDecRef(error);
}

TEST(ErrorObject, AMillionCausesAreReleasedInFlatStack) {
  TVMFFIObjectHandle error = NewError("ValueError", "first");
  for (int i = 0; i < 1000000; ++i) {
    TVMFFIObjectHandle next = NewError("ValueError", "m", error);
    TVMFFIObjectDecRef(error);
    error = next;
  }
  TVMFFIObjectDecRef(error);
}

TEST(ErrorSlot, HoldsOneErrorPerThread) {
  TVMFFIErrorSetRaisedFromCStr("TypeError", "first");
  TVMFFIErrorSetRaisedFromCStr("TypeError", "second");
  std::thread([] {
    EXPECT_EQ(TakeRaised(), "none");
    TVMFFIErrorSetRaisedFromCStr("TypeError", "left behind when the thread ends");
  }).join();
  EXPECT_EQ(TakeRaised(), "TypeError: second");
  EXPECT_EQ(TakeRaised(), "none");
}

TEST(ErrorSlot, PartsAreJoinedAndNullPartsSkipped) {
  const char* parts[] = {"a", nullptr, "b"};
  TVMFFIErrorSetRaisedFromCStrParts("TypeError", parts, 3);
  EXPECT_EQ(TakeRaised(), "TypeError: ab");
}

TEST(ErrorSlot, BorrowsWhatItIsGiven) {
  TVMFFIObjectHandle error = NewError("ValueError", "m");
  TVMFFIErrorSetRaised(error);
  TVMFFIErrorSetRaised(error);
  EXPECT_EQ(static_cast<TVMFFIObject*>(error)->combined_ref_count, 0x100000002u);
  TVMFFIErrorSetRaised(nullptr);
  EXPECT_EQ(static_cast<TVMFFIObject*>(error)->combined_ref_count, 0x100000001u);
  TVMFFIObjectDecRef(error);
}

TEST(ErrorSlot, AThreadThatEndsReleasesItsError) {
  deleted = 0;
  std::thread([] {
    TVMFFIObjectHandle context = nullptr;
    TVMFFIObjectCreateOpaque(nullptr, kTVMFFIOpaquePyObject, CountDeletion, &context);
    TVMFFIObjectHandle error = NewError("ValueError", "m", nullptr, context);
    TVMFFIErrorSetRaised(error);
    TVMFFIObjectDecRef(context);
    TVMFFIObjectDecRef(error);
  }).join();
  EXPECT_EQ(deleted, 1);
}

TEST(ErrorSlot, WorksInDestructorsOfThreadLocals) {
  struct Late {
    ~Late() {
      TVMFFIErrorSetRaisedFromCStr("TypeError", "late");
      TakeRaised();
    }
    void Touch() {}
  };
  std::thread([] {
    thread_local Late late;
    late.Touch();
    TVMFFIErrorSetRaisedFromCStr("TypeError", "early");
  }).join();
}

TEST(HostileArguments, WrongErrorsAreErrors) {
  TVMFFIObjectHandle function = NewFunction();
  TVMFFIErrorSetRaised(function);
  EXPECT_EQ(TakeRaised(), "TypeError: TVMFFIErrorSetRaised: 'error' is not an 'ffi.Error' object");
  TVMFFIErrorSetRaisedFromCStr(nullptr, nullptr);
  EXPECT_EQ(TakeRaised(), "RuntimeError: ");
  TVMFFIErrorSetRaisedFromCStrParts("TypeError", nullptr, 4);
  EXPECT_EQ(TakeRaised(), "TypeError: ");
  const TVMFFIByteArray text = Bytes("x");
  const TVMFFIByteArray bad{nullptr, 9};
  TVMFFIObjectHandle error = nullptr;
  EXPECT_EQ(
      TVMFFIErrorCreateWithCauseAndExtraContext(&text, &text, &text, function, nullptr, &error),
      -1);
  EXPECT_EQ(TVMFFIErrorCreate(&text, &bad, &text, &error), -1);
  EXPECT_EQ(TVMFFIErrorCreate(&text, &text, &text, nullptr), -1);
  TVMFFIErrorMoveFromRaised(nullptr);
  TakeRaised();
  TVMFFIObjectDecRef(function);
}

TEST(Backtrace, HasOneLinePerFrameWithFileLineAndFunction) {
  const std::string text = BacktraceOfThisFunction();
  EXPECT_EQ(text.substr(0, 8), "  File \"");
  EXPECT_NE(text.find("test_errors.cc\", line "), std::string::npos) << text;
  EXPECT_NE(text.find("BacktraceOfThisFunction"), std::string::npos) << text;
  EXPECT_EQ(text.find("TVMFFIBacktrace"), std::string::npos) << text;
  EXPECT_EQ(text.back(), '\n');
  // Formatted once, remembered afterwards.
  std::string again[2];
  for (std::string& one : again) one = BacktraceOfThisFunction();
  EXPECT_EQ(again[0], again[1]);
}

TEST(Backtrace, AGivenLineReplacesTheFrameThatAsked) {
  const std::string text = BacktraceWithAGivenLine();
  EXPECT_EQ(text.find("  File \"given.cc\", line 7, in int given()\n"), 0u) << text;
  EXPECT_EQ(text.find("BacktraceWithAGivenLine"), std::string::npos) << text;
  EXPECT_NE(text.find("AGivenLineReplacesTheFrameThatAsked"), std::string::npos) << text;
}

TEST(Backtrace, StopsWhereTheAbiWasCrossedUnlessAskedToGoOn) {
  TVMFFIObjectHandle function = nullptr;
  TVMFFIFunctionCreate(
      nullptr,
      [](void* handle, const TVMFFIAny*, int32_t num_args, TVMFFIAny*) {
        (void)handle;
        TVMFFIErrorSetRaisedFromCStr("ValueError",
                                     Text(*TVMFFIBacktrace(nullptr, 0, nullptr, num_args)).c_str());
        return -1;
      },
      nullptr, &function);
  TVMFFIAny args[1] = {None()};
  TVMFFIAny result = None();
  EXPECT_EQ(TVMFFIFunctionCall(function, args, 0, &result), -1);
  const std::string stopped = TakeRaised();
  EXPECT_EQ(stopped.find("StopsWhereTheAbiWasCrossedUnlessAskedToGoOn_Test::TestBody()"),
            stopped.find("StopsWhereTheAbiWasCrossedUnlessAskedToGoOn_Test::TestBody()::"))
      << stopped;
  EXPECT_EQ(stopped.find("in main"), std::string::npos) << stopped;
  EXPECT_EQ(TVMFFIFunctionCall(function, args, 1, &result), -1);
  EXPECT_NE(TakeRaised().find("in main"), std::string::npos);
  TVMFFIObjectDecRef(function);
}
