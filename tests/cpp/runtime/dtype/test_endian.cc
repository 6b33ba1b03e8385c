// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Byte order.
#include <gtest/gtest.h>
#include <tvm/ffi/endian.h>

namespace {

TEST(Endian, SwapsEachElement) {
  uint32_t words[2] = {0x01020304u, 0xA0B0C0D0u};
  tvm::ffi::ByteSwap(words, sizeof(uint32_t), 2);
  EXPECT_EQ(words[0], 0x04030201u);
  EXPECT_EQ(words[1], 0xD0C0B0A0u);
  uint16_t half = 0x0102;
  tvm::ffi::ByteSwap(&half, 2, 1);
  EXPECT_EQ(half, 0x0201);
  uint8_t odd[3] = {1, 2, 3};
  tvm::ffi::ByteSwap(odd, 3, 1);
  EXPECT_EQ(odd[0], 3);
  EXPECT_EQ(odd[1], 2);
  tvm::ffi::ByteSwap(odd, 1, 3);
  EXPECT_EQ(odd[0], 3);
}

}  // namespace
