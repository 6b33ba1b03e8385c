// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// RecursiveHash: golden values, and agreement with RecursiveEq.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/dataclass.h>

#include <limits>

#include "dataclass_types.h"

namespace dataclass_test {
namespace {

uint64_t Hash(const Any& value) { return static_cast<uint64_t>(RecursiveHash(value)); }

TEST(RecursiveHash, PlainDataHasGoldenValues) {
  EXPECT_EQ(RecursiveHash(Array<Any>{1, 2, 3}), -982932835620842724);
  EXPECT_EQ(Hash(nullptr), 2654435769u);
  EXPECT_EQ(Hash(1.5), 4609434221268138618u);
  EXPECT_EQ(Hash(String("abc")), 2660953131u);
  EXPECT_EQ(Hash(Bytes("abc", 3)), 2660953320u);
  EXPECT_EQ(Hash(StringToDLDataType("float32")), 11093831584875u);
  EXPECT_EQ(Hash(DLDevice{kDLCUDA, 1}), 175247678514u);
  EXPECT_EQ(Hash(Shape({1, 2, 3})), 18303753571599008411u);
  EXPECT_EQ(Hash(BigPower(70)), 64u);
  EXPECT_EQ(Hash(Array<Any>{Array<Any>{1}, String("x")}), 2917911590661827474u);
  EXPECT_EQ(Hash(Map<Any, Any>{{String("a"), 1}, {String("b"), 2}}), 8690102117800834158u);
  EXPECT_EQ(Hash(Dict<Any, Any>{{String("a"), 1}}), 737077992245535816u);
}

TEST(RecursiveHash, EqualFloatsHashAlike) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Hash(0.0), Hash(-0.0));
  EXPECT_EQ(Hash(nan), Hash(-nan));
  EXPECT_EQ(Hash(nan), 9221120239695526522u);
}

TEST(RecursiveHash, ACycleCountsAsItsType) {
  List<Any> list;
  list.push_back(list);
  EXPECT_EQ(Hash(list), 234962676183720820u);
  list.clear();
}

TEST(RecursiveHash, HooksMakeTheHash) {
  EXPECT_EQ(Hash(Hooked(1, 5)), 2654435835u);
  EXPECT_EQ(ErrorOf([] { RecursiveHash(Hostile(0)); }), "KeyError: no hash");
  EXPECT_EQ(ErrorOf([] { RecursiveHash(Hostile(1)); }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `int`");
}

TEST(RecursiveHash, TypesWithTheirOwnEqualityNeedTheirOwnHash) {
  EXPECT_EQ(
      ErrorOf([] { RecursiveHash(EqOnly(1)); }),
      "ValueError: RecursiveHash: type 'test.dataclass.EqOnly' defines __ffi_eq__ or "
      "__ffi_compare__ but not __ffi_hash__. Add a __ffi_hash__ hook to maintain the invariant "
      "RecursiveEq(a,b) => RecursiveHash(a)==RecursiveHash(b).");
  EXPECT_EQ(ErrorOf([] { RecursiveHash(Array<Any>{Ordered(1)}); }).substr(0, 58),
            "ValueError: RecursiveHash: type 'test.dataclass.Ordered' d");
}

TEST(RecursiveHash, SharedNodesAreHashedOnce) { EXPECT_EQ(Hash(Diamonds(60)), Hash(Diamonds(60))); }

TEST(RecursiveHash, AMillionLevelsNeedNoNativeStack) {
  EXPECT_EQ(Hash(Nested(1000000)), Hash(Nested(1000000)));
  EXPECT_EQ(ErrorOf([] { RecursiveHash(Nested(1100000)); }),
            "ValueError: ObjectGraphDFS: maximum stack depth (1048576) exceeded");
}

}  // namespace
}  // namespace dataclass_test
