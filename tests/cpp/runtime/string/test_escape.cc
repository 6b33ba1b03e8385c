// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Quoted forms of strings.
#include <gtest/gtest.h>
#include <tvm/ffi/string.h>

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(EscapeJSON, QuotesControlAndSlash) {
  EXPECT_EQ(EscapeStringJSON("a\"\\/\b\f\n\r\t\x01\x7f\xc3\xa9"),
            "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\xc3\xa9\"");
  EXPECT_EQ(EscapeString("a/b"), "\"a\\/b\"");
  EXPECT_EQ(EscapeStringJSON(String("a\0b", 3)), "\"a\\u0000b\"");
  EXPECT_EQ(EscapeStringJSON(""), "\"\"");
}

TEST(EscapePython, ControlAndQuotes) {
  EXPECT_EQ(EscapedStringPy("a\"\\/\b\f\n\r\t\x01\x7f'"),
            "\"a\\\"\\\\/\\x08\\x0c\\n\\r\\t\\x01\\x7f'\"");
}

TEST(EscapePython, ValidUTF8BecomesCodePoints) {
  EXPECT_EQ(EscapedStringPy("\xc3\xa9"), "\"\\u00e9\"");
  EXPECT_EQ(EscapedStringPy("\xe2\x82\xac"), "\"\\u20ac\"");
  EXPECT_EQ(EscapedStringPy("\xf0\x9f\x98\x80"), "\"\\U0001f600\"");
}

TEST(EscapePython, InvalidUTF8BecomesBytes) {
  EXPECT_EQ(EscapedStringPy("\xff"), "\"\\xff\"");
  EXPECT_EQ(EscapedStringPy("\xc3"), "\"\\xc3\"") << "cut off";
  EXPECT_EQ(EscapedStringPy("\xe2\x82x"), "\"\\xe2\\x82x\"");
  EXPECT_EQ(EscapedStringPy("\xc0\x80"), "\"\\xc0\\x80\"") << "overlong";
  EXPECT_EQ(EscapedStringPy("\xed\xa0\x80"), "\"\\xed\\xa0\\x80\"") << "surrogate";
  EXPECT_EQ(EscapedStringPy("\xf4\x90\x80\x80"), "\"\\xf4\\x90\\x80\\x80\"") << "beyond Unicode";
}

TEST(EscapePython, ColourSequencesStayReadable) {
  EXPECT_EQ(EscapedStringPy("\x1b[31mred\x1b[0m"), "\"\\x1b[31mred\\x1b[0m\"");
  EXPECT_EQ(EscapedStringPy("\x1b[1;31m\x1b[K"), "\"\\x1b[1;31m\\x1b[K\"");
  EXPECT_EQ(EscapedStringPy("\x1b[x\x1b"), "\"\\x1b[x\\x1b\"");
}

}  // namespace
