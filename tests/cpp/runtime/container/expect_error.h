// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// expect_error.h: assert that a statement throws an Error of one kind with one message.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_CONTAINER_EXPECT_ERROR_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_CONTAINER_EXPECT_ERROR_H_

#include <gtest/gtest.h>
#include <tvm/ffi/error.h>

#include <string>

#define EXPECT_FFI_ERROR(statement, error_kind, error_message) \
  try {                                                        \
    static_cast<void>(statement);                              \
    ADD_FAILURE() << "no error from " #statement;              \
  } catch (const ::tvm::ffi::Error& error) {                   \
    EXPECT_EQ(error.kind(), error_kind);                       \
    EXPECT_EQ(error.message(), error_message);                 \
  }                                                            \
  static_assert(true, "")

#endif  // TVM_FFI_TESTS_CPP_RUNTIME_CONTAINER_EXPECT_ERROR_H_
