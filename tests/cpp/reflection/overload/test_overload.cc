// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class CalcObj : public Object {
 public:
  int64_t base = 10;
  int64_t AddInt(int64_t x) const { return base + x; }
  String AddText(const String& text) const { return String("text:") + text; }
  int64_t AddTwo(int64_t x, int64_t y) const { return base + x + y; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.overload.Calc", CalcObj, Object);
};

class TwiceObj : public Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.overload.Twice", TwiceObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::OverloadObjectDef<CalcObj>()
      .def_rw("base", &CalcObj::base)
      .def("add", &CalcObj::AddInt, "ints")
      .def("add", &CalcObj::AddText)
      .def("add", &CalcObj::AddTwo)
      .def("only", &CalcObj::AddInt)
      .def_static("make", [](int64_t x) { return x; })
      .def_static("make", [](String x) { return x; });
}

Any NewCalc() { return refl::ObjectCreator("test.overload.Calc")({{"base", 10}}); }

TEST(OverloadObjectDef, PicksByNumberAndTypes) {
  const Any calc = NewCalc();
  const Function add = refl::GetMethod("test.overload.Calc", "add");
  EXPECT_EQ(add(calc, 1).cast<int64_t>(), 11);
  EXPECT_EQ(add(calc, "x").cast<String>(), "text:x");
  EXPECT_EQ(add(calc, 1, 2).cast<int64_t>(), 13);
  const Function make = refl::GetMethod("test.overload.Calc", "make");
  EXPECT_EQ(make(4).cast<int64_t>(), 4);
  EXPECT_EQ(make("s").cast<String>(), "s");
}

TEST(OverloadObjectDef, KeepsOneEntryPerSignature) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(CalcObj::RuntimeTypeIndex());
  ASSERT_EQ(info->num_methods, 6);
  EXPECT_EQ(info->methods[0].method.v_obj, info->methods[1].method.v_obj);
  EXPECT_EQ(info->methods[0].method.v_obj, info->methods[2].method.v_obj);
  EXPECT_NE(info->methods[0].method.v_obj, info->methods[3].method.v_obj);
}

TEST(OverloadObjectDef, ASingleOverloadFailsLikeAnyMethod) {
  const Any calc = NewCalc();
  try {
    refl::GetMethod("test.overload.Calc", "only")(calc, "x");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "Mismatched type on argument #1 when calling: `test.overload.Calc.only(0: "
              "test.overload.Calc, 1: int) -> int`. Expected `int` but got `const char*`");
  }
}

TEST(OverloadObjectDef, SaysWhyNoneFits) {
  const Any calc = NewCalc();
  try {
    refl::GetMethod("test.overload.Calc", "add")(calc, 1.5);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "TypeError");
    EXPECT_EQ(
        error.message(),
        "No matching overload found when calling: `test.overload.Calc.add` with 2 arguments:\n"
        "Overload #0: Mismatched type on argument #1 when calling: `test.overload.Calc.add "
        "(0: test.overload.Calc, 1: int) -> int`. Expected `int` but got `float`\n"
        "Overload #1: Mismatched type on argument #1 when calling: `test.overload.Calc.add "
        "(0: test.overload.Calc, 1: str) -> str`. Expected `str` but got `float`\n"
        "Overload #2: Mismatched number of arguments when calling: `test.overload.Calc.add "
        "(0: test.overload.Calc, 1: int, 2: int) -> int`. Expected 3 arguments");
  }
}

std::string AmbiguityOf(refl::detail::Overload first, refl::detail::Overload second) {
  auto set = make_object<refl::detail::OverloadedFunctionObj>("f");
  set->Add(std::move(first));
  try {
    set->Add(std::move(second));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "RuntimeError");
    return error.message();
  }
  return "no error";
}

TEST(OverloadSet, RefusesTwoOverloadsOfTheSameParametersAndNamesBothPlaces) {
  using refl::detail::MakeOverload;
  EXPECT_EQ(AmbiguityOf(MakeOverload<int64_t(int64_t)>([](int64_t x) { return x; }, nullptr,
                                                       {"f", "first.cc", 10}),
                        MakeOverload<double(int32_t)>([](int32_t x) { return x * 1.0; }, nullptr,
                                                      {"f", "second.cc", 20})),
            "Overload #1 of `f`, (0: int) -> float at second.cc:20, is ambiguous: a call with 1 "
            "arguments means overload #0, (0: int) -> int at first.cc:10, just as well. Change the "
            "number or the types of their parameters");
}

TEST(OverloadSet, RefusesOverloadsThatDefaultsMakeTheSame) {
  using refl::detail::MakeOverload;
  const auto one = [](int64_t x) { return x; };
  const auto two = [](int64_t x, String) { return x; };
  const std::string text =
      AmbiguityOf(MakeOverload<int64_t(int64_t)>(one, nullptr, {"f", "first.cc", 10}),
                  MakeOverload<int64_t(int64_t, String)>(two, nullptr, {"f", "second.cc", 20},
                                                         refl::arg("x"), refl::arg("text") = "!"));
  EXPECT_NE(text.find("a call with 1 arguments means overload #0"), std::string::npos) << text;
  EXPECT_EQ(
      AmbiguityOf(MakeOverload<int64_t(int64_t)>(one, nullptr, {"f", "first.cc", 10}),
                  MakeOverload<int64_t(int64_t, String)>(two, nullptr, {"f", "second.cc", 20})),
      "no error");
}

TEST(OverloadObjectDef, PutsThePlaceOfTheRegistrationIntoTheError) {
  try {
    refl::OverloadObjectDef<TwiceObj>()
        .def("same", [](const TwiceObj*, int64_t x) { return x; })
        .def("same", [](const TwiceObj*, int32_t x) { return x; });
    FAIL();
  } catch (const Error& error) {
    const std::string message = error.message();
    const std::string file = "test_overload.cc:" + std::to_string(__LINE__ - 4);
    EXPECT_NE(message.find(file), std::string::npos) << message;
  }
}

TEST(OverloadSet, LeavesRvalueSlotsAloneWhileItLooks) {
  auto set = make_object<refl::detail::OverloadedFunctionObj>("f");
  set->Add(refl::detail::MakeOverload<int64_t(RValueRef<Array<int64_t>>, int64_t)>(
      [](RValueRef<Array<int64_t>>, int64_t) { return int64_t{0}; }, nullptr, "f"));
  set->Add(refl::detail::MakeOverload<int64_t(RValueRef<Array<int64_t>>, String)>(
      [](RValueRef<Array<int64_t>> items, String) {
        return static_cast<int64_t>((*std::move(items)).size());
      },
      nullptr, "f"));
  Array<int64_t> items({1, 2, 3});
  const Any result = refl::detail::AsFunction(set.get())(RValueRef(std::move(items)), "x");
  EXPECT_EQ(result.cast<int64_t>(), 3);
}

}  // namespace
