// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Walks and visits: order, choice of callbacks, interrupts, regions, errors, foreign hooks.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_visit.h>

#include <vector>

#include "structural_types.h"

namespace traversal_test {
namespace {

using Texts = std::vector<std::string>;

std::string Repr(const Any& value) { return std::string(ReprPrint(value)); }

/// All values in the order of the walk.
template <WalkOrder order>
Texts Walked(const Any& root) {
  Texts texts;
  StructuralWalk<order>(root, [&](const Any& value) {
    texts.push_back(Repr(value));
    return WalkResult::Advance();
  });
  return texts;
}

TEST(StructuralWalk, PreOrderComesFromAboveAndPostOrderFromBelow) {
  const Array<Any> root{1, List<Any>{2}, Map<Any, Any>{{String("key"), 3}}};
  EXPECT_EQ(Walked<WalkOrder::kPreOrder>(root),
            (Texts{"(1, [2], {\"key\": 3})", "1", "[2]", "2", "{\"key\": 3}", "3"}));
  EXPECT_EQ(Walked<WalkOrder::kPostOrder>(root),
            (Texts{"1", "2", "[2]", "3", "{\"key\": 3}", "(1, [2], {\"key\": 3})"}));
}

TEST(StructuralWalk, NoneIsSkippedAndFieldsAreVisitedInOrder) {
  EXPECT_EQ(Walked<WalkOrder::kPreOrder>(nullptr), Texts());
  EXPECT_EQ(Walked<WalkOrder::kPreOrder>(Tree(1, nullptr)),
            (Texts{"test.traversal.Tree(a=1, b=None)", "1"}));
  EXPECT_EQ(Walked<WalkOrder::kPostOrder>(Plain(1, 2)),
            (Texts{"1", "2", "test.traversal.Plain(a=1, b=2)"}));
  EXPECT_EQ(Walked<WalkOrder::kPreOrder>(Var("ignored", 2)).size(), 2u);
}

TEST(StructuralWalk, SharedValuesAreVisitedWhereverTheyOccur) {
  const Tree shared(1, 2);
  EXPECT_EQ(Walked<WalkOrder::kPostOrder>(Array<Any>{shared, shared}).size(), 7u);
}

TEST(StructuralWalk, TheFirstCallbackThatTakesAValueGetsIt) {
  Texts texts;
  StructuralWalk<WalkOrder::kPreOrder>(
      Array<Any>{1, String("s"), Tree(2.5, true)},
      [&](int64_t value) {
        texts.push_back("int " + std::to_string(value));
        return WalkResult::Advance();
      },
      [&](const TreeObj*) -> Expected<WalkResult> {
        texts.push_back("tree");
        return WalkResult::Advance();
      },
      [&](const Any& value) {
        texts.push_back("any " + Repr(value));
        return WalkResult::Advance();
      });
  EXPECT_EQ(texts, (Texts{"any (1, \"s\", test.traversal.Tree(a=2.5, b=True))", "int 1",
                          "any \"s\"", "tree", "any 2.5", "any True"}));
}

TEST(StructuralWalk, SkipDoesNotGoBelow) {
  int64_t sum = 0;
  StructuralWalk<WalkOrder::kPreOrder>(
      Array<Any>{1, List<Any>{10}, 2}, [&](const List<Any>&) { return WalkResult::Skip(); },
      [&](int64_t value) {
        sum += value;
        return WalkResult::Advance();
      });
  EXPECT_EQ(sum, 3);
}

TEST(StructuralWalk, AnInterruptEndsTheWalkAndCarriesAValue) {
  int seen = 0;
  const Optional<VisitInterrupt> result =
      StructuralWalk<WalkOrder::kPostOrder>(Array<Any>{1, 2, 3}, [&](int64_t value) {
        ++seen;
        return value == 2 ? WalkResult::Interrupt(VisitInterrupt(value * 10))
                          : WalkResult::Advance();
      });
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ((*result)->value.cast<int>(), 20);
  EXPECT_EQ(seen, 2);
}

TEST(StructuralWalk, ErrorsEndTheWalk) {
  auto fail = [](int64_t) -> WalkResult { TVM_FFI_THROW(KeyError) << "stop"; };
  EXPECT_EQ(ErrorOf([&] { StructuralWalk<WalkOrder::kPreOrder>(Array<Any>{1}, fail); }),
            "KeyError: stop");
  const auto result = StructuralWalkExpected<WalkOrder::kPreOrder>(
      Array<Any>{1}, [](int64_t) -> Expected<WalkResult> { return Error("ValueError", "no", ""); });
  ASSERT_TRUE(result.is_err());
  EXPECT_EQ(result.error().message(), "no");
  const auto standard = StructuralWalkExpected<WalkOrder::kPreOrder>(
      Array<Any>{1}, [](int64_t) -> WalkResult { throw std::runtime_error("std"); });
  EXPECT_EQ(standard.error().kind(), "InternalError");
}

Texts Regions(const Any& root) {
  Texts texts;
  StructuralWalk<WalkOrder::kPreOrder>(root, [&](int64_t value, TVMFFIDefRegionKind kind) {
    texts.push_back(std::to_string(value) + " in " + std::to_string(kind));
    return WalkResult::Advance();
  });
  return texts;
}

TEST(StructuralWalk, DefinitionRegionsNest) {
  EXPECT_EQ(Regions(Lambda(1, 2)), (Texts{"1 in 1", "2 in 0"}));
  EXPECT_EQ(Regions(SimpleLambda(1, 2)), (Texts{"1 in 2", "2 in 0"}));
  EXPECT_EQ(Regions(Lambda(Var("v", 1), 2)), (Texts{"1 in 1", "2 in 0"}));
  EXPECT_EQ(Regions(SimpleLambda(Var("v", 1), 2)), (Texts{"1 in 0", "2 in 0"}));
  EXPECT_EQ(Regions(SimpleLambda(Array<Any>{1}, 2)), (Texts{"1 in 2", "2 in 0"}));
  EXPECT_EQ(Regions(Lambda(SimpleLambda(1, 7), 2)), (Texts{"1 in 1", "7 in 1", "2 in 0"}));
  EXPECT_EQ(Regions(SimpleLambda(Lambda(1, 7), 2)), (Texts{"1 in 1", "7 in 2", "2 in 0"}));
}

TEST(StructuralVisit, CallbacksDecideWhatIsVisitedBelow) {
  Texts texts;
  StructuralVisit(
      Array<Any>{Tree(1, 2), List<Any>{3}, 4},
      [&](const Tree& tree, StructuralVisitorObj*) -> Optional<VisitInterrupt> {
        texts.push_back("tree " + Repr(tree->a));
        return std::nullopt;
      },
      [&](const List<Any>& list,
          StructuralVisitorObj* visitor) -> Expected<Optional<VisitInterrupt>> {
        texts.push_back("list");
        return visitor->DefaultVisitExpected(list);
      },
      [&](int64_t value, StructuralVisitorObj* visitor) -> Optional<VisitInterrupt> {
        texts.push_back(std::to_string(value));
        visitor->WithDefRegionKind(kTVMFFIDefRegionKindPattern, [&] {
          EXPECT_EQ(visitor->def_region_kind(), kTVMFFIDefRegionKindPattern);
          visitor->WithDefRegionKind(kTVMFFIDefRegionKindNone, [&] {
            EXPECT_EQ(visitor->def_region_kind(), kTVMFFIDefRegionKindPattern);
          });
        });
        EXPECT_EQ(visitor->def_region_kind(), kTVMFFIDefRegionKindNone);
        return std::nullopt;
      });
  EXPECT_EQ(texts, (Texts{"tree 1", "list", "3", "4"}));
}

TEST(StructuralVisit, TooDeepNestingIsAnErrorNotACrash) {
  const Any deep = Nested(1000000);
  EXPECT_EQ(ErrorOf([&] { Walked<WalkOrder::kPostOrder>(deep); }),
            "ValueError: StructuralVisit: nested too deeply, the native stack is nearly exhausted");
  EXPECT_EQ(Walked<WalkOrder::kPostOrder>(Nested(1000)).size(), 1001u);
}

TEST(StructuralVisit, ACycleIsAnErrorThatNamesTheWay) {
  const auto nothing = [](int64_t) { return WalkResult::Advance(); };
  const List<Any> list = SelfContaining();
  const CycleBreaker breaker(list);
  EXPECT_EQ(ErrorOf([&] { StructuralWalk<WalkOrder::kPreOrder>(list, nothing); }),
            "ValueError: StructuralVisit: cyclic reference detected at <root>[1]");
  // The longest way there is: through each kind of value, besides what has no cycle.
  const Any root = Array<Any>{
      Array<Any>{1}, Map<Any, Any>{{"k", Dict<Any, Any>{{7, Tree(2.5, Tree(list, 1))}}}}, list};
  EXPECT_EQ(ErrorOf([&] { StructuralWalk<WalkOrder::kPostOrder>(root, nothing); }),
            "ValueError: StructuralVisit: cyclic reference detected at "
            "<root>[1][\"k\"][7].b.a[1]");
  EXPECT_EQ(ErrorOf([&] {
              StructuralVisit(root, [](int64_t, StructuralVisitorObj*) {
                return Optional<VisitInterrupt>(std::nullopt);
              });
            }),
            "ValueError: StructuralVisit: cyclic reference detected at "
            "<root>[1][\"k\"][7].b.a[1]");
}

TEST(StructuralVisit, AContainerThatACallbackChangesIsNotReadAmiss) {
  List<Any> list;
  for (int i = 0; i < 100; ++i) list.push_back(Tree(i));
  int seen = 0;
  StructuralWalk<WalkOrder::kPreOrder>(list, [&](const Tree&) {
    ++seen;
    list.clear();
    return WalkResult::Advance();
  });
  EXPECT_EQ(seen, 1);
  Dict<Any, Any> dict;
  for (int i = 0; i < 100; ++i) dict.Set(i, i);
  seen = 0;
  StructuralWalk<WalkOrder::kPreOrder>(dict, [&](int64_t value) {
    ++seen;
    dict.Set(1000 + value, 1);
    return WalkResult::Advance();
  });
  EXPECT_EQ(seen, 100);
}

TEST(DynamicWalk, CallbacksComeAsPairsOfTypeAndFunction) {
  const Function walk = Function::GetGlobalRequired("ffi.StructuralWalk");
  List<Any> log;
  auto record = [log](AnyView value) mutable {
    log.push_back(Any(value));
    return 0;
  };
  auto pairs = [&](std::initializer_list<int32_t> types) {
    Array<Tuple<int32_t, Function>> callbacks;
    for (int32_t type : types) {
      callbacks.push_back(Tuple<int32_t, Function>(type, Function::FromTyped(record)));
    }
    return callbacks;
  };
  const Array<Any> root{1, String("s"), Tree(2, nullptr)};
  const Array<Tuple<int32_t, Function>> none;
  walk(root, pairs({-1}), none, 0);
  EXPECT_EQ(log.size(), 5u);
  log.clear();
  walk(root, pairs({kTVMFFIStr}), none, 1);
  EXPECT_EQ(Repr(log), "[\"s\"]");
  log.clear();
  walk(root, pairs({kTVMFFIObject}), none, 1);
  EXPECT_EQ(log.size(), 2u);
  EXPECT_EQ(ErrorOf([&] { walk(root, none, none, 7); }),
            "ValueError: Unknown walk order 7, expected 0 (pre-order) or 1 (post-order)");
  Array<Tuple<int32_t, Function>> wrong{
      Tuple<int32_t, Function>(kTVMFFIInt, Function::FromTyped([](int) { return String("q"); }))};
  EXPECT_EQ(
      ErrorOf([&] { walk(root, wrong, none, 0); }),
      "TypeError: CallExpected: result type mismatch, expected WalkResult, but got ffi.SmallStr");
}

class OddObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.traversal.OddVisit", OddObj, Object);
};

TEST(VisitHook, AHookOfTheWrongKindIsRefused) {
  reflection::TypeAttrDef<OddObj>().attr("__s_visit__", 5);
  EXPECT_EQ(ErrorOf([] {
              StructuralWalk<WalkOrder::kPreOrder>(make_object<OddObj>(),
                                                   [](int64_t) { return WalkResult::Advance(); });
            }),
            "TypeError: __s_visit__ must be an opaque function pointer or ffi.Function");
}

}  // namespace
}  // namespace traversal_test
