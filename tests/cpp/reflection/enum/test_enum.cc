// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class ColorObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.enum.Color", ColorObj, EnumObj);
};
class LevelObj : public IntEnumObj {
 public:
  using IntEnumObj::IntEnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.enum.Level", LevelObj, IntEnumObj);
};
class WrongObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.enum.Wrong", WrongObj, EnumObj);
};
class EmptyObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.enum.Empty", EmptyObj, EnumObj);
};

constexpr refl::AttrKey<int64_t> kCode{"code"};
constexpr refl::AttrKey<refl::NativeFunctionView<int64_t(int64_t)>> kHook{"hook"};
int64_t Twice(int64_t x) { return 2 * x; }

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<ColorObj>(refl::init(false));
  refl::ObjectDef<LevelObj>(refl::init(false));
  refl::EnumDef<ColorObj>("RED").set_attr(kCode, 7).set_native_fn_attr<&Twice>(kHook);
  refl::EnumDef<ColorObj>("GREEN").set_attr("code", int64_t{8});
  refl::EnumDef<LevelObj>("LOW", 10);
  refl::EnumDef<LevelObj>("HIGH", -20);
  refl::TypeAttrDef<WrongObj>().def("__ffi_enum__", 3);
}

EnumState StateOf(int32_t type_index) {
  return refl::TypeAttrColumn(type_attr::kEnumState)[type_index].cast<EnumState>();
}

TEST(EnumDef, NumbersEntriesInOrder) {
  const Enum red = EnumObj::_GetByStrIndex<ColorObj>("RED");
  const Enum green = EnumObj::_GetByIntIndex<ColorObj>(1);
  EXPECT_EQ(red->_int_index, 0);
  EXPECT_EQ(green->_str_index, "GREEN");
  EXPECT_EQ(red->type_index(), ColorObj::RuntimeTypeIndex());
  EXPECT_TRUE(red.same_as(EnumObj::_GetByIntIndex(ColorObj::RuntimeTypeIndex(), 0)));
  EXPECT_EQ(StateOf(ColorObj::RuntimeTypeIndex())->entries.size(), 2u);
}

TEST(EnumDef, IntEnumsHaveTheirOwnValues) {
  EXPECT_EQ(EnumObj::_GetByIntIndex<LevelObj>(-20)->_str_index, "HIGH");
  EXPECT_EQ(EnumObj::_GetByStrIndex<LevelObj>("LOW")->_int_index, 10);
  const ObjectRef low = EnumObj::_GetByStrIndex<LevelObj>("LOW");
  EXPECT_EQ(refl::FieldGetter("ffi.IntEnum", "value")(low).cast<int64_t>(), 10);
}

TEST(EnumDef, StoresAttributesPerEntry) {
  const EnumState state = StateOf(ColorObj::RuntimeTypeIndex());
  const Enum red = EnumObj::_GetByStrIndex<ColorObj>("RED");
  const Enum green = EnumObj::_GetByStrIndex<ColorObj>("GREEN");
  EXPECT_EQ(state->attrs.at("code").at(red).cast<int64_t>(), 7);
  EXPECT_EQ(state->attrs.at("code").at(green).cast<int64_t>(), 8);
  EXPECT_EQ(kHook.ValueFrom(state->attrs.at("hook").at(red))->operator()(21), 42);
}

TEST(EnumDef, KnowsWhatIsDefined) {
  EXPECT_TRUE(refl::EnumDef<ColorObj>::IsDefined("RED"));
  EXPECT_FALSE(refl::EnumDef<ColorObj>::IsDefined("BLUE"));
  EXPECT_FALSE(refl::EnumDef<EmptyObj>::IsDefined("RED"));
}

template <typename Call>
std::string MessageOf(const char* kind, const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind);
    return error.message();
  }
  return "nothing was thrown";
}

TEST(EnumDef, RefusesDuplicates) {
  EXPECT_EQ(MessageOf("ValueError", [] { refl::EnumDef<ColorObj>("RED"); }),
            "Duplicate enum index for type `test.enum.Color`");
  EXPECT_EQ(MessageOf("ValueError", [] { refl::EnumDef<LevelObj>("LOWER", 10); }),
            "Duplicate enum index for type `test.enum.Level`");
  EXPECT_EQ(StateOf(LevelObj::RuntimeTypeIndex())->entries.size(), 2u);
}

TEST(Enum, SaysWhichIndexIsMissing) {
  EXPECT_EQ(MessageOf("ValueError", [] { EnumObj::_GetByIntIndex<ColorObj>(9); }),
            "Enum `test.enum.Color` has no instance with index 9");
  EXPECT_EQ(MessageOf("ValueError", [] { EnumObj::_GetByStrIndex<ColorObj>("BLUE"); }),
            "Enum `test.enum.Color` has no instance with index BLUE");
  EXPECT_EQ(MessageOf("ValueError", [] { EnumObj::_GetByStrIndex<EmptyObj>("BLUE"); }),
            "Enum `test.enum.Empty` has no instance with index BLUE");
}

TEST(Enum, RefusesAForeignState) {
  EXPECT_EQ(MessageOf("TypeError", [] { EnumObj::_GetByIntIndex<WrongObj>(0); }),
            "Expected `ffi.EnumState` in enum state column, but got `int`");
}

}  // namespace
