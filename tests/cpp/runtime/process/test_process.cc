// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/process/test_process.cc: what happens to whole processes: crashes, exits,
// second copies. Each test runs in a child, so that its end can be looked at.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <tvm/ffi/c_api.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "../abi/raised_error.h"

using namespace tvm_ffi_test;

namespace {

struct Ended {
  int status;
  std::string errors;
};

// Runs body in a forked child and gives how it ended and what it wrote to stderr.
template <typename Body>
Ended InChild(const Body& body) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return {-1, ""};
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], STDERR_FILENO);
    close(pipe_ends[0]);
    body();
    std::exit(0);
  }
  close(pipe_ends[1]);
  Ended ended{0, ""};
  char buffer[4096];
  for (ssize_t got; (got = read(pipe_ends[0], buffer, sizeof(buffer))) > 0;) {
    ended.errors.append(buffer, static_cast<size_t>(got));
  }
  close(pipe_ends[0]);
  waitpid(child, &ended.status, 0);
  return ended;
}

// Runs this program again as `--do <what>` with an environment variable.
Ended InFreshProcess(const char* what, const char* name, const char* value) {
  return InChild([&] {
    setenv(name, value, 1);
    execl("/proc/self/exe", "test_process", "--do", what, static_cast<char*>(nullptr));
  });
}

// The instruction, not a signal sent by hand.
void Crash() {
  volatile int* volatile nowhere = nullptr;
  *nowhere = 1;
}

// A copy of the library, loaded as another one; NULL when that does not work.
void* OpenCopy(int mode) {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&TVMFFIGetVersion), &info) == 0) return nullptr;
  const std::string copy = "/tmp/tvm_ffi_second_copy_" + std::to_string(getpid()) + ".so";
  const std::string command = "cp '" + std::string(info.dli_fname) + "' '" + copy + "'";
  if (std::system(command.c_str()) != 0) return nullptr;
  void* handle = dlopen(copy.c_str(), RTLD_NOW | mode);
  unlink(copy.c_str());
  return handle;
}

int Do(const std::string& what) {
  if (what == "crash") Crash();
  if (what == "crash with a handler") {
    signal(SIGSEGV, [](int) {
      const char text[] = "the handler that was there\n";
      if (write(STDERR_FILENO, text, sizeof(text) - 1) > 0) _exit(7);
    });
    // The library came before main; its copy comes after the handler.
    if (OpenCopy(RTLD_LOCAL) != nullptr) Crash();
  }
  return 0;
}

}  // namespace

TEST(CrashHandler, IsNotInstalledByDefault) {
  struct sigaction now;
  ASSERT_EQ(sigaction(SIGSEGV, nullptr, &now), 0);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

TEST(CrashHandler, PrintsABacktraceWhenAskedForAndLetsTheSignalThrough) {
  const Ended ended = InFreshProcess("crash", "TVM_FFI_BACKTRACE_ON_SEGFAULT", "1");
  EXPECT_TRUE(WIFSIGNALED(ended.status) && WTERMSIG(ended.status) == SIGSEGV);
  EXPECT_EQ(ended.errors.find("!!!!!!! Segfault encountered !!!!!!!\n"), 0u) << ended.errors;
  EXPECT_NE(ended.errors.find("in main"), std::string::npos) << ended.errors;
  const Ended silent = InFreshProcess("crash", "TVM_FFI_BACKTRACE_ON_SEGFAULT", "0");
  EXPECT_TRUE(WIFSIGNALED(silent.status));
  EXPECT_EQ(silent.errors, "");
}

TEST(CrashHandler, HandsTheSignalToTheHandlerThatWasThere) {
  const Ended ended = InFreshProcess("crash with a handler", "TVM_FFI_BACKTRACE_ON_SEGFAULT", "1");
  EXPECT_TRUE(WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 7) << ended.status;
  const size_t title = ended.errors.find("!!!!!!! Segfault encountered !!!!!!!\n");
  const size_t earlier = ended.errors.find("the handler that was there\n");
  ASSERT_NE(earlier, std::string::npos) << ended.errors;
  EXPECT_LT(title, earlier) << ended.errors;
}

TEST(ProcessExit, IsCleanWithLiveObjectsAndARunningThread) {
  const Ended ended = InChild([] {
    static TVMFFIObjectHandle function = NewFunction();
    const TVMFFIByteArray name = Bytes("test.process.alive");
    TVMFFIFunctionSetGlobal(&name, function, 1);
    TVMFFIErrorSetRaisedFromCStr("ValueError", "still in the slot");
    // Uses the registries until the very end of the process.
    std::thread([name] {
      for (;;) {
        TVMFFIObjectHandle got = nullptr;
        TVMFFIFunctionGetGlobal(&name, &got);
        TVMFFIObjectDecRef(got);
        TVMFFIErrorSetRaisedFromCStr("ValueError", "busy");
        if (TVMFFIGetTypeInfo(kTVMFFIArray) == nullptr) return;
      }
    }).detach();
    usleep(20000);
  });
  EXPECT_TRUE(WIFEXITED(ended.status)) << ended.errors;
  EXPECT_EQ(WEXITSTATUS(ended.status), 0) << ended.errors;
}

// What a copy of the library does when this program opens it; 0 when it lives apart and whole.
int TryCopy(int mode) {
  void* handle = OpenCopy(mode);
  if (handle == nullptr) return 12;
  const auto find = [&](auto* own) {
    Dl_info symbol;
    dladdr(reinterpret_cast<void*>(own), &symbol);
    return reinterpret_cast<decltype(own)>(dlsym(handle, symbol.dli_sname));
  };
  const TVMFFIByteArray key = Bytes("test.process.OnlyInTheCopy");
  const auto get_or_alloc = find(&TVMFFITypeGetOrAllocIndex);
  if (get_or_alloc == &TVMFFITypeGetOrAllocIndex) return 13;
  if (get_or_alloc(&key, -1, 1, 0, 1, kTVMFFIObject) < kTVMFFIDynObjectBegin) return 14;
  if (TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, -2) != -2) return 15;
  // What it registers when it is loaded is its own, too, and nothing was refused on the way.
  if (TakeRaised() != "none") return 16;
  const TVMFFIByteArray name = Bytes("ffi.Array");
  TVMFFIObjectHandle own = nullptr;
  TVMFFIObjectHandle other = nullptr;
  if (TVMFFIFunctionGetGlobal(&name, &own) != 0 || own == nullptr) return 17;
  if (find(&TVMFFIFunctionGetGlobal)(&name, &other) != 0 || other == nullptr) return 18;
  if (own == other) return 19;
  TVMFFIAny argument = IntAny(7);
  TVMFFIAny result = None();
  if (find(&TVMFFIFunctionCall)(other, &argument, 1, &result) != 0) return 20;
  if (result.type_index != kTVMFFIArray) return 21;
  TVMFFIObjectDecRef(result.v_obj);
  TVMFFIObjectDecRef(own);
  TVMFFIObjectDecRef(other);
  return 0;
}

TEST(SecondCopy, OfTheLibraryStaysApart) {
  for (int mode : {RTLD_LOCAL, RTLD_GLOBAL}) {
    const Ended ended = InChild([mode] {
      if (const int what = TryCopy(mode)) std::_Exit(what);
    });
    EXPECT_TRUE(WIFEXITED(ended.status)) << ended.errors;
    EXPECT_EQ(WEXITSTATUS(ended.status), 0) << ended.errors;
  }
}

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--do") == 0) return Do(argv[2]);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
