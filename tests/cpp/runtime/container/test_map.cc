// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Map and Dict: order rules, layouts, hashes, copy on write, contract messages.
#include <gtest/gtest.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/string.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

using V = std::vector<int64_t>;

template <typename M>
V Keys(const M& map) {
  V keys;
  for (const auto& entry : map) keys.push_back(entry.first);
  return keys;
}

struct RawMap {
  TVMFFIObject header;
  char* data;
  uint64_t size;
  uint64_t slots;
  void (*data_deleter)(void*);
  uint32_t fib_shift;
  uint64_t head, tail;
};
const RawMap* Raw(const ObjectRef& map) { return reinterpret_cast<const RawMap*>(map.get()); }
bool IsSmall(const ObjectRef& map) { return (Raw(map)->slots >> 63) != 0; }
uint64_t Slots(const ObjectRef& map) { return Raw(map)->slots & ~(uint64_t{1} << 63); }

template <typename T>
class MapOrder : public ::testing::Test {};
using BothMaps = ::testing::Types<Map<int64_t, int64_t>, Dict<int64_t, int64_t>>;
TYPED_TEST_SUITE(MapOrder, BothMaps);

TYPED_TEST(MapOrder, IsTheOrderOfInsertion) {
  TypeParam map;
  V expected;
  for (int64_t i : {5, 3, 9, 1, 7, 2, 100, -4, 11}) {
    map.Set(i, i);
    expected.push_back(i);
    EXPECT_EQ(Keys(map), expected);
  }
}

TYPED_TEST(MapOrder, AnUpdateInASmallMapKeepsItsPlace) {
  TypeParam map;
  map.Set(5, 0);
  map.Set(3, 0);
  map.Set(5, 1);
  EXPECT_EQ(Keys(map), (V{5, 3}));
  EXPECT_EQ(map[5], 1);
  map.Set(8, 0);
  map.Set(3, 1);
  EXPECT_EQ(Keys(map), (V{5, 3, 8}));
  EXPECT_TRUE(IsSmall(map));
}

TYPED_TEST(MapOrder, AFullSmallMapTurnsDenseByAnyAssignment) {
  TypeParam map;
  for (int64_t i : {1, 2, 3, 4}) map.Set(i, i);
  EXPECT_TRUE(IsSmall(map));
  map.Set(1, 10);
  EXPECT_FALSE(IsSmall(map));
  EXPECT_EQ(Keys(map), (V{2, 3, 4, 1}));
}

TYPED_TEST(MapOrder, AnUpdateInADenseMapMovesToTheEnd) {
  TypeParam map;
  for (int64_t i : {5, 3, 9, 1, 7, 2}) map.Set(i, i);
  map.Set(3, 30);
  EXPECT_EQ(Keys(map), (V{5, 9, 1, 7, 2, 3}));
  map.Set(3, 31);
  EXPECT_EQ(Keys(map), (V{5, 9, 1, 7, 2, 3}));
}

TYPED_TEST(MapOrder, EraseKeepsTheRest) {
  TypeParam map;
  for (int64_t i = 0; i < 3; ++i) map.Set(i, i);
  map.erase(1);
  map.erase(77);
  EXPECT_EQ(Keys(map), (V{0, 2}));
  for (int64_t i = 10; i < 20; ++i) map.Set(i, i);
  map.erase(0);
  map.erase(15);
  EXPECT_EQ(Keys(map), (V{2, 10, 11, 12, 13, 14, 16, 17, 18, 19}));
}

TYPED_TEST(MapOrder, IteratesBothWays) {
  for (int64_t n : {3, 9}) {
    TypeParam map;
    for (int64_t i = 0; i < n; ++i) map.Set(i, i * i);
    int64_t expected = n;
    for (auto it = map.end(); it != map.begin();) {
      --it;
      --expected;
      EXPECT_EQ((*it).first, expected);
      EXPECT_EQ(it->second, expected * expected);
    }
    EXPECT_EQ(expected, 0);
  }
}

TYPED_TEST(MapOrder, FindsCountsAndGets) {
  TypeParam map;
  EXPECT_TRUE(map.empty());
  for (int64_t n : {1, 4, 5, 50}) {
    for (int64_t i = 0; i < n; ++i) map.Set(i, -i);
    EXPECT_EQ(map.size(), static_cast<size_t>(n));
    EXPECT_EQ(map.count(n - 1), 1u);
    EXPECT_EQ(map.count(n), 0u);
    EXPECT_EQ(map.at(n - 1), 1 - n);
    EXPECT_EQ(map.Get(n - 1).value(), 1 - n);
    EXPECT_FALSE(map.Get(n).has_value());
    EXPECT_TRUE(map.find(n) == map.end());
    EXPECT_EQ((*map.find(0)).second, 0);
    EXPECT_FFI_ERROR(map.at(n), "KeyError", "key is not in Map");
    EXPECT_FFI_ERROR(map[n], "KeyError", "key is not in Map");
  }
  map.clear();
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(map.count(0), 0u);
  map.Set(7, 7);
  EXPECT_EQ(Keys(map), (V{7}));
}

