// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/number_parse.cc: text to numbers (layer 1). Correctly rounded, from the first 19 digits
// where they decide.
#include <locale.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "json/number.h"
#include "json/pow10.h"

namespace tvm {
namespace ffi {
namespace json {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Exact powers of ten.
constexpr double kSmallPow10[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Nearest double to every number in [digits, digits + more) * 10^exp10, more being 0 (exactly
// digits) or 1.
bool Nearest(uint64_t digits, uint64_t more, int exp10, double* out) {
  if (digits == 0) {
    *out = 0.0;
    return more == 0;
  }
  if (exp10 < kMinPow10) {
    *out = 0.0;
    return true;
  }
  if (exp10 > kMaxPow10) {
    *out = HUGE_VAL;
    return true;
  }
  const int zeros = __builtin_clzll(digits);
  const uint64_t normal = digits << zeros;
  const Pow10Bits& power = Pow10(exp10);
  const Bits192 product = Multiply(normal, power);
  Bits192 error{0, 0, 0};
  if (!Pow10IsExact(exp10)) error.lo = normal;
  if (more != 0) {
    // One more digit unit is the power itself, shifted like the digits; plus its own uncertainty.
    Bits128 step = (static_cast<Bits128>(power.hi) << 64 | power.lo);
    Bits128 low = step << zeros;
    Bits128 sum = low + normal + (static_cast<Bits128>(1) << zeros);
    error.hi = zeros == 0 ? 0 : static_cast<uint64_t>(step >> (128 - zeros));
    if (sum < low) ++error.hi;
    error.mid = static_cast<uint64_t>(sum >> 64);
    error.lo = static_cast<uint64_t>(sum);
  }
  const int length = (product.hi >> 63) != 0 ? 192 : 191;
  const int exp2 = Pow10Exponent(exp10) - zeros + length - 1;
  if (exp2 > 1023) {
    *out = HUGE_VAL;
    return true;
  }
  const bool subnormal = exp2 < -1022;
  const int precision = subnormal ? 53 + exp2 + 1022 : 53;
  if (precision < 0) {
    *out = 0.0;
    return true;
  }
  uint64_t mantissa;
  if (!RoundShifted(product, error, length - precision, &mantissa)) return false;
  // A carry out of the mantissa moves into the exponent by itself.
  uint64_t bits =
      subnormal ? mantissa
                : (static_cast<uint64_t>(exp2 + 1023) << 52) + (mantissa - (uint64_t{1} << 52));
  std::memcpy(out, &bits, sizeof(bits));
  return true;
}

// The C library's answer in the C locale.
double ParseSlowly(const char* text, const char* end) {
  static const locale_t c_locale = newlocale(LC_ALL_MASK, "C", nullptr);
  std::string copy(text, end);
  return c_locale != nullptr ? strtod_l(copy.c_str(), nullptr, c_locale)
                             : std::strtod(copy.c_str(), nullptr);
}

const char* Store(double value, const char* end, TVMFFIAny* out) {
  if (std::isinf(value)) return nullptr;
  out->type_index = kTVMFFIFloat;
  out->zero_padding = 0;
  out->v_float64 = value;
  return end;
}

}  // namespace

const char* ParseNumber(const char* text, const char* end, TVMFFIAny* out) {
  const char* at = text;
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  if (at == end || !IsDigit(*at)) return nullptr;
  // Up to 19 digits fit; of more only their number matters.
  uint64_t digits = 0;
  int kept = 0, exp10 = 0;
  bool dropped = false;
  auto take = [&](char c, int position) {
    if (kept < 19) {
      digits = digits * 10 + static_cast<uint64_t>(c - '0');
      if (digits != 0) ++kept;
      exp10 -= position;
    } else {
      dropped = dropped || c != '0';
      exp10 += 1 - position;
    }
  };
  const char* first = at;
  while (at != end && IsDigit(*at)) take(*at++, 0);
  if (*first == '0' && at - first > 1) return nullptr;
  bool integral = true;
  if (at != end && *at == '.') {
    integral = false;
    if (++at == end || !IsDigit(*at)) return nullptr;
    while (at != end && IsDigit(*at)) take(*at++, 1);
  }
  if (at != end && (*at == 'e' || *at == 'E')) {
    integral = false;
    ++at;
    const bool down = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end || !IsDigit(*at)) return nullptr;
    int written = 0;
    for (; at != end && IsDigit(*at); ++at) {
      if (written < 100000000) written = written * 10 + (*at - '0');
    }
    exp10 += down ? -written : written;
  }
  // Text that goes on like a number is not one.
  if (at != end &&
      (IsDigit(*at) || *at == '.' || *at == 'e' || *at == 'E' || *at == '+' || *at == '-')) {
    return nullptr;
  }
  if (integral && exp10 == 0 && !dropped &&
      digits <= static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0)) {
    out->type_index = kTVMFFIInt;
    out->zero_padding = 0;
    out->v_uint64 = negative ? ~digits + 1 : digits;
    return at;
  }
  double value;
  if (!dropped && digits <= (uint64_t{1} << 53) && exp10 >= -22 && exp10 <= 22) {
    // Both factors are exact, so one operation rounds correctly.
    value = static_cast<double>(digits);
    value = exp10 < 0 ? value / kSmallPow10[-exp10] : value * kSmallPow10[exp10];
  } else if (!Nearest(digits, dropped ? 1 : 0, exp10, &value)) {
    value = ParseSlowly(negative ? text + 1 : text, at);
  }
  return Store(negative ? -value : value, at, out);
}

}  // namespace json
}  // namespace ffi
}  // namespace tvm
