// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Any and AnyView as value types.
#include <gtest/gtest.h>
#include <tvm/ffi/any.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/string.h>

#include <type_traits>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

TVMFFIAny CellOf(const Any& any) { return *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(any); }

TEST(AnyView, IsAPlainCell) {
  static_assert(std::is_trivially_copyable_v<AnyView> && std::is_standard_layout_v<AnyView>, "");
  static_assert(sizeof(AnyView) == 16 && sizeof(Any) == 16, "");
  static_assert(std::is_same_v<tvm::Any, Any> && std::is_same_v<tvm::AnyView, AnyView>, "");
  AnyView view;
  EXPECT_TRUE(view == nullptr);
  EXPECT_EQ(view.CopyToTVMFFIAny().v_int64, 0);
  view = 3;
  EXPECT_EQ(view.type_index(), TypeIndex::kTVMFFIInt);
  AnyView copy = AnyView::CopyFromTVMFFIAny(view.CopyToTVMFFIAny());
  EXPECT_TRUE(copy.same_as(view));
  AnyView other = 4;
  view.swap(other);
  EXPECT_EQ(view.cast<int>(), 4);
  view.reset();
  EXPECT_TRUE(view == nullptr);
  EXPECT_TRUE(other != nullptr);
}

TEST(Any, OwnsOneReference) {
  Function f = Function::FromTyped([] { return 1; });
  {
    Any a = f;
    EXPECT_EQ(f.use_count(), 2);
    Any b = a;
    EXPECT_EQ(f.use_count(), 3);
    Any c = std::move(a);
    EXPECT_TRUE(a == nullptr) << "moved-from Any is None";  // NOLINT
    EXPECT_EQ(f.use_count(), 3);
    b = c;
    b = 1;
    EXPECT_EQ(f.use_count(), 2);
    AnyView view = c;
    EXPECT_EQ(f.use_count(), 2);
    Any from_view = view;
    EXPECT_EQ(f.use_count(), 3);
    c.reset();
    EXPECT_TRUE(c == nullptr);
  }
  EXPECT_EQ(f.use_count(), 1);
}

TEST(Any, SelfAssignmentKeepsTheValue) {
  Any a = String("a text that lives on the heap");
  Any& alias = a;
  a = alias;
  a = std::move(alias);
  EXPECT_EQ(a.cast<String>(), "a text that lives on the heap");
}

TEST(Any, UnusedBytesAreZero) {
  for (const Any& any : {Any(nullptr), Any(true), Any(1), Any(1.5),
                         Any(static_cast<void*>(nullptr)), Any(ObjectRef())}) {
    EXPECT_EQ(CellOf(any).zero_padding, 0u);
  }
  EXPECT_EQ(CellOf(Any(nullptr)).v_int64, 0);
  EXPECT_EQ(CellOf(Any(ObjectRef())).type_index, TypeIndex::kTVMFFINone);
}

TEST(Any, FromViewTakesOwnershipOfBorrowedForms) {
  Any text = AnyView("raw text");
  EXPECT_EQ(text.type_index(), TypeIndex::kTVMFFIStr);
  Any small = AnyView("raw");
  EXPECT_EQ(small.type_index(), TypeIndex::kTVMFFISmallStr);
  TVMFFIByteArray array{"by\0tes", 6};
  Any bytes = AnyView(&array);
  EXPECT_EQ(bytes.type_index(), TypeIndex::kTVMFFISmallBytes);
  EXPECT_EQ(bytes.cast<Bytes>().size(), 6u);
}

TEST(Any, AsIsStrict) {
  Any one = 1;
  EXPECT_EQ(one.as<int>().value(), 1);
  EXPECT_FALSE(one.as<double>().has_value());
  EXPECT_FALSE(one.as<bool>().has_value());
  EXPECT_TRUE(one.as<Any>().has_value());
  EXPECT_EQ(Any(String("x")).as<String>().value(), "x");
}

TEST(Any, AsOnRvalueMovesOut) {
  Any text = String("a text that lives on the heap");
  std::optional<String> moved = std::move(text).as<String>();
  EXPECT_EQ(moved.value(), "a text that lives on the heap");
  EXPECT_TRUE(text == nullptr);  // NOLINT
  Any number = 1;
  EXPECT_FALSE(std::move(number).as<String>().has_value());
  EXPECT_EQ(number.cast<int>(), 1) << "a failed as leaves the value";  // NOLINT
}

TEST(Any, CastOnRvalueMovesWhenStrict) {
  Function f = Function::FromTyped([] { return 1; });
  Any any = f;
  Function moved = std::move(any).cast<Function>();
  EXPECT_EQ(f.use_count(), 2);
  EXPECT_TRUE(any == nullptr);  // NOLINT
}

TEST(Any, AsObjectPointer) {
  Any any = Function::FromTyped([] { return 1; });
  EXPECT_NE(any.as<FunctionObj>(), nullptr);
  EXPECT_EQ(any.as<ErrorObj>(), nullptr);
  EXPECT_EQ(Any(1).as<Object>(), nullptr);
  EXPECT_NE(AnyView(any).as<Object>(), nullptr);
}

TEST(Any, AsOrThrowNamesBothTypes) {
  EXPECT_EQ(MessageOf([] { Any(1).as_or_throw<String>(); }),
            "TypeError: Cannot treat type `int` as type `str`");
  EXPECT_EQ(MessageOf([] {
              const Any a = 1.0;
              a.as_or_throw<int>();
            }),
            "TypeError: Cannot treat type `float` as type `int`");
  EXPECT_EQ(MessageOf([] { AnyView(nullptr).as_or_throw<bool>(); }),
            "TypeError: Cannot treat type `None` as type `bool`");
  EXPECT_EQ(Any(3).as_or_throw<int>(), 3);
}

TEST(Any, CastNamesBothTypes) {
  EXPECT_EQ(MessageOf([] { Any(1).cast<String>(); }),
            "TypeError: Cannot convert from type `int` to `str`");
  EXPECT_EQ(MessageOf([] { AnyView("x").cast<int>(); }),
            "TypeError: Cannot convert from type `const char*` to `int`");
  EXPECT_EQ(MessageOf([] { Any(String("x")).cast<Function>(); }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `ffi.Function`");
}

TEST(Any, TryCastGivesNothingInstead) {
  EXPECT_FALSE(Any(1).try_cast<String>().has_value());
  EXPECT_EQ(AnyView(true).try_cast<int>().value(), 1);
  EXPECT_EQ(Any(2).try_cast<Any>()->cast<int>(), 2);
}

TEST(Any, SameAsComparesBitsOrObjects) {
  Function f = Function::FromTyped([] { return 1; });
  EXPECT_TRUE(Any(1).same_as(Any(1)));
  EXPECT_FALSE(Any(1).same_as(Any(true)));
  EXPECT_FALSE(Any(1).same_as(Any(1.0)));
  EXPECT_TRUE(Any(f).same_as(Any(f)));
  EXPECT_TRUE(Any(f).same_as(f));
  EXPECT_TRUE(Any(nullptr).same_as(ObjectRef()));
  EXPECT_FALSE(Any(1).same_as(ObjectRef()));
}

TEST(Any, TypeKeys) {
  EXPECT_EQ(Any(nullptr).GetTypeKey(), "None");
  EXPECT_EQ(Any(1).GetTypeKey(), "int");
  EXPECT_EQ(Any(String("long enough")).GetTypeKey(), "ffi.String");
  EXPECT_EQ(AnyView("x").GetTypeKey(), "const char*");
}

}  // namespace
