// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json::Stringify: exact texts, refusals, depth and cycles.
#include <gtest/gtest.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/extra/json.h>

#include <cmath>
#include <limits>
#include <string>

namespace tvm {
namespace ffi {
namespace {

std::string Text(const Any& value, Optional<int> indent = std::nullopt) {
  return json::Stringify(value, static_cast<const Optional<int>&>(indent));
}
std::string Refusal(const Any& value) {
  try {
    Text(value);
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

TEST(JsonStringify, NumbersHaveTheirAgreedForm) {
  const std::pair<double, const char*> rows[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {2.0, "2.0"},
      {2.5, "2.5"},
      {0.1, "0.10000000000000001"},
      {1e15, "1000000000000000.0"},
      {9007199254740991.0, "9007199254740991.0"},
      {9007199254740992.0, "9007199254740992"},
      {1e16, "10000000000000000"},
      {1e17, "1e+17"},
      {1e100, "1e+100"},
      {5e-324, "4.9406564584124654e-324"},
      {1.5e-310, "1.5000000000000201e-310"},
      {1e-5, "1.0000000000000001e-05"},
      {1e-4, "0.0001"},
      {123456.789, "123456.789"},
      {1.0 / 3, "0.33333333333333331"},
      {std::numeric_limits<double>::min(), "2.2250738585072014e-308"},
      {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
      {INFINITY, "Infinity"},
      {-INFINITY, "-Infinity"},
      {std::nan(""), "NaN"},
      {-std::nan(""), "NaN"},
  };
  for (const auto& [value, text] : rows) EXPECT_EQ(Text(value), text);
  EXPECT_EQ(Text(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(Text(std::numeric_limits<int64_t>::max()), "9223372036854775807");
  for (int64_t n : {0, 9, 10, 99, 100, 12345, -7}) EXPECT_EQ(Text(n), std::to_string(n));
}

TEST(JsonStringify, TextIsEscaped) {
  EXPECT_EQ(Text("a/b\"\\\b\f\n\r\t\x01\x1f\x7f\xc3\xa9"),
            R"("a\/b\"\\\b\f\n\r\t\u0001\u001f\u007f)"
            "\xc3\xa9\"");
  // Escapes at every offset of the words that the scanner reads.
  for (size_t n = 0; n < 40; ++n) {
    std::string plain(n, 'x'), quoted = "\"" + plain + "\\n" + plain + "\"";
    EXPECT_EQ(Text(String(plain + "\n" + plain)), quoted);
  }
}

TEST(JsonStringify, ContainersWithAndWithoutLines) {
  Any value = Array<Any>{1, Array<Any>{}, Map<Any, Any>{{"k", Array<Any>{1}}}, nullptr, true};
  EXPECT_EQ(Text(value), R"([1,[],{"k":[1]},null,true])");
  EXPECT_EQ(Text(value, 2),
            "[\n  1,\n  [\n  ],\n  {\n    \"k\": [\n      1\n    ]\n  },\n  null,\n  true\n]");
  EXPECT_EQ(Text(Array<Any>{1, 2}, 0), "[1,2]") << "as the reference writes it";
  EXPECT_EQ(Text(Array<Any>{1, 2}, -1), "[1,2]");
  EXPECT_EQ(Text(Array<Any>{}, 2), "[\n]");
  EXPECT_EQ(Text(Map<Any, Any>{}, 2), "{\n}");
  EXPECT_EQ(Text(List<Any>{1, 2}), "[1,2]");
  EXPECT_EQ(Text(Tuple<int, String>(1, "x")), "[1,\"x\"]");
  EXPECT_EQ(Text(Map<Any, Any>{{"b", 1}, {"a", 2}}), R"({"b":1,"a":2})");
}

TEST(JsonStringify, RefusesWhatJsonHasNot) {
  EXPECT_EQ(Refusal(Dict<Any, Any>{}), "ValueError: Unsupported type: `ffi.Dict`");
  EXPECT_EQ(Refusal(Array<Any>{Shape{1}}), "ValueError: Unsupported type: `ffi.Shape`");
  EXPECT_EQ(Refusal(Bytes("a", 1)), "ValueError: Unsupported type: `ffi.SmallBytes`");
  EXPECT_EQ(Refusal(Map<Any, Any>{{1, 2}}), "ValueError: Expect key to be string, got `int`");
}

TEST(JsonStringify, FindsAListInsideItself) {
  const char* kCycle = "ValueError: Cycle detected: List contains itself";
  List<Any> list;
  list.push_back(list);
  EXPECT_EQ(Refusal(list), kCycle);
  list.clear();
  list.push_back(Array<Any>{Map<Any, Any>{{"k", list}}});
  EXPECT_EQ(Refusal(list), kCycle);
  list.clear();
  // A cycle behind many open lists.
  List<Any> inner = list;
  for (int i = 0; i < 100; ++i) {
    List<Any> next;
    inner.push_back(next);
    inner = next;
  }
  inner.push_back(list);
  EXPECT_EQ(Refusal(list), kCycle);
  inner.clear();
  EXPECT_EQ(Text(list).size(), 202u);
  List<Any> shared{1};
  EXPECT_EQ(Text(Array<Any>{shared, shared, List<Any>{shared}}), "[[1],[1],[[1]]]");
}

TEST(JsonStringify, DeepValuesNeedNoStack) {
  Any value = 1;
  for (int i = 0; i < 300000; ++i)
    value = i % 2 != 0 ? Any(Array<Any>{value}) : Any(List<Any>{value});
  EXPECT_EQ(Text(value).size(), 600001u);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
