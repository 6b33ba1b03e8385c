// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>

namespace {

using namespace tvm::ffi;
using reflection::AccessKind;
using reflection::AccessPath;
using reflection::AccessStep;

AccessPath Deep() { return AccessPath::Root()->Attr("a")->ArrayItem(0)->MapItem(Any(String("k"))); }

TEST(AccessKind, TheValuesAreSeenByOtherLanguages) {
  EXPECT_EQ(static_cast<int>(AccessKind::kAttr), 0);
  EXPECT_EQ(static_cast<int>(AccessKind::kArrayItem), 1);
  EXPECT_EQ(static_cast<int>(AccessKind::kMapItem), 2);
  EXPECT_EQ(static_cast<int>(AccessKind::kAttrMissing), 3);
  EXPECT_EQ(static_cast<int>(AccessKind::kArrayItemMissing), 4);
  EXPECT_EQ(static_cast<int>(AccessKind::kMapItemMissing), 5);
}

TEST(AccessPath, GoesBackToItsSteps) {
  const Array<AccessStep> steps = Deep()->ToSteps();
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0]->kind, AccessKind::kAttr);
  EXPECT_EQ(steps[1]->key.cast<int64_t>(), 0);
  EXPECT_TRUE(AccessPath::FromSteps(steps)->PathEqual(Deep()));
  EXPECT_EQ(Deep()->depth, 3);
}

TEST(AccessPath, ComparesStepByStep) {
  EXPECT_TRUE(Deep()->PathEqual(Deep()));
  EXPECT_FALSE(Deep()->PathEqual(AccessPath::Root()));
  EXPECT_FALSE(AccessPath::Root()->Attr("a")->PathEqual(AccessPath::Root()->AttrMissing("a")));
  EXPECT_TRUE(AccessPath::Root()->PathEqual(AccessPath::Root()));
}

TEST(AccessPath, KnowsItsPrefixes) {
  EXPECT_TRUE(AccessPath::Root()->IsPrefixOf(Deep()));
  EXPECT_TRUE(AccessPath::Root()->Attr("a")->IsPrefixOf(Deep()));
  EXPECT_TRUE(Deep()->IsPrefixOf(Deep()));
  EXPECT_FALSE(Deep()->IsPrefixOf(AccessPath::Root()));
  EXPECT_FALSE(AccessPath::Root()->Attr("b")->IsPrefixOf(Deep()));
}

TEST(AccessPath, HasAParentBelowTheRoot) {
  EXPECT_FALSE(AccessPath::Root()->GetParent().has_value());
  EXPECT_TRUE(Deep()->GetParent().value()->PathEqual(AccessPath::Root()->Attr("a")->ArrayItem(0)));
}

TEST(AccessPath, AMillionStepsCompareAndDieInFlatStack) {
  AccessPath path = AccessPath::Root();
  AccessPath other = AccessPath::Root();
  for (int64_t i = 0; i < 1000000; ++i) {
    path = path->ArrayItem(i);
    other = other->ArrayItem(i);
  }
  EXPECT_TRUE(path->PathEqual(other));
  EXPECT_EQ(path->ToSteps().size(), 1000000u);
}

TEST(AccessPath, IsReachableThroughReflection) {
  const char* key = "ffi.reflection.AccessPath";
  const Any root = reflection::GetMethod(key, "_root")();
  const Any item = reflection::GetMethod(key, "_array_item")(root, 3);
  EXPECT_TRUE(item.cast<AccessPath>()->PathEqual(AccessPath::Root()->ArrayItem(3)));
  EXPECT_TRUE(reflection::GetMethod(key, "_is_prefix_of")(root, item).cast<bool>());
}

TEST(AccessPath, PrintsItself) {
  const int32_t index = reflection::AccessPathObj::RuntimeTypeIndex();
  const Function repr = reflection::TypeAttrColumn("__ffi_repr__")[index].cast<Function>();
  const Function inner = Function::FromTyped([](const Any& value) -> String {
    if (auto text = value.as<String>()) return String("\"") + *text + "\"";
    return String(std::to_string(value.cast<int64_t>()));
  });
  EXPECT_EQ(repr(Deep(), inner).cast<String>(), "<root>.a[0][\"k\"]");
  EXPECT_EQ(repr(AccessPath::Root()->AttrMissing("x")->ArrayItemMissing(3), inner).cast<String>(),
            "<root>[<missing:\"x\">][<missing:3>]");
}

}  // namespace
