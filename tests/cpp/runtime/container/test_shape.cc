// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Shape and ShapeView.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>

#include <sstream>
#include <vector>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

std::string Text(const Shape& shape) {
  std::ostringstream os;
  os << shape;
  return os.str();
}

TEST(Shape, IsMadeFromAnySequence) {
  EXPECT_EQ(Text(Shape()), "[]");
  EXPECT_EQ(Text(Shape{1, 2, 3}), "[1, 2, 3]");
  EXPECT_EQ(Text(Shape(std::vector<int64_t>{4})), "[4]");
  std::vector<int> narrow{5, 6};
  EXPECT_EQ(Text(Shape(narrow.begin(), narrow.end())), "[5, 6]");
  EXPECT_EQ(Text(Shape(Array<int64_t>{7, 8})), "[7, 8]");
  Shape source{9};
  EXPECT_EQ(Text(Shape(ShapeView(source))), "[9]");
}

TEST(Shape, AnswersQuestions) {
  Shape shape{2, 3, 4};
  EXPECT_EQ(shape.size(), 3u);
  EXPECT_EQ(shape.front(), 2);
  EXPECT_EQ(shape.back(), 4);
  EXPECT_EQ(shape[1], 3);
  EXPECT_EQ(shape.Product(), 24);
  EXPECT_EQ(Shape().Product(), 1);
  EXPECT_FALSE(shape.empty());
  EXPECT_EQ(Text(Shape::StridesFromShape(shape)), "[12, 4, 1]");
  EXPECT_EQ(Text(Shape::StridesFromShape(Shape{2, 0, 3})), "[0, 3, 1]");
  EXPECT_EQ(Text(Shape::StridesFromShape(Shape())), "[]");
}

TEST(Shape, SaysWhichIndexIsWrong) {
  Shape shape{1, 2, 3};
  EXPECT_FFI_ERROR(shape.at(3), "IndexError", "indexing 3 on a Shape of size 3");
  EXPECT_FFI_ERROR(Shape().at(0), "IndexError", "indexing 0 on a Shape of size 0");
  EXPECT_FFI_ERROR(ShapeView().at(0), "IndexError", "indexing 0 on a Shape of size 0");
  EXPECT_FFI_ERROR(Shape().front(), "IndexError", "indexing 0 on a Shape of size 0");
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
