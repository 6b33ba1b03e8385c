// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ReprPrint: the text of every kind of value, cycles, sharing, hooks and depth.
#include <gtest/gtest.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/extra/dataclass.h>

#include <cstdlib>
#include <limits>
#include <sstream>

#include "dataclass_types.h"

namespace dataclass_test {
namespace {

std::string Repr(const Any& value) { return std::string(ReprPrint(value)); }

TEST(ReprPrint, PlainDataPrintsAsInPython) {
  EXPECT_EQ(Repr(nullptr), "None");
  EXPECT_EQ(Repr(true), "True");
  EXPECT_EQ(Repr(false), "False");
  EXPECT_EQ(Repr(-3), "-3");
  EXPECT_EQ(Repr(String("a\"b\n\x01")), R"("a\"b\n\x01")");
  EXPECT_EQ(Repr(Bytes("a\"\0\n\xff\\", 6)), R"(b"a\x22\x00\x0a\xff\x5c")");
  int here = 0;
  EXPECT_EQ(Repr(static_cast<void*>(&here)), "void*");
}

TEST(ReprPrint, FloatsHaveSixDigits) {
  EXPECT_EQ(Repr(2.0), "2");
  EXPECT_EQ(Repr(0.1 + 0.2), "0.3");
  EXPECT_EQ(Repr(1e10), "1e+10");
  EXPECT_EQ(Repr(123456789.0), "1.23457e+08");
  EXPECT_EQ(Repr(-0.0), "-0");
  EXPECT_EQ(Repr(std::numeric_limits<double>::infinity()), "inf");
}

TEST(ReprPrint, TypesDevicesAndShapes) {
  EXPECT_EQ(Repr(StringToDLDataType("float32")), "float32");
  EXPECT_EQ(Repr(DLDevice{kDLCPU, 0}), "cpu:0");
  EXPECT_EQ(Repr(DLDevice{kDLROCMHost, 3}), "rocm_host:3");
  EXPECT_EQ(Repr(DLDevice{static_cast<DLDeviceType>(6), 3}), "unknown:3");
  EXPECT_EQ(Repr(Shape({1, 2})), "Shape(1, 2)");
  EXPECT_EQ(Repr(Shape(std::vector<int64_t>())), "Shape()");
}

TEST(ReprPrint, BigIntegersPrintInDecimal) {
  EXPECT_EQ(Repr(BigPower(70)), "1180591620717411303424");
  EXPECT_EQ(Repr(BigPower(70, true)), "-1180591620717411303424");
  EXPECT_EQ(Repr(BigPower(67)), "147573952589676412928");
}

TEST(ReprPrint, ContainersPrintAsTuplesListsAndDicts) {
  EXPECT_EQ(Repr(Array<Any>()), "()");
  EXPECT_EQ(Repr(Array<Any>{1}), "(1,)");
  EXPECT_EQ(Repr(Array<Any>{1, String("x")}), "(1, \"x\")");
  EXPECT_EQ(Repr(List<Any>()), "[]");
  EXPECT_EQ(Repr(List<Any>{1, 2}), "[1, 2]");
  EXPECT_EQ(Repr(Map<Any, Any>()), "{}");
  EXPECT_EQ(Repr(Map<Any, Any>{{String("a"), 1}, {2, Array<Any>{1}}}), "{\"a\": 1, 2: (1,)}");
  EXPECT_EQ(Repr(Dict<Any, Any>{{String("a"), nullptr}}), "{\"a\": None}");
}

TEST(ReprPrint, LargeMapsKeepTheirOrder) {
  Map<Any, Any> map;
  std::string expected = "{";
  for (int i = 100; i > 0; --i) {
    map.Set(i, i);
    expected += (i == 100 ? "" : ", ") + std::to_string(i) + ": " + std::to_string(i);
  }
  EXPECT_EQ(Repr(map), expected + "}");
}

TEST(ReprPrint, ObjectsShowTheirVisibleFields) {
  EXPECT_EQ(Repr(Pair(1, Pair(2, nullptr))),
            "test.dataclass.Pair(a=1, b=test.dataclass.Pair(a=2, b=None))");
  EXPECT_EQ(Repr(Marked(1, 2)), "test.dataclass.Marked(b=2)");
  EXPECT_EQ(Repr(Hidden(1, 2)), "test.dataclass.Hidden");
  EXPECT_EQ(Repr(Function::FromTyped([] { return 1; })), "ffi.Function");
}

TEST(ReprPrint, SentinelsHaveNames) {
  EXPECT_EQ(Repr(Function::GetGlobalRequired("ffi.GetInvalidObject")()), "<MISSING>");
  EXPECT_EQ(Repr(Array<Any>{Function::GetGlobalRequired("ffi.GetKwargsObject")()}), "(<KWARGS>,)");
}

TEST(ReprPrint, AValueInsideItselfPrintsAsDots) {
  List<Any> list{1};
  list.push_back(list);
  EXPECT_EQ(Repr(list), "[1, ...]");
  EXPECT_EQ(Repr(List<Any>{list, list}), "[[1, ...], [1, ...]]");
  Dict<Any, Any> dict;
  dict.Set(String("a"), dict);
  EXPECT_EQ(Repr(dict), "{\"a\": ...}");
  list.clear();
  dict.clear();
}

TEST(ReprPrint, SharedValuesPrintEachTime) {
  const Pair shared(1, 2);
  const std::string one = Repr(shared);
  EXPECT_EQ(Repr(Array<Any>{shared, shared}), "(" + one + ", " + one + ")");
}

TEST(ReprPrint, AnEnormousTextIsRefused) {
  Any value = Array<Any>{String("0123456789012345678901234567890123456789")};
  for (int i = 0; i < 40; ++i) value = Array<Any>{value, value};
  EXPECT_EQ(ErrorOf([&] { ReprPrint(value); }),
            "ValueError: ReprPrint: text longer than 268435456 bytes");
}

TEST(ReprPrint, HooksMakeTheTextAndMayAskForMore) {
  EXPECT_EQ(Repr(Hooked(Array<Any>{1, Hooked(2)})), "<(1, <2>)>");
  List<Any> list;
  const Hooked through(list);
  list.push_back(through);
  EXPECT_EQ(Repr(through), "<[...]>");
  list.clear();
}

TEST(ReprPrint, MisbehavingHooksGiveErrors) {
  EXPECT_EQ(ErrorOf([] { ReprPrint(Hostile(0)); }), "KeyError: no text");
  EXPECT_EQ(ErrorOf([] { ReprPrint(Array<Any>{Hostile(1)}); }),
            "TypeError: Cannot convert from type `int` to `str`");
}

TEST(ReprPrint, AMillionLevelsNeedNoNativeStack) {
  EXPECT_EQ(ReprPrint(Nested(1000000)).size(), 1000000u * 3 + 2);
  EXPECT_EQ(ErrorOf([] { ReprPrint(Nested(1100000)); }),
            "ValueError: ObjectGraphDFS: maximum stack depth (1048576) exceeded");
}

TEST(ReprPrint, HooksThatNestTooDeeplyGiveAnError) {
  Any value = 1;
  for (int i = 0; i < 1000000; ++i) value = Hooked(value);
  EXPECT_EQ(ErrorOf([&] { ReprPrint(value); }),
            "ValueError: nested hooks: nested too deeply, the native stack is nearly exhausted");
}

TEST(ReprPrint, AddressesAppearOnRequest) {
  setenv("TVM_FFI_REPR_WITH_ADDR", "1", 1);
  const std::string text = Repr(Array<Any>{Pair(1, 2), Shape({1})});
  unsetenv("TVM_FFI_REPR_WITH_ADDR");
  EXPECT_NE(text.find("test.dataclass.Pair@0x"), std::string::npos) << text;
  EXPECT_NE(text.find("Shape(1))@0x"), std::string::npos) << text;
}

TEST(ReprPrint, StreamsPrintValues) {
  std::ostringstream out;
  out << Any(Array<Any>{1}) << ' ' << static_cast<const ObjectRef&>(Array<Any>{2}) << ' '
      << Optional<int>(3) << ' ' << Optional<int>() << ' ' << Variant<int, String>(String("v"));
  EXPECT_EQ(out.str(), "(1,) (2,) 3 None \"v\"");
}

}  // namespace
}  // namespace dataclass_test
