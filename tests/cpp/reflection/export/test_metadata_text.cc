// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "function_record.h"
#include "layout.h"
#include "metadata_text.h"
#include "utf8.h"

namespace {

using tvm::ffi::reflection::detail::FunctionRecord;
using tvm::ffi::reflection::detail::IsUtf8;
using tvm::ffi::reflection::detail::Json;
using tvm::ffi::reflection::detail::ParsedMetadata;
using tvm::ffi::reflection::detail::PrintCompact;
using tvm::ffi::reflection::detail::ReadMetadataText;

std::string Schema(const std::string& schema) { return Json{{"type_schema", schema}}.dump(); }

TEST(MetadataText, SeparatesSchemaAndUserEntries) {
  const ParsedMetadata text = ReadMetadataText(
      R"({"type_schema":"{\"type\":\"int\"}","bool_attr":true,"int_attr":1,"str_attr":"hello"})");
  EXPECT_EQ(PrintCompact(text.schema), R"({"type":"int"})");
  EXPECT_EQ(PrintCompact(text.user), R"({"bool_attr":true,"int_attr":1,"str_attr":"hello"})");
  EXPECT_TRUE(text.signature.empty());
}

TEST(MetadataText, ReadsTheOlderFormOfFunctionSchemas) {
  const ParsedMetadata text = ReadMetadataText(
      Schema(R"({"type":"ffi.Function","args":[{"type":"None"},{"type":"int"}]})"));
  EXPECT_EQ(PrintCompact(text.schema),
            R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],)"
            R"("params":[{"type":"int"}]}})");
}

TEST(MetadataText, TreatsHostileTextAsUnknown) {
  EXPECT_TRUE(ReadMetadataText("").schema.is_null());
  EXPECT_TRUE(ReadMetadataText("{").schema.is_null());
  EXPECT_TRUE(ReadMetadataText("[]").schema.is_null());
  EXPECT_TRUE(ReadMetadataText(R"({"type_schema":3})").schema.is_null());
  EXPECT_TRUE(ReadMetadataText(Schema("not json")).schema.is_null());
  EXPECT_TRUE(ReadMetadataText(std::string(1 << 20, '[')).schema.is_null());
  EXPECT_TRUE(ReadMetadataText(Schema(std::string(1 << 20, '['))).schema.is_null());
  const std::string broken_args = R"({"type":"ffi.Array","args":["x",{"no":1}]})";
  EXPECT_EQ(PrintCompact(ReadMetadataText(Schema(broken_args)).schema),
            R"({"type":"ffi.Array","args":[{"type":"Any"},{"type":"Any"}]})");
}

TEST(FunctionRecord, JoinsSchemaAndSignature) {
  const std::string signature =
      R"({"params":[{"name":"x","default":2.0,"kind":"keyword_only","doc":"d"}],)"
      R"("returns":"r","raises":[["ValueError","v"],["TypeError",""]],)"
      R"("deprecated":"old","thread_safe":true})";
  const Json metadata = {
      {"type_schema", R"({"type":"ffi.Function","named_args":{"return":[{"type":"int"}],)"
                      R"("params":[{"type":"my.T"},{"type":"float"}]}})"},
      {"signature", signature}};
  const Json record = FunctionRecord({"f", "doc", true, nullptr, {}}, metadata.dump());
  EXPECT_EQ(PrintCompact(record["params"]),
            R"([{"name":"x","type":{"type":"float"},"kind":"keyword_only",)"
            R"("default":{"value":2.0},"doc":"d"}])");
  EXPECT_EQ(PrintCompact(record["returns"]), R"({"type":{"type":"int"},"doc":"r"})");
  EXPECT_EQ(PrintCompact(record["raises"]),
            R"([{"kind":"ValueError","doc":"v"},{"kind":"TypeError","doc":null}])");
  EXPECT_EQ(record["deprecated"], "old");
  EXPECT_EQ(record["thread_safe"], true);
}

TEST(FunctionRecord, LeavesParametersWithoutNamesPositional) {
  const Json record =
      FunctionRecord({"f", "", false, nullptr, {}},
                     Schema(R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],)"
                            R"("params":[{"type":"int"}]}})"));
  EXPECT_EQ(PrintCompact(record["params"]),
            R"([{"name":null,"type":{"type":"int"},"kind":"positional_only",)"
            R"("default":null,"doc":null}])");
  EXPECT_TRUE(record["doc"].is_null());
}

TEST(FunctionRecord, SaysNothingAboutPackedArguments) {
  const Json record =
      FunctionRecord({"f", "", false, nullptr, {}}, Schema(R"({"type":"ffi.Function"})"));
  EXPECT_TRUE(record["params"].is_null());
  EXPECT_EQ(PrintCompact(record["returns"]["type"]), R"({"type":"Any"})");
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndCutSequences) {
  EXPECT_TRUE(IsUtf8("plain"));
  EXPECT_TRUE(IsUtf8("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
  EXPECT_FALSE(IsUtf8("\xC0\x80"));
  EXPECT_FALSE(IsUtf8("\xE0\x80\x80"));
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(IsUtf8("\xE2\x82"));
  EXPECT_FALSE(IsUtf8("\xFF"));
}

TEST(PrintCompact, EqualsTheLibrarysOwnPrinter) {
  Json value =
      Json::parse(R"({"a":[1,-2,1.5,true,null,{}],"b":[],"c":{"d":"e"},"f":18446744073709551615})");
  std::string controls;
  for (char c = 1; c < 0x30; ++c) controls.push_back(c);
  value["text"] = controls + "\"\\/\x7f\xC3\xA9";
  EXPECT_EQ(PrintCompact(value), value.dump());
}

TEST(PrintVisible, LeavesOutDocsSourcesAndUserMetadata) {
  const Json value = Json::parse(
      R"([{"name":"f","doc":"d","metadata":{"x":1},"source":null,"default":{"value":{"doc":1}}}])");
  EXPECT_EQ(tvm::ffi::reflection::detail::PrintVisible(value),
            R"([{"name":"f","default":{"value":{"doc":1}}}])");
}

TEST(PrintCompact, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(PrintCompact(Json("a\xFF")), "\"a\xEF\xBF\xBD\"");
}

}  // namespace
