// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What is printed reads back as itself: every kind of double, random documents.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/json.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace tvm {
namespace ffi {
namespace {

void CheckDouble(double value) {
  const std::string text = json::Stringify(value);
  char expected[64];
  const bool integral = std::fabs(value) < 9007199254740992.0 && value == std::floor(value);
  std::snprintf(expected, sizeof(expected), integral ? "%.1f" : "%.17g", value);
  ASSERT_EQ(text, expected);
  Any back = json::Parse(String(text));
  // From 2^53 on a text without a fraction is an integer.
  ASSERT_EQ(back.cast<double>(), value) << text;
  ASSERT_EQ(std::signbit(back.cast<double>()), std::signbit(value)) << text;
}

TEST(JsonRoundtrip, DoublesComeBackToTheBit) {
  for (int e = -1074; e < 1024; ++e) {
    const double power = std::ldexp(1, e);
    for (double value :
         {power, std::nextafter(power, 0.0), std::nextafter(power, INFINITY), power * 1.5}) {
      if (!std::isfinite(value)) continue;
      CheckDouble(value);
      CheckDouble(-value);
    }
  }
  std::mt19937_64 random(3);
  for (int i = 0; i < 200000; ++i) {
    // Every other one subnormal or with few bits.
    uint64_t bits = i % 2 != 0 ? random() : random() >> (random() % 60);
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    if (std::isfinite(value)) CheckDouble(value);
  }
}

TEST(JsonRoundtrip, DecimalTextIsRoundedCorrectly) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 200000; ++i) {
    std::string text = std::to_string(1 + random() % 9);
    for (unsigned n = random() % 30; n > 0; --n)
      text.push_back(static_cast<char>('0' + random() % 10));
    if (random() % 2 != 0) text.insert(1, ".").append("5");
    text += "e" + std::to_string(static_cast<int>(random() % 660) - 340);
    const double expected = std::strtod(text.c_str(), nullptr);
    if (std::isinf(expected)) continue;
    ASSERT_EQ(json::Parse(String(text)).cast<double>(), expected) << text;
  }
  // Half way between two doubles, exactly and by a little.
  EXPECT_EQ(json::Parse("9007199254740993.0").cast<double>(), 9007199254740992.0);
  EXPECT_EQ(json::Parse("9007199254740993.00000000000000000000000001").cast<double>(),
            9007199254740994.0);
  EXPECT_EQ(json::Parse("2.4703282292062327e-324").cast<double>(), 0.0);
  EXPECT_EQ(json::Parse("2.4703282292062328e-324").cast<double>(), 5e-324);
}

Any RandomValue(std::mt19937* random, int depth) {
  auto text = [&] {
    std::string out;
    for (unsigned n = (*random)() % 20; n > 0; --n) {
      const unsigned code = (*random)() % 0x7ff + 1;
      if (code >= 0x80) out.push_back(static_cast<char>(0xc0 | code >> 6));
      out.push_back(static_cast<char>(code < 0x80 ? code : 0x80 | (code & 0x3f)));
    }
    return String(out);
  };
  switch ((*random)() % (depth > 0 ? 8 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return (*random)() % 2 == 0;
    case 2:
      return static_cast<int64_t>((*random)()) - 2000000000;
    case 3:
      return std::ldexp(static_cast<double>((*random)()),
                        static_cast<int>((*random)() % 200) - 100);
    case 4:
      return text();
    case 5:
    case 6: {
      Array<Any> arr;
      for (unsigned n = (*random)() % 8; n > 0; --n) arr.push_back(RandomValue(random, depth - 1));
      return arr;
    }
    default: {
      Map<Any, Any> map;
      for (unsigned n = (*random)() % 12; n > 0; --n)
        map.Set(text(), RandomValue(random, depth - 1));
      return map;
    }
  }
}

TEST(JsonRoundtrip, DocumentsPrintTheSameAgain) {
  std::mt19937 random(17);
  for (int i = 0; i < 2000; ++i) {
    Any value = RandomValue(&random, 5);
    const String text = json::Stringify(value);
    ASSERT_EQ(json::Stringify(json::Parse(text)), text);
    const String lines = json::Stringify(value, Optional<int>(1));
    ASSERT_EQ(json::Stringify(json::Parse(lines)), text);
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
