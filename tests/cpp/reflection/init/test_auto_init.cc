// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <functional>
#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class ParentObj : public Object {
 public:
  int64_t required = 0;
  int64_t defaulted = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.init.Parent", ParentObj, Object);
};
class ChildObj : public ParentObj {
 public:
  int64_t own = 0;
  int64_t named = 0;
  int64_t hidden = 17;
  Array<int64_t> made;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.init.Child", ChildObj, ParentObj);
};
class BadDefaultObj : public Object {
 public:
  int64_t value = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.init.BadDefault", BadDefaultObj, Object);
};
class OffObj : public Object {
 public:
  int64_t value = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.init.Off", OffObj, Object);
};
class ManyObj : public Object {
 public:
  int64_t a = 0;
  String b;
  ManyObj(int64_t a, String b) : a(a), b(std::move(b)) {}
  explicit ManyObj(int64_t a) : a(a), b("one") {}
  explicit ManyObj(String b) : a(-1), b(std::move(b)) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.init.Many", ManyObj, Object);
};

int g_made = 0;

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<ParentObj>()
      .def_rw("required", &ParentObj::required)
      .def_rw("defaulted", &ParentObj::defaulted, refl::default_value(5));
  refl::ObjectDef<ChildObj>()
      .def_rw("own", &ChildObj::own)
      .def_rw("named", &ChildObj::named, refl::kw_only(true))
      .def_rw("hidden", &ChildObj::hidden, refl::init(false))
      .def_rw("made", &ChildObj::made, refl::default_factory(Function::FromTyped([]() {
                ++g_made;
                return Array<int64_t>({g_made});
              })));
  refl::ObjectDef<BadDefaultObj>().def_rw("value", &BadDefaultObj::value,
                                          refl::default_value("text"));
  refl::ObjectDef<OffObj>(refl::init(false)).def_rw("value", &OffObj::value);
  refl::ObjectDef<ManyObj>()
      .def(refl::init<int64_t, String>(), "both")
      .def(refl::init<int64_t>())
      .def(refl::init<String>())
      .def_ro("a", &ManyObj::a)
      .def_ro("b", &ManyObj::b);
}

template <typename T>
Function InitOf() {
  return refl::TypeAttrColumn(type_attr::kInit)[T::RuntimeTypeIndex()].template cast<Function>();
}

Any Kwargs() { return Function::GetGlobalRequired("ffi.GetKwargsObject")(); }

const ChildObj* AsChild(const Any& value) { return value.cast<ObjectRef>().as<ChildObj>(); }

void ExpectTypeError(const std::string& message, const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "TypeError");
    EXPECT_EQ(error.message(), message);
    return;
  }
  ADD_FAILURE() << "expected: " << message;
}

TEST(AutoInit, BindsRequiredFieldsBeforeDefaultedOnes) {
  const Any made = InitOf<ChildObj>()(1, 2, 3, Array<int64_t>({9}), Kwargs(), "named", 4);
  const ChildObj* child = AsChild(made);
  EXPECT_EQ(child->required, 1);
  EXPECT_EQ(child->own, 2);
  EXPECT_EQ(child->defaulted, 3);
  EXPECT_EQ(child->made[0], 9);
  EXPECT_EQ(child->named, 4);
  EXPECT_EQ(child->hidden, 17);
}

TEST(AutoInit, UsesDefaultsAndFactories) {
  const Function init = InitOf<ChildObj>();
  const int before = g_made;
  const Any first = init(1, Kwargs(), "named", 4, "own", 2);
  const Any second = init(1, 2, Kwargs(), "named", 4);
  EXPECT_EQ(AsChild(first)->defaulted, 5);
  EXPECT_EQ(AsChild(first)->made[0], before + 1);
  EXPECT_EQ(AsChild(second)->made[0], before + 2);
}

TEST(AutoInit, RefusesWrongArgumentsWithTheContractTexts) {
  const Function init = InitOf<ChildObj>();
  const std::string p = "test.init.Child.__ffi_init__() ";
  ExpectTypeError(p + "takes at most 4 positional argument(s), but 5 were given",
                  [&] { init(1, 2, 3, 4, 5); });
  ExpectTypeError(p + "KWARGS requires an even number of key-value arguments",
                  [&] { init(1, Kwargs(), "named"); });
  ExpectTypeError(p + "got an unexpected keyword argument 'nope'",
                  [&] { init(1, Kwargs(), "nope", 1); });
  ExpectTypeError(p + "got an unexpected keyword argument 'hidden'",
                  [&] { init(1, Kwargs(), "hidden", 1); });
  ExpectTypeError(p + "got multiple values for argument 'required'",
                  [&] { init(1, Kwargs(), "required", 1); });
  ExpectTypeError(p + "got multiple values for argument 'own'",
                  [&] { init(1, Kwargs(), "own", 1, "own", 2); });
  ExpectTypeError(p + "missing required argument: 'required'", [&] { init(); });
  ExpectTypeError(p + "missing required keyword-only argument: 'named'", [&] { init(1, 2); });
}

