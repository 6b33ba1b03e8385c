// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// RValueRef: handing a reference over to the callee.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/rvalue_ref.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

class ItemObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.rvalue.Item", ItemObj, Object);
};
class Item : public ObjectRef {
 public:
  Item() : ObjectRef(make_object<ItemObj>()) {}
  explicit Item(UnsafeInit tag) : ObjectRef(tag) {}
  using ContainerType = ItemObj;
  static constexpr bool _type_is_nullable = false;
};

Function CountReferences() {
  return Function::FromTyped([](RValueRef<Item> item) { return (*std::move(item)).use_count(); },
                             "count");
}

TEST(RValueRef, MovesTheOnlyReference) {
  Item item;
  EXPECT_EQ(CountReferences()(RValueRef<Item>(std::move(item))).cast<int>(), 1);
  EXPECT_FALSE(item.defined());  // NOLINT
}

TEST(RValueRef, PlainArgumentIsCopied) {
  Item item;
  EXPECT_EQ(CountReferences()(item).cast<int>(), 2);
  EXPECT_TRUE(item.defined());
}

TEST(RValueRef, UntakenReferenceStays) {
  Function ignores = Function::FromTyped([](AnyView view) { return view.type_index(); });
  EXPECT_EQ(ignores(RValueRef<Item>(Item())).cast<int>(), TypeIndex::kTVMFFIObjectRValueRef);
}

TEST(RValueRef, OwnedConversionMovesOutOfTheSlot) {
  Function keep = Function::FromTyped([](Any any) { return any.cast<Item>().use_count(); });
  EXPECT_EQ(keep(RValueRef<Item>(Item())).cast<int>(), 2);
}

TEST(RValueRef, MismatchNamesWhatTheSlotHolds) {
  EXPECT_EQ(MessageOf([] {
              CountReferences()(RValueRef<Function>(Function::FromTyped([] { return 1; })));
            }),
            "TypeError: Mismatched type on argument #0 when calling: `count(0: "
            "RValueRef<test.rvalue.Item>) -> int`. Expected `RValueRef<test.rvalue.Item>` but got "
            "`RValueRef<ffi.Function>`");
  EXPECT_EQ(MessageOf([] { CountReferences()(1); }),
            "TypeError: Mismatched type on argument #0 when calling: `count(0: "
            "RValueRef<test.rvalue.Item>) -> int`. Expected `RValueRef<test.rvalue.Item>` but got "
            "`int`");
}

TEST(RValueRef, SecondTakerFindsNothing) {
  Function twice = Function::FromPacked([](PackedArgs args, Any* rv) {
    Item item = *args[0].cast<RValueRef<Item>>();
    *rv = args[0].try_cast<RValueRef<Item>>().has_value();
  });
  EXPECT_FALSE(twice(RValueRef<Item>(Item())).cast<bool>());
}

}  // namespace
