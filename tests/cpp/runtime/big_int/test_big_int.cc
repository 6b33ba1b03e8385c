// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// BigInt: known values, random operands against a slow model, storage form, contract messages.
#include <gtest/gtest.h>
#include <tvm/ffi/big_int.h>
#include <tvm/ffi/string.h>

#include <cmath>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace tvm {
namespace ffi {
namespace {

std::string Text(const BigInt& value) {
  std::ostringstream os;
  os << value;
  return os.str();
}
BigInt Parse(const std::string& text) {
  std::istringstream is(text);
  BigInt value;
  is >> value;
  EXPECT_TRUE(static_cast<bool>(is)) << text;
  return value;
}
const BigInt kBig = BigInt(1) << 100;

#define EXPECT_BIG_ERROR(statement, error_kind, error_message) \
  try {                                                        \
    static_cast<void>(statement);                              \
    ADD_FAILURE() << "no error from " #statement;              \
  } catch (const Error& error) {                               \
    EXPECT_EQ(error.kind(), error_kind);                       \
    EXPECT_EQ(error.message(), error_message);                 \
  }                                                            \
  static_assert(true, "")

TEST(BigInt, KnowsSomeNumbers) {
  EXPECT_EQ(Text(kBig), "1267650600228229401496703205376");
  EXPECT_EQ(Text(-kBig), "-1267650600228229401496703205376");
  EXPECT_EQ(Text(BigInt(std::numeric_limits<uint64_t>::max())), "18446744073709551615");
  const BigInt lowest(std::numeric_limits<int64_t>::min());
  EXPECT_EQ(Text(lowest / -1), "9223372036854775808");
  EXPECT_EQ(Text(lowest * -1), "9223372036854775808");
  EXPECT_EQ(Text(-lowest), "9223372036854775808");
  EXPECT_EQ(Text(lowest - 1), "-9223372036854775809");
  EXPECT_EQ(Text(kBig + 5), "1267650600228229401496703205381");
  EXPECT_EQ(Text(5 - kBig), "-1267650600228229401496703205371");
  EXPECT_EQ(Text(kBig * 5), "6338253001141147007483516026880");
  EXPECT_EQ(Text(kBig % 7), "2");
  EXPECT_EQ(Text(floordiv(-kBig, 7)), "-181092942889747057356671886483");
  EXPECT_EQ(Text(floormod(-kBig, 7)), "5");
  EXPECT_EQ(Text(truncdiv(-kBig, 7)), "-181092942889747057356671886482");
  EXPECT_EQ(Text(truncmod(-kBig, 7)), "-2");
  EXPECT_EQ(Text(floordiv(7, BigInt(-2))), "-4");
  EXPECT_EQ(Text(floormod(7, BigInt(-2))), "-1");
  EXPECT_EQ(Text(~kBig), "-1267650600228229401496703205377");
  EXPECT_EQ(Text(-kBig ^ kBig), "-2535301200456458802993406410752");
  EXPECT_EQ(Text(tvm::ffi::min(kBig, -kBig)), Text(-kBig));
  EXPECT_EQ(Text(tvm::ffi::max(kBig, BigInt(3))), Text(kBig));
  EXPECT_EQ(Text(+kBig), Text(kBig));
}

TEST(BigInt, ShiftsAnyDistance) {
  EXPECT_EQ(Text(kBig >> 99), "2");
  EXPECT_EQ(Text(-kBig >> 200), "-1");
  EXPECT_EQ(Text(BigInt(1) >> kBig), "0");
  EXPECT_EQ(Text(-kBig >> kBig), "-1");
  EXPECT_EQ(Text(BigInt(0) << kBig), "0");
  EXPECT_BIG_ERROR(BigInt(1) << kBig, "OverflowError", "BigInt shift count is too large");
  EXPECT_BIG_ERROR(BigInt(1) << std::numeric_limits<int64_t>::max(), "OverflowError",
                   "BigInt shift count is too large");
  EXPECT_BIG_ERROR(BigInt(1) << -1, "ValueError", "Negative BigInt shift count");
  EXPECT_BIG_ERROR(BigInt(1) >> -kBig, "ValueError", "Negative BigInt shift count");
}

TEST(BigInt, RefusesZeroDivisors) {
  for (const BigInt& value : {kBig, BigInt(1)}) {
    EXPECT_BIG_ERROR(value / 0, "ZeroDivisionError", "Division by zero");
    EXPECT_BIG_ERROR(value % 0, "ZeroDivisionError", "Division by zero");
    EXPECT_BIG_ERROR(floordiv(value, 0), "ZeroDivisionError", "Division by zero");
    EXPECT_BIG_ERROR(floormod(value, 0), "ZeroDivisionError", "Division by zero");
  }
}

TEST(BigInt, ConvertsToAndFromNumbers) {
  EXPECT_EQ(Text(BigInt(1e30)), "1000000000000000019884624838656");
  EXPECT_EQ(Text(BigInt(-1.9)), "-1");
  EXPECT_EQ(Text(BigInt(5e-324)), "0");
  EXPECT_EQ(Text(BigInt(-9223372036854775808.0)), "-9223372036854775808");
  EXPECT_EQ(Text(BigInt(9223372036854775808.0)), "9223372036854775808");
  EXPECT_BIG_ERROR(BigInt(std::nan("")), "ValueError", "Cannot convert NaN to BigInt");
  EXPECT_BIG_ERROR(BigInt(-INFINITY), "OverflowError", "Cannot convert infinity to BigInt");
  EXPECT_EQ(static_cast<int64_t>(BigInt(5)), 5);
  EXPECT_BIG_ERROR(static_cast<int64_t>(kBig), "OverflowError", "BigInt does not fit int64_t");
  EXPECT_EQ(static_cast<double>(-kBig), -std::ldexp(1, 100));
  EXPECT_EQ(static_cast<double>(BigInt(1) << 1023), std::ldexp(1, 1023));
  EXPECT_BIG_ERROR(static_cast<double>(BigInt(1) << 1024), "OverflowError",
                   "BigInt does not fit finite double");
  EXPECT_BIG_ERROR(static_cast<double>((BigInt(1) << 1024) - 1), "OverflowError",
                   "BigInt does not fit finite double");
  // Half way between two doubles: to even, unless anything is set below.
  const BigInt half = (BigInt(1) << 100) + (BigInt(1) << 47);
  EXPECT_EQ(static_cast<double>(half), std::ldexp(1, 100));
  EXPECT_EQ(static_cast<double>(half + 1), std::nextafter(std::ldexp(1, 100), INFINITY));
  EXPECT_TRUE(static_cast<bool>(kBig));
  EXPECT_FALSE(static_cast<bool>(BigInt()));
  EXPECT_FALSE(kBig.as<int64_t>().has_value());
  EXPECT_EQ(BigInt(255).as<uint8_t>(), 255);
  EXPECT_FALSE(BigInt(256).as<uint8_t>().has_value());
  EXPECT_EQ(BigInt(std::numeric_limits<uint64_t>::max()).as<uint64_t>(),
            std::numeric_limits<uint64_t>::max());
  EXPECT_FALSE(BigInt(-1).as<uint64_t>().has_value());
}

TEST(BigInt, ReadsAndWritesDecimalText) {
  std::istringstream is("  -123456789012345678901234567890abc 7 +8 x");
  BigInt a, b, c, d(3);
  std::string rest;
  is >> a >> rest >> b >> c;
  EXPECT_EQ(Text(a), "-123456789012345678901234567890");
  EXPECT_EQ(rest, "abc");
  EXPECT_EQ(Text(b), "7");
  EXPECT_EQ(Text(c), "8");
  is >> d;
  EXPECT_FALSE(static_cast<bool>(is));
  EXPECT_EQ(Text(d), "3") << "a failed read changes nothing";
  std::ostringstream os;
  os.width(10);
  os.fill('*');
  os << BigInt(42);
  EXPECT_EQ(os.str(), "********42");
}

TEST(BigInt, TakesTheSmallestForm) {
  EXPECT_EQ(Any(kBig).type_index(), kTVMFFIBigInt);
  EXPECT_EQ(Any(kBig - kBig).type_index(), kTVMFFIInt);
  EXPECT_EQ(Any((kBig >> 40) - (BigInt(1) << 60)).type_index(), kTVMFFIInt);
  const Any held = BigInt(1) << 63;
  const auto* obj = held.as<BigIntObj>();
  ASSERT_NE(obj, nullptr);
  EXPECT_EQ(obj->word_count(), 2u);
  EXPECT_EQ(obj->words()[0], std::numeric_limits<int64_t>::min());
  EXPECT_EQ(obj->words()[1], 0);
  EXPECT_EQ(Any(-(BigInt(1) << 63)).type_index(), kTVMFFIInt);
}

TEST(BigInt, HashesTheAgreedWay) {
  EXPECT_EQ(kBig.hash(), 32u);
  EXPECT_EQ((-kBig).hash(), 2147483619u);
  EXPECT_EQ(BigInt(1).hash(), 1u);
  EXPECT_EQ(BigInt(-1).hash(), 18446744073709551615u);
  EXPECT_EQ(std::hash<BigInt>()(kBig), 32u);
}

TEST(BigInt, ConvertsThroughAny) {
  EXPECT_EQ(Text(Any(true).cast<BigInt>()), "1");
  EXPECT_EQ(Text(Any(7).cast<BigInt>()), "7");
  EXPECT_EQ(Text(*Any(kBig).as<BigInt>()), Text(kBig));
  EXPECT_FALSE(Any(true).as<BigInt>().has_value());
  EXPECT_FALSE(Any(1.5).try_cast<BigInt>().has_value());
  EXPECT_FALSE(Any(kBig).try_cast<int64_t>().has_value());
  EXPECT_BIG_ERROR(Any("x").cast<BigInt>(), "TypeError",
                   "Cannot convert from type `ffi.SmallStr` to `BigInt`");
  EXPECT_EQ(TypeTraits<BigInt>::TypeSchema(), R"({"type":"ffi.BigInt"})");
}

TEST(BigInt, CrossesTheCAbi) {
  int64_t words[] = {0, 1, 0, 0};
  TVMFFIByteArray input{reinterpret_cast<const char*>(words), sizeof(words)};
  TVMFFIAny out;
  ASSERT_EQ(TVMFFIBigIntFromByteArray(&input, &out), 0);
  Any value = detail::AnyUnsafe::MoveTVMFFIAnyToAny(&out);
  EXPECT_EQ(Text(value.cast<BigInt>()), "18446744073709551616");
  TVMFFIByteArray content = TVMFFIBigIntGetContentByteArray(detail::RawOf(&value));
  EXPECT_EQ(content.size, 16u) << "without the words that say nothing";
  input.size = 12;
  EXPECT_EQ(TVMFFIBigIntFromByteArray(&input, &out), -1);
  EXPECT_BIG_ERROR(throw detail::MoveFromSafeCallRaised(), "ValueError",
                   "BigInt content must contain whole 64-bit words");
  input.size = 0;
  ASSERT_EQ(TVMFFIBigIntFromByteArray(&input, &out), 0);
  EXPECT_EQ(out.type_index, kTVMFFIInt);
  EXPECT_EQ(out.v_int64, 0);
  input = TVMFFIByteArray{reinterpret_cast<const char*>(words), 8};
  Any small = 5;
  EXPECT_EQ(TVMFFIBigIntGetContentByteArray(detail::RawOf(&small)).size, 8u);
}

// School arithmetic on decimal digits, least significant first.
struct Slow {
  std::vector<int> digits;
  bool negative = false;

