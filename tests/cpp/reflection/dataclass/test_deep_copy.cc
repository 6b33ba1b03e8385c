// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// DeepCopy: what is shared, what is rebuilt, sharing and cycles inside the value.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/extra/dataclass.h>

#include "dataclass_types.h"

namespace dataclass_test {
namespace {

bool Same(const Any& a, const Any& b) { return a.same_as(b); }

TEST(DeepCopy, ImmutableLeavesAreShared) {
  for (const Any& leaf : {Any(1), Any(String("a long text on the heap")), Any(Shape({1, 2})),
                          BigPower(70), Any(nullptr)}) {
    EXPECT_TRUE(Same(DeepCopy(leaf), leaf));
  }
}

TEST(DeepCopy, ContainersAndObjectsAreRebuilt) {
  const Any values[] = {Array<Any>{1, Array<Any>{2}}, List<Any>{1, List<Any>()},
                        Map<Any, Any>{{String("k"), Array<Any>{1}}},
                        Dict<Any, Any>{{Array<Any>{1}, Pair(1)}}, Pair(List<Any>{1}, 2)};
  for (const Any& value : values) {
    const Any copy = DeepCopy(value);
    EXPECT_FALSE(Same(copy, value));
    EXPECT_EQ(ReprPrint(copy), ReprPrint(value));
  }
}

TEST(DeepCopy, ACopyIsIndependent) {
  const List<Any> inner{1};
  const Pair source(inner);
  const Pair copy = DeepCopy(source).cast<Pair>();
  copy->a.cast<List<Any>>().push_back(2);
  EXPECT_EQ(inner.size(), 1u);
  EXPECT_EQ(copy->a.cast<List<Any>>().size(), 2u);
}

TEST(DeepCopy, SharingIsKept) {
  const Array<Any> shared{1};
  const auto copy = DeepCopy(Array<Any>{shared, Pair(shared)}).cast<Array<Any>>();
  EXPECT_TRUE(Same(copy[0], copy[1].cast<Pair>()->a));
  EXPECT_FALSE(Same(copy[0], shared));
}

TEST(DeepCopy, CyclesCloseOnTheCopy) {
  List<Any> list{1};
  list.push_back(list);
  List<Any> copied_list = DeepCopy(list).cast<List<Any>>();
  EXPECT_TRUE(Same(copied_list[1], copied_list));
  const Pair pair(nullptr);
  const Array<Any> around{pair};
  const_cast<PairObj*>(pair.get())->b = around;
  auto copied = DeepCopy(around).cast<Array<Any>>();
  const Pair copied_pair = copied[0].cast<Pair>();
  EXPECT_TRUE(Same(copied_pair->b, copied));
  const Map<Any, Any> map{{String("k"), list}};
  list.Set(0, map);
  auto copied_map = DeepCopy(map).cast<Map<Any, Any>>();
  List<Any> through = copied_map.at(String("k")).cast<List<Any>>();
  EXPECT_TRUE(Same(through[0], copied_map));
  through.clear();
  const_cast<PairObj*>(copied_pair.get())->b = nullptr;
  const_cast<PairObj*>(pair.get())->b = nullptr;
  copied_list.clear();
  list.clear();
}

TEST(DeepCopy, KeysAreCopiedWithTheirMap) {
  const Pair key(1);
  const auto copy = DeepCopy(Map<Any, Any>{{key, key}}).cast<Map<Any, Any>>();
  const auto entry = *copy.begin();
  EXPECT_FALSE(Same(entry.first, key));
  EXPECT_TRUE(Same(entry.first, entry.second));
}

TEST(DeepCopy, WhatCannotBeCopiedIsRefused) {
  const std::string text = ErrorOf([] { DeepCopy(Array<Any>{make_object<FixedObj>()}); });
  EXPECT_EQ(text,
            "InternalError: Check failed: (copy_fn.has_value()) is false: Cannot deep copy object "
            "of type "
            "\"test.dataclass.Fixed\" because it is not copy-constructible");
  const Function f = Function::FromTyped([] { return 1; });
  EXPECT_NE(ErrorOf([&] { DeepCopy(f); })
                .find("Cannot deep copy object of type \"ffi.Function\" because it is not "
                      "copy-constructible"),
            std::string::npos);
}

TEST(DeepCopy, SharedNodesAreCopiedOnce) {
  Any copy = DeepCopy(Diamonds(60));
  for (int i = 0; i < 60; ++i) {
    const auto level = copy.cast<Array<Any>>();
    ASSERT_TRUE(Same(level[0], level[1]));
    copy = level[0];
  }
}

TEST(DeepCopy, AMillionLevelsNeedNoNativeStack) {
  EXPECT_TRUE(RecursiveEq(DeepCopy(Nested(1000000)), Nested(1000000)));
  EXPECT_EQ(ErrorOf([] { DeepCopy(Nested(1100000)); }),
            "ValueError: ObjectGraphDFS: maximum stack depth (1048576) exceeded");
}

}  // namespace
}  // namespace dataclass_test
