// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Array: behaviour table of sequences, copy on write, contract messages.
#include <gtest/gtest.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/string.h>

#include <stdexcept>
#include <vector>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

std::vector<int64_t> Items(const Array<int64_t>& arr) {
  return std::vector<int64_t>(arr.begin(), arr.end());
}
using V = std::vector<int64_t>;

TEST(Array, StartsEmptyWithRoomForFour) {
  Array<int64_t> arr;
  EXPECT_EQ(arr.size(), 0u);
  EXPECT_EQ(arr.capacity(), 4u);
  EXPECT_TRUE(arr.empty());
  EXPECT_TRUE(arr.begin() == arr.end());
}

TEST(Array, GrowsByDoubling) {
  Array<int64_t> arr;
  V capacities;
  for (int64_t i = 0; i < 17; ++i) {
    arr.push_back(i);
    capacities.push_back(static_cast<int64_t>(arr.capacity()));
  }
  EXPECT_EQ(capacities, (V{4, 4, 4, 4, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16, 32}));
}

TEST(Array, HoldsExactlyWhatItIsMadeFrom) {
  EXPECT_EQ((Array<int64_t>{1, 2, 3}).capacity(), 3u);
  std::vector<int> other{4, 5};
  EXPECT_EQ(Items(Array<int64_t>(other.begin(), other.end())), (V{4, 5}));
  EXPECT_EQ(Items(Array<int64_t>(V{6, 7})), (V{6, 7}));
  EXPECT_EQ(Items(Array<int64_t>(size_t{3}, 9)), (V{9, 9, 9}));
  EXPECT_EQ(Items(Array<int64_t>(2, 7)), (V{7, 7})) << "a count, not a range";
}

TEST(Array, ConvertsElementsOnTheWayIn) {
  std::vector<int> numbers{1, 2};
  Array<double> arr(numbers.begin(), numbers.end());
  EXPECT_EQ(Any(arr[0]).type_index(), kTVMFFIFloat);
  EXPECT_EQ(arr.GetArrayObj()->at(1).type_index(), kTVMFFIFloat);
}

TEST(Array, InsertsErasesAndResizes) {
  Array<int64_t> arr{1, 2, 3};
  arr.insert(arr.begin() + 1, 10);
  EXPECT_EQ(Items(arr), (V{1, 10, 2, 3}));
  V more{7, 8, 9};
  arr.insert(arr.end(), more.begin(), more.end());
  EXPECT_EQ(Items(arr), (V{1, 10, 2, 3, 7, 8, 9}));
  arr.erase(arr.begin());
  arr.erase(arr.begin() + 1, arr.begin() + 3);
  EXPECT_EQ(Items(arr), (V{10, 7, 8, 9}));
  arr.pop_back();
  arr.Set(0, 5);
  EXPECT_EQ(Items(arr), (V{5, 7, 8}));
  arr.resize(1);
  EXPECT_EQ(Items(arr), (V{5}));
  EXPECT_EQ(arr.front(), 5);
  EXPECT_EQ(arr.back(), 5);
  arr.clear();
  EXPECT_TRUE(arr.empty());
  Array<Any> any;
  any.resize(2);
  EXPECT_TRUE(any[1] == nullptr);
}

TEST(Array, TakesARangeOfItself) {
  Array<int64_t> arr{1, 2, 3};
  arr.insert(arr.begin() + 1, arr.begin(), arr.end());
  EXPECT_EQ(Items(arr), (V{1, 1, 2, 3, 2, 3}));
  arr.Assign(arr.begin() + 1, arr.begin() + 3);
  EXPECT_EQ(Items(arr), (V{1, 2}));
}

TEST(Array, CopiesAreIndependent) {
  Array<int64_t> a{1, 2, 3};
  Array<int64_t> b = a;
  EXPECT_TRUE(a.same_as(b));
  b.Set(0, 9);
  b.push_back(4);
  EXPECT_EQ(Items(a), (V{1, 2, 3}));
  EXPECT_EQ(Items(b), (V{9, 2, 3, 4}));
  Array<int64_t> c = a;
  c.clear();
  EXPECT_EQ(a.size(), 3u);
  const Object* before = b.get();
  b.Set(1, 7);
  EXPECT_EQ(b.get(), before) << "the only reference is edited in place";
}