TYPED_TEST(MapOrder, AMovedFromMapIsEmpty) {
  TypeParam map{UnsafeInit{}};
  EXPECT_EQ(map.size(), 0u);
  EXPECT_EQ(map.count(1), 0u);
  EXPECT_FALSE(map.Get(1).has_value());
  EXPECT_TRUE(map.begin() == map.end());
  map.erase(1);
  map.clear();
  EXPECT_FFI_ERROR(map.at(1), "KeyError", "key is not in Map");
  map.Set(1, 2);
  EXPECT_EQ(map.at(1), 2);
}

TYPED_TEST(MapOrder, ARangeDecidesTheLayout) {
  struct Row {
    int64_t n;
    bool small;
    uint64_t slots;
  };
  for (const Row& row :
       {Row{0, true, 2}, Row{2, true, 2}, Row{3, true, 3}, Row{4, false, 8}, Row{5, false, 16},
        Row{8, false, 16}, Row{9, false, 32}, Row{17, false, 64}}) {
    std::vector<std::pair<int64_t, int64_t>> pairs;
    for (int64_t i = 0; i < row.n; ++i) pairs.emplace_back(i, i);
    TypeParam map(pairs.begin(), pairs.end());
    EXPECT_EQ(IsSmall(map), row.small) << row.n;
    EXPECT_EQ(Slots(map), row.slots) << row.n;
    EXPECT_EQ(map.size(), static_cast<size_t>(row.n));
  }
}

TYPED_TEST(MapOrder, GrowsAsTheAbiSays) {
  TypeParam map;
  std::vector<uint64_t> slots;
  for (int64_t i = 0; i < 9; ++i) {
    map.Set(i, i);
    slots.push_back(Slots(map));
  }
  EXPECT_EQ(slots, (std::vector<uint64_t>{2, 2, 4, 4, 8, 8, 8, 16, 16}));
  EXPECT_EQ(Raw(map)->fib_shift, 60u);
}

TEST(Map, CopiesAreIndependent) {
  for (int64_t n : {2, 4, 30}) {
    Map<int64_t, String> a;
    for (int64_t i = 0; i < n; ++i) a.Set(i, String("a text on the heap"));
    Map<int64_t, String> b = a;
    b.Set(0, "changed");
    b.Set(n, "new");
    b.erase(1);
    EXPECT_EQ(a.size(), static_cast<size_t>(n));
    EXPECT_EQ(a.at(0), "a text on the heap");
    EXPECT_EQ(b.at(0), "changed");
    EXPECT_EQ(b.size(), static_cast<size_t>(n));
    Map<int64_t, String> c = a;
    c.clear();
    EXPECT_EQ(a.size(), static_cast<size_t>(n));
    c = a;
    c.erase(12345);
    EXPECT_TRUE(c.same_as(a)) << "erasing nothing copies nothing";
  }
}

TEST(Map, ACopyOfADenseMapHoldsAndGivesUpEachEntryOnce) {
  const ObjectRef held = Array<int64_t>{1};
  const int before = held.use_count();
  {
    Map<int64_t, ObjectRef> map;
    for (int64_t i = 0; i < 100; ++i) map.Set(i, held);
    for (int64_t i = 0; i < 100; i += 3) map.erase(i);
    const int64_t left = static_cast<int64_t>(map.size());
    EXPECT_EQ(held.use_count(), before + left);
    Map<int64_t, ObjectRef> copy = map;
    copy.Set(1000, held);
    EXPECT_EQ(held.use_count(), before + 2 * left + 1);
    V expected = Keys(map);
    expected.push_back(1000);
    EXPECT_EQ(Keys(copy), expected);
  }
  EXPECT_EQ(held.use_count(), before);
}

TEST(Map, MergesOnTop) {
  Map<int64_t, int64_t> a{{1, 1}, {2, 2}}, b{{2, 20}, {3, 30}};
  Map<int64_t, int64_t> c = Merge(a, b);
  EXPECT_EQ(Keys(c), (V{1, 2, 3}));
  EXPECT_EQ(c.at(2), 20);
  EXPECT_EQ(a.at(2), 2);
}

TEST(Map, ComesFromAnUnorderedMap) {
  std::unordered_map<int64_t, int64_t> from{{1, 2}, {3, 4}};
  Map<int64_t, int64_t> map(from);
  EXPECT_EQ(map.at(3), 4);
  EXPECT_EQ((Dict<int64_t, int64_t>(from)).at(1), 2);
}

