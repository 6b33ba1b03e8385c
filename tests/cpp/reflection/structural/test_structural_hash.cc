// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural hash: golden values, and the rule that equal values hash alike.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/structural_hash.h>

#include <limits>

#include "structural_types.h"

namespace traversal_test {
namespace {

uint64_t Hash(const Any& value) { return StructuralHash::Hash(value); }
uint64_t Combine(uint64_t k, uint64_t v) { return k ^ (v + 0x9e3779b9u + (k << 6) + (k >> 2)); }
uint64_t KeyHash(int32_t index) { return TVMFFIGetTypeInfo(index)->type_key_hash; }
uint64_t HashInt(int64_t v) { return Combine(1, static_cast<uint64_t>(v)); }

TEST(StructuralHash, PlainDataHasGoldenValues) {
  EXPECT_EQ(Hash(Array<Any>{1, 2}), 2823322240268045181u);
  EXPECT_EQ(Hash(String("abc")), 2660953131u);
  EXPECT_EQ(Hash(String("hello world long")), 3452826351u);
  EXPECT_EQ(Hash(nullptr), 2654435769u);
  EXPECT_EQ(Hash(5), 2654435839u);
  EXPECT_EQ(Hash(true), 2654435896u);
  EXPECT_EQ(Hash(1.5), 4609434221268138618u);
  EXPECT_EQ(Hash(Bytes("abc", 3)), 2660949777u);
  EXPECT_EQ(Hash(Bytes("hello world long", 16)), 3452826284u);
  EXPECT_EQ(Hash(DLDevice{kDLCUDA, 1}), 6949403450u);
  EXPECT_EQ(Hash(StringToDLDataType("float32")), 2654509817u);
  EXPECT_EQ(Hash(Shape({1, 2, 3})), 18303753571599008411u);
  EXPECT_EQ(Hash(Map<Any, Any>{{String("a"), 1}, {String("b"), 2}}), 8387368743028195433u);
  EXPECT_EQ(Hash(Dict<Any, Any>{{String("a"), 1}}), 11172378485020937918u);
  EXPECT_EQ(Hash(Array<Any>{Array<Any>{1}, String("x")}), 4435915148291093437u);
}

TEST(StructuralHash, AllNaNHashAlikeAndZerosDiffer) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Hash(nan), 9221120239695526522u);
  EXPECT_EQ(Hash(-nan), Hash(nan));
  EXPECT_NE(Hash(0.0), Hash(-0.0));
}

TEST(StructuralHash, BothFormsOfShortTextHashAlike) {
  EXPECT_EQ(Hash(String(std::string("abc"))), Hash(String("abc")));
  EXPECT_EQ(Hash(Bytes(std::string("abc"))), Hash(Bytes("abc", 3)));
}

TEST(StructuralHash, MapsDoNotDependOnInsertionOrder) {
  EXPECT_EQ(Hash(Map<Any, Any>{{1, 2}, {String("k"), 4}, {nullptr, 6}}),
            Hash(Map<Any, Any>{{nullptr, 6}, {1, 2}, {String("k"), 4}}));
}

TEST(StructuralHash, EntriesUnderObjectKeysDoNotCount) {
  const uint64_t only_size = Combine(KeyHash(kTVMFFIMap), 1);
  EXPECT_EQ(Hash(Map<Any, Any>{{Array<Any>{1}, 1}}), only_size);
  EXPECT_EQ(Hash(Map<Any, Any>{{Var("x"), 1}}), only_size);
}

TEST(StructuralHash, ObjectsFoldTheirFieldsOntoTheKeyHash) {
  const uint64_t tree = KeyHash(TreeObj::RuntimeTypeIndex());
  EXPECT_EQ(Hash(Tree(1, 2)), Combine(Combine(tree, HashInt(1)), HashInt(2)));
  const uint64_t single = KeyHash(SingleObj::RuntimeTypeIndex());
  EXPECT_EQ(Hash(Single(1, 2)), Combine(Combine(single, HashInt(1)), HashInt(2)));
}

