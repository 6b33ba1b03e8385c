// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/lazy.cc: needs a foreign function that nobody has, but never
// calls it.
#include <tvm/ffi/function.h>

extern "C" int SomebodyElsesFunction(int);

TVM_FFI_DLL_EXPORT_TYPED_FUNC(maybe,
                              [](int x) { return x < 1000000 ? x : SomebodyElsesFunction(x); });