TEST(AutoInit, NamesTheFieldThatDoesNotConvertAndKeepsTheCause) {
  try {
    InitOf<ChildObj>()("x", 2, Kwargs(), "named", 4);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), "TypeError");
    EXPECT_EQ(error.message(),
              "test.init.Child.__ffi_init__() field 'required':\n"
              "  Cannot convert from type `const char*` to `int`");
    ASSERT_TRUE(error.cause_chain().has_value());
    EXPECT_EQ(error.cause_chain()->message(), "Cannot convert from type `const char*` to `int`");
  }
  try {
    InitOf<BadDefaultObj>()();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(),
              "test.init.BadDefault.__ffi_init__() default for field 'value':\n"
              "  Cannot convert from type `ffi.SmallStr` to `int`");
  }
}

TEST(AutoInit, IsLeftOutOnRequest) {
  EXPECT_EQ(refl::TypeAttrColumn(type_attr::kInit)[OffObj::RuntimeTypeIndex()].type_index(),
            TypeIndex::kTVMFFINone);
  EXPECT_EQ(TVMFFIGetTypeInfo(ChildObj::RuntimeTypeIndex())->num_methods, 0);
}

TEST(Init, SeveralConstructorsAreToldApartByNumberAndTypes) {
  const Function init = InitOf<ManyObj>();
  const auto many = [](const Any& value) { return value.cast<ObjectRef>().as<ManyObj>(); };
  const Any both = init(1, "b");
  EXPECT_EQ(many(both)->b, "b");
  const Any number = init(7);
  EXPECT_EQ(many(number)->a, 7);
  EXPECT_EQ(many(number)->b, "one");
  const Any text = init("t");
  EXPECT_EQ(many(text)->a, -1);
}

TEST(Init, EachConstructorIsAMethodEntryOfOneFunction) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(ManyObj::RuntimeTypeIndex());
  ASSERT_EQ(info->num_methods, 3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(std::string(info->methods[i].name.data, info->methods[i].name.size), "__ffi_init__");
    EXPECT_EQ(info->methods[i].flags, kTVMFFIFieldFlagBitMaskIsStaticMethod);
    EXPECT_EQ(info->methods[i].method.v_obj, info->methods[0].method.v_obj);
  }
  EXPECT_EQ(std::string(info->methods[0].metadata.data, info->methods[0].metadata.size),
            R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":)"
            R"(\"ffi.Object\"}],\"params\":[{\"type\":\"int\"},{\"type\":\"ffi.String\"}]}}"})");
}

TEST(Init, SaysWhyNoConstructorFits) {
  ExpectTypeError(
      "No matching overload found when calling: `test.init.Many.__ffi_init__` with 1 arguments:\n"
      "Overload #0: Mismatched number of arguments when calling: `test.init.Many.__ffi_init__ (0: "
      "int, 1: str) -> ffi.Object`. Expected 2 arguments\n"
      "Overload #1: Mismatched type on argument #0 when calling: `test.init.Many.__ffi_init__ (0: "
      "int) -> ffi.Object`. Expected `int` but got `float`\n"
      "Overload #2: Mismatched type on argument #0 when calling: `test.init.Many.__ffi_init__ (0: "
      "str) -> ffi.Object`. Expected `str` but got `float`",
      [] { InitOf<ManyObj>()(1.5); });
}

TEST(MakeObject, SetsFieldsByName) {
  const Function make = Function::GetGlobalRequired("ffi.MakeObjectFromPackedArgs");
  const Any made = make("test.init.Parent", "required", 8);
  EXPECT_EQ(made.cast<ObjectRef>().as<ParentObj>()->required, 8);
  EXPECT_EQ(made.cast<ObjectRef>().as<ParentObj>()->defaulted, 5);
  const Any by_index = make(ParentObj::RuntimeTypeIndex(), "required", 8, "defaulted", 1);
  EXPECT_EQ(by_index.cast<ObjectRef>().as<ParentObj>()->defaulted, 1);
}

TEST(MakeObject, RefusesMissingAndUnknownFields) {
  const Function make = Function::GetGlobalRequired("ffi.MakeObjectFromPackedArgs");
  ExpectTypeError("Required field `required` not set in type `test.init.Parent`",
                  [&] { make("test.init.Parent"); });
  ExpectTypeError("Type `test.init.Parent` does not have field `zz`",
                  [&] { make("test.init.Parent", "required", 1, "zz", 2); });
}

TEST(Sentinels, AreTheSameObjectEachTime) {
  EXPECT_TRUE(Kwargs().same_as(Kwargs()));
  EXPECT_FALSE(Kwargs().same_as(Function::GetGlobalRequired("ffi.GetInvalidObject")()));
}

}  // namespace
