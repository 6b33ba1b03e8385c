// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "layout.h"
#include "record_text.h"

namespace {

using namespace tvm::ffi::reflection::detail;

// A metadata text whose schema, and whose signature where there is one, are these texts.
std::string Metadata(const std::string& schema, const std::string& signature = "") {
  std::string text = "{\"type_schema\":" + Json(schema).dump();
  if (!signature.empty()) text += ",\"signature\":" + Json(signature).dump();
  return text + "}";
}

struct Written {
  std::string full;
  std::string visible;
};

Written Write(const std::string& metadata, bool has_receiver, const std::string& fragment = "{}") {
  const Json said = Json::parse(fragment);
  RecordText text;
  ErrorKindSet kinds;
  WriteFunction(text, {"m.f", "a \"doc\"", has_receiver, &said, {}}, SchemaText(metadata), kinds);
  text.Both("}");
  EXPECT_EQ(kinds.size(), Json::parse(text.full)["raises"].size()) << metadata;
  return {text.full, text.visible};
}

// A blank in front of a text turns it from what headers write into something else of the same
// meaning, which is read piece by piece.
void ExpectSame(const std::string& metadata) {
  for (const bool has_receiver : {false, true}) {
    const Written fast = Write(metadata, has_receiver);
    const Written slow = Write(" " + metadata, has_receiver);
    EXPECT_EQ(fast.full, slow.full) << metadata;
    const Json record = Json::parse(fast.full, nullptr, false);
    EXPECT_EQ(PrintCompact(record), fast.full) << metadata;
    EXPECT_EQ(PrintVisible(record), fast.visible) << metadata;
    EXPECT_EQ(fast.visible, slow.visible) << metadata;
  }
}

constexpr const char* kFunction =
    R"({"type":"ffi.Function","named_args":{"return":[{"type":"ffi.Map","args":[{"type":"ffi.String"},{"type":"int"}]}],"params":[{"type":"my.Obj"},{"type":"Optional","args":[{"type":"ffi.Function","named_args":{"return":[{"type":"None"}],"params":[]}}]}]}})";

TEST(RecordText, IsTheSameHoweverTheMetadataIsRead) {
  ExpectSame(Metadata(kFunction));
  ExpectSame(Metadata(kFunction, R"({"params":[{"name":"a","default":7,"kind":"keyword_only"}]})"));
  ExpectSame(Metadata(
      kFunction,
      R"({"params":[{"name":"a\"b","default":{"doc":"x"},"doc":"d"},{"name":"ä"}],"doc":"D","returns":"R","raises":[["ValueError","w"],["E",""]],"deprecated":"old","thread_safe":true,"source":["f.cc",3]})"));
  ExpectSame(Metadata(R"({"type":"ffi.Function"})"));
  ExpectSame(Metadata(R"({"type":"int"})"));
}

TEST(RecordText, IsARecordWhateverTheMetadataIs) {
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

std::string ParamsOf(const std::string& metadata, const std::string& fragment = "{}") {
  return PrintCompact(Json::parse(Write(metadata, false, fragment).full)["params"]);
}

constexpr const char* kThree =
    R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],"params":[{"type":"int"},{"type":"int"},{"type":"int"}]}})";

TEST(RecordText, GoesByPositionWhereNobodyTellsTheName) {
  EXPECT_EQ(
      ParamsOf(Metadata(kThree, R"({"params":[{"kind":"keyword_only"},{"name":"b"}]})")),
      R"([{"name":null,"type":{"type":"int"},"kind":"positional_only","default":null,"doc":null},)"
      R"({"name":"b","type":{"type":"int"},"kind":"positional_or_keyword","default":null,"doc":null},)"
      R"({"name":null,"type":{"type":"int"},"kind":"positional_only","default":null,"doc":null}])");
}

TEST(RecordText, KeepsTheKindOfAParameterThatTheFragmentNames) {
  EXPECT_EQ(
      ParamsOf(
          Metadata(kThree, R"({"params":[{"kind":"positional_only"},{},{"kind":"keyword_only"}]})"),
          R"({"params":[{"name":"a"},{"name":"b"},{"name":"c"}]})"),
      R"([{"name":"a","type":{"type":"int"},"kind":"positional_only","default":null,"doc":null},)"
      R"({"name":"b","type":{"type":"int"},"kind":"positional_or_keyword","default":null,"doc":null},)"
      R"({"name":"c","type":{"type":"int"},"kind":"keyword_only","default":null,"doc":null}])");
}

TEST(RecordText, TakesDefaultsOfTheFragmentThatNothingRequiredFollows) {
  const auto defaults = [](const std::string& signature, const std::string& said) {
    std::string out;
    for (const Json& param : Json::parse(ParamsOf(Metadata(kThree, signature), said))) {
      out += PrintCompact(param["default"]) + " ";
    }
    return out;
  };
  const std::string first_and_second =
      R"({"params":[{"name":"a","default":{"value":1}},{"name":"b","default":{"value":2}},{"name":"c"}]})";
  EXPECT_EQ(defaults("{}", first_and_second), "null null null ");
  EXPECT_EQ(defaults(R"({"params":[{},{"kind":"keyword_only"},{"kind":"keyword_only"}]})",
                     first_and_second),
            R"({"value":1} {"value":2} null )");
  EXPECT_EQ(defaults(R"({"params":[{},{},{"default":3}]})", first_and_second),
            R"({"value":1} {"value":2} {"value":3} )");
}

}  // namespace
