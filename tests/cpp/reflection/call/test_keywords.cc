// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>
#include <vector>

#include "call_named.h"

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;
using Unsafe = tvm::ffi::detail::ObjectUnsafe;
using call_test::CallNamed;
using call_test::ConstructorOf;
using call_test::Named;

class BoxObj : public Object {
 public:
  int64_t width;
  int64_t height;
  String label;
  BoxObj(int64_t width, int64_t height) : width(width), height(height), label("sized") {}
  explicit BoxObj(String label) : width(0), height(0), label(std::move(label)) {}
  double Scale(double factor, bool round) const {
    return static_cast<double>(width + height) * factor + (round ? 0.5 : 0.0);
  }
  String ByNumber(int64_t number) const { return "number " + std::to_string(number); }
  String ByRatio(double ratio) const { return "ratio " + std::to_string(ratio).substr(0, 3); }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.keywords.Box", BoxObj, Object);
};

class FieldsObj : public Object {
 public:
  int64_t first = 0;
  int64_t second = 0;
  String third;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.keywords.Fields", FieldsObj, Object);
};

int64_t Weigh(int64_t a, int64_t b, int64_t c) { return 100 * a + 10 * b + c; }

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::OverloadObjectDef<BoxObj>()
      .def(refl::init<int64_t, int64_t>(), refl::arg("width"), refl::arg("height") = 7)
      .def(refl::init<String>(), refl::arg("label"))
      .def_ro("width", &BoxObj::width)
      .def_ro("height", &BoxObj::height)
      .def_ro("label", &BoxObj::label)
      .def("scale", &BoxObj::Scale, refl::arg("factor") = 2.0, refl::arg("round") = false)
      .def("pick", &BoxObj::ByRatio, refl::arg("ratio"))
      .def("pick", &BoxObj::ByNumber, refl::arg("number"));
  refl::ObjectDef<FieldsObj>()
      .def_rw("first", &FieldsObj::first)
      .def_rw("second", &FieldsObj::second, refl::default_value(5))
      .def_rw("third", &FieldsObj::third, refl::kw_only(true));
  refl::GlobalDef()
      .def("test.keywords.weigh", Weigh, refl::arg("a"), refl::arg("b"), refl::arg("c") = 3)
      .def("test.keywords.marked", Weigh, refl::arg("a"), refl::pos_only(), refl::arg("b"),
           refl::kw_only(), refl::arg("c"))
      .def("test.keywords.counted", Weigh, refl::pos_only(1), refl::kw_only(1), refl::arg("a"),
           refl::arg("b"), refl::arg("c"))
      .def("test.keywords.counted_nameless", Weigh, refl::pos_only(1), refl::kw_only(1))
      .def("test.keywords.nameless", Weigh)
      .def_packed("test.keywords.packed",
                  [](PackedArgs args, Any* result) { *result = args.size(); });
}

std::string MessageOf(const char* global, std::vector<Any> values, const Named& named) {
  try {
    CallNamed(global, std::move(values), named);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "TypeError");
    return error.message();
  }
  return "no error";
}

TEST(Keywords, GoToTheParametersTheyName) {
  EXPECT_EQ(CallNamed("test.keywords.weigh", {}, {{"b", 2}, {"a", 1}, {"c", 4}}).cast<int>(), 124);
  EXPECT_EQ(CallNamed("test.keywords.weigh", {1}, {{"b", 2}}).cast<int>(), 123);
  EXPECT_EQ(CallNamed("test.keywords.weigh", {1, 2}, {}).cast<int>(), 123);
  EXPECT_EQ(CallNamed("test.keywords.marked", {1, 2}, {{"c", 9}}).cast<int>(), 129);
}

