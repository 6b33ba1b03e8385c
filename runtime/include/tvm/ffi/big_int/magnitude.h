/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/big_int/magnitude.h: multiplication, division and decimal text of large integers (layer
 * 1). Works on absolute values in digits of 32 bits, least significant first, without leading
 * zeros.
 */
#ifndef TVM_FFI_BIG_INT_MAGNITUDE_H_
#define TVM_FFI_BIG_INT_MAGNITUDE_H_

#include <tvm/ffi/big_int/words.h>

#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

using Digits = std::vector<uint32_t>;

inline void TrimDigits(Digits* digits) {
  while (!digits->empty() && digits->back() == 0) digits->pop_back();
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline Digits MagnitudeOf(WordsView words) {
  Digits digits;
  digits.reserve(2 * words.size);
  const bool negative = words.negative();
  uint64_t carry = negative ? 1 : 0;
  for (size_t i = 0; i < words.size; ++i) {
    uint64_t word = negative ? ~words.data[i] : words.data[i];
    word += carry;
    carry = carry != 0 && word == 0 ? 1 : 0;
    digits.push_back(static_cast<uint32_t>(word));
    digits.push_back(static_cast<uint32_t>(word >> 32));
  }
  TrimDigits(&digits);
  return digits;
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny CellOfMagnitude(const Digits& digits,
                                                                         bool negative) {
  // One word more than needed leaves room for the sign.
  BigWords words(digits.size() / 2 + 2, 0);
  for (size_t i = 0; i < digits.size(); ++i) {
    words[i / 2] |= static_cast<uint64_t>(digits[i]) << (i % 2 * 32);
  }
  if (negative) {
    uint64_t carry = 1;
    for (uint64_t& word : words) {
      word = ~word + carry;
      carry = carry != 0 && word == 0 ? 1 : 0;
    }
  }
  return CellOfWords(words.data(), words.size());
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline Digits MultiplyDigits(const Digits& a,
                                                                     const Digits& b) {
  Digits product(a.size() + b.size(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < b.size(); ++j) {
      carry += static_cast<uint64_t>(a[i]) * b[j] + product[i + j];
      product[i + j] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    product[i + b.size()] = static_cast<uint32_t>(carry);
  }
  TrimDigits(&product);
  return product;
}

/// Divide in place, give the remainder.
inline uint32_t DivideBySmall(Digits* digits, uint32_t divisor) {
  uint64_t rest = 0;
  for (size_t i = digits->size(); i-- > 0;) {
    rest = rest << 32 | (*digits)[i];
    (*digits)[i] = static_cast<uint32_t>(rest / divisor);
    rest %= divisor;
  }
  TrimDigits(digits);
  return static_cast<uint32_t>(rest);
}

/// Quotient and remainder; the divisor is not zero. Long division with an estimated digit that is
/// at most two too large.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline std::pair<Digits, Digits> DivideDigits(Digits a,
                                                                                      Digits b) {
  if (a.size() < b.size()) return {Digits(), std::move(a)};
  if (b.size() == 1) {
    uint32_t rest = DivideBySmall(&a, b[0]);
    Digits remainder;
    if (rest != 0) remainder.push_back(rest);
    return {std::move(a), std::move(remainder)};
  }
  // Scale so that the divisor's top bit is set.
  int shift = 0;
  while ((b.back() << shift & 0x80000000u) == 0) ++shift;
  auto shift_left = [shift](Digits* digits) {
    uint64_t carry = 0;
    for (uint32_t& digit : *digits) {
      carry |= static_cast<uint64_t>(digit) << shift;
      digit = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    digits->push_back(static_cast<uint32_t>(carry));
  };
  shift_left(&a);
  shift_left(&b);
  b.pop_back();
  const size_t n = b.size();
  Digits quotient(a.size() - n, 0);
  for (size_t j = a.size() - n; j-- > 0;) {
    const uint64_t top = static_cast<uint64_t>(a[j + n]) << 32 | a[j + n - 1];
    uint64_t digit = top / b[n - 1];
    uint64_t rest = top % b[n - 1];
    while (digit > 0xffffffffu || digit * b[n - 2] > (rest << 32 | a[j + n - 2])) {
      --digit;
      rest += b[n - 1];
      if (rest > 0xffffffffu) break;
    }
    int64_t borrow = 0;
    uint64_t carry = 0;
    for (size_t i = 0; i < n; ++i) {
      carry += digit * b[i];
      borrow += static_cast<int64_t>(a[i + j]) - static_cast<int64_t>(carry & 0xffffffffu);
      a[i + j] = static_cast<uint32_t>(borrow);
      borrow >>= 32;
      carry >>= 32;
    }
    borrow += static_cast<int64_t>(a[j + n]) - static_cast<int64_t>(carry);
    a[j + n] = static_cast<uint32_t>(borrow);
    if (borrow < 0) {
      // The digit was one too large: add the divisor back.
      --digit;
      uint64_t sum = 0;
      for (size_t i = 0; i < n; ++i) {
        sum += static_cast<uint64_t>(a[i + j]) + b[i];
        a[i + j] = static_cast<uint32_t>(sum);
        sum >>= 32;
      }
      a[j + n] += static_cast<uint32_t>(sum);
    }
    quotient[j] = static_cast<uint32_t>(digit);
  }
  a.resize(n);
  for (size_t i = 0; i < n && shift != 0; ++i) {
    uint32_t above = i + 1 < n ? a[i + 1] << (32 - shift) : 0;
    a[i] = a[i] >> shift | above;
  }
  TrimDigits(&a);
  TrimDigits(&quotient);
  return {std::move(quotient), std::move(a)};
}

inline constexpr uint32_t kDecimalChunk = 1000000000u;
inline constexpr int kDecimalChunkDigits = 9;

TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline std::string DecimalText(WordsView words) {
  Digits digits = MagnitudeOf(words);
  if (digits.empty()) return "0";
  std::string reversed;
  while (!digits.empty()) {
    uint32_t chunk = DivideBySmall(&digits, kDecimalChunk);
    for (int i = 0; i < kDecimalChunkDigits && (chunk != 0 || !digits.empty()); ++i) {
      reversed.push_back(static_cast<char>('0' + chunk % 10));
      chunk /= 10;
    }
  }
  if (words.negative()) reversed.push_back('-');
  return std::string(reversed.rbegin(), reversed.rend());
}

/// Number of a text of decimal digits.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny CellOfDecimal(const char* text,
                                                                       size_t size, bool negative) {
  Digits digits;
  for (size_t i = 0; i < size;) {
    uint32_t chunk = 0, scale = 1;
    for (int n = 0; n < kDecimalChunkDigits && i < size; ++n, ++i) {
      chunk = chunk * 10 + static_cast<uint32_t>(text[i] - '0');
      scale *= 10;
    }
    uint64_t carry = chunk;
    for (uint32_t& digit : digits) {
      carry += static_cast<uint64_t>(digit) * scale;
      digit = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) digits.push_back(static_cast<uint32_t>(carry));
  }
  TrimDigits(&digits);
  return CellOfMagnitude(digits, negative);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BIG_INT_MAGNITUDE_H_
