// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard containers as values, arguments and results; names and schemas.
#include <gtest/gtest.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/stl.h>

#include <string>

namespace tvm {
namespace ffi {
namespace {

template <typename T>
std::string CastError(const Any& value) {
  try {
    static_cast<void>(value.cast<T>());
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

TEST(Stl, SequencesTravelAsArray) {
  Any any = std::vector<int>{1, 2};
  EXPECT_EQ(any.type_index(), kTVMFFIArray);
  EXPECT_EQ(any.cast<std::vector<double>>(), (std::vector<double>{1, 2}));
  EXPECT_EQ((any.cast<std::array<int, 2>>()), (std::array<int, 2>{1, 2}));
  EXPECT_EQ((any.cast<std::tuple<int, double>>()), std::make_tuple(1, 2.0));
  EXPECT_EQ(Any(List<Any>{3}).cast<std::vector<int>>(), (std::vector<int>{3}));
  EXPECT_FALSE((Any(List<Any>{3}).try_cast<std::array<int, 1>>().has_value()));
  EXPECT_FALSE((any.try_cast<std::array<int, 3>>().has_value()));
  EXPECT_FALSE((any.try_cast<std::tuple<int>>().has_value()));
  Any nested = std::vector<std::vector<std::string>>{{"a"}, {"b", "c"}};
  EXPECT_EQ(nested.cast<std::vector<std::vector<std::string>>>()[1][1], "c");
  EXPECT_EQ(Any(std::array<bool, 2>{true, false}).cast<Array<bool>>()[0], true);
  EXPECT_EQ((Any(std::make_tuple(1, String("x"))).cast<Tuple<int, String>>().get<1>()), "x");
}

TEST(Stl, MapsTravelAsMap) {
  Any any = std::map<int, String>{{1, "a"}, {2, "b"}};
  EXPECT_EQ(any.type_index(), kTVMFFIMap);
  EXPECT_EQ((any.cast<std::unordered_map<int, String>>().at(2)), "b");
  EXPECT_EQ((any.cast<std::map<double, String>>().at(1.0)), "a");
  EXPECT_FALSE((any.try_cast<std::map<int, int>>().has_value()));
  Any dict = Dict<int, int>{{1, 1}};
  EXPECT_FALSE((dict.try_cast<std::map<int, int>>().has_value()));
}

TEST(Stl, OptionalAndVariantMayBeStored) {
  static_assert(TypeTraits<std::optional<int>>::storage_enabled, "");
  static_assert(TypeTraits<std::variant<int, String>>::storage_enabled, "");
  static_assert(!TypeTraits<std::vector<int>>::storage_enabled, "");
  Any some = std::optional<int>(3), none = std::optional<int>();
  EXPECT_EQ(some.cast<std::optional<int>>(), 3);
  EXPECT_TRUE(none == nullptr);
  EXPECT_FALSE(none.cast<std::optional<int>>().has_value());
  using V = std::variant<int, String>;
  EXPECT_EQ(std::get<int>(Any(V(3)).cast<V>()), 3);
  EXPECT_EQ(std::get<String>(Any(V(String("s"))).cast<V>()), "s");
  EXPECT_EQ(std::get<String>(*Any("s").as<V>()), "s");
  Array<std::optional<int>> arr{std::optional<int>(1), std::optional<int>()};
  EXPECT_FALSE(arr[1].has_value());
}

TEST(Stl, AnArgumentTakesTheFirstAlternativeThatCasts) {
  using V = std::variant<double, int, std::string>;
  Function index = Function::FromTyped([](V v) { return static_cast<int64_t>(v.index()); });
  EXPECT_EQ(index(3).cast<int>(), 0);
  EXPECT_EQ(index("text").cast<int>(), 2);
  Function nested = Function::FromTyped(
      [](std::optional<V> v) { return v ? static_cast<int64_t>(v->index()) : -1; });
  EXPECT_EQ(nested(3).cast<int>(), 0);
  EXPECT_EQ(nested(nullptr).cast<int>(), -1);
  Function text = Function::FromTyped([](std::optional<std::string> v) { return v.value_or("-"); });
  EXPECT_EQ(text("x").cast<String>(), "x");
}

TEST(Stl, FunctionsTravelAsFunction) {
  Any any = std::function<int(int)>([](int x) { return x + 1; });
  EXPECT_EQ(any.type_index(), kTVMFFIFunction);
  EXPECT_EQ(any.cast<std::function<int(int)>>()(2), 3);
  EXPECT_TRUE(Any(std::function<int(int)>()) == nullptr);
}

TEST(Stl, PassesThroughFunctionsWithoutALeak) {
  Array<int> inner{1};
  Function count = Function::FromTyped([](std::vector<Array<int>> v, std::optional<int> extra) {
    return static_cast<int>(v.size()) + extra.value_or(0);
  });
  EXPECT_EQ(count(std::vector<Array<int>>{inner, inner}, 5).cast<int>(), 7);
  EXPECT_EQ(count(std::vector<Array<int>>{inner}, nullptr).cast<int>(), 1);
  EXPECT_EQ(inner.use_count(), 1);
  Function make =
      Function::FromTyped([](int n) { return std::vector<int>(static_cast<size_t>(n), n); });
  EXPECT_EQ(make(3).cast<std::vector<int>>(), (std::vector<int>{3, 3, 3}));
}

TEST(Stl, AMismatchNamesTheContainer) {
  EXPECT_EQ(CastError<std::vector<int>>(Array<Any>{1, "x"}),
            "TypeError: Cannot convert from type `ffi.Array` to `std::vector<int>`");
  EXPECT_EQ((CastError<std::array<int, 3>>(Array<Any>{1})),
            "TypeError: Cannot convert from type `ffi.Array` to `std::array<int, 3>`");
  EXPECT_EQ((CastError<std::map<int, int>>(1)),
            "TypeError: Cannot convert from type `int` to `std::map<int, int>`");
  EXPECT_EQ((CastError<std::tuple<int, double>>("x")),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `std::tuple<int, float>`");
  EXPECT_EQ((CastError<std::function<int(int)>>("x")),
            "TypeError: Cannot convert from type `ffi.SmallStr` to `std::function<int(int)>`");
}

TEST(Stl, NamesAndSchemasAreTheAgreedOnes) {
  EXPECT_EQ((TypeTraits<std::map<int, String>>::TypeStr()), "std::map<int, str>");
  EXPECT_EQ((TypeTraits<std::function<int(String, double)>>::TypeStr()),
            "std::function<int(str, float)>");
  EXPECT_EQ((TypeTraits<std::variant<int, String>>::TypeStr()), "std::variant<int, str>");
  EXPECT_EQ(TypeTraits<std::vector<int>>::TypeSchema(),
            R"({"type":"std::vector","args":[{"type":"int"}]})");
  EXPECT_EQ((TypeTraits<std::array<int, 3>>::TypeSchema()),
            R"({"type":"std::array","args":[{"type":"int"},3]})");
  EXPECT_EQ((TypeTraits<std::tuple<int, String>>::TypeSchema()),
            R"({"type":"std::tuple","args":[{"type":"int"}, {"type":"ffi.String"}]})");
  EXPECT_EQ((TypeTraits<std::variant<int, String>>::TypeSchema()),
            R"({"type":"std::variant","args":[{"type":"int"}, {"type":"ffi.String"}]})");
  EXPECT_EQ(TypeTraits<std::optional<int>>::TypeSchema(),
            R"({"type":"std::optional","args":[{"type":"int"}]})");
  EXPECT_EQ((TypeTraits<std::unordered_map<int, String>>::TypeSchema()),
            R"({"type":"std::unordered_map","args":[{"type":"int"},{"type":"ffi.String"}]})");
  EXPECT_EQ((TypeTraits<std::function<int(String, double)>>::TypeSchema()),
            R"({"type":"std::function","named_args":{"return":[{"type":"int"}],)"
            R"("params":[{"type":"ffi.String"}, {"type":"float"}]}})");
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
