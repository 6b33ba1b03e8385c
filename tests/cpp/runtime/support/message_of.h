// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// MessageOf(f): "Kind: message" of the Error that f throws.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_SUPPORT_MESSAGE_OF_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_SUPPORT_MESSAGE_OF_H_

#include <tvm/ffi/error.h>

#include <string>

template <typename F>
std::string MessageOf(F&& f) {
  try {
    f();
  } catch (const tvm::ffi::Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "nothing thrown";
}

#endif  // TVM_FFI_TESTS_CPP_RUNTIME_SUPPORT_MESSAGE_OF_H_
