// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error/check_libbacktrace.cc: compiled by CMake to see whether libbacktrace links into a shared
// library.
#include <backtrace.h>

extern "C" void* CheckLibbacktrace() {
  return backtrace_create_state(nullptr, 1, nullptr, nullptr);
}
