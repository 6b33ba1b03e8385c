// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/crash_handler.cc: the optional backtrace on a segmentation fault (layer 1).
// Off unless the environment variable TVM_FFI_BACKTRACE_ON_SEGFAULT is 1 when the library is
// loaded. The handler that was there before is put back, so that the same fault reaches it when the
// instruction runs again.
#include <tvm/ffi/c_api.h>

#if defined(TVM_FFI_BACKTRACE_ON_SEGFAULT) && TVM_FFI_BACKTRACE_ON_SEGFAULT && !defined(_WIN32)
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace tvm {
namespace ffi {
namespace detail {
namespace {

struct sigaction previous_action;

void Write(const char* text, size_t size) {
  while (size > 0) {
    const ssize_t written = write(STDERR_FILENO, text, size);
    if (written <= 0) return;
    text += written;
    size -= static_cast<size_t>(written);
  }
}

void OnSegfault(int signal, siginfo_t* info, void*) {
  sigaction(signal, &previous_action, nullptr);
  static const char kTitle[] = "!!!!!!! Segfault encountered !!!!!!!\n";
  Write(kTitle, sizeof(kTitle) - 1);
  const TVMFFIByteArray* backtrace = TVMFFIBacktrace(nullptr, 0, nullptr, 1);
  Write(backtrace->data, backtrace->size);
  // Sent by somebody rather than caused by an instruction: it would not come again by itself.
  if (info == nullptr || info->si_code <= 0) raise(signal);
}

[[gnu::constructor]] void InstallCrashHandler() {
  const char* wish = std::getenv("TVM_FFI_BACKTRACE_ON_SEGFAULT");
  if (wish == nullptr || std::strcmp(wish, "1") != 0) return;
  struct sigaction action;
  std::memset(&action, 0, sizeof(action));
  action.sa_sigaction = OnSegfault;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  sigaction(SIGSEGV, &action, &previous_action);
}

}  // namespace
}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif
