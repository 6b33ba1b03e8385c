// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ObjectPtr, Arc and WeakObjectPtr.
#include <gtest/gtest.h>

#include <type_traits>

#include "hierarchy.h"

namespace {

using namespace test_object;  // NOLINT
using ffi::Arc;
using ffi::make_arc;
using ffi::make_object;
using ffi::ObjectPtr;
using ffi::WeakObjectPtr;

TEST(ObjectPtr, CountsReferences) {
  ObjectPtr<LeafObj> a = make_object<LeafObj>(1);
  EXPECT_EQ(a.use_count(), 1);
  EXPECT_TRUE(a.unique());
  ObjectPtr<BaseObj> b = a;
  EXPECT_EQ(a.use_count(), 2);
  EXPECT_FALSE(a.unique());
  ObjectPtr<BaseObj> c = std::move(a);
  EXPECT_TRUE(a == nullptr);  // NOLINT
  EXPECT_EQ(c.use_count(), 2);
  c.reset();
  EXPECT_EQ(b.use_count(), 1);
  EXPECT_EQ(c.use_count(), 0);
}

TEST(ObjectPtr, ComparesByAddressAndSwaps) {
  ObjectPtr<BaseObj> a = make_object<BaseObj>(1), b = make_object<BaseObj>(2), c = a;
  EXPECT_TRUE(a == c);
  EXPECT_TRUE(a != b);
  a.swap(b);
  EXPECT_EQ(a->value, 2);
  EXPECT_EQ((*b).value, 1);
  a = nullptr;
  EXPECT_FALSE(static_cast<bool>(a));
  EXPECT_TRUE(a == nullptr);
}

TEST(ObjectPtr, SelfAssignmentKeepsTheObject) {
  ObjectPtr<BaseObj> a = make_object<BaseObj>(5);
  ObjectPtr<BaseObj>& alias = a;
  a = alias;
  ASSERT_TRUE(a != nullptr);
  EXPECT_EQ(a->value, 5);
  EXPECT_EQ(a.use_count(), 1);
}

TEST(Arc, IsNeverNullByConstruction) {
  static_assert(!std::is_default_constructible_v<Arc<BaseObj>>, "");
  static_assert(!std::is_constructible_v<Arc<BaseObj>, std::nullptr_t>, "");
  Arc<LeafObj> leaf = make_arc<LeafObj>(4);
  Arc<BaseObj> base = leaf;
  EXPECT_EQ(base->value, 4);
  EXPECT_EQ(leaf.use_count(), 2);
  Arc<BaseObj> moved = std::move(leaf);
  EXPECT_EQ(moved.use_count(), 2);
}

TEST(WeakObjectPtr, LockFailsAfterLastStrongRelease) {
  ObjectPtr<BaseObj> strong = make_object<BaseObj>(1);
  WeakObjectPtr<BaseObj> weak = strong;
  EXPECT_FALSE(weak.expired());
  EXPECT_EQ(weak.use_count(), 1);
  {
    ObjectPtr<BaseObj> locked = weak.lock();
    ASSERT_TRUE(locked != nullptr);
    EXPECT_EQ(strong.use_count(), 2);
  }
  strong.reset();
  EXPECT_TRUE(weak.expired());
  EXPECT_TRUE(weak.lock() == nullptr);
}

TEST(WeakObjectPtr, WeakReferenceEndsUniqueness) {
  ObjectPtr<BaseObj> strong = make_object<BaseObj>(1);
  {
    WeakObjectPtr<BaseObj> weak = strong;
    EXPECT_FALSE(strong.unique());
    EXPECT_EQ(strong.use_count(), 1);
  }
  EXPECT_TRUE(strong.unique());
}

TEST(WeakObjectPtr, DestructorRunsBeforeTheMemoryGoes) {
  struct Counted : public ffi::Object {
    int* destroyed;
    explicit Counted(int* destroyed) : destroyed(destroyed) {}
    ~Counted() { ++*destroyed; }
    static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
  };
  int destroyed = 0;
  ObjectPtr<Counted> strong = make_object<Counted>(&destroyed);
  WeakObjectPtr<Counted> weak = strong, copy = weak;
  strong.reset();
  EXPECT_EQ(destroyed, 1);
  weak.reset();
  EXPECT_TRUE(copy.expired());
}

}  // namespace
