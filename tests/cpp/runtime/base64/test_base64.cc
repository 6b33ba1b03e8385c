// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// base64: known pairs, every length, strictness.
#include <gtest/gtest.h>
#include <tvm/ffi/extra/base64.h>

#include <random>
#include <string>

namespace tvm {
namespace ffi {
namespace {

std::string Decode(const std::string& text) {
  Bytes bytes = Base64Decode(String(text));
  return std::string(bytes.data(), bytes.size());
}

TEST(Base64, KnowsTheStandardPairs) {
  const std::pair<std::string, std::string> pairs[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"},
                                                       {"\xfb\xff", "+/8="}};
  for (const auto& [plain, text] : pairs) {
    EXPECT_EQ(std::string(Base64Encode(Bytes(plain.data(), plain.size()))), text);
    EXPECT_EQ(Decode(text), plain);
  }
}

TEST(Base64, BringsEveryLengthBack) {
  std::mt19937 random(7);
  for (size_t n = 0; n < 200; ++n) {
    std::string plain;
    for (size_t i = 0; i < n; ++i) plain.push_back(static_cast<char>(random()));
    EXPECT_EQ(Decode(Base64Encode(Bytes(plain.data(), plain.size()))), plain);
  }
}

TEST(Base64, RefusesWhatEncodingWouldNotMake) {
  for (const char* text : {"abc", "a", "ab=c", "a===", "====", "=abc", "ab!d", "ab\ncd==", "ab c",
                           "YR==", "YWJ=", "YWJj====", "YQ==YQ==", "ab-_", "Zg=g"}) {
    try {
      Decode(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), "InternalError") << text;
      const std::string message = error.message(), ending = "invalid base64 encoding";
      EXPECT_EQ(message.substr(message.size() - ending.size()), ending) << text;
    }
  }
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
