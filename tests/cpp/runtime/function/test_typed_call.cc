// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Unpacking of arguments and the errors about them.
#include <gtest/gtest.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

int AddOne(int x) { return x + 1; }

TEST(TypedCall, ArgumentsMayBeValuesReferencesOrViews) {
  Function f = Function::FromTyped([](String a, const String& b, String&& c, Any d, const Any& e,
                                      AnyView g, const AnyView& h) {
    return a + b + c + d.cast<String>() + e.cast<String>() + g.cast<String>() + h.cast<String>();
  });
  EXPECT_EQ(f("1", String("2"), "3", "4", "5", "6", "7").cast<String>(), "1234567");
}

TEST(TypedCall, ConversionsHappenOnTheWay) {
  EXPECT_EQ(Function::FromTyped([](double x) { return x; })(2).cast<double>(), 2.0);
  EXPECT_EQ(
      Function::FromTyped([](const std::string& s) { return s.size(); })(String("abc")).cast<int>(),
      3);
  EXPECT_EQ(Function::FromTyped([](const char* s) { return std::string(s); })("abc").cast<String>(),
            "abc");
}

enum class Colour : int8_t { kRed = 1, kBlue = -2 };

TEST(TypedCall, EnumerationsTravelAsIntegers) {
  Function f = Function::FromTyped([](Colour c) { return c == Colour::kRed ? Colour::kBlue : c; });
  EXPECT_EQ(f(1).cast<int>(), -2);
  EXPECT_EQ(f(Colour::kRed).cast<Colour>(), Colour::kBlue);
}

TEST(TypedCall, CountMismatch) {
  Function named = Function::FromTyped(AddOne, "add_one");
  EXPECT_EQ(MessageOf([&] { named(1, 2); }),
            "TypeError: Mismatched number of arguments when calling: `add_one(0: int) -> int`. "
            "Expected 1 but got 2 arguments");
  EXPECT_EQ(MessageOf([&] { named(); }),
            "TypeError: Mismatched number of arguments when calling: `add_one(0: int) -> int`. "
            "Expected 1 but got 0 arguments");
  EXPECT_EQ(MessageOf([] { Function::FromTyped([] {})(1); }),
            "TypeError: Mismatched number of arguments when calling: `() -> void`. Expected 0 but "
            "got 1 arguments");
}

TEST(TypedCall, TypeMismatch) {
  Function named = Function::FromTyped(AddOne, "add_one");
  EXPECT_EQ(MessageOf([&] { named(String("x")); }),
            "TypeError: Mismatched type on argument #0 when calling: `add_one(0: int) -> int`. "
            "Expected `int` but got `ffi.SmallStr`");
  Function f = Function::FromTyped([](Any, const String&, Optional<int>) -> Any { return 1; });
  EXPECT_EQ(MessageOf([&] { f(1, "x", 1.5); }),
            "TypeError: Mismatched type on argument #2 when calling: `(0: Any, 1: str, 2: "
            "Optional<int>) -> Any`. Expected `Optional<int>` but got `float`");
  EXPECT_EQ(MessageOf([&] { f(1, nullptr, 1); }),
            "TypeError: Mismatched type on argument #1 when calling: `(0: Any, 1: str, 2: "
            "Optional<int>) -> Any`. Expected `str` but got `None`");
}

TEST(TypedCall, NarrowIntegersNameTheArgument) {
  Function f = Function::FromTyped([](int64_t, int8_t x) { return x; }, "f");
  EXPECT_EQ(f(1, -128).cast<int>(), -128);
  EXPECT_EQ(
      MessageOf([&] { f(1, 128); }),
      "OverflowError: Integer value 128 is out of range for int8 on argument #1 when calling: "
      "`f(0: int, 1: int) -> int`");
  Function size = Function::FromTyped([](uint32_t n) { return n; });
  EXPECT_EQ(MessageOf([&] { size(-1); }),
            "OverflowError: Integer value -1 is out of range for uint32 on argument #0 when "
            "calling: `(0: int) -> int`");
}

TEST(TypedCall, StaticNamesJoinOwnerAndMethod) {
  Function f = detail::FunctionFactory::FromTypedStatic(AddOne, "my.Class", "method");
  EXPECT_EQ(MessageOf([&] { f(); }),
            "TypeError: Mismatched number of arguments when calling: `my.Class.method(0: int) -> "
            "int`. Expected 1 but got 0 arguments");
  Function g = detail::FunctionFactory::FromSignature<double(double)>([](auto x) { return x; },
                                                                      nullptr, "g");
  EXPECT_EQ(g(2).cast<double>(), 2.0);
  EXPECT_EQ(MessageOf([&] { g(); }),
            "TypeError: Mismatched number of arguments when calling: `g(0: float) -> float`. "
            "Expected 1 but got 0 arguments");
}

TEST(TypedCall, ResultsAreOwned) {
  EXPECT_TRUE(Function::FromTyped([] {})() == nullptr);
  EXPECT_EQ(Function::FromTyped([] { return "text"; })().type_index(), TypeIndex::kTVMFFISmallStr);
  const String text = "a text that lives on the heap";
  EXPECT_EQ(Function::FromTyped([&]() -> const String& { return text; })().cast<String>(), text);
  EXPECT_EQ(MessageOf([] { Function::FromTyped([] { return ~uint64_t{0}; })(); }),
            "OverflowError: Integer value 18446744073709551615 is too large to fit in int64_t. "
            "Consider explicitly casting to int64_t first if this is intentional.");
}

TEST(FunctionInfo, DescribesCallables) {
  using Info = detail::FunctionInfo<decltype(&AddOne)>;
  EXPECT_EQ(Info::num_args, 1);
  EXPECT_EQ(Info::Sig(), "(0: int) -> int");
  EXPECT_EQ(Info::TypeSchema(), R"({"type":"ffi.Function","named_args":{"return":[{"type":"int"}],)"
                                R"("params":[{"type":"int"}]}})");
  auto lambda = [](const String&, AnyView) noexcept {};
  EXPECT_EQ(detail::FunctionInfo<decltype(lambda)>::Sig(), "(0: str, 1: AnyView) -> void");
  static_assert(detail::FunctionInfo<decltype(lambda)>::unpacked_args_supported, "");
  static_assert(!detail::FunctionInfo<void(String&)>::unpacked_args_supported, "");
  static_assert(!detail::FunctionInfo<void(std::exception_ptr)>::unpacked_args_supported, "");
}

}  // namespace
