/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/big_int.h: BigInt, an integer of any size with value semantics (layer 1).
 * Invariant: one cell, an Int where the number fits int64, else a reference to an immutable object.
 */
#ifndef TVM_FFI_BIG_INT_H_
#define TVM_FFI_BIG_INT_H_

#include <tvm/ffi/big_int/arithmetic.h>

#include <functional>
#include <iosfwd>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

class BigInt {
 public:
  BigInt() : data_(static_cast<int64_t>(0)) {}
  template <typename Int, std::enable_if_t<(std::is_integral_v<Int> && sizeof(Int) <= 8), int> = 0>
  BigInt(Int value) : data_(FromIntegral(value)) {}  // NOLINT
  /// The integral part; NaN and infinities are errors.
  explicit BigInt(double value) : BigInt(detail::CellOfDouble(value)) {}
  BigInt(const BigInt& other) = default;
  BigInt(BigInt&& other) noexcept : BigInt() { swap(other); }
  BigInt& operator=(const BigInt& other) = default;
  BigInt& operator=(BigInt&& other) noexcept {
    BigInt(std::move(other)).swap(*this);
    return *this;
  }
  void swap(BigInt& other) noexcept { data_.swap(other.data_); }

  explicit operator bool() const noexcept { return !FitsInt() || Raw()->v_int64 != 0; }
  explicit operator int64_t() const {
    if (!FitsInt()) detail::ThrowBigInt("OverflowError", "BigInt does not fit int64_t");
    return Raw()->v_int64;
  }
  explicit operator double() const { return detail::DoubleOfCell(Raw()); }
  /// The number if it fits Int.
  template <typename Int, std::enable_if_t<(std::is_integral_v<Int> && sizeof(Int) <= 8), int> = 0>
  std::optional<Int> as() const {
    if constexpr (std::is_unsigned_v<Int> && sizeof(Int) == 8) {
      detail::WordsView words = detail::WordsOfCell(Raw());
      if (words.negative() || words.size > 2 || words.at(1) != 0) return std::nullopt;
      return static_cast<Int>(words.data[0]);
    } else {
      if (!FitsInt()) return std::nullopt;
      const int64_t value = Raw()->v_int64;
      if (value < static_cast<int64_t>(std::numeric_limits<Int>::min()) ||
          value > static_cast<int64_t>(std::numeric_limits<Int>::max())) {
        return std::nullopt;
      }
      return static_cast<Int>(value);
    }
  }
  uint64_t hash() const { return detail::HashWordsOfCell(Raw()); }
  /// Decimal text.
  std::string str() const { return detail::DecimalText(detail::WordsOfCell(Raw())); }

  BigInt& operator+=(const BigInt& rhs) { return Add(rhs, false); }
  BigInt& operator-=(const BigInt& rhs) { return Add(rhs, true); }
  BigInt& operator*=(const BigInt& rhs) {
#if defined(__GNUC__)
    int64_t product;
    if (FitsInt() && rhs.FitsInt() &&
        !__builtin_mul_overflow(Raw()->v_int64, rhs.Raw()->v_int64, &product)) {
      return *this = BigInt(product);
    }
#endif
    return *this = BigInt(detail::MultiplyCells(Raw(), rhs.Raw()));
  }
  /// Towards zero.
  BigInt& operator/=(const BigInt& rhs) {
    return *this = Divide(*this, rhs, detail::DivisionPart::kQuotient, false);
  }
  /// Sign of the dividend.
  BigInt& operator%=(const BigInt& rhs) {
    return *this = Divide(*this, rhs, detail::DivisionPart::kRemainder, false);
  }
  BigInt& operator&=(const BigInt& rhs) { return Combine(rhs, detail::BitOperation::kAnd); }
  BigInt& operator|=(const BigInt& rhs) { return Combine(rhs, detail::BitOperation::kOr); }
  BigInt& operator^=(const BigInt& rhs) { return Combine(rhs, detail::BitOperation::kXor); }
  BigInt& operator<<=(const BigInt& rhs) {
    return *this = BigInt(detail::ShiftCell(Raw(), rhs.Raw(), false));
  }
  BigInt& operator>>=(const BigInt& rhs) {
    return *this = BigInt(detail::ShiftCell(Raw(), rhs.Raw(), true));
  }
  BigInt& operator++() { return *this += BigInt(1); }
  BigInt& operator--() { return *this -= BigInt(1); }
  BigInt operator++(int) {
    BigInt before = *this;
    ++*this;
    return before;
  }
  BigInt operator--(int) {
    BigInt before = *this;
    --*this;
    return before;
  }

