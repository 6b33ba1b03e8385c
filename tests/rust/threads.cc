// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls a function on threads of C++; the Rust programs pass closures to it.
#include <tvm/ffi/tvm_ffi.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

namespace {

namespace ffi = tvm::ffi;

/// Calls f(1) `rounds` times on each of `count` threads; the number of calls, or the first error.
int64_t CallOnThreads(const ffi::Function& f, int64_t count, int64_t rounds) {
  std::atomic<int64_t> calls{0};
  std::vector<std::optional<ffi::Error>> errors(static_cast<size_t>(count));
  std::vector<std::thread> threads;
  for (std::optional<ffi::Error>& error : errors) {
    threads.emplace_back([&f, &calls, &error, rounds] {
      try {
        for (int64_t i = 0; i < rounds; ++i) {
          f(1);
          ++calls;
        }
      } catch (const ffi::Error& caught) {
        error = caught;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::optional<ffi::Error>& error : errors) {
    if (error) throw ffi::Error(*error);
  }
  return calls;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::GlobalDef().def("rust_tests.call_on_threads", CallOnThreads);
}

}  // namespace
