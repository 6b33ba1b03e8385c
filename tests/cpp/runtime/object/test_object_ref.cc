// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ObjectRef, casts between references, and the traits of references and pointers.
#include <gtest/gtest.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/error.h>

#include <type_traits>

#include "../support/message_of.h"
#include "hierarchy.h"

namespace {

using namespace test_object;  // NOLINT
using ffi::Any;
using ffi::AnyView;
using ffi::Arc;
using ffi::ObjectPtr;
using ffi::ObjectRef;
using ffi::TypeTraits;

TEST(ObjectRef, HasPointerIdentity) {
  Base a(1), b(1), c = a;
  EXPECT_TRUE(a.same_as(c));
  EXPECT_TRUE(a == c);
  EXPECT_TRUE(a != b);
  EXPECT_TRUE((a < b) != (b < a));
  EXPECT_EQ(a.use_count(), 2);
  EXPECT_EQ(ffi::ObjectPtrHash()(a), ffi::ObjectPtrHash()(c));
  EXPECT_TRUE(ffi::ObjectPtrEqual()(a, c));
  EXPECT_FALSE(ffi::ObjectPtrEqual()(a, b));
}

TEST(ObjectRef, MovedFromIsNull) {
  Base a(1);
  Base b = std::move(a);
  EXPECT_FALSE(a.defined());  // NOLINT
  EXPECT_TRUE(b.defined());
  EXPECT_EQ(a.type_index(), ffi::TypeIndex::kTVMFFINone);
  EXPECT_EQ(a.GetTypeKey(), "None");
}

TEST(ObjectRef, AccessIsConstUnlessTheClassIsMutable) {
  static_assert(std::is_same_v<decltype(std::declval<Base>().get()), const BaseObj*>, "");
  static_assert(std::is_same_v<decltype(std::declval<Mid>().get()), MidObj*>, "");
  static_assert(Base::_type_is_nullable && !Leaf::_type_is_nullable, "");
  static_assert(std::is_default_constructible_v<Base> && !std::is_default_constructible_v<Leaf>,
                "");
  Leaf leaf(3);
  leaf->value = 4;
  EXPECT_EQ(leaf.get()->value, 4);
}

TEST(ObjectRef, AsObjectGivesAPointerOrNull) {
  ObjectRef ref = Leaf(2);
  EXPECT_EQ(ref.as<LeafObj>()->value, 2);
  EXPECT_EQ(ref.as<MidObj>()->value, 2);
  EXPECT_EQ(ref.as<OtherObj>(), nullptr);
  EXPECT_EQ(ObjectRef().as<LeafObj>(), nullptr);
}

TEST(ObjectRef, AsRefChecksStrictly) {
  ObjectRef ref = Leaf(2);
  ASSERT_TRUE(ref.as<Mid>().has_value());
  EXPECT_EQ((*ref.as<Mid>())->value, 2);
  EXPECT_FALSE(ObjectRef(Base(1)).as<Leaf>().has_value());
  EXPECT_TRUE(ObjectRef().as<Base>().has_value()) << "null is a nullable reference";
  EXPECT_FALSE(ObjectRef().as<Leaf>().has_value());
}

TEST(ObjectRef, AsOnRvalueMovesTheReference) {
  ObjectRef ref = Leaf(2);
  std::optional<Leaf> leaf = std::move(ref).as<Leaf>();
  ASSERT_TRUE(leaf.has_value());
  EXPECT_FALSE(ref.defined());  // NOLINT
  EXPECT_EQ(leaf->use_count(), 1);
}

TEST(ObjectRef, AsOrThrowNamesBothTypes) {
  EXPECT_EQ(ObjectRef(Leaf(2)).as_or_throw<Leaf>()->value, 2);
  EXPECT_EQ(MessageOf([] { ObjectRef(Base(1)).as_or_throw<Leaf>(); }),
            "TypeError: Cannot treat type `test.object.Base` as type `test.object.Leaf`");
  EXPECT_EQ(MessageOf([] { ObjectRef().as_or_throw<Leaf>(); }),
            "TypeError: Cannot treat type `None` as type `test.object.Leaf`");
}

TEST(ObjectRef, GetRefAndGetObjectPtrRetain) {
  Leaf leaf(3);
  Leaf again = ffi::GetRef<Leaf>(leaf.get());
  ObjectPtr<BaseObj> pointer = ffi::GetObjectPtr<BaseObj>(leaf.get());
  EXPECT_EQ(leaf.use_count(), 3);
  EXPECT_TRUE(again.same_as(leaf));
  EXPECT_FALSE(ffi::GetRef<Base>(static_cast<const BaseObj*>(nullptr)).defined());
  EXPECT_EQ(MessageOf([] { ffi::GetRef<Leaf>(static_cast<const LeafObj*>(nullptr)); }),
            "TypeError: Cannot make a `test.object.Leaf` reference from a null pointer");
}

TEST(ObjectTraits, TextsNameTheTypeKey) {
  EXPECT_EQ(TypeTraits<Leaf>::TypeStr(), "test.object.Leaf");
  EXPECT_EQ(TypeTraits<Leaf>::TypeSchema(), R"({"type":"test.object.Leaf"})");
  EXPECT_EQ(TypeTraits<Arc<LeafObj>>::TypeSchema(), R"({"type":"test.object.Leaf"})");
  EXPECT_EQ(TypeTraits<const LeafObj*>::TypeSchema(), R"({"type":"test.object.Leaf"})");
  EXPECT_EQ(TypeTraits<ObjectPtr<LeafObj>>::TypeStr(), "test.object.Leaf");
  EXPECT_EQ(TypeTraits<ObjectPtr<LeafObj>>::TypeSchema(),
            R"({"type":"Optional","args":[{"type":"test.object.Leaf"}]})");
}

TEST(ObjectTraits, StaticIndexOfFields) {
  EXPECT_EQ(TypeTraits<Leaf>::field_static_type_index, 64);
  EXPECT_EQ(TypeTraits<Arc<LeafObj>>::field_static_type_index, 64);
  EXPECT_EQ(TypeTraits<ObjectPtr<LeafObj>>::field_static_type_index, 64);
  EXPECT_EQ(TypeTraits<const LeafObj*>::field_static_type_index, -1);
}

TEST(ObjectTraits, PointersConvertByClass) {
  Any leaf = Leaf(5);
  EXPECT_EQ(leaf.cast<const BaseObj*>()->value, 5);
  EXPECT_EQ(leaf.cast<MidObj*>()->value, 5);
  EXPECT_EQ(leaf.cast<ObjectPtr<MidObj>>().use_count(), 2);
  EXPECT_EQ(leaf.cast<Arc<LeafObj>>()->value, 5);
  EXPECT_FALSE(leaf.try_cast<const OtherObj*>().has_value());
  EXPECT_TRUE(Any(nullptr).cast<ObjectPtr<LeafObj>>() == nullptr);
  EXPECT_FALSE(Any(nullptr).try_cast<Arc<LeafObj>>().has_value());
  EXPECT_FALSE(Any(nullptr).try_cast<const LeafObj*>().has_value());
}

TEST(ObjectTraits, StoringARawPointerRetainsTheObject) {
  Leaf leaf(5);
  {
    Any stored = static_cast<const LeafObj*>(leaf.get());
    EXPECT_EQ(leaf.use_count(), 2);
    AnyView view = static_cast<const LeafObj*>(leaf.get());
    EXPECT_EQ(leaf.use_count(), 2) << "a view borrows";
    EXPECT_EQ(view.type_index(), LeafObj::RuntimeTypeIndex());
  }
  EXPECT_EQ(leaf.use_count(), 1);
}

TEST(ObjectTraits, SubsumptionFollowsInheritance) {
  static_assert(ffi::type_subsumes_v<Base, Leaf> && !ffi::type_subsumes_v<Leaf, Base>, "");
  static_assert(ffi::type_subsumes_v<Any, Leaf> && ffi::type_subsumes_v<Any, int>, "");
  static_assert(ffi::type_subsumes_v<ObjectPtr<BaseObj>, ObjectPtr<LeafObj>>, "");
  static_assert(ffi::type_subsumes_v<Arc<BaseObj>, Arc<LeafObj>>, "");
  static_assert(!ffi::type_subsumes_v<Arc<LeafObj>, Arc<BaseObj>>, "");
}

}  // namespace
