// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 6: exceptions cross as themselves, in both directions of the C ABI.
#include <gtest/gtest.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>

#include <new>
#include <optional>
#include <string>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

template <typename Body>
std::string ThroughTheC(const Body& body) {
  Function function = Function::FromTyped([&body]() -> int64_t {
    body();
    return 0;
  });
  return MessageOf([&] {
    TVMFFIAny result{};
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCall(
        detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(function), nullptr, 0, &result));
  });
}

TEST(Point6Exceptions, AnErrorIsTheSameObjectBehindTheBoundary) {
  // What a foreign language attaches comes back with it.
  Array<int64_t> foreign{1, 2};
  Error original("ValueError", "m", "", std::nullopt, ObjectRef(foreign));
  Function raise = Function::FromTyped([&]() -> int64_t { throw original; });
  Function outer = Function::FromTyped([&]() { return raise().cast<int64_t>(); });
  try {
    outer();
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(error.same_as(original));
    ASSERT_TRUE(error.extra_context().has_value());
    EXPECT_TRUE(error.extra_context().value().same_as(foreign));
  }
}

TEST(Point6Exceptions, WhatIsNoStandardExceptionIsARuntimeError) {
  EXPECT_EQ(ThroughTheC([] { throw 3; }).find("RuntimeError: "), 0u);
  EXPECT_EQ(ThroughTheC([] { throw std::string("text"); }).find("RuntimeError: "), 0u);
}

TEST(Point6Exceptions, MissingMemoryIsAMemoryError) {
  EXPECT_EQ(ThroughTheC([] { throw std::bad_alloc(); }).find("MemoryError: "), 0u);
}

TEST(Point6Exceptions, ChainsOfCausesAreKept) {
  Error cause("KeyError", "first", "");
  Error error("ValueError", "second", "", cause, std::nullopt);
  Function raise = Function::FromTyped([&]() -> int64_t { throw error; });
  try {
    raise();
    FAIL();
  } catch (const Error& caught) {
    ASSERT_TRUE(caught.cause_chain().has_value());
    EXPECT_EQ(caught.cause_chain()->kind(), "KeyError");
    EXPECT_EQ(caught.cause_chain()->message(), "first");
  }
}

TEST(Point6Exceptions, BothSidesAreInTheBacktrace) {
  try {
    TVM_FFI_THROW(ValueError) << "here";
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.backtrace()).find("test_point_06_exceptions.cc"), std::string::npos)
        << error.backtrace();
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
