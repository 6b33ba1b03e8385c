// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// StructuralKey: values as keys by structure.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/structural_key.h>

#include <unordered_set>

#include "structural_types.h"

namespace traversal_test {
namespace {

TEST(StructuralKey, HasTheHashOfItsValue) {
  const StructuralKey key(Array<Any>{1, 2});
  EXPECT_EQ(static_cast<uint64_t>(key->hash_i64), 2823322240268045181u);
  EXPECT_EQ(std::hash<StructuralKey>()(key), 2823322240268045181u);
}

TEST(StructuralKey, ComparesByStructure) {
  EXPECT_TRUE(StructuralKey(Array<Any>{1}) == StructuralKey(Array<Any>{1}));
  EXPECT_TRUE(StructuralKey(Array<Any>{1}) != StructuralKey(Array<Any>{2}));
  const std::unordered_set<StructuralKey> set{StructuralKey(Tree(1)), StructuralKey(Tree(1))};
  EXPECT_EQ(set.size(), 1u);
}

TEST(StructuralKey, IsAKeyOfMapsByStructure) {
  Dict<Any, Any> dict;
  dict.Set(StructuralKey(Tree(1, 2)), 3);
  EXPECT_EQ(dict.at(StructuralKey(Tree(1, 2))).cast<int>(), 3);
  EXPECT_EQ(dict.count(StructuralKey(Tree(1, 3))), 0u);
  Map<Any, Any> map{{StructuralKey(Array<Any>{1}), 1}};
  EXPECT_EQ(map.at(StructuralKey(Array<Any>{1})).cast<int>(), 1);
}

TEST(StructuralKey, GlobalFunctionsMakeAndCompareKeys) {
  const Function make = Function::GetGlobalRequired("ffi.StructuralKey");
  const Function equal = Function::GetGlobalRequired("ffi.StructuralKeyEqual");
  const Any key = make(Array<Any>{1});
  EXPECT_TRUE(equal(key, make(Array<Any>{1})).cast<bool>());
  EXPECT_FALSE(equal(key, make(1)).cast<bool>());
  EXPECT_NE(ErrorOf([&] { equal(key, 1); }), "no error");
}

TEST(StructuralKey, AnUnhashableValueIsNoKey) {
  EXPECT_EQ(ErrorOf([] { StructuralKey(Plain(1)); }),
            "TypeError: _type_s_eq_hash_kind is not set for type `test.traversal.Plain`, so "
            "StructuralHash is not supported for this type");
}

}  // namespace
}  // namespace traversal_test
