// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// PackedArgs: views, slices, filling.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(PackedArgs, FillsInOrder) {
  AnyView views[3];
  String text = "x";
  PackedArgs::Fill(views, 1, text, nullptr);
  PackedArgs args(views, 3);
  EXPECT_EQ(args.size(), 3);
  EXPECT_EQ(args.data(), views);
  EXPECT_EQ(args[0].cast<int>(), 1);
  EXPECT_EQ(args[1].cast<String>(), "x");
  EXPECT_TRUE(args[2] == nullptr);
  static_assert(sizeof(PackedArgs) == 16, "");
}

TEST(PackedArgs, SlicesStayInside) {
  AnyView views[4];
  PackedArgs::Fill(views, 0, 1, 2, 3);
  PackedArgs args(views, 4);
  EXPECT_EQ(args.Slice(1).size(), 3);
  EXPECT_EQ(args.Slice(1, 3).size(), 2);
  EXPECT_EQ(args.Slice(1, 3)[0].cast<int>(), 1);
  EXPECT_EQ(args.Slice(4).size(), 0);
  EXPECT_EQ(args.Slice(2, 9).size(), 2);
  EXPECT_EQ(args.Slice(3, 1).size(), 0);
}

}  // namespace
