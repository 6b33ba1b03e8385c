// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/type/test_type_members.cc: fields, methods, metadata and attributes through the
// C ABI.
#include <gtest/gtest.h>

#include "../abi/raised_error.h"

using namespace tvm_ffi_test;

namespace {

TVMFFIFieldInfo Field(std::string_view name) {
  TVMFFIFieldInfo info{};
  info.name = Bytes(name);
  info.size = 8;
  info.alignment = 8;
  info.offset = 24;
  info.getter = [](void*, TVMFFIAny*) { return 0; };
  info.default_value_or_factory = None();
  return info;
}

}  // namespace

TEST(TypeMembers, FieldsAreDeepCopiesAndKeepTheirOrder) {
  const int32_t type = NewType("test.members.Fields");
  for (int i = 0; i < 40; ++i) {
    std::string name = "field" + std::to_string(i);
    std::string doc = "doc" + std::to_string(i);
    TVMFFIFieldInfo info = Field(name);
    info.doc = Bytes(doc);
    info.flags = kTVMFFIFieldFlagBitMaskHasDefault;
    info.default_value_or_factory.type_index = kTVMFFIRawStr;
    info.default_value_or_factory.v_c_str = "a default";
    ASSERT_EQ(TVMFFITypeRegisterField(type, &info), 0);
  }
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type);
  ASSERT_EQ(info->num_fields, 40);
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(Text(info->fields[i].name), "field" + std::to_string(i));
    EXPECT_EQ(Text(info->fields[i].doc), "doc" + std::to_string(i));
    EXPECT_EQ(info->fields[i].metadata.data, nullptr);
    const TVMFFIAny& value = info->fields[i].default_value_or_factory;
    ASSERT_EQ(value.type_index, kTVMFFIStr);
    EXPECT_EQ(Text(*TVMFFIBytesGetByteArrayPtr(value.v_obj)), "a default");
  }
}

TEST(RegistrationIsTransactional, ADuplicateFieldChangesNothing) {
  const int32_t type = NewType("test.members.Duplicate");
  TVMFFIFieldInfo info = Field("x");
  ASSERT_EQ(TVMFFITypeRegisterField(type, &info), 0);
  info.offset = 32;
  EXPECT_EQ(TVMFFITypeRegisterField(type, &info), -1);
  EXPECT_EQ(TakeRaised(),
            "InternalError: Duplicate field name \"x\" in type \"test.members.Duplicate\"");
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->num_fields, 1);
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->fields[0].offset, 24);
}

TEST(RegistrationIsTransactional, ABadFieldChangesNothing) {
  const int32_t type = NewType("test.members.Bad");
  TVMFFIFieldInfo info = Field("x");
  info.size = -8;
  EXPECT_EQ(TVMFFITypeRegisterField(type, &info), -1);
  EXPECT_NE(TakeRaised().find("neither may be negative"), std::string::npos);
  info = Field("y");
  info.flags = kTVMFFIFieldFlagBitSetterIsFunctionObj;
  EXPECT_EQ(TVMFFITypeRegisterField(type, &info), -1);
  EXPECT_NE(TakeRaised().find("have a Function as setter"), std::string::npos);
  EXPECT_EQ(TVMFFITypeRegisterField(1 << 22, &info), -1);
  EXPECT_EQ(TakeRaised(), "InternalError: Cannot find type info for type_index=4194304");
  EXPECT_EQ(TVMFFITypeRegisterField(type, nullptr), -1);
  EXPECT_EQ(TakeRaised(), "ValueError: TVMFFITypeRegisterField: argument 'info' is NULL");
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->num_fields, 0);
}

// Of a class whose Object is not its first base, as released libraries have them.
TEST(TypeMembers, AFieldMayLieInFrontOfTheObject) {
  const int32_t type = NewType("test.members.InFront");
  TVMFFIFieldInfo info = Field("x");
  info.offset = -64;
  ASSERT_EQ(TVMFFITypeRegisterField(type, &info), 0);
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->fields[0].offset, -64);
}

