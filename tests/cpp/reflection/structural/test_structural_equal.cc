// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural equality, and where two values first differ.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>

#include <limits>

#include "structural_types.h"

namespace traversal_test {
namespace {

bool Equal(const Any& lhs, const Any& rhs, bool map_free_vars = false) {
  const bool equal = StructuralEqual::Equal(lhs, rhs, map_free_vars);
  if (equal) {
    EXPECT_EQ(StructuralHash::Hash(lhs, map_free_vars), StructuralHash::Hash(rhs, map_free_vars));
  }
  EXPECT_EQ(StructuralEqual::GetFirstMismatch(lhs, rhs, map_free_vars).has_value(), !equal);
  return equal;
}

/// `way on the left | way on the right`, or "equal".
std::string Mismatch(const Any& lhs, const Any& rhs) {
  const Optional<reflection::AccessPathPair> pair = StructuralEqual::GetFirstMismatch(lhs, rhs);
  if (!pair.has_value()) return "equal";
  return std::string(ReprPrint((*pair).get<0>())) + " | " +
         std::string(ReprPrint((*pair).get<1>()));
}

TEST(StructuralEqual, PlainDataComparesByValueAndType) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(Equal(1, 1));
  EXPECT_FALSE(Equal(1, 1.0));
  EXPECT_FALSE(Equal(1, true));
  EXPECT_TRUE(Equal(nan, -nan));
  EXPECT_FALSE(Equal(0.0, -0.0));
  EXPECT_TRUE(Equal(String("abc"), String(std::string("abc"))));
  EXPECT_TRUE(Equal(Bytes("abc", 3), Bytes(std::string("abc"))));
  EXPECT_FALSE(Equal(String("abc"), Bytes("abc", 3)));
  EXPECT_TRUE(Equal(Shape({1, 2}), Shape({1, 2})));
  EXPECT_FALSE(Equal(Shape({1, 2}), Shape({1, 3})));
  EXPECT_FALSE(Equal(Array<Any>{1}, List<Any>{1}));
}

TEST(StructuralEqual, MapsCompareByKey) {
  EXPECT_TRUE(Equal(Map<Any, Any>{{1, 2}, {3, 4}}, Map<Any, Any>{{3, 4}, {1, 2}}));
  EXPECT_FALSE(Equal(Map<Any, Any>{{1, 2}}, Map<Any, Any>{{1, 3}}));
  EXPECT_FALSE(Equal(Map<Any, Any>{{1, 2}}, Dict<Any, Any>{{1, 2}}));
}

TEST(StructuralEqual, KindsDecideHowObjectsCompare) {
  EXPECT_TRUE(Equal(Tree(1, 2), Tree(1, 2)));
  EXPECT_TRUE(Equal(Const(1, 2), Const(1, 2)));
  EXPECT_FALSE(Equal(Tree(1, 2), Const(1, 2)));
  const Single s(1);
  EXPECT_TRUE(Equal(s, s));
  EXPECT_FALSE(Equal(s, Single(1)));
}

TEST(StructuralEqual, DagNodesMapOneToOne) {
  const Dag d(1);
  const Dag e(1);
  EXPECT_TRUE(Equal(Array<Any>{d, d}, Array<Any>{e, e}));
  EXPECT_FALSE(Equal(Array<Any>{d, d}, Array<Any>{d, e}));
  EXPECT_FALSE(Equal(Array<Any>{d, e}, Array<Any>{d, d}));
  EXPECT_TRUE(Equal(Array<Any>{d, e}, Array<Any>{e, d}));
}

TEST(StructuralEqual, VariablesMapOnlyWhereTheyAreDefined) {
  const Var v("v");
  const Var w("w");
  EXPECT_TRUE(Equal(v, v));
  EXPECT_FALSE(Equal(v, w));
  EXPECT_TRUE(Equal(v, w, true));
  EXPECT_TRUE(Equal(Lambda(v, v), Lambda(w, w)));
  EXPECT_FALSE(Equal(Lambda(v, w), Lambda(w, v)));
  EXPECT_FALSE(Equal(Lambda(v, w), Lambda(w, w)));
  EXPECT_FALSE(Equal(Lambda(Array<Any>{v, v}, 0), Lambda(Array<Any>{v, w}, 0)));
  EXPECT_TRUE(Equal(Lambda(Array<Any>{v, w}, 0), Lambda(Array<Any>{w, v}, 0)));
  EXPECT_FALSE(Equal(Array<Any>{v, Lambda(v, v)}, Array<Any>{v, Lambda(w, w)}));
  EXPECT_FALSE(Equal(Array<Any>{v, v}, Array<Any>{w, v}, true));
}

TEST(StructuralEqual, InASimpleRegionTheContentOfAVariableIsAUse) {
  const Var n("n");
  const Var a("a", n);
  const Var b("b", n);
  const Var c("c", Var("m"));
  EXPECT_TRUE(Equal(SimpleLambda(a, a), SimpleLambda(b, b)));
  EXPECT_FALSE(Equal(SimpleLambda(a, a), SimpleLambda(c, c)));
  EXPECT_TRUE(Equal(Lambda(a, a), Lambda(c, c)));
  EXPECT_FALSE(Equal(Lambda(Var("a", 1), 0), Lambda(Var("b", 2), 0)));
}

TEST(StructuralEqual, KeysFollowTheMapOfVariables) {
  const Var v("v");
  const Var w("w");
  EXPECT_TRUE(Equal(Lambda(v, Map<Any, Any>{{v, 1}}), Lambda(w, Map<Any, Any>{{w, 1}})));
  EXPECT_FALSE(Equal(Lambda(Map<Any, Any>{{v, 1}}, v), Lambda(Map<Any, Any>{{w, 1}}, w)));
  EXPECT_FALSE(Equal(Map<Any, Any>{{Array<Any>{1}, 1}}, Map<Any, Any>{{Array<Any>{1}, 1}}));
}

TEST(StructuralEqual, TheFirstMismatchHasAWayOnEitherSide) {
  using M = Map<Any, Any>;
  const std::pair<std::pair<Any, Any>, const char*> cases[] = {
      {{Array<Any>{1, 2}, Array<Any>{1, 3}}, "<root>[1] | <root>[1]"},
      {{Array<Any>{1, 2}, Array<Any>{1}}, "<root>[1] | <root>[<missing:1>]"},
      {{Array<Any>{1}, Array<Any>{1, 2}}, "<root>[<missing:1>] | <root>[1]"},
      {{Array<Any>{1, 5, 6}, Array<Any>{2, 2}}, "<root>[0] | <root>[0]"},
      {{M{{String("a"), 1}}, M{{String("a"), 2}}}, "<root>[\"a\"] | <root>[\"a\"]"},
      {{M{{String("a"), 1}, {String("b"), 2}}, M{{String("a"), 1}}},
       "<root>[\"b\"] | <root>[<missing:\"b\">]"},
      {{M{{String("a"), 1}}, M{{String("a"), 1}, {String("b"), 2}}},
       "<root>[<missing:\"b\">] | <root>[\"b\"]"},
      {{Tree(1, 2), Tree(1, 3)}, "<root>.b | <root>.b"},
      {{Tree(1, 2), Array<Any>{1}}, "<root> | <root>"},
      {{1, 2}, "<root> | <root>"},
      {{Array<Any>{Tree(1, Array<Any>{M{{String("k"), Array<Any>{5}}}})},
        Array<Any>{Tree(1, Array<Any>{M{{String("k"), Array<Any>{6}}}})}},
       "<root>[0].b[0][\"k\"][0] | <root>[0].b[0][\"k\"][0]"},
  };
  for (const auto& [values, expected] : cases) {
    EXPECT_EQ(Mismatch(values.first, values.second), expected);
  }
  EXPECT_EQ(Mismatch(Tree(1, 2), Tree(1, 2)), "equal");
}

TEST(StructuralEqual, HooksDecideAndNameTheirChildren) {
  EXPECT_TRUE(Equal(Hooked(1, 2), Hooked(1, 3)));
  EXPECT_EQ(Mismatch(Array<Any>{Hooked(1)}, Array<Any>{Hooked(2)}), "<root>[0].a | <root>[0].a");
  EXPECT_EQ(Mismatch(Array<Any>{Hostile(1)}, Array<Any>{Hostile(1)}), "<root>[0] | <root>[0]");
  EXPECT_EQ(Mismatch(Hostile(2), Hostile(2)), "equal");
  EXPECT_EQ(Mismatch(Hostile(3, Tree(1, 2)), Hostile(3, Tree(1, 3))),
            "<root>.named.b | <root>.named.b");
  EXPECT_EQ(ErrorOf([] { StructuralEqual::Equal(Hostile(0), Hostile(0)); }),
            "KeyError: equality refuses");
}

TEST(StructuralEqual, TypesWithoutAKindAreRefused) {
  const Plain plain(1);
  EXPECT_EQ(ErrorOf([&] { StructuralEqual::Equal(plain, plain); }),
            "TypeError: _type_s_eq_hash_kind is not set for type `test.traversal.Plain`, so "
            "StructuralHash is not supported for this type");
}

TEST(StructuralEqual, ACycleIsAnErrorThatNamesTheWay) {
  const List<Any> a = SelfContaining();
  const List<Any> b = SelfContaining();
  const CycleBreaker break_a(a);
  const CycleBreaker break_b(b);
  EXPECT_EQ(ErrorOf([&] { StructuralEqual::Equal(a, b); }),
            "ValueError: StructuralEqual: cyclic reference detected at <root>[1]");
}

TEST(StructuralEqual, SharedNodesAreComparedOnce) {
  EXPECT_TRUE(Equal(Diamonds(60), Diamonds(60)));
}

TEST(StructuralEqual, AMillionLevelsNeedNoNativeStack) {
  EXPECT_TRUE(StructuralEqual::Equal(Nested(1000000), Nested(1000000)));
  EXPECT_EQ(ErrorOf([] { StructuralEqual::Equal(Nested(1100000), Nested(1100000)); }),
            "ValueError: StructuralEqual: maximum stack depth (1048576) exceeded");
}

}  // namespace
}  // namespace traversal_test
