// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// List: behaviour table of sequences, shared mutability, edits from dying elements, contract
// messages.
#include <gtest/gtest.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/string.h>

#include <vector>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

using V = std::vector<int64_t>;
V Items(const List<int64_t>& list) { return V(list.begin(), list.end()); }

TEST(List, StartsWithoutABufferAndDoubles) {
  List<int64_t> list;
  EXPECT_EQ(list.capacity(), 0u);
  V capacities;
  for (int64_t i = 0; i < 9; ++i) {
    list.push_back(i);
    capacities.push_back(static_cast<int64_t>(list.capacity()));
  }
  EXPECT_EQ(capacities, (V{1, 2, 4, 4, 8, 8, 8, 8, 16}));
}

TEST(List, AllReferencesSeeAChange) {
  List<int64_t> a{1, 2};
  List<int64_t> b = a;
  for (int64_t i = 3; i < 100; ++i) b.push_back(i);
  EXPECT_TRUE(a.same_as(b));
  EXPECT_EQ(a.size(), 99u);
  a.Set(0, 7);
  EXPECT_EQ(b[0], 7);
  b.clear();
  EXPECT_TRUE(a.empty());
}

TEST(List, InsertsErasesAndResizes) {
  List<int64_t> list{1, 2, 3};
  list.insert(list.begin(), 0);
  list.insert(list.begin() + 1, list.begin(), list.end());
  EXPECT_EQ(Items(list), (V{0, 0, 1, 2, 3, 1, 2, 3}));
  list.erase(list.begin() + 1, list.begin() + 4);
  list.erase(list.begin());
  EXPECT_EQ(Items(list), (V{3, 1, 2, 3}));
  list.pop_back();
  list.resize(2);
  EXPECT_EQ(Items(list), (V{3, 1}));
  list.GetListObj()->Reverse();
  EXPECT_EQ(Items(list), (V{1, 3}));
  V other{5, 6, 7};
  const Object* same = list.get();
  list.Assign(other.begin(), other.end());
  EXPECT_EQ(Items(list), other);
  EXPECT_EQ(list.get(), same);
  list.Assign(list.begin() + 1, list.end());
  EXPECT_EQ(Items(list), (V{6, 7}));
  list.reserve(50);
  EXPECT_EQ(list.capacity(), 50u);
  EXPECT_EQ(Items(List<int64_t>(size_t{2}, 4)), (V{4, 4}));
}

TEST(List, ErasesManyAtOnce) {
  List<String> list;
  for (int i = 0; i < 100; ++i) list.push_back(String("a text on the heap " + std::to_string(i)));
  list.erase(list.begin() + 10, list.begin() + 90);
  EXPECT_EQ(list.size(), 20u);
  EXPECT_EQ(list[10], "a text on the heap 90");
}

// An object that edits a list when it dies.
class MeddlerObj : public Object {
 public:
  explicit MeddlerObj(List<Any> target) : target(target) {}
  ~MeddlerObj() {
    for (int i = 0; i < 20; ++i) target.push_back(i);
    if (target.size() > 30) target.erase(target.begin(), target.begin() + 5);
  }
  List<Any> target;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.ListMeddler", MeddlerObj, Object);
};

TEST(List, ADyingElementMayEditTheList) {
  for (int round = 0; round < 6; ++round) {
    List<Any> list;
    for (int i = 0; i < 40; ++i) list.push_back(ObjectRef(make_object<MeddlerObj>(list)));
    switch (round) {
      case 0:
        list.clear();
        break;
      case 1:
        list.erase(list.begin() + 1, list.begin() + 30);
        break;
      case 2:
        list.pop_back();
        break;
      case 3:
        list.Set(0, nullptr);
        break;
      case 4:
        list.resize(2);
        break;
      default:
        list.Assign(list.begin(), list.begin());
        break;
    }
    EXPECT_GT(list.size(), 0u);
    while (!list.empty()) list.clear();
  }
}

TEST(List, SaysWhichIndexIsWrong) {
  List<int64_t> list{1, 2, 3};
  EXPECT_FFI_ERROR(list[3], "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(list[-1], "IndexError", "Index -1 out of bounds 3");
  EXPECT_FFI_ERROR(list.Set(3, 1), "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(list.insert(list.begin() + 7, 1), "IndexError", "Index 7 out of bounds [0, 3]");
  EXPECT_FFI_ERROR(list.erase(list.end()), "IndexError", "Index 3 out of bounds 3");
  EXPECT_FFI_ERROR(list.erase(list.begin() + 2, list.begin() + 1), "IndexError",
                   "Erase range [2, 1) out of bounds 3");
  EXPECT_FFI_ERROR(list.resize(-1), "ValueError", "cannot resize a List to negative size");
  V numbers{1, 2};
  EXPECT_FFI_ERROR(List<int64_t>(numbers.end(), numbers.begin()), "ValueError",
                   "cannot construct a List of negative size");
  EXPECT_FFI_ERROR(List<int64_t>(static_cast<size_t>(-1), 1), "ValueError",
                   "cannot construct a List of negative size");
  EXPECT_FFI_ERROR(list.GetListObj()->resize(-1), "ValueError", "Cannot resize to negative size");
  List<int64_t> empty;
  EXPECT_FFI_ERROR(empty.front(), "IndexError", "front() on empty sequence");
  EXPECT_FFI_ERROR(empty.back(), "IndexError", "back() on empty sequence");
  EXPECT_FFI_ERROR(empty.pop_back(), "IndexError", "pop_back on empty sequence");
  List<int64_t> null{UnsafeInit{}};
  EXPECT_FFI_ERROR(null[0], "IndexError", "cannot index a null list");
  EXPECT_FFI_ERROR(null.insert(null.begin(), 1), "RuntimeError", "cannot insert to a null list");
  EXPECT_FFI_ERROR(null.erase(null.begin()), "RuntimeError", "cannot erase a null list");
  EXPECT_FFI_ERROR(null.pop_back(), "RuntimeError", "cannot pop_back a null list");
  EXPECT_EQ(null.size(), 0u);
  null.push_back(1);
  EXPECT_EQ(null.size(), 1u);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
