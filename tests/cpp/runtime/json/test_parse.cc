// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// json::Parse: what it accepts, what it makes of it, and where it says a fault is.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/json.h>

#include <cmath>
#include <string>

namespace tvm {
namespace ffi {
namespace {

// Error text, or what the value prints as.
std::string Outcome(const std::string& text) {
  String error;
  json::Value value = json::Parse(String(text), &error);
  if (!error.empty()) {
    EXPECT_TRUE(value == nullptr);
    return "! " + std::string(error);
  }
  return value.GetTypeKey() + " " + std::string(json::Stringify(value));
}

struct Row {
  std::string text;
  std::string outcome;
};

TEST(JsonParse, FaultsHaveAPlaceAndAName) {
  const Row rows[] = {
      {"", "! Expecting value: line 1 column 1 (char 0)"},
      {" ", "! Expecting value: line 1 column 2 (char 1)"},
      {"1 2", "! Extra data: line 1 column 3 (char 2)"},
      {"[1,]", "! Expecting value: line 1 column 4 (char 3)"},
      {"[1 2]", "! Expecting ',' delimiter: line 1 column 4 (char 3)"},
      {"{\"a\" 1}", "! Expecting ':' delimiter: line 1 column 6 (char 5)"},
      {"{\"a\":1,}",
       "! Expecting property name enclosed in double quotes: line 1 column 8 (char 7)"},
      {"{a:1}", "! Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
      {"{\"a\":1 \"b\"}", "! Expecting ',' delimiter: line 1 column 8 (char 7)"},
      {"[", "! Expecting value: line 1 column 2 (char 1)"},
      {"{", "! Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
      {"\"abc", "! Unterminated string starting at: line 1 column 1 (char 0)"},
      {"\"a\nb\"", "! Invalid control character at: line 1 column 3 (char 2)"},
      {"\"\\x\"", "! Invalid \\escape: line 1 column 3 (char 2)"},
      {"\"\\u12\"", "! Invalid \\uXXXX escape: line 1 column 3 (char 2)"},
      {"\"\\u12G4\"", "! Invalid \\uXXXX escape: line 1 column 3 (char 2)"},
      {"\"\\ud800\"", "! Invalid surrogate pair of \\uXXXX escapes: line 1 column 3 (char 2)"},
      {"\"\\udc00\"", "! Invalid surrogate pair of \\uXXXX escapes: line 1 column 3 (char 2)"},
      {"\"\\ud800\\u0041\"",
       "! Invalid surrogate pair of \\uXXXX escapes: line 1 column 10 (char 9)"},
      {"\"\\ud800x\"", "! Invalid surrogate pair of \\uXXXX escapes: line 1 column 3 (char 2)"},
      {"\"\\ud83d\\u\"", "! Invalid \\uXXXX escape: line 1 column 10 (char 9)"},
      {"nul", "! Expecting value: line 1 column 1 (char 0)"},
      {"nulll", "! Extra data: line 1 column 5 (char 4)"},
      {"truE", "! Expecting value: line 1 column 1 (char 0)"},
      {"-Infinit", "! Expecting value: line 1 column 1 (char 0)"},
      {"-", "! Expecting value: line 1 column 1 (char 0)"},
      {"1e", "! Expecting value: line 1 column 1 (char 0)"},
      {"1e+", "! Expecting value: line 1 column 1 (char 0)"},
      {"1E400", "! Expecting value: line 1 column 1 (char 0)"},
      {"1.5.5", "! Expecting value: line 1 column 1 (char 0)"},
      {"\xef\xbb\xbf"
       "1",
       "! Expecting value: line 1 column 1 (char 0)"},
      {"[1\n,\n  x]", "! Expecting value: line 3 column 3 (char 7)"},
      {"\v1", "! Expecting value: line 1 column 1 (char 0)"},
      {"{\"a\":}", "! Expecting value: line 1 column 6 (char 5)"},
      {"[1,2", "! Expecting ',' delimiter: line 1 column 5 (char 4)"},
      {"{\"a\"", "! Expecting ':' delimiter: line 1 column 5 (char 4)"},
      {"\"\\", "! Invalid \\escape: line 1 column 3 (char 2)"},
      {"\"\\u", "! Invalid \\uXXXX escape: line 1 column 3 (char 2)"},
      {"'a'", "! Expecting value: line 1 column 1 (char 0)"},
      {"[1,,2]", "! Expecting value: line 1 column 4 (char 3)"},
      {"/*c*/1", "! Expecting value: line 1 column 1 (char 0)"},
      {"\"\xc3\xa9\" x", "! Extra data: line 1 column 6 (char 5)"},
      {std::string("1\0", 2), "! Extra data: line 1 column 2 (char 1)"},
      {std::string("\"a\0b\"", 5), "! Invalid control character at: line 1 column 3 (char 2)"},
      // Stricter than the reference, as RFC 8259 wants it.
      {"01", "! Expecting value: line 1 column 1 (char 0)"},
      {"-01", "! Expecting value: line 1 column 1 (char 0)"},
      {"1.", "! Expecting value: line 1 column 1 (char 0)"},
      {".5", "! Expecting value: line 1 column 1 (char 0)"},
      {"+1", "! Expecting value: line 1 column 1 (char 0)"},
  };
  for (const Row& row : rows) EXPECT_EQ(Outcome(row.text), row.outcome) << row.text;
}

TEST(JsonParse, ValuesHaveTheirTypes) {
  const Row rows[] = {
      {"null", "None null"},
      {" true ", "bool true"},
      {"false", "bool false"},
      {"NaN", "float NaN"},
      {"Infinity", "float Infinity"},
      {"-Infinity", "float -Infinity"},
      {"[NaN]", "ffi.Array [NaN]"},
      {"9223372036854775807", "int 9223372036854775807"},
      {"9223372036854775808", "float 9.2233720368547758e+18"},
      {"-9223372036854775808", "int -9223372036854775808"},
      {"-9223372036854775809", "float -9.2233720368547758e+18"},
      {"123456789012345678901234567890", "float 1.2345678901234568e+29"},
      {"-0", "int 0"},
      {"-0.0", "float -0.0"},
      {"0e0", "float 0.0"},
      {"1e5", "float 100000.0"},
      {"2.5e-1", "float 0.25"},
      {"1e-400", "float 0.0"},
      {"5e-324", "float 4.9406564584124654e-324"},
      {"\"\"", "ffi.SmallStr \"\""},
      {"\"1234567\"", "ffi.SmallStr \"1234567\""},
      {"\"12345678\"", "ffi.String \"12345678\""},
      {"\"\\ud83d\\ude00\"", "ffi.SmallStr \"\xf0\x9f\x98\x80\""},
      {"\"\\u0041\\u00e9\\u20ac\"", "ffi.SmallStr \"A\xc3\xa9\xe2\x82\xac\""},
      {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "ffi.String \"\\\"\\\\\\/\\b\\f\\n\\r\\t\""},
      {"\"\\u0000\"", "ffi.SmallStr \"\\u0000\""},
      {"\"\x7f\"", "ffi.SmallStr \"\\u007f\""},
      {"\t\r\n[ ]", "ffi.Array []"},
      {"{ }", "ffi.Map {}"},
      {"{\"a\":1,\"b\":2,\"a\":3}", "ffi.Map {\"a\":3,\"b\":2}"},
      {"{\"a\":1,\"b\":2,\"c\":2,\"d\":2,\"a\":3}", "ffi.Map {\"b\":2,\"c\":2,\"d\":2,\"a\":3}"},
      {"[1,[2,{\"k\":[]}],\"a longer text\"]", "ffi.Array [1,[2,{\"k\":[]}],\"a longer text\"]"},
  };
  for (const Row& row : rows) EXPECT_EQ(Outcome(row.text), row.outcome) << row.text;
}

TEST(JsonParse, StringsAreWellFormedUtf8) {
  for (const char* text :
       {"\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
        "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "plain text and \xe2\x82\xac"}) {
    EXPECT_EQ(json::Parse(String("\"" + std::string(text) + "\"")).cast<String>(), text);
  }
  for (const char* bytes : {"\xff", "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2",
                            "\xc2"
                            "A",
                            "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                            "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80"}) {
    for (size_t before : {0, 1, 7, 8, 9}) {
      const std::string text = "\"" + std::string(before, 'x') + bytes + "\"";
      const std::string at = std::to_string(before + 1);
      EXPECT_EQ(Outcome(text), "! Invalid UTF-8 byte at: line 1 column " +
                                   std::to_string(before + 2) + " (char " + at + ")");
    }
  }
  // Faults of syntax come first, and no byte is allowed outside of strings.
  EXPECT_EQ(Outcome("[\"\xff\""), "! Expecting ',' delimiter: line 1 column 5 (char 4)");
  EXPECT_EQ(Outcome("\xc3\xa9"), "! Expecting value: line 1 column 1 (char 0)");
}

TEST(JsonParse, ThrowsWithoutAPlaceForTheError) {
  try {
    json::Parse("[1");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "ValueError");
    EXPECT_EQ(error.message(), "Expecting ',' delimiter: line 1 column 3 (char 2)");
  }
  String text = "left over";
  EXPECT_EQ(json::Parse("1", &text).cast<int>(), 1);
  EXPECT_EQ(text, "");
}

TEST(JsonParse, NestingIsLimited) {
  auto nested = [](size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(json::Parse(String(nested(512))).as<json::Array>().has_value());
  const std::string fault = "! Maximum nesting depth of 512 exceeded: line 1 column 513 (char 512)";
  EXPECT_EQ(Outcome(nested(513)), fault);
  EXPECT_EQ(Outcome(nested(1000000)), fault);
  EXPECT_EQ(Outcome(std::string(1000000, '[')), fault);
  std::string objects;
  for (int i = 0; i < 600; ++i) objects += "{\"a\":";
  EXPECT_EQ(Outcome(objects).substr(0, 39), "! Maximum nesting depth of 512 exceeded");
}

TEST(JsonParse, EveryPrefixOfATextIsRefusedCleanly) {
  const std::string text =
      R"({"key":[1,-2.5e3,"a \u00e9 \ud83d\ude00 long text",true,null,{"x":{}}],"other":"z"})";
  for (size_t n = 0; n < text.size(); ++n) {
    String error;
    json::Parse(String(text.data(), n), &error);
    EXPECT_FALSE(error.empty()) << n;
  }
  EXPECT_EQ(Outcome(text).substr(0, 7), "ffi.Map");
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
