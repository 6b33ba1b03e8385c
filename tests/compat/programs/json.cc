// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// JSON and base64. Each line prints what it prints with the reference.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/base64.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

namespace programs {

static void RunJson() {
  for (const char* s : {"{\"a\":1,\"b\":[1,2.5,null,true,false,\"x\"]}",
                        "[]",
                        "{}",
                        " 1 ",
                        "-0",
                        "1e5",
                        "1E+5",
                        "0.1",
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "12345678901234567890",
                        "-9223372036854775808",
                        "9223372036854775808",
                        "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
                        "[1,]",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{a:1}",
                        "[1 2]",
                        "{\"a\":1,}",
                        "\"abc",
                        "\"a\\x\"",
                        "\"\\u12\"",
                        "\"\\ud800\"",
                        "\"a\nb\"",
                        "",
                        "   ",
                        "tru",
                        "1 2",
                        "[",
                        "{",
                        "-",
                        "nul",
                        "[1,\n 2,\n x]",
                        "{\"a\":1 \"b\":2}",
                        "\"\\ud800\\u0041\"",
                        "{1:2}",
                        "[\"a\",]",
                        "{\"a\":1,\"a\":2}",
                        "1e999",
                        "-1e999",
                        "\t[1]\r\n",
                        "[1]x",
                        "{\"a\" 1}",
                        "\"\\",
                        "[[[",
                        "nan",
                        "Infinit",
                        "\"\x7f\"",
                        "0x10",
                        "1e",
                        "1e+",
                        "--1",
                        "[,]",
                        "{,}"}) {
    std::cout << s << " -> ";
    try {
      auto v = json::Parse(s);
      std::cout << v.GetTypeKey() << " " << ReprPrint(v) << " " << json::Stringify(v);
    }
    CATCH_AND_PRINT std::cout << "\n";
    String err;
    auto v = json::Parse(s, &err);
    if (!err.empty()) std::cout << "   err=" << err << " " << (v == nullptr) << "\n";
  };
  json::Value v = json::Object{
      {"a", json::Array{1, 2.0, "x", nullptr, true}}, {"b", json::Object{}}, {"c", json::Array{}}};
  SHOW(json::Stringify(v));
  SHOW(json::Stringify(v, 2));
  SHOW(json::Stringify(v, 0));
  SHOW(json::Stringify(v, 1));
  SHOW(json::Stringify(1.0));
  SHOW(json::Stringify(1e20));
  SHOW(json::Stringify(0.1));
  SHOW(json::Stringify(1e300));
  SHOW(json::Stringify(std::nan("")));
  SHOW(json::Stringify(INFINITY));
  SHOW(json::Stringify(-INFINITY));
  SHOW(json::Stringify(-0.0));
  SHOW(json::Stringify("é/\"\x01"));
  SHOW(json::Stringify(Map<Any, Any>{{1, 2}}));
  SHOW(json::Stringify(Shape{1}));
  SHOW(json::Stringify(List<Any>{1, 2}));
  SHOW(json::Stringify(Bytes("x", 1)));
  SHOW(json::Stringify(A(1, "x")));
  List<Any> cyc;
  cyc.push_back(cyc);
  SHOW(json::Stringify(cyc));
  cyc.clear();
  SHOW(json::Stringify(9007199254740993.0));
  SHOW(json::Stringify(9007199254740992.0));
  SHOW(json::Stringify(123456.789));
  SHOW(json::Stringify(5e-324));
  SHOW(json::Stringify(INT64_MIN));
  SHOW(json::Stringify(Dict<Any, Any>{{"a", 1}}));
  SHOW(json::Stringify(json::Array{json::Array{}, json::Object{{"k", json::Array{1}}}}, 4));
  SHOW(json::Stringify(DLDataType{kDLInt, 8, 1}));
  for (const char* s : {"", "a", "ab", "abc", "abcd"}) {
    String e = Base64Encode(TVMFFIByteArray{s, strlen(s)});
    SHOW(e);
    SHOW(std::string(Base64Decode(e)));
  }
  SHOW(Base64Decode(String("abc")));
  SHOW(Base64Encode(Bytes("\xff\xfe\x00", 3)));
}

void JsonProgram() { Section("json", RunJson); }

}  // namespace programs
