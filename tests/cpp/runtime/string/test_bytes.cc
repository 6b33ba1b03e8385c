// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Bytes: small and heap form, comparison, conversion.
#include <gtest/gtest.h>
#include <tvm/ffi/string.h>

#include <cstring>
#include <unordered_set>

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(Bytes, SevenBytesLieInTheCell) {
  EXPECT_EQ(Any(Bytes("1234567", 7)).type_index(), TypeIndex::kTVMFFISmallBytes);
  EXPECT_EQ(Any(Bytes("12345678", 8)).type_index(), TypeIndex::kTVMFFIBytes);
  EXPECT_EQ(Any(Bytes(std::string("1"))).type_index(), TypeIndex::kTVMFFIBytes);
  EXPECT_EQ(Any(Bytes()).type_index(), TypeIndex::kTVMFFISmallBytes);
}

TEST(Bytes, KeepsZeroBytes) {
  Bytes bytes("a\0b", 3);
  EXPECT_EQ(bytes.size(), 3u);
  EXPECT_EQ(std::memcmp(bytes.data(), "a\0b", 3), 0);
  EXPECT_EQ(static_cast<std::string>(bytes), std::string("a\0b", 3));
}

TEST(Bytes, AssignsFromTextTypes) {
  Bytes bytes;
  bytes = std::string("abc");
  EXPECT_EQ(bytes.size(), 3u);
  bytes = TVMFFIByteArray{"defgh", 5};
  EXPECT_EQ(bytes.size(), 5u);
  Bytes other("x", 1);
  bytes.swap(other);
  EXPECT_EQ(bytes.size(), 1u);
}

TEST(Bytes, ComparesByContent) {
  EXPECT_TRUE(Bytes("abc", 3) == Bytes(std::string("abc")));
  EXPECT_TRUE(Bytes("abc", 3) != Bytes("abd", 3));
  EXPECT_TRUE(Bytes("ab", 2) < Bytes("abc", 3));
  EXPECT_TRUE(Bytes("b", 1) > Bytes("abc", 3));
  EXPECT_TRUE(Bytes("b", 1) >= Bytes("b", 1));
  EXPECT_TRUE(Bytes("b", 1) <= Bytes("b", 1));
  EXPECT_EQ(Bytes::memncmp("abc", "abd", 3, 3), -1);
  EXPECT_EQ(Bytes::memncmp("abc", "ab", 3, 2), 1);
  EXPECT_EQ(Bytes::memncmp("abc", "abc", 3, 3), 0);
  EXPECT_TRUE(Bytes::memequal("ab", "ab", 2, 2));
  EXPECT_FALSE(Bytes::memequal("ab", "abc", 2, 3));
}

TEST(Bytes, HashesAsItsContent) {
  std::unordered_set<Bytes> set;
  set.insert(Bytes("abc", 3));
  EXPECT_EQ(set.count(Bytes(std::string("abc"))), 1u);
  EXPECT_EQ(std::hash<Bytes>()(Bytes("abc", 3)), std::hash<std::string_view>()("abc"));
}

}  // namespace