  explicit Slow(const std::string& text) {
    size_t begin = text[0] == '-' ? 1 : 0;
    negative = begin == 1;
    for (size_t i = text.size(); i-- > begin;) digits.push_back(text[i] - '0');
    Trim();
  }
  void Trim() {
    while (digits.size() > 1 && digits.back() == 0) digits.pop_back();
    if (digits.size() == 1 && digits[0] == 0) negative = false;
  }
  std::string str() const {
    std::string text = negative ? "-" : "";
    for (size_t i = digits.size(); i-- > 0;) text.push_back(static_cast<char>('0' + digits[i]));
    return text;
  }
  static int CompareAbs(const Slow& a, const Slow& b) {
    if (a.digits.size() != b.digits.size()) return a.digits.size() < b.digits.size() ? -1 : 1;
    for (size_t i = a.digits.size(); i-- > 0;) {
      if (a.digits[i] != b.digits[i]) return a.digits[i] < b.digits[i] ? -1 : 1;
    }
    return 0;
  }
  static Slow Add(const Slow& a, const Slow& b) {
    Slow result("0");
    const Slow& large = CompareAbs(a, b) < 0 ? b : a;
    const Slow& little = CompareAbs(a, b) < 0 ? a : b;
    int sign = a.negative == b.negative ? 1 : -1, carry = 0;
    result.digits.assign(large.digits.size() + 1, 0);
    for (size_t i = 0; i < result.digits.size(); ++i) {
      int sum = (i < large.digits.size() ? large.digits[i] : 0) +
                sign * (i < little.digits.size() ? little.digits[i] : 0) + carry;
      carry = sum < 0 ? -1 : sum / 10;
      result.digits[i] = (sum + 10) % 10;
    }
    result.negative = large.negative;
    result.Trim();
    return result;
  }
  static Slow Multiply(const Slow& a, const Slow& b) {
    Slow result("0");
    result.digits.assign(a.digits.size() + b.digits.size(), 0);
    for (size_t i = 0; i < a.digits.size(); ++i) {
      int carry = 0;
      for (size_t j = 0; j < b.digits.size() || carry != 0; ++j) {
        int sum =
            result.digits[i + j] + carry + (j < b.digits.size() ? a.digits[i] * b.digits[j] : 0);
        result.digits[i + j] = sum % 10;
        carry = sum / 10;
      }
    }
    result.negative = a.negative != b.negative;
    result.Trim();
    return result;
  }
};

TEST(BigInt, AgreesWithSchoolArithmetic) {
  std::mt19937_64 random(11);
  auto number = [&](int max_bits) {
    BigInt value;
    int bits = 1 + static_cast<int>(random() % static_cast<unsigned>(max_bits));
    for (int i = 0; i < bits; i += 64) {
      // Words full of ones or zeros make carries travel.
      uint64_t word = random() % 4 == 0 ? 0 : (random() % 4 == 0 ? ~uint64_t{0} : random());
      value = (value << 64) + BigInt(word);
    }
    value >>= (bits / 64 + 1) * 64 > bits ? 64 - bits % 64 : 0;
    return random() % 2 != 0 ? -value : value;
  };
  for (int round = 0; round < 3000; ++round) {
    const BigInt a = number(400), b = number(round % 3 == 0 ? 70 : 300);
    const std::string where = Text(a) + " and " + Text(b);
    ASSERT_EQ(Text(Parse(Text(a))), Text(a));
    ASSERT_EQ(Text(a + b), Slow::Add(Slow(Text(a)), Slow(Text(b))).str()) << where;
    ASSERT_EQ(Text(a * b), Slow::Multiply(Slow(Text(a)), Slow(Text(b))).str()) << where;
    ASSERT_EQ(Text((a - b) + b), Text(a)) << where;
    ASSERT_EQ(a < b, (a - b) < 0) << where;
    ASSERT_EQ(Text((a & b) + (a | b)), Text(a + b)) << where;
    ASSERT_EQ(Text((a ^ b) + ((a & b) << 1)), Text(a + b)) << where;
    ASSERT_EQ(Text(~a), Text(-a - 1)) << where;
    const int shift = static_cast<int>(random() % 200);
    ASSERT_EQ(Text(a << shift), Text(a * (BigInt(1) << shift))) << where;
    ASSERT_EQ(Text(a >> shift), Text(floordiv(a, BigInt(1) << shift))) << where;
    if (b == 0) continue;
    const BigInt q = a / b, r = a % b;
    ASSERT_EQ(Text(q * b + r), Text(a)) << where;
    ASSERT_TRUE(r == 0 || (r < 0) == (a < 0)) << where;
    ASSERT_TRUE((r < 0 ? -r : r) < (b < 0 ? -b : b)) << where;
    const BigInt fq = floordiv(a, b), fr = floormod(a, b);
    ASSERT_EQ(Text(fq * b + fr), Text(a)) << where;
    ASSERT_TRUE(fr == 0 || (fr < 0) == (b < 0)) << where;
    ASSERT_TRUE((fr < 0 ? -fr : fr) < (b < 0 ? -b : b)) << where;
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
