// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// TypedFunction: signature on top of a Function.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(TypedFunction, CallsALambda) {
  TypedFunction<int(int)> twice = [](int x) { return 2 * x; };
  EXPECT_EQ(twice(4), 8);
  twice = [](int x) { return 3 * x; };
  EXPECT_EQ(twice(4), 12);
}

TEST(TypedFunction, SignatureIsTheDeclaredOne) {
  TypedFunction<double(int)> f([](double x) { return x / 2; }, "half");
  EXPECT_EQ(f(3), 1.5);
  EXPECT_EQ(MessageOf([&] { f.packed()(1.5); }),
            "TypeError: Mismatched type on argument #0 when calling: `half(0: int) -> float`. "
            "Expected `int` but got `float`");
  EXPECT_EQ((TypedFunction<void(String)>::TypeSchema()),
            R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],)"
            R"("params":[{"type":"ffi.String"}]}})");
}

TEST(TypedFunction, ConvertsFromAndToFunction) {
  Function packed = Function::FromTyped([](int x) { return x + 1; });
  TypedFunction<int(int)> typed = packed;
  EXPECT_EQ(typed(1), 2);
  Function again = typed;
  EXPECT_TRUE(again.same_as(packed));
  EXPECT_TRUE(typed.packed().same_as(packed));
  typed = Function(nullptr);
  EXPECT_TRUE(typed == nullptr);
  EXPECT_TRUE((TypedFunction<void()>(nullptr) == nullptr));
  EXPECT_TRUE((TypedFunction<void()>([] {}) != nullptr));
}

TEST(TypedFunction, ResultIsCast) {
  Function text = Function::FromTyped([] { return String("x"); });
  EXPECT_EQ((TypedFunction<std::string()>{text}()), "x");
  EXPECT_EQ((TypedFunction<Any()>{text}().cast<String>()), "x");
  (TypedFunction<void()>{text})();
  EXPECT_EQ(MessageOf([&] { (TypedFunction<int()>{text})(); }),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `int`");
}

TEST(TypedFunction, PassesMoveOnlyIntentThrough) {
  TypedFunction<String(String&&, const String&)> join = [](String&& a, const String& b) {
    return a + b;
  };
  EXPECT_EQ(join("a", "b"), "ab");
}

TEST(TypedFunction, TravelsAsAFunction) {
  Any any = TypedFunction<int(int)>([](int x) { return x; });
  EXPECT_EQ(any.type_index(), TypeIndex::kTVMFFIFunction);
  EXPECT_EQ((any.cast<TypedFunction<int(int)>>()(3)), 3);
  EXPECT_FALSE((Any(nullptr).as<TypedFunction<int(int)>>().has_value()));
  EXPECT_TRUE((Any(nullptr).cast<TypedFunction<int(int)>>() == nullptr));
  EXPECT_EQ(MessageOf([] { Any(1).cast<TypedFunction<int(int)>>(); }),
            "TypeError: Cannot convert from type `int` to `(0: int) -> int`");
  Function apply =
      Function::FromTyped([](const TypedFunction<int(int)>& f, int x) { return f(x); }, "apply");
  EXPECT_EQ(apply(any, 4).cast<int>(), 4);
  EXPECT_EQ(MessageOf([&] { apply(1, 2); }),
            "TypeError: Mismatched type on argument #0 when calling: `apply(0: (0: int) -> int, 1: "
            "int) -> int`. Expected `(0: int) -> int` but got `int`");
}

}  // namespace
