// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 8: the library installs no signal handler unless asked to. That the handler works, and
// hands the signal on, is tested with whole processes in runtime/process.
#include <gtest/gtest.h>
#include <signal.h>
#include <tvm/ffi/function.h>

#include "../runtime/support/message_of.h"

namespace {

TEST(Point8Signals, LoadingAndUsingTheLibraryLeavesEverySignalAlone) {
  EXPECT_NE(MessageOf([] { TVM_FFI_THROW(ValueError) << "uses backtraces"; }), "nothing thrown");
  for (int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGINT, SIGTERM}) {
    struct sigaction now;
    ASSERT_EQ(sigaction(signal, nullptr, &now), 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    EXPECT_EQ(now.sa_handler, SIG_DFL) << signal;
#endif
  }
}

}  // namespace