TEST(StructuralHash, DagNodesCountInOrderOfTheirFirstEnd) {
  const Dag d(1, nullptr);
  const uint64_t content =
      Combine(Combine(KeyHash(DagObj::RuntimeTypeIndex()), HashInt(1)), Hash(nullptr));
  const uint64_t two = Combine(KeyHash(kTVMFFIArray), 2);
  EXPECT_EQ(Hash(Array<Any>{d, d}),
            Combine(Combine(two, Combine(content, 0)), Combine(content, 0)));
  EXPECT_EQ(Hash(Array<Any>{d, Dag(1)}),
            Combine(Combine(two, Combine(content, 0)), Combine(content, 1)));
}

TEST(StructuralHash, VariablesHashByPositionWhereTheyAreDefined) {
  const Var v("v");
  const Var w("w");
  EXPECT_EQ(Hash(Lambda(v, v)), Hash(Lambda(w, w)));
  EXPECT_NE(Hash(v), Hash(w));
  EXPECT_EQ(StructuralHash::Hash(v, true), StructuralHash::Hash(w, true));
  EXPECT_EQ(Hash(v), reinterpret_cast<uint64_t>(v.get()));
}

TEST(StructuralHash, InASimpleRegionTheContentOfAVariableIsAUse) {
  const Var inner("n");
  EXPECT_EQ(Hash(SimpleLambda(Var("a", inner), 1)), Hash(SimpleLambda(Var("b", inner), 1)));
  EXPECT_NE(Hash(SimpleLambda(Var("a", Var("n")), 1)), Hash(SimpleLambda(Var("b", Var("m")), 1)));
  EXPECT_EQ(Hash(Lambda(Var("a", Var("n")), 1)), Hash(Lambda(Var("b", Var("m")), 1)));
}

TEST(StructuralHash, HooksReplaceTheFoldOverFields) {
  EXPECT_EQ(Hash(Hooked(5, 1)), Hash(Hooked(5, 2)));
  EXPECT_EQ(Hash(Hooked(5)), Combine(KeyHash(HookedObj::RuntimeTypeIndex()), HashInt(5)));
}

TEST(StructuralHash, ErrorsOfHooksPropagate) {
  EXPECT_EQ(ErrorOf([] { Hash(Hostile(0)); }), "KeyError: hash refuses");
}

TEST(StructuralHash, AKeptCallbackIsRefusedAfterTheTraversal) {
  Hash(Hostile(1));
  const Function kept =
      Function::GetGlobalRequired("test.traversal.kept_callback")().cast<Function>();
  EXPECT_EQ(
      ErrorOf([&] { kept(1, 0, 0); }),
      "RuntimeError: The callback given to a type's hook is valid only during the call, on its "
      "thread");
}

TEST(StructuralHash, TypesWithoutAKindAreRefused) {
  EXPECT_EQ(ErrorOf([] { Hash(Plain(1)); }),
            "TypeError: _type_s_eq_hash_kind is not set for type `test.traversal.Plain`, so "
            "StructuralHash is not supported for this type");
  EXPECT_EQ(ErrorOf([] { Hash(Function::FromTyped([](int x) { return x; })); }),
            "TypeError: Type metadata is not set for type `ffi.Function`, so StructuralHash is not "
            "supported for this type");
}

TEST(StructuralHash, ACycleIsAnErrorThatNamesTheWay) {
  const List<Any> list = SelfContaining();
  const CycleBreaker breaker(list);
  EXPECT_EQ(ErrorOf([&] { Hash(list); }),
            "ValueError: StructuralHash: cyclic reference detected at <root>[1]");
  EXPECT_EQ(ErrorOf([&] { Hash(Tree(0, list)); }),
            "ValueError: StructuralHash: cyclic reference detected at <root>.b[1]");
}

TEST(StructuralHash, SharedNodesAreHashedOnce) {
  // 2^60 ways: anything but linear time would not end.
  EXPECT_EQ(Hash(Diamonds(60)), Hash(Diamonds(60)));
}

TEST(StructuralHash, AMillionLevelsNeedNoNativeStack) {
  EXPECT_EQ(Hash(Nested(1000000)), Hash(Nested(1000000)));
  EXPECT_EQ(ErrorOf([] { Hash(Nested(1100000)); }),
            "ValueError: StructuralHash: maximum stack depth (1048576) exceeded");
}

}  // namespace
}  // namespace traversal_test
