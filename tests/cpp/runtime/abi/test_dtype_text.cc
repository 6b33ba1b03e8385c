// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/test_dtype_text.cc: data types as text, every row of the grammar.
#include <gtest/gtest.h>

#include "raised_error.h"

using namespace tvm_ffi_test;

namespace {

std::string Print(const DLDataType& dtype) {
  TVMFFIAny text = None();
  if (TVMFFIDataTypeToString(&dtype, &text) != 0) return TakeRaised();
  if (text.type_index == kTVMFFISmallStr) {
    return Text(TVMFFISmallBytesGetContentByteArray(&text));
  }
  const std::string result = Text(*TVMFFIBytesGetByteArrayPtr(text.v_obj));
  TVMFFIObjectDecRef(text.v_obj);
  return result;
}

// "code,bits,lanes canonical", or the error.
std::string Parse(std::string_view text) {
  const TVMFFIByteArray bytes = Bytes(text);
  DLDataType dtype{};
  if (TVMFFIDataTypeFromString(&bytes, &dtype) != 0) return TakeRaised();
  return std::to_string(dtype.code) + "," + std::to_string(dtype.bits) + "," +
         std::to_string(dtype.lanes) + " " + Print(dtype);
}

}  // namespace

TEST(DtypeText, ParsesAndPrintsEveryRowOfTheGrammar) {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {
      {"", "3,0,0 "},
      {"void", "3,0,0 "},
      {"handle", "3,64,1 handle"},
      {"bool", "6,8,1 bool"},
      {"boolx4", "6,8,4 boolx4"},
      {"int", "0,32,1 int32"},
      {"uint", "1,32,1 uint32"},
      {"float", "2,32,1 float32"},
      {"bfloat", "4,16,1 bfloat16"},
      {"int8", "0,8,1 int8"},
      {"i64", "0,64,1 int64"},
      {"u8x4", "1,8,4 uint8x4"},
      {"f16", "2,16,1 float16"},
      {"bf16", "4,16,1 bfloat16"},
      {"float32x4", "2,32,4 float32x4"},
      {"float32xvscalex4", "2,32,65532 float32xvscalex4"},
      {"float8_e3m4", "7,8,1 float8_e3m4"},
      {"float8_e4m3", "8,8,1 float8_e4m3"},
      {"float8_e4m3b11fnuz", "9,8,1 float8_e4m3b11fnuz"},
      {"float8_e4m3fn", "10,8,1 float8_e4m3fn"},
      {"fp8_e4m3fnuz", "11,8,1 float8_e4m3fnuz"},
      {"f8_e5m2", "12,8,1 float8_e5m2"},
      {"float8_e5m2fnuz", "13,8,1 float8_e5m2fnuz"},
      {"float8_e8m0fnu", "14,8,1 float8_e8m0fnu"},
      {"float6_e2m3fn", "15,6,1 float6_e2m3fn"},
      {"fp6_e3m2fn", "16,6,1 float6_e3m2fn"},
      {"float4_e2m1fn", "17,4,1 float4_e2m1fn"},
      {"float4_e2m1fn_x2", "17,4,2 float4_e2m1fnx2"},
      {"f4_e2m1fnx2", "17,4,2 float4_e2m1fnx2"},
      {"float8_e5m2x4", "12,8,4 float8_e5m2x4"},
  };
  for (const Row& row : rows) EXPECT_EQ(Parse(row.text), row.expected) << row.text;
}

TEST(DtypeText, RefusesWhatIsNoDtype) {
  EXPECT_EQ(Parse("unknown"), "ValueError: unknown dtype `unknown`");
  EXPECT_EQ(Parse("float8_zzz"), "ValueError: unknown float8 type `float8_zzz`");
  EXPECT_EQ(Parse("float6_zzz"), "ValueError: unknown float6 type `float6_zzz`");
  EXPECT_EQ(Parse("float4_zzz"), "ValueError: unknown float4 type `float4_zzz`");
  EXPECT_EQ(Parse("int999"),
            "ValueError: Bits value 999 is out of range for uint8_t in dtype 'int999'");
  EXPECT_EQ(Parse("int8x"),
            "ValueError: Invalid lanes specification in dtype 'int8x'. Lanes must be a positive "
            "integer.");
  EXPECT_EQ(Parse("int8x0"),
            "ValueError: Invalid lanes specification in dtype 'int8x0'. Lanes must be a positive "
            "integer.");
  EXPECT_EQ(Parse("int8x99999"),
            "ValueError: Lanes value 99999 is out of range for uint16_t in dtype 'int8x99999'");
  EXPECT_EQ(Parse("int99999999999"),
            "ValueError: Integer value in dtype string '99999999999' is out of range for uint32_t");
  EXPECT_EQ(Parse("float8_e4m3fnzz"), "ValueError: unknown float8 type `float8_e4m3fnzz`");
  EXPECT_EQ(Parse("fp6_e2m3fn_x2"), "ValueError: unknown float6 type `float6_e2m3fn_x2`");
  EXPECT_EQ(Parse("float4_e2m1fn_q"), "ValueError: unknown dtype `float4_e2m1fn_q`");
  for (const char* text :
       {"int32 ", " int32", "int32x4y", "i", "f", "x4", "float8_e5m2_x2", "custom[x"}) {
    EXPECT_NE(Parse(text).find("ValueError: "), std::string::npos) << text;
  }
  EXPECT_EQ(Print(DLDataType{100, 8, 1}), "ValueError: DLDataType contains unknown type_code=100");
}
