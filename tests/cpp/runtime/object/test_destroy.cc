// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Destruction of deep structures needs a flat stack.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "hierarchy.h"

namespace {

using test_object::OtherObj;
namespace ffi = tvm::ffi;

std::atomic<int64_t> alive{0};

struct NodeObj : public ffi::Object {
  ffi::Any next;
  ffi::ObjectPtr<ffi::Object> second;
  NodeObj() { ++alive; }
  ~NodeObj() { --alive; }
  static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
};

void MillionLevels() {
  ffi::ObjectPtr<NodeObj> head = ffi::make_object<NodeObj>();
  for (int i = 1; i < 1000000; ++i) {
    auto node = ffi::make_object<NodeObj>();
    node->next = ffi::ObjectPtr<ffi::Object>(std::move(head));
    head = std::move(node);
  }
  EXPECT_EQ(alive, 1000000);
  head.reset();
  EXPECT_EQ(alive, 0);
}

TEST(Destroy, MillionNestedLevelsDestroyInFlatStack) { MillionLevels(); }

TEST(Destroy, DeepChainWithWeakReferencesKeepsTheMemoryThatIsWatched) {
  std::vector<ffi::WeakObjectPtr<NodeObj>> watchers;
  ffi::ObjectPtr<NodeObj> head = ffi::make_object<NodeObj>();
  for (int i = 1; i < 5000; ++i) {
    auto node = ffi::make_object<NodeObj>();
    if (i % 3 == 0) watchers.emplace_back(head);
    node->second = std::move(head);
    head = std::move(node);
  }
  head.reset();
  EXPECT_EQ(alive, 0);
  for (const auto& weak : watchers) EXPECT_TRUE(weak.expired());
}

struct ThrowingObj : public ffi::Object {
  ffi::ObjectPtr<NodeObj> member = ffi::make_object<NodeObj>();
  ~ThrowingObj() noexcept(false) { throw std::runtime_error("cannot go"); }
  static int32_t RuntimeTypeIndex() { return OtherObj::RuntimeTypeIndex(); }
};

TEST(Destroy, WhatADestructorThrowsEndsNothing) {
  {
    ffi::Any held = ffi::ObjectRef(ffi::make_object<ThrowingObj>());
  }
  EXPECT_EQ(alive, 0);
  ffi::WeakObjectPtr<ffi::Object> watcher;
  {
    ffi::ObjectPtr<ffi::Object> held = ffi::make_object<ThrowingObj>();
    watcher = held;
  }
  EXPECT_TRUE(watcher.expired());
  // The stack of destructors is level again.
  MillionLevels();
}

TEST(Destroy, WideAndDeepTreeIsDestroyedOnce) {
  // Two references to each node: the second release is the last one.
  ffi::ObjectPtr<NodeObj> head = ffi::make_object<NodeObj>();
  for (int i = 1; i < 20000; ++i) {
    auto node = ffi::make_object<NodeObj>();
    node->next = ffi::ObjectPtr<ffi::Object>(head);
    node->second = std::move(head);
    head = std::move(node);
  }
  head.reset();
  EXPECT_EQ(alive, 0);
}

}  // namespace
