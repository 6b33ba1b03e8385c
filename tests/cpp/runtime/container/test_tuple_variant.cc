// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Tuple and Variant.
#include <gtest/gtest.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/string.h>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

TEST(Tuple, HoldsTypedElements) {
  Tuple<int64_t, String, double> tuple(1, "a", 2.5);
  EXPECT_EQ(tuple.get<0>(), 1);
  EXPECT_EQ(tuple.get<1>(), "a");
  auto [x, y, z] = tuple;
  EXPECT_EQ(x, 1);
  EXPECT_EQ(y, "a");
  EXPECT_EQ(z, 2.5);
  Tuple deduced(int64_t{3}, String("b"));
  static_assert(std::is_same_v<decltype(deduced), Tuple<int64_t, String>>, "");
  static_assert(std::tuple_size_v<Tuple<int, int>> == 2, "");
  Tuple<int64_t, String> by_default;
  EXPECT_EQ(by_default.get<0>(), 0);
  EXPECT_EQ(by_default.get<1>(), "");
}

TEST(Tuple, IsAnArrayOfFixedLength) {
  Any any = Tuple<int, int>(1, 2);
  EXPECT_EQ(any.type_index(), kTVMFFIArray);
  EXPECT_EQ(any.cast<Array<int>>().size(), 2u);
  EXPECT_FALSE((any.as<Tuple<int, int, int>>().has_value()));
  EXPECT_TRUE((any.as<Tuple<int, int>>().has_value()));
}

TEST(Tuple, CopiesBeforeItChanges) {
  Tuple<int64_t, String> a(1, "x");
  Tuple<int64_t, String> b = a;
  b.Set<0>(5);
  EXPECT_EQ(a.get<0>(), 1);
  EXPECT_EQ(b.get<0>(), 5);
  const Object* same = b.get();
  b.Set<1>("changed in place");
  EXPECT_EQ(b.get(), same);
  Tuple<Any, Any> base = a;
  EXPECT_TRUE(base.same_as(a));
}

TEST(Tuple, ARvalueGivesItsElementsAway) {
  Tuple<Array<int64_t>> tuple(Array<int64_t>{1});
  Array<int64_t> taken = std::move(tuple).get<0>();
  EXPECT_EQ(taken.use_count(), 1);
}

TEST(Tuple, ANullTupleIsAnError) {
  Tuple<int> null{UnsafeInit{}};
  EXPECT_FFI_ERROR(null.get<0>(), "IndexError", "cannot index a null tuple");
}

TEST(Variant, HoldsOneOfItsTypes) {
  Variant<int64_t, String> v = int64_t{1};
  EXPECT_EQ(v.get<int64_t>(), 1);
  EXPECT_TRUE(v.as<int64_t>().has_value());
  EXPECT_FALSE(v.as<String>().has_value());
  EXPECT_EQ(v.GetTypeKey(), "int");
  v = String("a");
  EXPECT_EQ(v.get<String>(), "a");
  EXPECT_FFI_ERROR((Variant<int64_t, String>(int64_t{1}).get<String>()), "TypeError",
                   "Cannot convert from type `int` to `str`");
  EXPECT_EQ(sizeof(v), 16u);
}

TEST(Variant, PrefersTheExactAlternative) {
  Any number = 1;
  EXPECT_EQ((number.cast<Variant<double, int64_t>>().as<int64_t>().value()), 1);
  EXPECT_EQ((number.cast<Variant<double, String>>().as<double>().value()), 1.0);
  Any flag = true;
  EXPECT_EQ((flag.cast<Variant<String, int64_t>>().as<int64_t>().value()), 1);
}

TEST(Variant, ComparesObjectsByAddress) {
  Array<int> arr{1};
  Variant<Array<int>, Tuple<int, int>> a = arr, b = arr;
  EXPECT_TRUE(a.same_as(b));
  EXPECT_TRUE(ObjectPtrEqual()(a, b));
  EXPECT_EQ(ObjectPtrHash()(a), ObjectPtrHash()(b));
  EXPECT_TRUE(a.as<ArrayObj>() != nullptr);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
