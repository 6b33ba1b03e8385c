// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A million nested containers die in flat stack, watched by weak references or not.
#include <gtest/gtest.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>

#include <vector>

namespace tvm {
namespace ffi {
namespace {

constexpr int kLevels = 1000000;

TEST(Depth, AMillionArraysDie) {
  Any value = 1;
  for (int i = 0; i < kLevels; ++i) value = Array<Any>{value};
  value.reset();
}

TEST(Depth, AMillionMixedContainersDie) {
  Any value = 1;
  for (int i = 0; i < kLevels; ++i) {
    switch (i % 5) {
      case 0:
        value = Array<Any>{value, value, 3};
        break;
      case 1: {
        List<Any> list;
        list.push_back(std::move(value));
        value = list;
        break;
      }
      case 2:
        value = Map<Any, Any>{{value, 1}};
        break;
      case 3:
        value = Dict<Any, Any>{{1, value}};
        break;
      default: {
        Map<Any, Any> dense;
        for (int k = 0; k < 5; ++k) dense.Set(k, value);
        value = dense;
      }
    }
  }
  value.reset();
}

TEST(Depth, WeakReferencesOnEveryLevelDoNotMatter) {
  std::vector<WeakObjectPtr<Object>> weak;
  Any value = 1;
  for (int i = 0; i < 100000; ++i) {
    Array<Any> outer{value};
    weak.emplace_back(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(outer));
    value = outer;
  }
  value.reset();
  for (const auto& w : weak) ASSERT_TRUE(w.expired());
}

TEST(Depth, EverythingDies) {
  Array<Any> leaf{1};
  Any value = leaf;
  for (int i = 0; i < 1000; ++i) value = Array<Any>{value, leaf, Map<Any, Any>{{leaf, leaf}}};
  EXPECT_GT(leaf.use_count(), 3000);
  value.reset();
  EXPECT_EQ(leaf.use_count(), 1);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
