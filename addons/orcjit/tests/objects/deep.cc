// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// An error that is thrown below two functions, which a backtrace has to name.
#include <tvm/ffi/function.h>

#ifndef OUTER
#define OUTER Outer
#endif

namespace demo {
__attribute__((noinline)) int64_t Inner(int64_t x) {
  if (x == 0) TVM_FFI_THROW(ValueError) << "deep";
  return x;
}
__attribute__((noinline)) int64_t OUTER(int64_t x) { return Inner(x) + 1; }
}  // namespace demo

__attribute__((noinline)) static int64_t FailDeep() { return demo::OUTER(0) + 1; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(fail_deep, FailDeep);
