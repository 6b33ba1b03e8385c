// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// RecursiveEq and the four orders.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/dataclass.h>

#include <limits>

#include "dataclass_types.h"

namespace dataclass_test {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

/// `<`, `=` or `>` of an order in which all five operations agree, or the error.
std::string Order(const Any& lhs, const Any& rhs) {
  try {
    const bool lt = RecursiveLt(lhs, rhs);
    const bool gt = RecursiveGt(lhs, rhs);
    EXPECT_EQ(RecursiveLe(lhs, rhs), !gt);
    EXPECT_EQ(RecursiveGe(lhs, rhs), !lt);
    EXPECT_EQ(RecursiveEq(lhs, rhs), !lt && !gt);
    return lt ? "<" : (gt ? ">" : "=");
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
}

TEST(RecursiveCompare, PlainDataIsOrderedWithinItsType) {
  EXPECT_EQ(Order(1, 1), "=");
  EXPECT_EQ(Order(1, 2), "<");
  EXPECT_EQ(Order(true, false), ">");
  EXPECT_EQ(Order(1.5, 2.5), "<");
  EXPECT_EQ(Order(0.0, -0.0), "=");
  EXPECT_EQ(Order(String("a"), String("b")), "<");
  EXPECT_EQ(Order(String("abcdefgh"), String("abc")), ">");
  EXPECT_EQ(Order(String("\xc3\xa9"), String("z")), "<");
  EXPECT_EQ(Order(Bytes("a", 1), Bytes("b", 1)), "<");
  EXPECT_EQ(Order(StringToDLDataType("int8"), StringToDLDataType("int16")), "<");
  EXPECT_EQ(Order(DLDevice{kDLCPU, 1}, DLDevice{kDLCUDA, 0}), "<");
  EXPECT_EQ(Order(Shape({1, 2}), Shape({1, 3})), "<");
  EXPECT_EQ(Order(Shape({1, 2}), Shape({1})), ">");
}

TEST(RecursiveCompare, NoneIsLessThanEverything) {
  EXPECT_EQ(Order(nullptr, nullptr), "=");
  EXPECT_EQ(Order(nullptr, 1), "<");
  EXPECT_EQ(Order(Array<Any>{1}, nullptr), ">");
}

TEST(RecursiveCompare, IntegersOfAnySizeAreOrdered) {
  EXPECT_EQ(Order(BigPower(70), 1), ">");
  EXPECT_EQ(Order(1, BigPower(70)), "<");
  EXPECT_EQ(Order(BigPower(70), BigPower(70)), "=");
  EXPECT_EQ(Order(BigPower(70), BigPower(71)), "<");
  EXPECT_EQ(Order(BigPower(70, true), 1), "<");
  EXPECT_EQ(Order(BigPower(70, true), BigPower(71, true)), ">");
  EXPECT_EQ(Order(BigPower(200, true), BigPower(71, true)), "<");
}

TEST(RecursiveCompare, DifferentTypesAreUnequalAndWithoutOrder) {
  EXPECT_FALSE(RecursiveEq(1, 1.0));
  EXPECT_EQ(Order(1, 1.0), "TypeError: Cannot compare values of different types: int vs float");
  EXPECT_EQ(Order(1, true), "TypeError: Cannot compare values of different types: int vs bool");
  EXPECT_EQ(Order(String("a"), Bytes("a", 1)),
            "TypeError: Cannot compare values of different types: ffi.SmallStr vs ffi.SmallBytes");
  EXPECT_EQ(Order(Array<Any>{1}, List<Any>{1}),
            "TypeError: Cannot compare values of different types: ffi.Array vs ffi.List");
  EXPECT_FALSE(RecursiveEq(Map<Any, Any>(), Dict<Any, Any>()));
  EXPECT_FALSE(RecursiveEq(Pair(1), Hidden(1)));
}

TEST(RecursiveCompare, NaNEqualsItselfAndHasNoOrder) {
  EXPECT_TRUE(RecursiveEq(kNaN, kNaN));
  EXPECT_FALSE(RecursiveEq(kNaN, 1.0));
  EXPECT_EQ(Order(kNaN, 1.0), "TypeError: Cannot order NaN values");
  EXPECT_TRUE(RecursiveEq(Pair(1, Array<Any>{kNaN}), Pair(1, Array<Any>{-kNaN})));
}

TEST(RecursiveCompare, SequencesAndObjectsCompareLexicographically) {
  EXPECT_EQ(Order(Array<Any>{1, 2}, Array<Any>{1, 3}), "<");
  EXPECT_EQ(Order(Array<Any>{1}, Array<Any>{1, 2}), "<");
  EXPECT_EQ(Order(List<Any>{2}, List<Any>{1, 2}), ">");
  EXPECT_EQ(Order(Pair(1, 2), Pair(1, 3)), "<");
  EXPECT_EQ(Order(Pair(1, nullptr), Pair(1, 2)), "<");
  EXPECT_EQ(Order(Array<Any>{1, String("a")}, Array<Any>{1, 2}),
            "TypeError: Cannot compare values of different types: ffi.SmallStr vs int");
}

TEST(RecursiveCompare, FieldsWithoutComparisonDoNotCount) {
  EXPECT_EQ(Order(Marked(1, 2), Marked(5, 2)), "=");
  EXPECT_EQ(RecursiveHash(Marked(1, 2)), RecursiveHash(Marked(5, 2)));
}

TEST(RecursiveCompare, MapsAreEqualByKeyAndHaveNoOrder) {
  const Map<Any, Any> map{{String("a"), 1}, {String("b"), 2}};
  EXPECT_TRUE(RecursiveEq(map, Map<Any, Any>{{String("b"), 2}, {String("a"), 1}}));
  EXPECT_EQ(Order(map, Map<Any, Any>{{String("b"), 2}, {String("a"), 1}}), "=");
  EXPECT_FALSE(RecursiveEq(map, Map<Any, Any>{{String("a"), 1}}));
  EXPECT_EQ(Order(map, Map<Any, Any>{{String("a"), 1}}), "TypeError: Cannot order Map/Dict values");
}

TEST(RecursiveCompare, WhatReflectsNothingComparesByIdentity) {
  const Function f = Function::FromTyped([] { return 1; });
  const Function g = Function::FromTyped([] { return 1; });
  EXPECT_TRUE(RecursiveEq(f, f));
  EXPECT_FALSE(RecursiveEq(f, g));
  EXPECT_EQ(Order(f, f), "=");
  EXPECT_EQ(Order(f, g), "TypeError: Cannot order values of type ffi.Function");
}

TEST(RecursiveCompare, HooksDecide) {
  EXPECT_TRUE(RecursiveEq(Hooked(Array<Any>{1}, 1), Hooked(Array<Any>{1}, 2)));
  EXPECT_EQ(Order(Ordered(1), Ordered(2)), "<");
  EXPECT_TRUE(RecursiveEq(Ordered(kNaN), Ordered(kNaN)));
  EXPECT_FALSE(RecursiveEq(Ordered(1), Ordered(String("a"))));
  // Without __ffi_compare__ the fields decide the order.
  EXPECT_TRUE(RecursiveLt(EqOnly(1), EqOnly(2)));
}

TEST(RecursiveCompare, MisbehavingHooksGiveErrors) {
  EXPECT_EQ(ErrorOf([] { RecursiveEq(Hostile(0), Hostile(0)); }), "KeyError: no equality");
  EXPECT_EQ(ErrorOf([] { RecursiveEq(Hostile(1), Hostile(1)); }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `bool`");
}

TEST(RecursiveCompare, CyclesAreEqualButHaveNoOrder) {
  List<Any> a{1};
  a.push_back(a);
  List<Any> b{1};
  b.push_back(b);
  EXPECT_TRUE(RecursiveEq(a, b));
  EXPECT_EQ(ErrorOf([&] { RecursiveLt(a, b); }),
            "ValueError: RecursiveCompare: cyclic reference detected in ordering");
  a.clear();
  b.clear();
}

TEST(RecursiveCompare, SharedNodesAreComparedOnce) {
  EXPECT_EQ(Order(Diamonds(60), Diamonds(60)), "=");
}

TEST(RecursiveCompare, AMillionLevelsNeedNoNativeStack) {
  EXPECT_TRUE(RecursiveEq(Nested(1000000), Nested(1000000)));
  EXPECT_FALSE(RecursiveLt(Nested(1000000), Nested(1000000)));
  EXPECT_EQ(ErrorOf([] { RecursiveEq(Nested(1100000), Nested(1100000)); }),
            "ValueError: RecursiveCompare: maximum stack depth (1048576) exceeded");
}

}  // namespace
}  // namespace dataclass_test
