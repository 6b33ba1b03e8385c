// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// VisitErrorContext: nodes recorded while an error unwinds, and the ways that lead to them.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/extra/visit_error_context.h>

#include "structural_types.h"

namespace traversal_test {
namespace {

/// Visits arrays; throws at the target.
void Visit(const ObjectRef& node, const ObjectRef& target) {
  TVM_FFI_VISIT_BEGIN();
  if (node.same_as(target)) TVM_FFI_VISIT_THROW(ValueError, node) << "met " << 7;
  if (const auto* tree = node.as<TreeObj>()) {
    for (const Any& child : {tree->a, tree->b}) {
      if (auto ref = child.as<ObjectRef>()) Visit(*ref, target);
    }
  }
  TVM_FFI_VISIT_END(node);
}

Expected<int> VisitExpected(const ObjectRef& node) {
  TVM_FFI_VISIT_BEGIN();
  if (node.defined()) TVM_FFI_THROW(TypeError) << "expected";
  return 1;
  TVM_FFI_VISIT_END_RETURN_EXPECTED(node);
}

std::string Paths(const ObjectRef& root, std::initializer_list<ObjectRef> pattern,
                  bool allow_prefix = false) {
  auto context = make_object<VisitErrorContextObj>();
  for (const ObjectRef& node : pattern) context->reverse_visit_pattern.push_back(node);
  return std::string(ReprPrint(
      VisitErrorContext::FindAccessPaths(root, VisitErrorContext(context), allow_prefix)));
}

TEST(VisitErrorContext, RecordsTheNodesInnermostFirst) {
  const Tree leaf(1);
  const Tree mid(2, leaf);
  const Tree root(mid, 3);
  try {
    Visit(root, leaf);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "met 7");
    EXPECT_NE(error.backtrace().find("Visit"), std::string::npos);
    const Optional<VisitErrorContext> context = VisitErrorContext::TryGetFromError(error);
    ASSERT_TRUE(context.has_value());
    const List<ObjectRef> nodes = (*context)->reverse_visit_pattern;
    ASSERT_EQ(nodes.size(), 4u);
    EXPECT_TRUE(nodes[0].same_as(leaf));
    EXPECT_TRUE(nodes[1].same_as(leaf));
    EXPECT_TRUE(nodes[2].same_as(mid));
    EXPECT_TRUE(nodes[3].same_as(root));
    EXPECT_EQ(ReprPrint(VisitErrorContext::FindAccessPaths(root, *context)), "(<root>.a.b,)");
  }
}

TEST(VisitErrorContext, ReturnsAnExpected) {
  const Expected<int> result = VisitExpected(Tree(1));
  ASSERT_TRUE(result.is_err());
  EXPECT_TRUE(VisitErrorContext::TryGetFromError(result.error()).has_value());
}

TEST(VisitErrorContext, WalksRecordTheObjectsOnTheWay) {
  const Tree leaf(1);
  const Tree root(Tree(2, leaf), 3);
  const auto walk = [&](const Error& error) {
    auto at_leaf = [&](const TreeObj* tree) -> Expected<WalkResult> {
      if (tree == leaf.get()) return error;
      return WalkResult::Advance();
    };
    return StructuralWalkExpected<WalkOrder::kPreOrder>(root, at_leaf).error();
  };
  const auto context = VisitErrorContext::TryGetFromError(walk(Error("ValueError", "x", "")));
  ASSERT_TRUE(context.has_value());
  EXPECT_EQ((*context)->reverse_visit_pattern.size(), 3u);
  EXPECT_EQ(ReprPrint(VisitErrorContext::FindAccessPaths(root, *context)), "(<root>.a.b,)");
  // An exception of a host language has to come back as it is.
  const Error carrying("ValueError", "x", "", std::nullopt, leaf);
  EXPECT_TRUE(walk(carrying).extra_context()->same_as(leaf));
}

TEST(VisitErrorContext, KeepsWhatSomebodyElseAttached) {
  const Tree foreign(9);
  const Tree node(1);
  auto visit = [&] {
    TVM_FFI_VISIT_BEGIN();
    throw Error("ValueError", "text", "", std::nullopt, foreign);
    TVM_FFI_VISIT_END(node);
  };
  try {
    visit();
    FAIL() << "no error";
  } catch (const Error& error) {
    const Optional<VisitErrorContext> context = VisitErrorContext::TryGetFromError(error);
    ASSERT_TRUE(context.has_value());
    EXPECT_TRUE((*context)->prev_error_context.same_as(foreign));
  }
  EXPECT_EQ(foreign.use_count(), 1);
  EXPECT_FALSE(VisitErrorContext::TryGetFromError(Error("ValueError", "x", "")).has_value());
}

TEST(VisitErrorContext, FindsEveryWayThroughThePattern) {
  const Tree leaf(1);
  const Tree other(9);
  const Tree mid(2, leaf);
  const Array<Any> array{mid, Const(5)};
  const Tree root(array, mid);
  const char* both = "(<root>.a[0].b, <root>.b.b)";
  EXPECT_EQ(Paths(root, {leaf}), both);
  EXPECT_EQ(Paths(root, {leaf, mid}), both);
  EXPECT_EQ(Paths(root, {leaf, root}), both);
  EXPECT_EQ(Paths(root, {leaf, leaf, mid, root, root}), both);
  EXPECT_EQ(Paths(root, {mid}), "(<root>.a[0], <root>.b)");
  EXPECT_EQ(Paths(root, {root}), "(<root>,)");
  EXPECT_EQ(Paths(root, {}), "()");
  EXPECT_EQ(Paths(root, {other}), "()");
  EXPECT_EQ(Paths(root, {leaf, other, root}), "()");
  EXPECT_EQ(Paths(root, {array}), "(<root>.a,)");
  const Tree in_map(Dict<Any, Any>{{1, Map<Any, Any>{{String("k"), leaf}}}});
  EXPECT_EQ(Paths(in_map, {leaf, in_map}), "(<root>.a[1][\"k\"],)");
}

TEST(VisitErrorContext, APrefixOfThePatternCountsWhenAllowed) {
  const Tree leaf(1);
  const Tree other(9);
  const Tree mid(2, leaf);
  const Tree root(Array<Any>{mid, Const(5)}, mid);
  EXPECT_EQ(Paths(root, {other, mid, root}, true), "(<root>.a[0].b, <root>.a[1], <root>.b.b)");
  EXPECT_EQ(Paths(root, {leaf, mid, root}, true), "(<root>.a[0].b, <root>.a[1], <root>.b.b)");
  EXPECT_EQ(Paths(root, {other}, true), "()");
  EXPECT_EQ(Paths(root, {leaf, mid, other}, true), "()");
}

TEST(VisitErrorContext, SearchesCyclesAndSharedGraphsInBoundedTime) {
  const List<Any> list = SelfContaining();
  const CycleBreaker breaker(list);
  EXPECT_EQ(Paths(Tree(list), {Tree(1)}), "()");
  EXPECT_EQ(Paths(Tree(Diamonds(60)), {Tree(1)}), "()");
  const Tree bottom(1);
  Any value = bottom;
  for (int i = 0; i < 60; ++i) value = Array<Any>{value, value};
  auto context = make_object<VisitErrorContextObj>();
  context->reverse_visit_pattern.push_back(bottom);
  EXPECT_EQ(VisitErrorContext::FindAccessPaths(Tree(value), VisitErrorContext(context)).size(),
            4096u);
}

}  // namespace
}  // namespace traversal_test