TEST(Array, AWeakReferenceForbidsEditingInPlace) {
  Array<int64_t> a{1, 2, 3};
  WeakObjectPtr<Object> weak(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(a));
  const Object* before = a.get();
  a.Set(0, 9);
  EXPECT_NE(a.get(), before);
  EXPECT_TRUE(weak.expired());
}

TEST(Array, IteratesAtRandomAndBackwards) {
  Array<int64_t> arr{1, 2, 3, 4};
  EXPECT_EQ(arr.end() - arr.begin(), 4);
  EXPECT_EQ(*(arr.begin() + 2), 3);
  EXPECT_EQ(V(arr.rbegin(), arr.rend()), (V{4, 3, 2, 1}));
  static_assert(std::is_same_v<decltype(*arr.begin()), int64_t>, "by value");
}

TEST(Array, MapSharesWhatDidNotChange) {
  Array<String> words{String("a"), String("a longer text")};
  Array<String> same = words.Map([](String s) { return s; });
  EXPECT_TRUE(same.same_as(words));
  Array<String> changed = words.Map([](String s) { return s == "a" ? s : String("b"); });
  EXPECT_FALSE(changed.same_as(words));
  EXPECT_EQ(changed[1], "b");
  Array<int64_t> sizes = words.Map([](String s) { return static_cast<int64_t>(s.size()); });
  EXPECT_EQ(Items(sizes), (V{1, 13}));
}

TEST(Array, MutateByApplyEditsTheOnlyReferenceInPlace) {
  Array<int64_t> arr{1, 2};
  const Object* before = arr.get();
  arr.MutateByApply([](int64_t x) { return x * 10; });
  EXPECT_EQ(arr.get(), before);
  EXPECT_EQ(Items(arr), (V{10, 20}));
  Array<int64_t> shared = arr;
  arr.MutateByApply([](int64_t x) { return x + 1; });
  EXPECT_EQ(Items(shared), (V{10, 20}));
  EXPECT_EQ(Items(arr), (V{11, 21}));
}

TEST(Array, MutateByApplyThatThrowsLeavesNoHole) {
  Array<Array<int64_t>> arr{{1}, {2}, {3}};
  auto boom = [](Array<int64_t> x) {
    if (x[0] == 2) throw std::runtime_error("boom");
    return x;
  };
  EXPECT_THROW(arr.MutateByApply(boom), std::runtime_error);
  for (const Array<int64_t>& item : arr) EXPECT_TRUE(item.defined());
}

TEST(Array, ConcatenatesAndAggregates) {
  Array<int64_t> a{1, 2}, b{3};
  EXPECT_EQ(Items(Concat(a, b)), (V{1, 2, 3}));
  EXPECT_EQ(Items(Concat(a, a)), (V{1, 2, 1, 2}));
  EXPECT_EQ(Items(Array<int64_t>::Agregate(a, int64_t{9}, b)), (V{1, 2, 9, 3}));
}

TEST(Array, ConvertsToAnArrayOfABase) {
  Array<String> words{String("x")};
  Array<Any> any = words;
  EXPECT_TRUE(any.same_as(words));
  static_assert(std::is_convertible_v<Array<Array<int>>, Array<ObjectRef>>, "");
  static_assert(!std::is_convertible_v<Array<Any>, Array<int>>, "");
}

