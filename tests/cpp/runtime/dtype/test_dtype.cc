// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// DLDataType: text, abbreviation, predicates, conversion.
#include <gtest/gtest.h>
#include <tvm/ffi/dtype.h>

#include <sstream>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

TEST(DataType, RoundTripsThroughText) {
  for (const char* text : {"int32", "uint8", "float16", "bfloat16", "bool", "boolx4", "handle",
                           "float32xvscalex4", "float8_e4m3fn", "float4_e2m1fnx2", "int8x4"}) {
    EXPECT_EQ(DLDataTypeToString(StringToDLDataType(text)), text);
  }
  EXPECT_EQ(DLDataTypeToString(StringToDLDataType("void")), "");
}

TEST(DataType, UnknownTextIsAValueError) {
  EXPECT_EQ(MessageOf([] { StringToDLDataType("zzz"); }), "ValueError: unknown dtype `zzz`");
}

TEST(DataType, Abbreviations) {
  auto abbreviation = [](const char* text) { return DTypeAbbrev(StringToDLDataType(text)); };
  EXPECT_EQ(abbreviation("int8"), "i8");
  EXPECT_EQ(abbreviation("uint8x2"), "u8x2");
  EXPECT_EQ(abbreviation("float16"), "f16");
  EXPECT_EQ(abbreviation("bfloat16"), "bf16");
  EXPECT_EQ(abbreviation("bool"), "bool");
  EXPECT_EQ(abbreviation("handle"), "handle");
  EXPECT_EQ(abbreviation(""), "void");
  EXPECT_EQ(abbreviation("float8_e4m3fn"), "f8_e4m3fn");
  EXPECT_EQ(abbreviation("float4_e2m1fnx2"), "f4_e2m1fnx2");
  EXPECT_EQ(abbreviation("float32xvscalex4"), "f32xvscalex4");
}

TEST(DataType, Predicates) {
  auto of = [](int code) { return DLDataType{static_cast<uint8_t>(code), 8, 1}; };
  for (int code = 0; code < 18; ++code) {
    const bool is_float = code == kDLFloat || code == kDLBfloat || code >= kDLFloat8_e3m4;
    EXPECT_EQ(DTypeIsFloat(of(code)), is_float) << code;
    EXPECT_EQ(DTypeIsInt(of(code)), code == kDLInt || code == kDLUInt) << code;
    EXPECT_EQ(DTypeIsBool(of(code)), code == kDLBool) << code;
  }
  EXPECT_EQ(kDLExtCustomBegin, 129);
}

TEST(DataType, ComparesAndPrints) {
  const DLDataType f32{kDLFloat, 32, 1};
  EXPECT_TRUE(f32 == StringToDLDataType("float32"));
  EXPECT_TRUE(f32 != (DLDataType{kDLFloat, 32, 2}));
  std::ostringstream out;
  out << f32;
  EXPECT_EQ(out.str(), "float32");
  EXPECT_EQ(MessageOf([&] { TVM_FFI_CHECK_EQ(f32, (DLDataType{kDLInt, 8, 1}), TypeError); }),
            "TypeError: Check failed: f32 == (DLDataType{kDLInt, 8, 1}) (float32 vs. int8) : ");
}

TEST(DataType, UnusedPayloadIsZero) {
  TVMFFIAny cell = AnyView(DLDataType{kDLFloat, 32, 1}).CopyToTVMFFIAny();
  EXPECT_EQ(cell.v_uint64 >> 32, 0u);
}

TEST(DataType, ConvertsFromAnyText) {
  const DLDataType i8{kDLInt, 8, 1};
  EXPECT_TRUE(AnyView("int8").cast<DLDataType>() == i8);
  EXPECT_TRUE(Any(String("int8")).cast<DLDataType>() == i8);
  EXPECT_TRUE(Any(String(std::string("int8"))).cast<DLDataType>() == i8);
  EXPECT_TRUE(Any(i8).cast<DLDataType>() == i8);
  EXPECT_FALSE(Any(1).try_cast<DLDataType>().has_value());
}

}  // namespace
