// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 as FIPS 180-4 describes it (layer 2).
#include "sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace tvm::ffi::reflection::detail {
namespace {

constexpr std::array<uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

// One round; the roles of the eight words move on from round to round instead of their values.
template <size_t kRole>
inline void Step(Sha256::State& v, uint32_t constant_and_word) {
  constexpr auto at = [](size_t role) { return (role + 8 - kRole) & 7; };
  const uint32_t e = v[at(4)];
  const uint32_t a = v[at(0)];
  const uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
  const uint32_t t1 = v[at(7)] + s1 + (v[at(6)] ^ (e & (v[at(5)] ^ v[at(6)]))) + constant_and_word;
  const uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
  v[at(3)] += t1;
  v[at(7)] = t1 + s0 + ((a & v[at(1)]) | (v[at(2)] & (a | v[at(1)])));
}

template <size_t... kRole>
inline void EightRounds(Sha256::State& v, const uint32_t* k, const uint32_t* w,
                        std::index_sequence<kRole...>) {
  (Step<kRole>(v, k[kRole] + w[kRole]), ...);
}

void AddBlock(Sha256::State& state, const uint8_t* block) {
  std::array<uint32_t, 64> w;
  for (size_t i = 0; i < 16; ++i) {
    w[i] = uint32_t{block[4 * i]} << 24 | uint32_t{block[4 * i + 1]} << 16 |
           uint32_t{block[4 * i + 2]} << 8 | uint32_t{block[4 * i + 3]};
  }
  for (size_t i = 16; i < 64; ++i) {
    const uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  Sha256::State v = state;
  for (size_t i = 0; i < 64; i += 8) {
    EightRounds(v, kRound.data() + i, w.data() + i, std::make_index_sequence<8>());
  }
  for (size_t i = 0; i < 8; ++i) state[i] += v[i];
}

}  // namespace

void Sha256::Add(std::string_view text) {
  size_ += text.size();
  if (held_ != 0) {
    const size_t more = std::min(text.size(), block_.size() - held_);
    std::memcpy(block_.data() + held_, text.data(), more);
    held_ += more;
    text.remove_prefix(more);
    if (held_ < block_.size()) return;
    AddBlock(state_, block_.data());
    held_ = 0;
  }
  for (; text.size() >= block_.size(); text.remove_prefix(block_.size())) {
    AddBlock(state_, reinterpret_cast<const uint8_t*>(text.data()));
  }
  // A view of nothing may have no address.
  if (!text.empty()) std::memcpy(block_.data(), text.data(), text.size());
  held_ = text.size();
}

std::string Sha256::Hex() {
  // A one bit, zeros, and the length in bits: the rest of a block, or one more.
  const uint64_t bits = uint64_t{size_} * 8;
  const size_t zeros = held_ < 56 ? 55 - held_ : 119 - held_;
  std::array<char, 72> tail{};
  tail[0] = static_cast<char>(0x80);
  for (size_t i = 0; i < 8; ++i) tail[1 + zeros + i] = static_cast<char>(bits >> (56 - 8 * i));
  Add(std::string_view(tail.data(), 1 + zeros + 8));

  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(64);
  for (uint32_t word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) hex.push_back(kDigits[(word >> shift) & 15]);
  }
  return hex;
}

std::string Sha256Hex(std::string_view text) {
  Sha256 sum;
  sum.Add(text);
  return sum.Hex();
}

}  // namespace tvm::ffi::reflection::detail
