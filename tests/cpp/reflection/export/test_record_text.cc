// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "function_record.h"
#include "metadata_text.h"
#include "record_text.h"

namespace {

using namespace tvm::ffi::reflection::detail;

// A metadata text whose schema, and whose signature where there is one, are these texts.
std::string Metadata(const std::string& schema, const std::string& signature = "") {
  std::string text = "{\"type_schema\":" + Json(schema).dump();
  if (!signature.empty()) text += ",\"signature\":" + Json(signature).dump();
  return text + "}";
}

void ExpectSame(const std::string& metadata) {
  for (const bool has_receiver : {false, true}) {
    const Json record =
        FunctionRecord("m.f", "a \"doc\"", ReadMetadataText(metadata), has_receiver);
    RecordText text;
    ErrorKindSet kinds;
    WriteFunction(text, "m.f", "a \"doc\"", SchemaText(metadata), has_receiver, kinds);
    text.Both("}");
    EXPECT_EQ(text.full, PrintCompact(record)) << metadata;
    EXPECT_EQ(text.visible, PrintVisible(record)) << metadata;
    EXPECT_EQ(kinds.size(), record["raises"].size()) << metadata;
  }
}

constexpr const char* kFunction =
    R"({"type":"ffi.Function","named_args":{"return":[{"type":"ffi.Map","args":[{"type":"ffi.String"},{"type":"int"}]}],"params":[{"type":"my.Obj"},{"type":"Optional","args":[{"type":"ffi.Function","named_args":{"return":[{"type":"None"}],"params":[]}}]}]}})";

TEST(RecordText, IsWhatTheRecordPrintsForWhatHeadersWrite) {
  ExpectSame(Metadata(kFunction));
  ExpectSame(Metadata(kFunction, R"({"params":[{"name":"a","default":7,"kind":"keyword_only"}]})"));
  ExpectSame(Metadata(
      kFunction,
      R"({"params":[{"name":"a\"b","default":{"doc":"x"},"doc":"d"},{"name":"ä"}],"doc":"D","returns":"R","raises":[["ValueError","w"],["E",""]],"deprecated":"old","thread_safe":true,"source":["f.cc",3]})"));
  ExpectSame(Metadata(R"({"type":"ffi.Function"})"));
  ExpectSame(Metadata(R"({"type":"int"})"));
}

TEST(RecordText, IsWhatTheRecordPrintsForAnythingElse) {
  ExpectSame("");
  ExpectSame("no json");
  ExpectSame("{\"type_schema\":3}");
  ExpectSame(Metadata(R"({ "type": "ffi.Function", "args": [{"type":"int"},{"type":"bool"}]})"));
  ExpectSame(Metadata(R"({"type":"ffi.Function","args":[{"type":"int"},{"type":"bool"}]})"));
  ExpectSame(
      Metadata(R"({"type":"Optional","args":[{"type":"ffi.Function","args":[{"type":"int"}]}]})"));
  ExpectSame(Metadata(
      R"({"type":"std::function","named_args":{"return":[{"type":"int"}],"params":[{"type":"int"}, {"type":"bool"}]}})"));
  ExpectSame(Metadata(
      R"({"type":"std::function","named_args":{"return":[{"type":"int"}],"params":[{"type":"int"}]}})"));
  ExpectSame(Metadata(R"({"type":"std::array","args":[{"type":"int"},3]})"));
  ExpectSame(Metadata(kFunction, "[]"));
  ExpectSame(Metadata(kFunction, R"({"params":3,"raises":[[],[3],["E",4]],"source":["f"]})"));
  ExpectSame(R"({"type_schema":"{\"type\":\"int\"}","unit":"m","signature":"{\"doc\":\"d\"}"})");
  ExpectSame(Metadata(kFunction) + " ");
  ExpectSame("{\"type_schema\":\"{\\\"type\\\":\\\"a\xff\\\"}\"}");
  ExpectSame("{\"type_schema\":\"{\\\"type\\\":\\\"a\nb\\\"}\",\"signature\":\"{\n}\"}");
  std::string deep = R"({"type":"int"})";
  for (int i = 0; i < 150; ++i) deep = R"({"type":"Optional","args":[)" + deep + "]}";
  ExpectSame(Metadata(deep));
}

TEST(RecordText, IsTheSameForEveryCutOfAText) {
  const std::string whole = Metadata(kFunction, R"({"params":[{"name":"a"},{"name":"b"}]})");
  for (size_t size = 0; size <= whole.size(); ++size) ExpectSame(whole.substr(0, size));
}

}  // namespace
