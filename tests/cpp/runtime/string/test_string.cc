// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// String: forms, comparison, searching, cutting.
#include <gtest/gtest.h>
#include <tvm/ffi/string.h>

#include <sstream>
#include <stdexcept>
#include <type_traits>
#include <unordered_map>

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(String, SmallAndHeapForms) {
  EXPECT_EQ(Any(String("1234567")).type_index(), TypeIndex::kTVMFFISmallStr);
  EXPECT_EQ(Any(String("12345678")).type_index(), TypeIndex::kTVMFFIStr);
  const std::string short_text = "abc";
  EXPECT_EQ(Any(String(short_text)).type_index(), TypeIndex::kTVMFFISmallStr);
  EXPECT_EQ(Any(String(std::string("abc"))).type_index(), TypeIndex::kTVMFFIStr)
      << "a std::string&& is always taken over";
  static_assert(sizeof(String) == 16, "");
}

TEST(String, TakesOverTheBufferOfAStdString) {
  std::string text(100, 'x');
  const char* buffer = text.data();
  String string(std::move(text));
  EXPECT_EQ(static_cast<const void*>(string.data()), static_cast<const void*>(buffer));
}

TEST(String, NullIsRejectedAtCompileTime) {
  static_assert(!std::is_constructible_v<String, std::nullptr_t>, "");
}

TEST(String, IsNulTerminated) {
  EXPECT_STREQ(String("abc").c_str(), "abc");
  EXPECT_STREQ(String("a longer piece of text").c_str(), "a longer piece of text");
  EXPECT_STREQ(String("abcdef", 3).c_str(), "abc");
}

TEST(String, SizesKnownToTheCompilerAndOthersGiveTheSame) {
  const std::string all(200, 'x');
  for (size_t size : {8u, 40u, 63u, 64u, 65u, 200u}) {
    const String text(all.data(), size);
    EXPECT_EQ(text.size(), size);
    EXPECT_EQ(std::string(text), all.substr(0, size));
    EXPECT_EQ(text.data()[size], '\0');
  }
  EXPECT_EQ(std::string(String("12345678")), "12345678");
  EXPECT_EQ(String("a text of exactly sixty-four characters, the last copied in line").size(), 64u);
  EXPECT_EQ(String("a text with\0a NUL in it", 23).size(), 23u);
  EXPECT_STREQ(String("a text with\0a NUL in it", 23).data() + 12, "a NUL in it");
}

TEST(String, ARefusedSizeIsAnError) {
  EXPECT_THROW(String(static_cast<const char*>(nullptr), 40), Error);
  EXPECT_THROW(String("short", static_cast<size_t>(-2)), Error);
}

TEST(String, MovedFromReadsAsEmpty) {
  String a = "a longer piece of text";
  String b = std::move(a);
  EXPECT_EQ(a.size(), 0u);  // NOLINT
  EXPECT_EQ(b, "a longer piece of text");
  a = "again";
  EXPECT_EQ(a, "again");
}

TEST(String, AssignsFromTextTypes) {
  String s;
  EXPECT_TRUE(s.empty());
  s = "abc";
  EXPECT_EQ(s.length(), 3u);
  const std::string text = "a longer piece of text";
  s = text;
  EXPECT_EQ(s, text);
  s = std::string("x");
  EXPECT_EQ(s, "x");
  s = String(TVMFFIByteArray{"yz", 2});
  EXPECT_EQ(s, "yz");
}

