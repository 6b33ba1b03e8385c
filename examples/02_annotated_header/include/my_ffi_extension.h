// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The packaging example again, as a plain C++ header: marks instead of a registration.
#ifndef MY_FFI_EXTENSION_H_
#define MY_FFI_EXTENSION_H_

#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/reflect.h>
#include <tvm/ffi/string.h>

#include <cstdint>

namespace my_ffi_extension {

/// Write x + 1 into y.
/// @param x a float32 vector
/// @param y a float32 vector of the same length, written
/// @throws ValueError when the lengths differ
TVM_FFI_REFLECT(symbol) void add_one(tvm::ffi::TensorView x, tvm::ffi::TensorView y);

/// Raise a RuntimeError with the given message.
TVM_FFI_REFLECT() void raise_error(tvm::ffi::String msg);

/// A pair of integers.
class TVM_FFI_REFLECT() IntPair {
 public:
  /// The first element.
  int64_t a;
  /// The second element.
  TVM_FFI_REFLECT(ro) int64_t b;

  /// Make a pair.
  IntPair(int64_t a, int64_t b) : a(a), b(b) {}

  /// Return a + b.
  int64_t sum() const { return a + b; }

  /// Return the second element of pair.
  static int64_t static_get_second(const IntPair& pair) { return pair.b; }
};

}  // namespace my_ffi_extension
#endif  // MY_FFI_EXTENSION_H_
