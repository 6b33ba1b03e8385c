// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/number_format.cc: numbers to text (layer 1). 17 significant digits from one wide product;
// see pow10.h.
#include <cmath>
#include <cstdio>
#include <cstring>

#include "json/number.h"
#include "json/pow10.h"

namespace tvm {
namespace ffi {
namespace json {
namespace {

struct DigitPairs {
  char text[200];
};
constexpr DigitPairs MakeDigitPairs() {
  DigitPairs pairs{};
  for (int i = 0; i < 100; ++i) {
    pairs.text[2 * i] = static_cast<char>('0' + i / 10);
    pairs.text[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}
constexpr DigitPairs kPairs = MakeDigitPairs();

// Digits of value so that the last one comes right before end; returns the first.
char* DigitsBefore(uint64_t value, char* end) {
  while (value >= 100) {
    end -= 2;
    std::memcpy(end, kPairs.text + 2 * (value % 100), 2);
    value /= 100;
  }
  if (value >= 10) {
    end -= 2;
    std::memcpy(end, kPairs.text + 2 * value, 2);
  } else {
    *--end = static_cast<char>('0' + value);
  }
  return end;
}

char* FormatUnsigned(uint64_t value, char* out) {
  char buffer[20];
  char* first = DigitsBefore(value, buffer + sizeof(buffer));
  size_t n = static_cast<size_t>(buffer + sizeof(buffer) - first);
  std::memcpy(out, first, n);
  return out + n;
}

constexpr uint64_t kTo16 = 10000000000000000u;
constexpr uint64_t kTo17 = 100000000000000000u;

// 17 significant digits (an integer in [10^16, 10^17)) and the decimal exponent of the first of
// them.
struct Decimal17 {
  uint64_t digits;
  int exponent;
};

bool ScaleTo17(uint64_t mantissa, int exp2, Decimal17* out) {
  const int zeros = __builtin_clzll(mantissa);
  const uint64_t normal = mantissa << zeros;
  exp2 -= zeros;
  // The value lies in [2^(exp2 + 63), 2^(exp2 + 64)); a guess of its decimal exponent may be one
  // too small.
  int guess = static_cast<int>(std::floor((exp2 + 63) * 0.30102999566398114));
  for (int tries = 0; tries < 2; ++tries, ++guess) {
    const int scale = 16 - guess;
    const int shift = -(exp2 + Pow10Exponent(scale));
    if (scale < kMinPow10 || scale > kMaxPow10 || shift < 128 || shift > 192) return false;
    const Bits192 error = Pow10IsExact(scale) ? Bits192{0, 0, 0} : Bits192{0, 0, normal};
    uint64_t digits;
    if (!RoundShifted(Multiply(normal, Pow10(scale)), error, shift, &digits)) return false;
    if (digits < kTo17) {
      if (digits < kTo16) return false;
      *out = Decimal17{digits, guess};
      return true;
    }
    // Exactly 10^17 may be a rounding result, which the next exponent gives as 10^16.
  }
  return false;
}

// The C library's answer, for the few values next to a rounding boundary.
Decimal17 ScaleSlowly(double value) {
  char text[40];
  std::snprintf(text, sizeof(text), "%.16e", value);
  Decimal17 result{0, 0};
  const char* at = text;
  // The decimal point depends on the locale: skip whatever it is.
  for (; *at != 'e'; ++at) {
    if (*at >= '0' && *at <= '9') {
      result.digits = result.digits * 10 + static_cast<uint64_t>(*at - '0');
    }
  }
  bool negative = *++at == '-';
  for (++at; *at != '\0'; ++at) result.exponent = result.exponent * 10 + (*at - '0');
  if (negative) result.exponent = -result.exponent;
  return result;
}

}  // namespace

char* FormatInt(int64_t value, char* out) {
  uint64_t magnitude = static_cast<uint64_t>(value);
  if (value < 0) {
    *out++ = '-';
    magnitude = ~magnitude + 1;
  }
  return FormatUnsigned(magnitude, out);
}

char* FormatDouble(double value, char* out) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  const int biased = static_cast<int>(bits >> 52 & 0x7ff);
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  if (biased == 0x7ff && fraction != 0) {
    std::memcpy(out, "NaN", 3);
    return out + 3;
  }
  if ((bits >> 63) != 0) *out++ = '-';
  if (biased == 0x7ff) {
    std::memcpy(out, "Infinity", 8);
    return out + 8;
  }
  const double magnitude = std::fabs(value);
  if (magnitude < 9007199254740992.0 &&
      magnitude == static_cast<double>(static_cast<uint64_t>(magnitude))) {
    out = FormatUnsigned(static_cast<uint64_t>(magnitude), out);
    *out++ = '.';
    *out++ = '0';
    return out;
  }
  const uint64_t mantissa = biased == 0 ? fraction : fraction | uint64_t{1} << 52;
  Decimal17 decimal;
  if (!ScaleTo17(mantissa, (biased == 0 ? 1 : biased) - 1075, &decimal)) {
    decimal = ScaleSlowly(magnitude);
  }
  char text[20];
  char* digits = DigitsBefore(decimal.digits, text + sizeof(text));
  int count = 17;
  while (count > 1 && digits[count - 1] == '0') --count;
  const int exponent = decimal.exponent;
  auto put = [&out](const char* from, int n) {
    std::memcpy(out, from, static_cast<size_t>(n));
    out += n;
  };
  if (exponent < -4 || exponent >= 17) {
    *out++ = digits[0];
    if (count > 1) {
      *out++ = '.';
      put(digits + 1, count - 1);
    }
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    const int size = exponent < 0 ? -exponent : exponent;
    if (size >= 100) *out++ = static_cast<char>('0' + size / 100);
    put(kPairs.text + 2 * (size % 100), 2);
  } else if (exponent < 0) {
    put("0.000", 1 - exponent);
    put(digits, count);
  } else if (count <= exponent + 1) {
    put(digits, exponent + 1);
  } else {
    put(digits, exponent + 1);
    *out++ = '.';
    put(digits + exponent + 1, count - exponent - 1);
  }
  return out;
}

}  // namespace json
}  // namespace ffi
}  // namespace tvm
