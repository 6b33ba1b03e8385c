// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// TVM_FFI_REFLECT marks what a header shows to other languages (layer 2). The compiler sees nothing
// of it; the scanner reads the marks and writes the registration (tvm_ffi_add_reflection in CMake).
//
//   class TVM_FFI_REFLECT() Pair { … };         its public constructors, fields and methods
//   TVM_FFI_REFLECT(ro) int64_t a;              callers may read the field, not set it
//   TVM_FFI_REFLECT(skip) void Internal();      not shown
//   TVM_FFI_REFLECT(name = "sum") int64_t Sum() const;
//   TVM_FFI_REFLECT() int64_t Add(int64_t x, int64_t y = 1);
//   TVM_FFI_REFLECT(symbol) void Run(tvm::ffi::TensorView x);   also exported as a C symbol
//   TVM_FFI_REFLECT(pos_only = 1, kw_only = 2) …  first by position only, last two by name only
//   enum class TVM_FFI_REFLECT() Color { kRed = 1, kBlue TVM_FFI_REFLECT(name = "BLUE") = 2 };
#ifndef TVM_FFI_REFLECT_H_
#define TVM_FFI_REFLECT_H_

#ifdef TVM_FFI_SCAN
#define TVM_FFI_REFLECT(...) __attribute__((annotate("tvm_ffi.reflect:" #__VA_ARGS__)))
#else
#define TVM_FFI_REFLECT(...)
#endif

#endif  // TVM_FFI_REFLECT_H_