  friend BigInt operator+(BigInt lhs, const BigInt& rhs) { return lhs += rhs; }
  friend BigInt operator-(BigInt lhs, const BigInt& rhs) { return lhs -= rhs; }
  friend BigInt operator*(BigInt lhs, const BigInt& rhs) { return lhs *= rhs; }
  friend BigInt operator/(BigInt lhs, const BigInt& rhs) { return lhs /= rhs; }
  friend BigInt operator%(BigInt lhs, const BigInt& rhs) { return lhs %= rhs; }
  friend BigInt operator&(BigInt lhs, const BigInt& rhs) { return lhs &= rhs; }
  friend BigInt operator|(BigInt lhs, const BigInt& rhs) { return lhs |= rhs; }
  friend BigInt operator^(BigInt lhs, const BigInt& rhs) { return lhs ^= rhs; }
  friend BigInt operator<<(BigInt lhs, const BigInt& rhs) { return lhs <<= rhs; }
  friend BigInt operator>>(BigInt lhs, const BigInt& rhs) { return lhs >>= rhs; }
  friend bool operator==(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) == 0; }
  friend bool operator!=(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) != 0; }
  friend bool operator<(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) < 0; }
  friend bool operator<=(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) <= 0; }
  friend bool operator>(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) > 0; }
  friend bool operator>=(const BigInt& lhs, const BigInt& rhs) { return Compare(lhs, rhs) >= 0; }
  friend BigInt operator+(const BigInt& value) { return value; }
  friend BigInt operator-(const BigInt& value) { return BigInt() - value; }
  friend BigInt operator~(const BigInt& value) { return BigInt(detail::InvertCell(value.Raw())); }
  friend BigInt truncdiv(const BigInt& lhs, const BigInt& rhs) {
    return Divide(lhs, rhs, detail::DivisionPart::kQuotient, false);
  }
  friend BigInt truncmod(const BigInt& lhs, const BigInt& rhs) {
    return Divide(lhs, rhs, detail::DivisionPart::kRemainder, false);
  }
  friend BigInt floordiv(const BigInt& lhs, const BigInt& rhs) {
    return Divide(lhs, rhs, detail::DivisionPart::kQuotient, true);
  }
  friend BigInt floormod(const BigInt& lhs, const BigInt& rhs) {
    return Divide(lhs, rhs, detail::DivisionPart::kRemainder, true);
  }

  /// From an owned cell with an Int or a BigInt.
  explicit BigInt(TVMFFIAny&& owned) : data_(detail::AnyUnsafe::MoveTVMFFIAnyToAny(&owned)) {}

 private:
  friend struct TypeTraits<BigInt>;

  const TVMFFIAny* Raw() const { return detail::RawOf(&data_); }
  bool FitsInt() const { return Raw()->type_index == TypeIndex::kTVMFFIInt; }

  template <typename Int>
  static Any FromIntegral(Int value) {
    if constexpr (std::is_unsigned_v<Int> && sizeof(Int) == 8) {
      const uint64_t words[2] = {value, 0};
      TVMFFIAny cell = detail::CellOfWords(words, 2);
      return detail::AnyUnsafe::MoveTVMFFIAnyToAny(&cell);
    } else {
      return Any(static_cast<int64_t>(value));
    }
  }
  BigInt& Add(const BigInt& rhs, bool subtract) {
#if defined(__GNUC__)
    int64_t sum;
    const int64_t a = Raw()->v_int64, b = rhs.Raw()->v_int64;
    if (FitsInt() && rhs.FitsInt() &&
        !(subtract ? __builtin_sub_overflow(a, b, &sum) : __builtin_add_overflow(a, b, &sum))) {
      return *this = BigInt(sum);
    }
#endif
    return *this = BigInt(detail::AddCells(Raw(), rhs.Raw(), subtract));
  }
  BigInt& Combine(const BigInt& rhs, detail::BitOperation operation) {
    return *this = BigInt(detail::CombineCells(Raw(), rhs.Raw(), operation));
  }
  static BigInt Divide(const BigInt& lhs, const BigInt& rhs, detail::DivisionPart part,
                       bool floor) {
    return BigInt(detail::DivideCells(lhs.Raw(), rhs.Raw(), part, floor));
  }
  static int Compare(const BigInt& lhs, const BigInt& rhs) {
    if (lhs.FitsInt() && rhs.FitsInt()) {
      const int64_t a = lhs.Raw()->v_int64, b = rhs.Raw()->v_int64;
      return a < b ? -1 : (a > b ? 1 : 0);
    }
    return detail::CompareCells(lhs.Raw(), rhs.Raw());
  }

  Any data_;
};

