// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Optional in its four forms: sizes, access, comparison, travel.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/optional.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

class BoxObj : public Object {
 public:
  int value;
  explicit BoxObj(int value) : value(value) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.optional.Box", BoxObj, Object);
};
class Box : public ObjectRef {
 public:
  explicit Box(int value) : ObjectRef(make_object<BoxObj>(value)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Box, ObjectRef, BoxObj);
};

TEST(Optional, SizesAreABI) {
  static_assert(sizeof(Optional<int>) == 16 && sizeof(Optional<String>) == 16, "");
  static_assert(sizeof(Optional<Box>) == 8 && sizeof(Optional<ObjectPtr<BoxObj>>) == 8, "");
  static_assert(sizeof(Optional<Arc<BoxObj>>) == 8 && sizeof(Optional<const char*>) == 16, "");
}

template <typename T>
void CheckValueForm(T one, T other) {
  Optional<T> empty, from_nullopt = std::nullopt, full = one;
  EXPECT_FALSE(empty.has_value());
  EXPECT_FALSE(static_cast<bool>(from_nullopt));
  ASSERT_TRUE(full.has_value());
  EXPECT_TRUE(full.value() == one);
  EXPECT_TRUE(*full == one);
  EXPECT_TRUE(empty.value_or(other) == other);
  EXPECT_TRUE(full.value_or(other) == one);
  EXPECT_TRUE(full == one);
  EXPECT_TRUE(full != other);
  EXPECT_TRUE(full == Optional<T>(one));
  EXPECT_TRUE(full != Optional<T>(other));
  EXPECT_TRUE(full != empty);
  EXPECT_TRUE(empty == Optional<T>());
  EXPECT_TRUE(empty == std::nullopt);
  EXPECT_TRUE(full != std::nullopt);
  EXPECT_TRUE(full == std::optional<T>(one));
  Optional<T> moved = std::move(full);
  EXPECT_TRUE(std::move(moved).value() == one);
  full = other;
  EXPECT_TRUE(full == other);
  full = std::nullopt;
  EXPECT_FALSE(full.has_value());
  full = std::optional<T>(one);
  EXPECT_TRUE(full == one);
}

TEST(Optional, ValuesInACell) {
  CheckValueForm<int>(1, 2);
  CheckValueForm<bool>(false, true);
  CheckValueForm<double>(0.0, 2.5);
  CheckValueForm<String>("a long enough text for the heap", "b");
  Optional<int> full = 3;
  EXPECT_TRUE(full != nullptr);
  full = nullptr;
  EXPECT_TRUE(full == nullptr);
}

TEST(Optional, ViewOnlyTypes) {
  const char* text = "x";
  CheckValueForm<const char*>(text, "y");
  CheckValueForm<std::string>("x", "y");
}

TEST(Optional, References) {
  CheckValueForm<Box>(Box(1), Box(2));
  Box box(1);
  Optional<Box> full = box;
  EXPECT_EQ(full->value, 1);
  EXPECT_EQ(full.get(), box.get());
  EXPECT_TRUE(full.same_as(box));
  EXPECT_TRUE(full.same_as(Optional<Box>(box)));
  EXPECT_EQ(full.use_count(), 2);
  EXPECT_FALSE(full.unique());
  EXPECT_NE(full.as<BoxObj>(), nullptr);
  EXPECT_TRUE(full.as<ObjectRef>().has_value());
  EXPECT_TRUE(full.as_or_throw<Box>().same_as(box));
  full = nullptr;
  EXPECT_TRUE(full == nullptr);
  EXPECT_EQ(box.use_count(), 1);
  EXPECT_FALSE(Optional<ObjectRef>(ObjectRef()).has_value()) << "a null reference is nothing";
}

TEST(Optional, CountedPointers) {
  auto one = make_object<BoxObj>(1), other = make_object<BoxObj>(2);
  CheckValueForm<ObjectPtr<BoxObj>>(one, other);
  CheckValueForm<Arc<BoxObj>>(make_arc<BoxObj>(1), make_arc<BoxObj>(2));
  Optional<ObjectPtr<BoxObj>> full = one;
  EXPECT_TRUE(full.same_as(one));
  EXPECT_EQ((*full)->value, 1);
  EXPECT_NE(full.as<BoxObj>(), nullptr);
}

TEST(Optional, EmptyAccessThrows) {
  EXPECT_EQ(MessageOf([] { Optional<int>().value(); }), "RuntimeError: Back optional access");
  EXPECT_EQ(MessageOf([] { Optional<String>().value(); }), "RuntimeError: Back optional access");
  EXPECT_EQ(MessageOf([] { Optional<std::string>().value(); }),
            "RuntimeError: Back optional access");
  EXPECT_EQ(MessageOf([] { Optional<Box>().value(); }), "RuntimeError: Back optional access");
  EXPECT_EQ(MessageOf([] { Optional<ObjectPtr<BoxObj>>().value(); }),
            "RuntimeError: Bad optional access");
  EXPECT_EQ(MessageOf([] { Optional<Arc<BoxObj>>().value(); }),
            "RuntimeError: Bad optional access");
  const Optional<int> empty;
  EXPECT_EQ(MessageOf([&] { empty.value(); }), "RuntimeError: Back optional access");
}

TEST(Optional, CellFormConvertsLikeAny) {
  Optional<String> text = String("x");
  EXPECT_EQ(text.as<String>().value(), "x");
  EXPECT_FALSE(text.as<int>().has_value());
  EXPECT_EQ(text.as_or_throw<String>(), "x");
  EXPECT_EQ(MessageOf([&] { text.as_or_throw<int>(); }),
            "TypeError: Cannot treat type `ffi.SmallStr` as type `int`");
  EXPECT_TRUE(text.same_as(text));
}

TEST(Optional, TravelsAsItsValueOrNone) {
  EXPECT_EQ(Any(Optional<int>()).type_index(), TypeIndex::kTVMFFINone);
  EXPECT_EQ(Any(Optional<int>(3)).cast<int>(), 3);
  EXPECT_EQ(Any(3).cast<Optional<double>>().value(), 3.0);
  EXPECT_FALSE(Any(nullptr).cast<Optional<Box>>().has_value());
  Box box(4);
  Any any = Optional<Box>(box);
  EXPECT_TRUE(any.cast<Optional<Box>>().same_as(box));
  EXPECT_TRUE(std::move(any).cast<Optional<ObjectPtr<BoxObj>>>().has_value());
  AnyView view = Optional<const char*>("text");
  EXPECT_EQ(view.type_index(), TypeIndex::kTVMFFIRawStr);
  EXPECT_EQ(MessageOf([] { Any("x").cast<Optional<int>>(); }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `Optional<int>`");
}

TEST(Optional, AsArgumentAndResult) {
  Function f = Function::FromTyped([](Optional<int> x) -> Optional<String> {
    if (!x.has_value()) return std::nullopt;
    return String(std::to_string(*x));
  });
  EXPECT_EQ(f(3).cast<String>(), "3");
  EXPECT_TRUE(f(nullptr) == nullptr);
  EXPECT_TRUE(f(Optional<int>()) == nullptr);
}

}  // namespace