TEST(Map, ConvertsToAMapOfABase) {
  Map<String, int64_t> map{{"k", 1}};
  Map<Any, Any> any = map;
  EXPECT_TRUE(any.same_as(map));
  static_assert(!std::is_convertible_v<Map<Any, Any>, Map<int, int>>, "");
}

TEST(Map, KeysOfDifferentKindsDiffer) {
  Map<Any, Any> map;
  map.Set(1, "int");
  map.Set(true, "bool");
  map.Set(1.0, "float");
  map.Set(0.0, "zero");
  map.Set(-0.0, "minus zero");
  map.Set("text", "small");
  map.Set(String(std::string("text")), "heap form of the same text");
  EXPECT_EQ(map.size(), 6u);
  EXPECT_EQ(map.at("text").cast<String>(), "heap form of the same text");
  EXPECT_EQ(map.at(1).cast<String>(), "int");
  EXPECT_EQ(map.at(true).cast<String>(), "bool");
}

TEST(Map, HashesAreTheGoldenOnes) {
  EXPECT_EQ(AnyHash()(Any(1)), 2654435835u);
  EXPECT_EQ(AnyHash()(Any("1234567")), 3537447141u);
  EXPECT_EQ(AnyHash()(Any("12345678")), 3269011684u);
  // The map's own copy of the hash for common keys must agree.
  for (const Any& key : {Any(1), Any(-5), Any(true), Any(2.5), Any(nullptr), Any("1234567"),
                         Any("12345678"), Any(String(std::string("abc"))), Any(Bytes("abc", 3)),
                         Any(Bytes("abcdefghij", 10)), Any(Array<Any>{})}) {
    EXPECT_EQ(detail::HashKey(detail::RawOf(&key)), AnyHash()(key)) << key.GetTypeKey();
  }
}

TEST(Map, JumpTableIsTheAgreedOne) {
  EXPECT_EQ(detail::kMapJumps.distance[15], 15u);
  EXPECT_EQ(detail::kMapJumps.distance[16], 21u);
  EXPECT_EQ(detail::kMapJumps.distance[82], 2628u);
  EXPECT_EQ(detail::kMapJumps.distance[83], 8515u);
  EXPECT_EQ(detail::kMapJumps.distance[125], 5209859154120846435u);
}

TEST(Dict, GrowingKeepsTheObject) {
  Dict<int64_t, int64_t> dict;
  const Object* same = dict.get();
  Dict<int64_t, int64_t> other = dict;
  for (int64_t i = 0; i < 1000; ++i) dict.Set(i, i);
  EXPECT_EQ(dict.get(), same);
  EXPECT_EQ(other.size(), 1000u);
  other.clear();
  EXPECT_TRUE(dict.empty());
  for (int64_t i = 0; i < 10; ++i) other.Set(i, i);
  EXPECT_EQ(dict.size(), 10u);
}

class DictMeddlerObj : public Object {
 public:
  explicit DictMeddlerObj(Dict<Any, Any> target) : target(target) {}
  ~DictMeddlerObj() {
    int64_t n = static_cast<int64_t>(target.size());
    for (int64_t i = 0; i < 10; ++i) target.Set(1000 + n + i, i);
    target.erase(1000 + n);
  }
  Dict<Any, Any> target;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.DictMeddler", DictMeddlerObj, Object);
};

TEST(Dict, ADyingEntryMayEditTheDictionary) {
  for (int64_t n : {3, 4, 40}) {
    for (int round = 0; round < 3; ++round) {
      Dict<Any, Any> dict;
      for (int64_t i = 0; i < n; ++i) dict.Set(i, ObjectRef(make_object<DictMeddlerObj>(dict)));
      if (round == 0) dict.clear();
      if (round == 1) dict.erase(0);
      if (round == 2) dict.Set(0, 1);
      EXPECT_GT(dict.size(), 0u);
      while (!dict.empty()) dict.clear();
    }
  }
}

TEST(Dict, AnIteratorSurvivesAnyChange) {
  for (int64_t n : {2, 3, 4, 7, 30}) {
    for (int change = 0; change < 4; ++change) {
      Dict<Any, Any> dict;
      for (int64_t i = 0; i < n; ++i) dict.Set(i, Array<Any>{i});
      int steps = 0;
      for (auto it = dict.begin(); it != dict.end() && steps < 10000; ++it, ++steps) {
        auto entry = *it;
        if (change == 0) dict.clear();
        if (change == 1) dict.erase(entry.first);
        if (change == 2 && dict.size() < 500) dict.Set(1000 + steps, steps);
        if (change == 3) dict.erase(n - 1 - steps);
        entry = *it;
      }
      EXPECT_LT(steps, 10000);
    }
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
