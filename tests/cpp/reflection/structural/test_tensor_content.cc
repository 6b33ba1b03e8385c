// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Tensors in structural equality and hash: shape, data type, then the bytes, unless told to skip
// them.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>

#include <array>

#include "structural_types.h"

namespace traversal_test {
namespace {

/// Four floats inside the allocator: it lives as long as the tensor.
struct Memory {
  std::array<float, 4> data{};
  bool given = true;
  void AllocData(DLTensor* tensor) { tensor->data = given ? data.data() : nullptr; }
  void FreeData(DLTensor*) {}
};

Tensor Filled(std::array<float, 4> values, DLDevice device = {kDLCPU, 0}) {
  return Tensor::FromNDAlloc(Memory{values}, {2, 2}, DLDataType{kDLFloat, 32, 1}, device);
}

Tensor WithoutData() {
  return Tensor::FromNDAlloc(Memory{{}, false}, {2, 2}, DLDataType{kDLFloat, 32, 1}, {kDLCPU, 0});
}

bool Equal(const Any& lhs, const Any& rhs, bool skip = false) {
  const bool equal = StructuralEqual::Equal(lhs, rhs, false, skip);
  const bool same_hash =
      StructuralHash::Hash(lhs, false, skip) == StructuralHash::Hash(rhs, false, skip);
  EXPECT_EQ(equal, same_hash);
  return equal;
}

TEST(TensorContent, DecidesUnlessItIsSkipped) {
  EXPECT_TRUE(Equal(Filled({1, 2, 3, 4}), Filled({1, 2, 3, 4})));
  EXPECT_FALSE(Equal(Filled({1, 2, 3, 4}), Filled({1, 2, 3, 5})));
  EXPECT_TRUE(Equal(Filled({1, 2, 3, 4}), Filled({1, 2, 3, 5}), true));
  EXPECT_FALSE(Equal(Array<Any>{1, Filled({1})}, Array<Any>{1, Filled({2})}));
}

TEST(TensorContent, ShapeAndDataTypeComeFirst) {
  const Tensor tensor = Filled({1, 2, 3, 4});
  EXPECT_FALSE(Equal(tensor, tensor.as_strided({4}, {1})));
  EXPECT_FALSE(Equal(tensor, tensor.as_strided({4}, {1}), true));
  const Tensor ints =
      Tensor::FromNDAlloc(Memory{}, {2, 2}, DLDataType{kDLInt, 32, 1}, DLDevice{kDLCPU, 0});
  EXPECT_FALSE(Equal(Filled({}), ints));
  EXPECT_FALSE(Equal(Filled({}), ints, true));
}

TEST(TensorContent, IsReadOnTheCpuOnly) {
  const Tensor here = Filled({1});
  const Tensor there = Filled({1}, {kDLCUDA, 0});
  const std::string compare = "can only compare CPU tensor";
  EXPECT_NE(ErrorOf([&] { StructuralEqual::Equal(here, there); }).find(compare), std::string::npos);
  EXPECT_NE(ErrorOf([&] { StructuralEqual::Equal(there, here); }).find(compare), std::string::npos);
  EXPECT_NE(ErrorOf([&] { StructuralHash::Hash(there); }).find("can only hash CPU tensor"),
            std::string::npos);
  EXPECT_TRUE(StructuralEqual::Equal(here, there, false, true));
}

TEST(TensorContent, IsReadInOnePieceOnly) {
  const Tensor whole = Filled({1, 2, 3, 4});
  const Tensor turned = whole.as_strided({2, 2}, {1, 2});
  const std::string compare = "Can only compare contiguous tensor";
  EXPECT_NE(ErrorOf([&] { StructuralEqual::Equal(whole, turned); }).find(compare),
            std::string::npos);
  EXPECT_NE(ErrorOf([&] { StructuralEqual::Equal(turned, whole); }).find(compare),
            std::string::npos);
  EXPECT_NE(ErrorOf([&] { StructuralHash::Hash(turned); }).find("Can only hash contiguous tensor"),
            std::string::npos);
}

TEST(TensorContent, MayBeMissing) {
  EXPECT_TRUE(Equal(WithoutData(), WithoutData()));
  EXPECT_FALSE(Equal(WithoutData(), Filled({1, 2, 3, 4})));
  EXPECT_FALSE(Equal(Filled({1, 2, 3, 4}), WithoutData()));
}

}  // namespace
}  // namespace traversal_test
