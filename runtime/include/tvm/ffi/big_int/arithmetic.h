/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/big_int/arithmetic.h: operations on cells that hold an Int or a BigInt (layer 1).
 * Results are owned cells in the minimal form.
 */
#ifndef TVM_FFI_BIG_INT_ARITHMETIC_H_
#define TVM_FFI_BIG_INT_ARITHMETIC_H_

#include <tvm/ffi/big_int/magnitude.h>

#include <cmath>

namespace tvm {
namespace ffi {
namespace detail {

/// Words that a shift may produce at most: one GiB.
inline constexpr uint64_t kMaxBigWords = static_cast<uint64_t>(1) << 27;

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowBigInt(
    const char* kind, const char* message) {
  ThrowError(kind, message);
}

/// lhs + rhs, or lhs - rhs when `subtract`.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny AddCells(const TVMFFIAny* lhs,
                                                                  const TVMFFIAny* rhs,
                                                                  bool subtract) {
  WordsView a = WordsOfCell(lhs), b = WordsOfCell(rhs);
  const size_t n = (a.size > b.size ? a.size : b.size) + 1;
  BigWords sum(n);
  uint64_t carry = subtract ? 1 : 0;
  for (size_t i = 0; i < n; ++i) {
    const uint64_t x = a.at(i), y = subtract ? ~b.at(i) : b.at(i);
    const uint64_t partial = x + y;
    sum[i] = partial + carry;
    carry = (partial < x || sum[i] < partial) ? 1 : 0;
  }
  return CellOfWords(sum.data(), n);
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny MultiplyCells(const TVMFFIAny* lhs,
                                                                       const TVMFFIAny* rhs) {
  WordsView a = WordsOfCell(lhs), b = WordsOfCell(rhs);
  return CellOfMagnitude(MultiplyDigits(MagnitudeOf(a), MagnitudeOf(b)),
                         a.negative() != b.negative());
}

enum class DivisionPart { kQuotient, kRemainder };

/// Quotient or remainder, rounding towards zero or (floor) downwards.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny DivideCells(const TVMFFIAny* lhs,
                                                                     const TVMFFIAny* rhs,
                                                                     DivisionPart part,
                                                                     bool floor) {
  WordsView a = WordsOfCell(lhs), b = WordsOfCell(rhs);
  Digits divisor = MagnitudeOf(b);
  if (divisor.empty()) ThrowBigInt("ZeroDivisionError", "Division by zero");
  auto result = DivideDigits(MagnitudeOf(a), divisor);
  const bool opposite = a.negative() != b.negative();
  const bool adjust = floor && opposite && !result.second.empty();
  TVMFFIAny one, unadjusted;
  if (part == DivisionPart::kQuotient) {
    unadjusted = CellOfMagnitude(result.first, opposite);
    if (!adjust) return unadjusted;
    SetInline(&one, TypeIndex::kTVMFFIInt, 1);
    Any held = AnyUnsafe::MoveTVMFFIAnyToAny(&unadjusted);
    return AddCells(RawOf(&held), &one, true);
  }
  unadjusted = CellOfMagnitude(result.second, a.negative());
  if (!adjust) return unadjusted;
  Any held = AnyUnsafe::MoveTVMFFIAnyToAny(&unadjusted);
  return AddCells(RawOf(&held), rhs, false);
}

enum class BitOperation { kAnd, kOr, kXor };

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny CombineCells(const TVMFFIAny* lhs,
                                                                      const TVMFFIAny* rhs,
                                                                      BitOperation operation) {
  WordsView a = WordsOfCell(lhs), b = WordsOfCell(rhs);
  const size_t n = a.size > b.size ? a.size : b.size;
  BigWords result(n);
  for (size_t i = 0; i < n; ++i) {
    const uint64_t x = a.at(i), y = b.at(i);
    result[i] = operation == BitOperation::kAnd  ? (x & y)
                : operation == BitOperation::kOr ? (x | y)
                                                 : (x ^ y);
  }
  return CellOfWords(result.data(), n);
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny InvertCell(const TVMFFIAny* value) {
  WordsView a = WordsOfCell(value);
  BigWords result(a.data, a.data + a.size);
  for (uint64_t& word : result) word = ~word;
  return CellOfWords(result.data(), result.size());
}

/// Sign of lhs - rhs.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline int CompareCells(const TVMFFIAny* lhs,
                                                                const TVMFFIAny* rhs) {
  WordsView a = WordsOfCell(lhs), b = WordsOfCell(rhs);
  if (a.negative() != b.negative()) return a.negative() ? -1 : 1;
  // In the minimal form of one sign more words are farther from zero.
  if (a.size != b.size) return (a.size < b.size) == a.negative() ? 1 : -1;
  for (size_t i = a.size; i-- > 0;) {
    if (a.data[i] != b.data[i]) return a.data[i] < b.data[i] ? -1 : 1;
  }
  return 0;
}

/// value * 2^count, or the floor of value / 2^count when `right`.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny ShiftCell(const TVMFFIAny* value,
                                                                   const TVMFFIAny* count,
                                                                   bool right) {
  WordsView a = WordsOfCell(value), n = WordsOfCell(count);
  if (n.negative()) ThrowBigInt("ValueError", "Negative BigInt shift count");
  const bool huge = n.size != 1;
  const size_t words = huge ? 0 : static_cast<size_t>(n.data[0] / 64);
  const unsigned bits = static_cast<unsigned>(n.data[0] % 64);
  TVMFFIAny result;
  if (right) {
    if (huge || words >= a.size) {
      SetInline(&result, TypeIndex::kTVMFFIInt, a.negative() ? -1 : 0);
      return result;
    }
    BigWords shifted(a.size - words);
    for (size_t i = 0; i < shifted.size(); ++i) {
      shifted[i] = a.at(i + words) >> bits;
      if (bits != 0) shifted[i] |= a.at(i + words + 1) << (64 - bits);
    }
    return CellOfWords(shifted.data(), shifted.size());
  }
  if (a.size == 1 && a.data[0] == 0) {
    SetInline(&result, TypeIndex::kTVMFFIInt, 0);
    return result;
  }
  if (huge || words >= kMaxBigWords || words + a.size >= kMaxBigWords) {
    ThrowBigInt("OverflowError", "BigInt shift count is too large");
  }
  BigWords shifted(a.size + words + 1, 0);
  for (size_t i = 0; i <= a.size; ++i) {
    shifted[i + words] = a.at(i) << bits;
    if (bits != 0 && i > 0) shifted[i + words] |= a.at(i - 1) >> (64 - bits);
  }
  return CellOfWords(shifted.data(), shifted.size());
}

/// The integral part.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny CellOfDouble(double value) {
  if (std::isnan(value)) ThrowBigInt("ValueError", "Cannot convert NaN to BigInt");
  if (std::isinf(value)) ThrowBigInt("OverflowError", "Cannot convert infinity to BigInt");
  TVMFFIAny result;
  if (value >= -9223372036854775808.0 && value < 9223372036854775808.0) {
    SetInline(&result, TypeIndex::kTVMFFIInt, static_cast<int64_t>(value));
    return result;
  }
  int exponent;
  const double fraction = std::frexp(value, &exponent);
  TVMFFIAny mantissa, count;
  SetInline(&mantissa, TypeIndex::kTVMFFIInt, static_cast<int64_t>(std::ldexp(fraction, 53)));
  SetInline(&count, TypeIndex::kTVMFFIInt, exponent - 53);
  return ShiftCell(&mantissa, &count, false);
}