TEST(Keywords, FailInTheWordsOfPythonWithTheSignature) {
  const std::string signature =
      "\nsignature: test.keywords.weigh(a: int, b: int, c: int = 3) -> int";
  const char* weigh = "test.keywords.weigh";
  const std::string name = std::string(weigh) + "() ";
  EXPECT_EQ(MessageOf(weigh, {}, {{"c", 1}}),
            name + "missing 2 required positional arguments: 'a' and 'b'" + signature);
  EXPECT_EQ(MessageOf(weigh, {1}, {{"c", 1}}),
            name + "missing 1 required positional argument: 'b'" + signature);
  EXPECT_EQ(MessageOf(weigh, {1}, {{"a", 1}}),
            name + "got multiple values for argument 'a'" + signature);
  EXPECT_EQ(MessageOf(weigh, {1}, {{"b", 1}, {"b", 1}}),
            name + "got multiple values for keyword argument 'b'" + signature);
  EXPECT_EQ(MessageOf(weigh, {1}, {{"bb", 1}}),
            name + "got an unexpected keyword argument 'bb'. Did you mean 'b'?" + signature);
  EXPECT_EQ(MessageOf(weigh, {1}, {{"other", 1}}),
            name + "got an unexpected keyword argument 'other'" + signature);
  EXPECT_EQ(MessageOf(weigh, {1, 2, 3, 4}, {}),
            name + "takes from 2 to 3 positional arguments but 4 were given" + signature);
}

TEST(Keywords, KeepToPositionsAndNamesOnly) {
  const std::string signature =
      "\nsignature: test.keywords.marked(a: int, /, b: int, *, c: int) -> int";
  const char* marked = "test.keywords.marked";
  EXPECT_EQ(MessageOf(marked, {1, 2, 3}, {}),
            "test.keywords.marked() takes 2 positional arguments but 3 were given" + signature);
  EXPECT_EQ(MessageOf(marked, {1, 2}, {}),
            "test.keywords.marked() missing 1 required keyword-only argument: 'c'" + signature);
  EXPECT_EQ(MessageOf(marked, {}, {{"a", 1}}),
            "test.keywords.marked() got some positional-only arguments passed as keyword "
            "arguments: 'a'" +
                signature);
}

TEST(Keywords, MayBeMeantByNumber) {
  EXPECT_EQ(CallNamed("test.keywords.counted", {1, 2}, {{"c", 9}}).cast<int>(), 129);
  EXPECT_EQ(MessageOf("test.keywords.counted", {1, 2, 3}, {}),
            "test.keywords.counted() takes 2 positional arguments but 3 were given\nsignature: "
            "test.keywords.counted(a: int, /, b: int, *, c: int) -> int");
}

TEST(Keywords, AreNeverAskedForAParameterWithoutAName) {
  EXPECT_EQ(CallNamed("test.keywords.counted_nameless", {1, 2, 3}, {}).cast<int>(), 123);
}

TEST(Keywords, AreRefusedWhereNamesAreUnknown) {
  EXPECT_EQ(MessageOf("test.keywords.nameless", {}, {{"a", 1}}),
            "test.keywords.nameless() takes no keyword argument 'a': the names of its parameters "
            "are not known\nsignature: test.keywords.nameless(arg0: int, arg1: int, arg2: int) -> "
            "int");
  EXPECT_EQ(MessageOf("test.keywords.packed", {}, {{"a", 1}}),
            "test.keywords.packed() takes no keyword argument 'a': the names of its parameters are "
            "not known\nsignature: test.keywords.packed(*args)");
  EXPECT_EQ(CallNamed("test.keywords.packed", {1, 2}, {}).cast<int>(), 2);
  const Function unknown = Function::FromTyped([](int x) { return x; });
  EXPECT_EQ(CallNamed(unknown, {4}, {}).cast<int>(), 4);
  EXPECT_THROW(CallNamed(unknown, {}, {{"x", 1}}), Error);
}