TEST(TypeMembers, MethodsMayShareAName) {
  const int32_t type = NewType("test.members.Methods");
  TVMFFIObjectHandle function = NewFunction();
  TVMFFIMethodInfo info{};
  info.name = Bytes("call");
  info.method = FunctionAny(function);
  EXPECT_EQ(TVMFFITypeRegisterMethod(type, &info), 0);
  EXPECT_EQ(TVMFFITypeRegisterMethod(type, &info), 0);
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->num_methods, 2);
  TVMFFIObjectDecRef(function);
  EXPECT_EQ(TVMFFIGetTypeInfo(type)->methods[1].method.v_obj, function);
}

TEST(RegistrationIsTransactional, ASecondMetadataIsAnError) {
  const int32_t type = NewType("test.members.Metadata");
  TVMFFITypeMetadata metadata{Bytes("first"), nullptr, 24, kTVMFFISEqHashKindTreeNode};
  EXPECT_EQ(TVMFFITypeRegisterMetadata(type, &metadata), 0);
  metadata.doc = Bytes("second");
  EXPECT_EQ(TVMFFITypeRegisterMetadata(type, &metadata), -1);
  EXPECT_EQ(TakeRaised().substr(0, 62),
            "RuntimeError: Overriding test.members.Metadata, possible cause");
  EXPECT_EQ(Text(TVMFFIGetTypeInfo(type)->metadata->doc), "first");
}

TEST(TypeAttrs, AllColumnsOfTheContractExistAfterLoading) {
  for (const char* name : {"__ffi_new__", "__ffi_init__", "__ffi_convert__", "__ffi_shallow_copy__",
                           "__ffi_type_final__", "__ffi_repr__", "__ffi_hash__", "__ffi_eq__",
                           "__ffi_compare__", "__any_hash__", "__any_equal__", "__data_to_json__",
                           "__data_from_json__", "__s_equal__", "__s_hash__", "__s_visit__",
                           "__s_mutate__", "__s_maybe_inplace_mutate__", "__ffi_enum__"}) {
    const TVMFFIByteArray bytes = Bytes(name);
    EXPECT_NE(TVMFFIGetTypeAttrColumn(&bytes), nullptr) << name;
  }
  const TVMFFIByteArray unknown = Bytes("__test_no_such_column__");
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(&unknown), nullptr);
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(nullptr), nullptr);
}

TEST(TypeAttrs, AColumnNeverMovesWhileItGrows) {
  const TVMFFIByteArray name = Bytes("__test_column__");
  TVMFFIAny value = None();
  ASSERT_EQ(TVMFFITypeRegisterAttr(kTVMFFINone, &name, &value), 0);
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->size, 0);
  EXPECT_EQ(column->begin_index, 0);
  int32_t last = 0;
  for (int i = 0; i < 400; ++i) {
    last = NewType("test.attrs.Type" + std::to_string(i));
    value = IntAny(i);
    ASSERT_EQ(TVMFFITypeRegisterAttr(last, &name, &value), 0);
  }
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(&name), column);
  ASSERT_GT(column->size, last);
  EXPECT_EQ(column->data[last].v_int64, 399);
  EXPECT_EQ(column->data[kTVMFFIArray].type_index, kTVMFFINone);
}

TEST(RegistrationIsTransactional, ASecondValueOfAnAttributeIsAnError) {
  const int32_t type = NewType("test.attrs.Twice");
  const TVMFFIByteArray name = Bytes("__test_twice__");
  TVMFFIAny value = IntAny(1);
  EXPECT_EQ(TVMFFITypeRegisterAttr(type, &name, &value), 0);
  value = IntAny(2);
  EXPECT_EQ(TVMFFITypeRegisterAttr(type, &name, &value), -1);
  EXPECT_EQ(TakeRaised(),
            "RuntimeError: TypeAttr `__test_twice__` is already registered for type index " +
                std::to_string(type) +
                ". To update the stored value, register a mutable container (e.g., Dict/List) once "
                "and mutate it in place on subsequent calls.");
  EXPECT_EQ(TVMFFIGetTypeAttrColumn(&name)->data[type].v_int64, 1);
}
