// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class ScalerObj : public Object {
 public:
  int64_t base;
  explicit ScalerObj(int64_t base, int64_t step) : base(base + step) {}
  int64_t Times(int64_t factor) const { return base * factor; }
  String Join(const String& text) const { return "text " + text; }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.defaults.Scaler", ScalerObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::OverloadObjectDef<ScalerObj>()
      .def(refl::init<int64_t, int64_t>(), refl::arg("base") = 10, refl::arg("step") = 1)
      .def("times", &ScalerObj::Times, refl::arg("factor") = 3)
      .def("mixed", &ScalerObj::Times, refl::arg("factor"))
      .def("mixed", &ScalerObj::Join, refl::arg("text") = "!");
  refl::GlobalDef().def(
      "test.defaults.join",
      [](String a, Optional<int64_t> b, String c) {
        return std::string(a) + (b.has_value() ? std::to_string(*b) : "-") + std::string(c);
      },
      refl::arg("a"), refl::arg("b") = nullptr, refl::arg("c") = "end");
}

TEST(Defaults, FillWhatACallLeavesOut) {
  const Function join = Function::GetGlobalRequired("test.defaults.join");
  EXPECT_EQ(join("x").cast<String>(), "x-end");
  EXPECT_EQ(join("x", 4).cast<String>(), "x4end");
  EXPECT_EQ(join("x", 4, "y").cast<String>(), "x4y");
}

TEST(Defaults, LeaveTheTextOfAWrongNumberOfArgumentsAlone) {
  const Function join = Function::GetGlobalRequired("test.defaults.join");
  for (const int count : {0, 4}) {
    try {
      count == 0 ? join() : join("a", 1, "b", 2);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.message(),
                "Mismatched number of arguments when calling: `test.defaults.join(0: str, 1: "
                "Optional<int>, 2: str) -> std::string`. Expected 3 but got " +
                    std::to_string(count) + " arguments");
    }
  }
}

template <typename Register>
std::string MessageOf(Register registration) {
  try {
    registration();
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return std::string();
}

TEST(Defaults, ThatAParameterDoesNotTakeAreRefusedWhenRegistered) {
  const auto count = [](int64_t, Array<int64_t> items) { return items.size(); };
  EXPECT_EQ(MessageOf([&] {
              refl::GlobalDef().def("test.defaults.count", count, refl::arg("start"),
                                    refl::arg("items") = 3);
            }),
            "TypeError: Default of parameter `items` of `test.defaults.count` must be "
            "`Array<int>`, but is `int`");
  EXPECT_FALSE(Function::GetGlobal("test.defaults.count").has_value());
  const auto type = [](DLDataType dtype, TensorView) { return dtype; };
  EXPECT_EQ(MessageOf([&] {
              refl::GlobalDef().def("test.defaults.type", type, refl::arg("dtype") = "float32",
                                    refl::kw_only(), refl::arg("x") = nullptr);
            }),
            "TypeError: Default of parameter `x` of `test.defaults.type` must be `DLTensor*`, but "
            "is `None`");
}

TEST(Defaults, ThatConvertAreTaken) {
  refl::GlobalDef().def(
      "test.defaults.converted",
      [](DLDataType dtype, double scale, bool flag, const Any& any) {
        return dtype.bits + static_cast<int>(scale) + (flag ? 1 : 0) + any.cast<int>();
      },
      refl::arg("dtype") = "float32", refl::arg("scale") = 2, refl::arg("flag") = 1,
      refl::arg("any") = 4);
  EXPECT_EQ(Function::GetGlobalRequired("test.defaults.converted")().cast<int>(), 39);
}

TEST(Defaults, OfMethodsAndConstructors) {
  const Function make = refl::GetMethod("test.defaults.Scaler", "__ffi_init__");
  const Any scaler = make();
  EXPECT_EQ(scaler.as<ScalerObj>()->base, 11);
  EXPECT_EQ(make(1).as<ScalerObj>()->base, 2);
  EXPECT_EQ(refl::GetMethod("test.defaults.Scaler", "times")(scaler).cast<int>(), 33);
}

TEST(Defaults, TakePartInTheChoiceOfAnOverload) {
  const Any scaler = refl::GetMethod("test.defaults.Scaler", "__ffi_init__")(2, 2);
  const Function mixed = refl::GetMethod("test.defaults.Scaler", "mixed");
  EXPECT_EQ(mixed(scaler).cast<String>(), "text !");
  EXPECT_EQ(mixed(scaler, 5).cast<int>(), 20);
  EXPECT_EQ(mixed(scaler, "x").cast<String>(), "text x");
}

TEST(Names, GivenTwiceAreRefused) {
  try {
    refl::GlobalDef().def(
        "test.defaults.twice", [](int a, int b) { return a + b; }, refl::arg("a"), refl::arg("a"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "ValueError");
    EXPECT_EQ(error.message(),
              "Two parameters of `test.defaults.twice` are named `a`; a caller could not tell them "
              "apart");
  }
}

}  // namespace