/// Nearest double, ties to even.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline double DoubleOfCell(const TVMFFIAny* value) {
  if (value->type_index != TypeIndex::kTVMFFIBigInt) return static_cast<double>(value->v_int64);
  WordsView words = WordsOfCell(value);
  Digits digits = MagnitudeOf(words);
  // The top 64 bits, the lowest of which also says whether anything is set below them.
  const size_t n = digits.size();
  int shift = 0;
  while ((digits.back() << shift & 0x80000000u) == 0) ++shift;
  uint64_t top = static_cast<uint64_t>(digits[n - 1]) << 32 | digits[n - 2];
  if (shift != 0) top = top << shift | (n > 2 ? digits[n - 3] >> (32 - shift) : 0);
  bool rest = n > 2 && (digits[n - 3] << shift) != 0;
  for (size_t i = 0; i + 3 < n; ++i) rest = rest || digits[i] != 0;
  if (rest) top |= 1;
  const double result =
      n > 40 ? HUGE_VAL
             : std::ldexp(static_cast<double>(top), static_cast<int>(n) * 32 - 64 - shift);
  if (std::isinf(result)) ThrowBigInt("OverflowError", "BigInt does not fit finite double");
  return words.negative() ? -result : result;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BIG_INT_ARITHMETIC_H_
