// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What `TVM_FFI_THROW(Kind) << value` prints is what std::ostream prints.
#include <gtest/gtest.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <climits>
#include <cmath>
#include <iomanip>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

#include "../support/message_of.h"

namespace mine {
struct Point {
  int x, y;
};
std::ostream& operator<<(std::ostream& os, const Point& p) {
  return os << "(" << p.x << ", " << p.y << ")";
}
enum class Scoped { kA = 7 };
std::ostream& operator<<(std::ostream& os, Scoped s) {
  return os << "Scoped:" << static_cast<int>(s);
}
enum Unscoped { kNine = 9 };
struct Convertible {
  operator int() const { return 5; }  // NOLINT
};
}  // namespace mine

/// For a type of std, so that argument-dependent look-up cannot find it.
std::ostream& operator<<(std::ostream& os, const std::vector<int>& v) {
  os << "[";
  for (size_t i = 0; i < v.size(); ++i) os << (i == 0 ? "" : ", ") << v[i];
  return os << "]";
}

namespace {

#define EXPECT_SAME_TEXT(...)                                               \
  do {                                                                      \
    std::ostringstream expected;                                            \
    expected << __VA_ARGS__;                                                \
    EXPECT_EQ(MessageOf([&] { TVM_FFI_THROW(ValueError) << __VA_ARGS__; }), \
              "ValueError: " + expected.str());                             \
  } while (0)

TEST(Message, Integers) {
  EXPECT_SAME_TEXT(0 << " " << -1 << " " << INT_MIN << " " << UINT_MAX);
  EXPECT_SAME_TEXT(LLONG_MIN << " " << ULLONG_MAX << " " << 7L << " " << 8UL);
  EXPECT_SAME_TEXT(static_cast<short>(-3) << static_cast<unsigned short>(3));  // NOLINT
  EXPECT_SAME_TEXT(true << false);
}

TEST(Message, Characters) {
  EXPECT_SAME_TEXT('a' << static_cast<signed char>('b') << static_cast<unsigned char>('c'));
}

TEST(Message, Floats) {
  EXPECT_SAME_TEXT(1.0 << " " << 0.1 << " " << 1.0f / 3 << " " << 1e20 << " " << 1e-5 << " "
                       << 1e6);
  EXPECT_SAME_TEXT(123456789.0 << " " << -0.0 << " " << 2.5L);
  EXPECT_SAME_TEXT(std::numeric_limits<double>::infinity() << " " << std::nan(""));
}

TEST(Message, Text) {
  EXPECT_SAME_TEXT("literal" << std::string("string") << std::string_view("view"));
  char buffer[] = "buffer";
  EXPECT_SAME_TEXT(buffer);
  EXPECT_EQ(MessageOf([] { TVM_FFI_THROW(E) << tvm::ffi::String("ours"); }), "E: ours");
}

TEST(Message, Pointers) {
  int x = 0;
  EXPECT_SAME_TEXT(&x << " " << static_cast<void*>(nullptr) << " " << nullptr);
}

TEST(Message, EnumsAndConvertibles) {
  EXPECT_SAME_TEXT(mine::kNine << " " << mine::Scoped::kA);
  EXPECT_SAME_TEXT(mine::Convertible());
}

TEST(Message, UserOperators) {
  EXPECT_SAME_TEXT("at " << mine::Point{1, 2} << " and " << 3);
  const std::vector<int> numbers{1, 2};
  EXPECT_SAME_TEXT("numbers " << numbers << " end");
}

TEST(Message, ManipulatorsAffectWhatFollows) {
  EXPECT_SAME_TEXT(255 << " " << std::hex << 255 << " " << std::dec << 255);
  EXPECT_SAME_TEXT(std::setw(5) << "x" << "|" << std::setprecision(3) << 3.14159 << std::endl << 1);
  EXPECT_SAME_TEXT(std::boolalpha << true << 'c' << 7u << 1.5L << static_cast<void*>(nullptr));
}

int Fails(int depth) {
  if (depth < 0) return depth;
  if (depth == 0) TVM_FFI_THROW(TypeError) << "no value";
  TVM_FFI_THROW(ValueError) << "level " << depth << ": " << Fails(depth - 1);
}

TEST(Message, AnOperandThatThrowsReplacesTheMessage) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(MessageOf([] { Fails(5); }), "TypeError: no value");
  EXPECT_EQ(MessageOf([] { TVM_FFI_THROW(ValueError) << std::hex << "level " << Fails(0); }),
            "TypeError: no value");
  // A writer at the place of the one that was given up starts empty.
  EXPECT_EQ(MessageOf([] { TVM_FFI_THROW(ValueError) << 255; }), "ValueError: 255");
}

TEST(Message, AnOperandMayMakeAndCatchErrors) {
  auto caught = [] { return MessageOf([] { Fails(2); }); };
  EXPECT_EQ(MessageOf([&] { TVM_FFI_THROW(ValueError) << "before " << caught() << " after"; }),
            "ValueError: before TypeError: no value after");
}

TEST(Message, GivenUpMessagesEndWithTheirThread) {
  std::thread thread([] { EXPECT_EQ(MessageOf([] { Fails(100); }), "TypeError: no value"); });
  thread.join();
}

TEST(Message, ChecksTakeUserTypes) {
  const std::vector<int> numbers{1};
  EXPECT_EQ(MessageOf([&] { TVM_FFI_CHECK(numbers.empty(), ValueError) << numbers; }),
            "ValueError: Check failed: (numbers.empty()) is false: [1]");
}

}  // namespace
