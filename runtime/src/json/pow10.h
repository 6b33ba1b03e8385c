// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/pow10.h: powers of ten to 128 bits and rounding of products with them (layer 1).
// A product is known as an interval; rounding succeeds only when both ends agree, so a result is
// always correct and the few undecided cases go to the C library.
#ifndef TVM_FFI_JSON_POW10_H_
#define TVM_FFI_JSON_POW10_H_

#include <cstdint>

namespace tvm {
namespace ffi {
namespace json {

inline constexpr int kMinPow10 = -342;
inline constexpr int kMaxPow10 = 341;

// 10^k lies in [m * 2^e, (m + 1) * 2^e) with m = hi * 2^64 + lo, top bit of hi set, e =
// Pow10Exponent(k).
struct Pow10Bits {
  uint64_t hi;
  uint64_t lo;
};

// k in [kMinPow10, kMaxPow10].
const Pow10Bits& Pow10(int k);
// floor(k * log2(10)) - 127.
inline int Pow10Exponent(int k) { return ((k * 217706) >> 16) - 127; }
// The bits are all of 10^k.
inline bool Pow10IsExact(int k) { return k >= 0 && k <= 55; }

struct Bits192 {
  uint64_t hi, mid, lo;
};

__extension__ typedef unsigned __int128 Bits128;

inline Bits192 Multiply(uint64_t a, const Pow10Bits& b) {
  Bits128 low = static_cast<Bits128>(a) * b.lo;
  Bits128 high = static_cast<Bits128>(a) * b.hi + static_cast<uint64_t>(low >> 64);
  return Bits192{static_cast<uint64_t>(high >> 64), static_cast<uint64_t>(high),
                 static_cast<uint64_t>(low)};
}

// Nearest integer, ties to even, to x / 2^shift for every x in [value, value + error) (just value
// when error is 0); shift in [128, 192]. False when they do not agree.
inline bool RoundShifted(const Bits192& value, const Bits192& error, int shift, uint64_t* result) {
  const int s = shift - 128;
  const uint64_t whole = s == 64 ? 0 : value.hi >> s;
  const uint64_t top = s == 0 ? 0 : (s == 64 ? value.hi : value.hi & ((uint64_t{1} << s) - 1));
  // Compare the rest with one half: its top word is top when s > 0, else the middle word is looked
  // at.
  const uint64_t half_hi = s == 0 ? 0 : uint64_t{1} << (s - 1);
  const uint64_t half_mid = s == 0 ? uint64_t{1} << 63 : 0;
  auto compare = [&](uint64_t hi, uint64_t mid, uint64_t lo) {
    if (hi != half_hi) return hi < half_hi ? -1 : 1;
    if (mid != half_mid) return mid < half_mid ? -1 : 1;
    return lo == 0 ? 0 : 1;
  };
  const int at = compare(top, value.mid, value.lo);
  if ((error.hi | error.mid | error.lo) == 0) {
    *result = whole + (at > 0 || (at == 0 && (whole & 1) != 0) ? 1 : 0);
    return true;
  }
  uint64_t lo, mid, hi;
  uint64_t carry = __builtin_add_overflow(value.lo, error.lo, &lo) ? 1 : 0;
  uint64_t carry2 = __builtin_add_overflow(value.mid, error.mid, &mid) ? 1 : 0;
  carry2 += __builtin_add_overflow(mid, carry, &mid) ? 1 : 0;
  hi = top + error.hi + carry2;
  // The upper end is exclusive: reaching one half exactly still rounds down.
  if (at < 0) {
    if (compare(hi, mid, lo) > 0) return false;
    *result = whole;
    return true;
  }
  if (at == 0) return false;
  // Upwards the next half is one whole away.
  const uint64_t next_hi = s == 64 ? half_hi : half_hi + (uint64_t{1} << s);
  if (s == 64 ? false : (hi > next_hi || (hi == next_hi && mid >= half_mid))) return false;
  *result = whole + 1;
  return true;
}

}  // namespace json
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_JSON_POW10_H_
