// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json/pow10.cc: the table behind pow10.h, computed by the compiler with exact integers (layer 1).
#include "json/pow10.h"

#include <cstddef>

namespace tvm {
namespace ffi {
namespace json {
namespace {

constexpr int kCount = kMaxPow10 - kMinPow10 + 1;

struct Table {
  Pow10Bits entry[kCount];
};

// Unsigned number, least significant word first.
template <size_t kWords>
struct Wide {
  uint64_t word[kWords] = {};

  constexpr void MultiplyBy5() {
    uint64_t carry = 0;
    for (uint64_t& w : word) {
      Bits128 product = static_cast<Bits128>(w) * 5 + carry;
      w = static_cast<uint64_t>(product);
      carry = static_cast<uint64_t>(product >> 64);
    }
  }
  constexpr void DivideBy5() {
    uint64_t rest = 0;
    for (size_t i = kWords; i-- > 0;) {
      Bits128 part = (static_cast<Bits128>(rest) << 64) | word[i];
      word[i] = static_cast<uint64_t>(part / 5);
      rest = static_cast<uint64_t>(part % 5);
    }
  }
  // The 128 bits from the highest set one down.
  constexpr Pow10Bits Top() const {
    size_t at = kWords - 1;
    while (word[at] == 0) --at;
    auto below = [&](size_t n) { return at >= n ? word[at - n] : 0; };
    int shift = __builtin_clzll(word[at]);
    if (shift == 0) return Pow10Bits{below(0), below(1)};
    return Pow10Bits{below(0) << shift | below(1) >> (64 - shift),
                     below(1) << shift | below(2) >> (64 - shift)};
  }
};

constexpr Table MakeTable() {
  Table table{};
  // 10^k and 5^k have the same leading bits.
  Wide<13> power;
  power.word[0] = 1;
  for (int k = 0; k <= kMaxPow10; ++k) {
    table.entry[k - kMinPow10] = power.Top();
    power.MultiplyBy5();
  }
  // floor(floor(x / 5) / 5) = floor(x / 25), so repeated division stays exact.
  Wide<19> inverse;
  inverse.word[18] = 1;
  for (int k = -1; k >= kMinPow10; --k) {
    inverse.DivideBy5();
    table.entry[k - kMinPow10] = inverse.Top();
  }
  return table;
}

constexpr Table kTable = MakeTable();

}  // namespace

const Pow10Bits& Pow10(int k) { return kTable.entry[k - kMinPow10]; }

}  // namespace json
}  // namespace ffi
}  // namespace tvm