TEST(String, ComparesBytewiseOnEitherSide) {
  String a = "abc";
  EXPECT_TRUE(a == "abc");
  EXPECT_TRUE("abc" == a);
  EXPECT_TRUE(a == std::string("abc"));
  EXPECT_TRUE(std::string("abd") > a);
  EXPECT_TRUE(a < "abd");
  EXPECT_TRUE(a >= "abc");
  EXPECT_TRUE("abb" <= a);
  EXPECT_TRUE(a != std::string("ab"));
  EXPECT_TRUE(a == String(std::string("abc")));
  EXPECT_EQ(a.compare("abd"), -1);
  EXPECT_EQ(a.compare("ab"), 1);
  EXPECT_EQ(a.compare(std::string("abc")), 0);
  EXPECT_EQ(a.compare(TVMFFIByteArray{"b", 1}), -1);
  EXPECT_TRUE(String("\xff") < String("a")) << "chars are signed here";
  EXPECT_TRUE(String("a\0b", 3) != "a");
}

TEST(String, AtAndSubstrCheckTheirPosition) {
  String s = "hello";
  EXPECT_EQ(s.at(4), 'o');
  EXPECT_EQ(s.substr(1, 3), "ell");
  EXPECT_EQ(s.substr(5), "");
  EXPECT_EQ(s.substr(), "hello");
  try {
    s.at(5);
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "tvm::String index out of bounds");
  }
  try {
    s.substr(6);
    FAIL();
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "tvm::String substr index out of bounds");
  }
}

TEST(String, Finds) {
  String s = "hello";
  EXPECT_EQ(s.find("l"), 2u);
  EXPECT_EQ(s.find("l", 3), 3u);
  EXPECT_EQ(s.find(String("lo")), 3u);
  EXPECT_EQ(s.find("lox", 0, 2), 3u);
  EXPECT_EQ(s.find("zz"), String::npos);
  EXPECT_EQ(s.find(""), 0u);
  EXPECT_EQ(s.find("", 5), 5u);
  EXPECT_EQ(s.find("", 6), String::npos);
}

TEST(String, StartsAndEndsWith) {
  String s = "hello";
  EXPECT_TRUE(s.starts_with("he") && s.starts_with(String("")) && s.starts_with("hex", 2));
  EXPECT_TRUE(s.starts_with(std::string_view("hello")) && !s.starts_with("hello!"));
  EXPECT_TRUE(s.ends_with("lo") && s.ends_with(String("")) && s.ends_with("lox", 2));
  EXPECT_TRUE(s.ends_with(std::string_view("hello")) && !s.ends_with("!hello"));
}

TEST(String, SplitsIntoOnePieceMoreThanDelimiters) {
  using Pieces = std::vector<std::string_view>;
  EXPECT_EQ(String("a,b,").Split(','), (Pieces{"a", "b", ""}));
  EXPECT_EQ(String("a,,b").Split(','), (Pieces{"a", "", "b"}));
  EXPECT_EQ(String(",").Split(','), (Pieces{"", ""}));
  EXPECT_EQ(String("").Split(','), (Pieces{""}));
}

TEST(String, Concatenates) {
  String a = "abc";
  EXPECT_EQ(a + "d", "abcd");
  EXPECT_EQ("d" + a, "dabc");
  EXPECT_EQ(a + std::string("d"), "abcd");
  EXPECT_EQ(std::string("d") + a, "dabc");
  EXPECT_EQ(a + a + a, "abcabcabc");
}

TEST(String, PrintsAndHashes) {
  std::ostringstream out;
  out << String("abc") << String("a\0b", 3);
  EXPECT_EQ(out.str(), std::string("abca\0b", 6));
  EXPECT_EQ(std::hash<String>()("abc"), std::hash<std::string_view>()("abc"));
  std::unordered_map<String, int> map{{"a", 1}};
  EXPECT_EQ(map.at(String(std::string("a"))), 1);
  EXPECT_EQ(ToStringView(TVMFFIByteArray{"abc", 3}), "abc");
}

TEST(String, StoringAStdStringTakesItOver) {
  EXPECT_EQ(Any(std::string("abc")).type_index(), TypeIndex::kTVMFFIStr);
  EXPECT_EQ(Any(std::string("a\0b", 3)).cast<std::string>(), std::string("a\0b", 3));
  EXPECT_EQ(Any(String("abc")).cast<std::string>(), "abc");
}

}  // namespace