TEST(Keywords, ReachEveryConstructor) {
  const Function make = ConstructorOf("test.keywords.Box");
  const Any sized = CallNamed(make, {}, {{"height", 2}, {"width", 1}});
  EXPECT_EQ(sized.as<BoxObj>()->height, 2);
  EXPECT_EQ(CallNamed(make, {}, {{"width", 1}}).as<BoxObj>()->height, 7);
  EXPECT_EQ(CallNamed(make, {}, {{"label", "x"}}).as<BoxObj>()->label, "x");
  try {
    CallNamed(make, {}, {{"depth", 1}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "test.keywords.Box() has no overload that takes these arguments\n"
              "overload #0: test.keywords.Box() got an unexpected keyword argument 'depth'\n"
              "signature: test.keywords.Box(width: int, height: int = 7)\n"
              "overload #1: test.keywords.Box() got an unexpected keyword argument 'depth'\n"
              "signature: test.keywords.Box(label: str)");
  }
}

TEST(Keywords, ReachTheOverloadTheyNameEvenWhereAnotherTakesTheValue) {
  const Any box = CallNamed(ConstructorOf("test.keywords.Box"), {1, 2}, {});
  const Function pick = refl::GetMethod("test.keywords.Box", "pick");
  EXPECT_EQ(CallNamed(pick, {box}, {{"ratio", 3}}).cast<String>(), "ratio 3.0");
  EXPECT_EQ(CallNamed(pick, {box}, {{"number", 3}}).cast<String>(), "number 3");
  EXPECT_EQ(pick(box, 3).cast<String>(), "ratio 3.0");
  EXPECT_EQ(pick(box, 1.5).cast<String>(), "ratio 1.5");
}

TEST(Keywords, OfMethodsLeaveTheReceiverOut) {
  const Any box = CallNamed(ConstructorOf("test.keywords.Box"), {1, 2}, {});
  const Function scale = refl::GetMethod("test.keywords.Box", "scale");
  EXPECT_EQ(CallNamed(scale, {box}, {{"round", true}}).cast<double>(), 6.5);
  EXPECT_EQ(CallNamed(scale, {box}, {{"factor", 3.0}}).cast<double>(), 9.0);
  try {
    CallNamed(scale, {box, 1.0}, {{"factr", 2.0}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(
        error.message(),
        "test.keywords.Box.scale() got an unexpected keyword argument 'factr'. Did you mean "
        "'factor'?\nsignature: test.keywords.Box.scale(self, factor: float = 2.0, round: bool "
        "= false) -> float");
  }
}

TEST(Keywords, BindTheFieldsOfAGeneratedConstructor) {
  const Function make = ConstructorOf("test.keywords.Fields");
  const Any made = CallNamed(make, {1}, {{"third", "x"}});
  EXPECT_EQ(made.as<FieldsObj>()->second, 5);
  EXPECT_EQ(made.as<FieldsObj>()->third, "x");
  try {
    CallNamed(make, {1}, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "test.keywords.Fields() missing 1 required keyword-only argument: 'third'\n"
              "signature: test.keywords.Fields(first: int, second: int = 5, *, third: str)");
  }
}

TEST(Keywords, OfAFunctionThatWasReplacedAreThoseOfTheNewOne) {
  const auto set = [](const char* name, bool replace) {
    refl::MethodInfoBuilder info;
    refl::arg(name).Apply(&info);
    const Function function = Function::FromTyped([](int x) { return x; });
    const AnyView view(function);
    info.name = TVMFFIByteArray{"test.keywords.replaced", 22};
    info.doc = TVMFFIByteArray{nullptr, 0};
    info.flags = 0;
    info.method = *reinterpret_cast<const TVMFFIAny*>(&view);
    const std::string text =
        tvm::ffi::detail::MakeMetadata(tvm::ffi::detail::FunctionTypeText<int(int)>::value,
                                       refl::detail::FunctionEntries(info).c_str());
    info.metadata = TVMFFIByteArray{text.data(), text.size()};
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionSetGlobalFromMethodInfo(&info, replace ? 1 : 0));
  };
  for (int round = 0; round < 20; ++round) {
    const std::string name = "name" + std::to_string(round);
    set(name.c_str(), round != 0);
    EXPECT_EQ(CallNamed("test.keywords.replaced", {}, {{name, round}}).cast<int>(), round);
  }
}

TEST(Keywords, OfFunctionsInModules) {
  const Module module =
      Module::LoadFromFile(std::string(TVM_FFI_FIXTURE_LIBRARIES) + "/all_features.so");
  const Function divide = module->GetFunction("divide", false).value();
  EXPECT_EQ(CallNamed(divide, {}, {{"right", 2}, {"left", 9}}).cast<int>(), 4);
  EXPECT_EQ(CallNamed(divide, {9}, {}).cast<int>(), 9);
  EXPECT_EQ(divide(9).cast<int>(), 9);
  EXPECT_THROW(CallNamed(divide, {}, {{"rihgt", 2}}), Error);
}

TEST(BindKeywords, WritesThePositionalCall) {
  const Function weigh = Function::GetGlobalRequired("test.keywords.weigh");
  auto* handle = Unsafe::TVMFFIObjectPtrFromObjectRef(weigh);
  const AnyView values[] = {AnyView(1), AnyView(2)};
  const TVMFFIByteArray names[] = {{"b", 1}};
  const auto* args = reinterpret_cast<const TVMFFIAny*>(values);
  int32_t count = 0;
  ASSERT_EQ(TVMFFIFunctionBindKeywords(handle, args, 1, names, 1, nullptr, 0, &count, nullptr), 0);
  ASSERT_EQ(count, 3);
  TVMFFIAny frame[3];
  TVMFFIObjectHandle callee = nullptr;
  ASSERT_EQ(TVMFFIFunctionBindKeywords(handle, args, 1, names, 1, frame, 3, &count, &callee), 0);
  EXPECT_EQ(count, 3);
  EXPECT_EQ(callee, handle);
  EXPECT_EQ(frame[0].v_int64, 1);
  EXPECT_EQ(frame[1].v_int64, 2);
  EXPECT_EQ(frame[2].v_int64, 3);
  EXPECT_NE(TVMFFIFunctionBindKeywords(handle, args, 1, names, 1, frame, 2, &count, &callee), 0);
  EXPECT_EQ(tvm::ffi::detail::MoveFromSafeCallRaised().kind(), "ValueError");
}

TEST(BindKeywords, RefusesWhatIsNoCall) {
  const Function weigh = Function::GetGlobalRequired("test.keywords.weigh");
  auto* handle = Unsafe::TVMFFIObjectPtrFromObjectRef(weigh);
  TVMFFIAny result;
  int32_t count = 0;
  const TVMFFIByteArray bad[] = {{nullptr, 4}};
  AnyView value(1);
  auto* cell = reinterpret_cast<TVMFFIAny*>(&value);
  EXPECT_NE(TVMFFIFunctionCallKeywords(nullptr, cell, 1, nullptr, 0, &result), 0);
  EXPECT_NE(TVMFFIFunctionCallKeywords(handle, cell, -1, nullptr, 0, &result), 0);
  EXPECT_NE(TVMFFIFunctionCallKeywords(handle, cell, 0, nullptr, 1, &result), 0);
  EXPECT_NE(TVMFFIFunctionCallKeywords(handle, nullptr, 1, nullptr, 0, &result), 0);
  EXPECT_NE(TVMFFIFunctionCallKeywords(handle, cell, 0, bad, 1, &result), 0);
  EXPECT_NE(TVMFFIFunctionBindKeywords(handle, cell, 1, nullptr, 0, nullptr, 0, nullptr, nullptr),
            0);
  EXPECT_EQ(count, 0);
  TVMFFIObjectHandle error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  TVMFFIObjectDecRef(error);
}

TEST(Describe, GivesTheRecordsOfAllOverloads) {
  Any text;
  const Function make = ConstructorOf("test.keywords.Box");
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionDescribe(Unsafe::TVMFFIObjectPtrFromObjectRef(make),
                                                 reinterpret_cast<TVMFFIAny*>(&text)));
  const std::string json = text.cast<String>();
  EXPECT_EQ(json.find("{\"kind\":\"constructor\",\"owner\":\"test.keywords.Box\",\"overloads\":[{"),
            0u);
  EXPECT_NE(json.find("\"name\":\"label\""), std::string::npos);
  text.reset();
  const Function unknown = Function::FromTyped([](int x) { return x; });
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionDescribe(Unsafe::TVMFFIObjectPtrFromObjectRef(unknown),
                                                 reinterpret_cast<TVMFFIAny*>(&text)));
  EXPECT_EQ(text.cast<String>(), "");
}

}  // namespace