static_assert(sizeof(BigInt) == 16, "layout is ABI");

// Declared here too, so that qualified calls find the friends.
BigInt truncdiv(const BigInt& lhs, const BigInt& rhs);
BigInt truncmod(const BigInt& lhs, const BigInt& rhs);
BigInt floordiv(const BigInt& lhs, const BigInt& rhs);
BigInt floormod(const BigInt& lhs, const BigInt& rhs);
inline BigInt min(const BigInt& lhs, const BigInt& rhs) { return rhs < lhs ? rhs : lhs; }
inline BigInt max(const BigInt& lhs, const BigInt& rhs) { return lhs < rhs ? rhs : lhs; }

/// Decimal digits after an optional sign; without a digit the stream fails and value stays.
template <typename Traits>
inline std::basic_istream<char, Traits>& operator>>(std::basic_istream<char, Traits>& is,
                                                    BigInt& value) {
  typename std::basic_istream<char, Traits>::sentry ready(is);
  if (!ready) return is;
  auto peek = [&is] {
    return Traits::eq_int_type(is.peek(), Traits::eof()) ? '\0' : Traits::to_char_type(is.peek());
  };
  bool negative = false;
  if (peek() == '-' || peek() == '+') negative = is.get() == '-';
  std::string digits;
  while (peek() >= '0' && peek() <= '9') digits.push_back(Traits::to_char_type(is.get()));
  if (digits.empty()) {
    is.setstate(std::basic_istream<char, Traits>::failbit);
  } else {
    value = BigInt(detail::CellOfDecimal(digits.data(), digits.size(), negative));
  }
  return is;
}
/// Decimal text.
template <typename Traits>
inline std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& os,
                                                    const BigInt& value) {
  return os << value.str().c_str();
}

/// Int and BigInt, also Bool on request.
template <>
struct TypeTraits<BigInt> : public TypeTraitsBase {
  static constexpr detail::TypeText kTypeText{"BigInt", StaticTypeKey::kTVMFFIBigInt};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void CopyToAnyView(const BigInt& src, TVMFFIAny* result) { *result = *src.Raw(); }
  static void MoveToAny(BigInt src, TVMFFIAny* result) {
    *result = detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(src.data_));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIInt || src->type_index == TypeIndex::kTVMFFIBigInt;
  }
  static BigInt CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == TypeIndex::kTVMFFIBigInt) detail::IncStrongRef(src->v_obj);
    return BigInt(TVMFFIAny(*src));
  }
  static BigInt MoveFromAnyAfterCheck(TVMFFIAny* src) {
    TVMFFIAny taken = *src;
    detail::SetNone(src);
    return BigInt(std::move(taken));
  }
  static std::optional<BigInt> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    if (src->type_index == TypeIndex::kTVMFFIBool) return BigInt(src->v_int64);
    return std::nullopt;
  }
};

}  // namespace ffi
}  // namespace tvm

template <>
struct std::hash<::tvm::ffi::BigInt> {
  size_t operator()(const ::tvm::ffi::BigInt& value) const {
    return static_cast<size_t>(value.hash());
  }
};
#endif  // TVM_FFI_BIG_INT_H_