TEST(Array, SaysWhichIndexIsWrong) {
  Array<int64_t> arr{1, 2, 3};
  EXPECT_FFI_ERROR(arr[3], "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(arr[-1], "IndexError", "Index -1 out of bounds 3");
  EXPECT_FFI_ERROR(arr.Set(3, 1), "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(arr.insert(arr.begin() + 7, 1), "IndexError", "Index 7 out of bounds [0, 3]");
  EXPECT_FFI_ERROR(arr.insert(arr.begin() - 1, 1), "IndexError", "Index -1 out of bounds [0, 3]");
  EXPECT_FFI_ERROR(arr.erase(arr.end()), "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(arr.erase(arr.begin() + 2, arr.begin() + 1), "IndexError",
                   "Erase range [2, 1) out of bounds 3");
  EXPECT_FFI_ERROR(arr.erase(arr.begin() + 2, arr.begin() + 7), "IndexError",
                   "Erase range [2, 7) out of bounds 3");
  EXPECT_FFI_ERROR(arr.resize(-1), "ValueError", "cannot resize an Array to negative size");
  V numbers{1, 2};
  EXPECT_FFI_ERROR(Array<int64_t>(numbers.end(), numbers.begin()), "ValueError",
                   "cannot construct an Array of negative size");
  EXPECT_FFI_ERROR(arr.insert(arr.begin(), numbers.end(), numbers.begin()), "ValueError",
                   "cannot insert a range of negative size");
  EXPECT_FFI_ERROR(Array<int64_t>(static_cast<size_t>(-1), 1), "ValueError",
                   "cannot construct an Array of negative size");
  Array<int64_t> empty;
  EXPECT_FFI_ERROR(empty.front(), "IndexError", "front() on empty sequence");
  EXPECT_FFI_ERROR(empty.back(), "IndexError", "back() on empty sequence");
  EXPECT_FFI_ERROR(empty.pop_back(), "IndexError", "pop_back on empty sequence");
  EXPECT_EQ(Items(arr), (V{1, 2, 3})) << "a refused edit changes nothing";
}

TEST(Array, AMovedFromArrayIsNull) {
  auto null = [] { return Array<int64_t>(UnsafeInit{}); };
  Array<int64_t> arr = null();
  EXPECT_EQ(arr.size(), 0u);
  EXPECT_TRUE(arr.begin() == arr.end());
  EXPECT_FFI_ERROR(arr[0], "IndexError", "cannot index a null array");
  EXPECT_FFI_ERROR(arr.front(), "IndexError", "cannot index a null array");
  EXPECT_FFI_ERROR(arr.insert(arr.begin(), 1), "RuntimeError", "cannot insert a null array");
  EXPECT_FFI_ERROR(arr.erase(arr.begin()), "RuntimeError", "cannot erase a null array");
  EXPECT_FFI_ERROR(arr.pop_back(), "RuntimeError", "cannot pop_back a null array");
  EXPECT_FFI_ERROR(arr.Set(0, 1), "IndexError", "Index 0 out of bounds 0");
  arr.clear();
  arr.push_back(3);
  EXPECT_EQ(Items(arr), (V{3}));
  arr = null();
  arr.resize(2);
  EXPECT_EQ(arr.size(), 2u);
  arr = null();
  arr.reserve(9);
  EXPECT_EQ(arr.capacity(), 9u);
}

// Counts up and throws at 2.
struct Throwing {
  int n;
  using iterator_category = std::forward_iterator_tag;
  using value_type = int64_t;
  using difference_type = std::ptrdiff_t;
  using pointer = int64_t*;
  using reference = int64_t;
  int64_t operator*() const {
    if (n == 2) throw std::runtime_error("boom");
    return n;
  }
  Throwing& operator++() {
    ++n;
    return *this;
  }
  Throwing operator++(int) { return Throwing{n++}; }
  bool operator==(const Throwing& o) const { return n == o.n; }
  bool operator!=(const Throwing& o) const { return n != o.n; }
};

TEST(Array, AThrowingRangeLeavesAValidArray) {
  Array<int64_t> arr{7, 8};
  EXPECT_THROW(arr.insert(arr.begin() + 1, Throwing{0}, Throwing{5}), std::runtime_error);
  EXPECT_EQ(Items(arr), (V{7, 0, 1, 8})) << "what came before the error stays";
  EXPECT_THROW(Array<int64_t>(Throwing{0}, Throwing{5}), std::runtime_error);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
