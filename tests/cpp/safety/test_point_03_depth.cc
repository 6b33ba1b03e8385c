// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 3: depth. A million levels destroy, compare, hash, copy and print in flat stack; cycles are
// ValueErrors that name the path; what is shared is visited once.
#include <gtest/gtest.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

constexpr int kLevels = 1000000;

Any Nested(int levels) {
  Any value = 1;
  for (int i = 0; i < levels; ++i) value = Array<Any>{std::move(value)};
  return value;
}

// 2^levels ways, levels + 1 nodes.
Any Shared(int levels) {
  Any value = 1;
  for (int i = 0; i < levels; ++i) value = Array<Any>{value, value};
  return value;
}

TEST(Point3Depth, AMillionLevelsDestroyAndCompareInFlatStack) {
  Any a = Nested(kLevels);
  Any b = Nested(kLevels);
  EXPECT_TRUE(StructuralEqual()(a, b));
  EXPECT_EQ(StructuralHash()(a), StructuralHash()(b));
  EXPECT_TRUE(RecursiveEq(a, b));
  EXPECT_EQ(RecursiveHash(a), RecursiveHash(b));
  EXPECT_TRUE(RecursiveEq(DeepCopy(a), a));
}

TEST(Point3Depth, JsonIsWrittenToAnyDepthAndReadToItsLimit) {
  const std::string deep(100000, '[');
  String why;
  json::Parse(String(deep), &why);
  EXPECT_NE(std::string(why).find("512"), std::string::npos) << std::string(why);
  EXPECT_EQ(json::Stringify(Nested(kLevels)).size(), 2u * kLevels + 1);
}

TEST(Point3Depth, ACycleIsAValueErrorThatNamesThePath) {
  List<Any> list;
  list.push_back(Array<Any>{1, list});
  const std::string hash = MessageOf([&] { StructuralHash()(list); });
  EXPECT_EQ(hash.find("ValueError: "), 0u) << hash;
  EXPECT_NE(hash.find("[0][1]"), std::string::npos) << hash;
  EXPECT_EQ(MessageOf([&] { json::Stringify(list); }).find("ValueError: "), 0u);
  EXPECT_EQ(MessageOf([&] { ToJSONGraph(list); }).find("ValueError: "), 0u);
  list.clear();
}

TEST(Point3Depth, ASharedDagIsVisitedOnce) {
  // Would take years otherwise.
  Any a = Shared(200);
  Any b = Shared(200);
  EXPECT_TRUE(StructuralEqual()(a, b));
  EXPECT_EQ(StructuralHash()(a), StructuralHash()(b));
  EXPECT_TRUE(RecursiveEq(a, b));
  EXPECT_TRUE(RecursiveEq(FromJSONGraph(ToJSONGraph(a)), a));
  EXPECT_TRUE(RecursiveEq(DeepCopy(a), a));
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
