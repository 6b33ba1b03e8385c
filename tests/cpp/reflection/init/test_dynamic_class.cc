// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Classes that another language defines: an index, fields with getters and setters made by the
// library, and a size.
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

Function Global(const char* name) { return Function::GetGlobalRequired(name); }

/// Stands for the other language's conversion: strings become their length, the rest stays.
int Convert(void* counter, const TVMFFIAny* in, TVMFFIAny* out) {
  ++*static_cast<int*>(counter);
  const AnyView value = AnyView::CopyFromTVMFFIAny(*in);
  if (std::optional<String> text = value.try_cast<String>()) {
    *reinterpret_cast<Any*>(out) = static_cast<int64_t>(text->size());
    return 0;
  }
  return TVMFFIAnyViewToOwnedAny(in, out);
}

int g_conversions = 0;

void AddField(int32_t type_index, const char* name, int64_t offset, int64_t size,
              int32_t static_index) {
  const Function setter =
      Global("ffi.MakeFieldSetter")(static_index, reinterpret_cast<int64_t>(&g_conversions),
                                    reinterpret_cast<int64_t>(&Convert))
          .cast<Function>();
  TVMFFIFieldInfo info{};
  info.name = refl::AsByteArray(name);
  info.flags = kTVMFFIFieldFlagBitMaskWritable | kTVMFFIFieldFlagBitSetterIsFunctionObj;
  info.size = size;
  info.alignment = 8;
  info.offset = offset;
  info.getter = reinterpret_cast<TVMFFIFieldGetter>(
      Global("ffi.MakeFieldGetter")(static_index).cast<int64_t>());
  info.setter = const_cast<FunctionObj*>(setter.get());
  info.field_static_type_index = static_index;
  ASSERT_EQ(TVMFFITypeRegisterField(type_index, &info), 0);
}

int32_t NodeIndex() {
  static const int32_t index = [] {
    const TVMFFIByteArray key = refl::AsByteArray("test.dynamic.Node");
    const int32_t made = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 1, TypeIndex::kTVMFFIObject);
    AddField(made, "number", 24, 8, TypeIndex::kTVMFFIInt);
    AddField(made, "next", 32, 8, TypeIndex::kTVMFFIObject);
    AddField(made, "any", 40, 16, TypeIndex::kTVMFFIAny);
    Global("ffi._PyClassRegisterTypeAttrColumns")(made, 56);
    return made;
  }();
  return index;
}

Any Make(const Any& number, const Any& next, const Any& any) {
  return refl::TypeAttrColumn(type_attr::kInit)[NodeIndex()].cast<Function>()(number, next, any);
}

Any Get(const Any& object, const char* field) {
  return refl::FieldGetter("test.dynamic.Node", field)(object.cast<ObjectRef>());
}

TEST(DynamicClass, MakesObjectsFromItsFields) {
  const int before = g_conversions;
  const Any node = Make(String("four"), nullptr, Array<int64_t>({1}));
  EXPECT_EQ(node.type_index(), NodeIndex());
  EXPECT_EQ(Get(node, "number").cast<int64_t>(), 4);
  EXPECT_EQ(Get(node, "next"), nullptr);
  EXPECT_EQ(Get(node, "any").cast<Array<int64_t>>()[0], 1);
  EXPECT_EQ(g_conversions, before + 3);
}

TEST(DynamicClass, StartsZeroedAndCopiesShallowly) {
  const Any made = refl::TypeAttrColumn(type_attr::kNew)[NodeIndex()].cast<Function>()();
  EXPECT_EQ(Get(made, "number").cast<int64_t>(), 0);
  const Any node = Make(1, made, Array<int64_t>({7}));
  const Any copy =
      refl::TypeAttrColumn(type_attr::kShallowCopy)[NodeIndex()].cast<Function>()(node);
  EXPECT_FALSE(copy.same_as(node));
  EXPECT_TRUE(Get(copy, "next").same_as(made));
  EXPECT_TRUE(Get(copy, "any").same_as(Get(node, "any")));
}

TEST(DynamicClass, ReleasesWhatItHolds) {
  const ObjectRef held = Array<int64_t>({1, 2});
  {
    const Any node = Make(1, held, held);
    EXPECT_EQ(held.use_count(), 3);
  }
  EXPECT_EQ(held.use_count(), 1);
}

TEST(DynamicClass, AMillionLinkedObjectsDieInFlatStack) {
  const Function make = refl::TypeAttrColumn(type_attr::kInit)[NodeIndex()].cast<Function>();
  Any head;
  for (int64_t i = 0; i < 1000000; ++i) head = make(i, head, nullptr);
  EXPECT_EQ(Get(head, "number").cast<int64_t>(), 999999);
}

TEST(DynamicClass, RefusesASizeThatCannotBe) {
  const Function define = Global("ffi._PyClassRegisterTypeAttrColumns");
  EXPECT_THROW(define(NodeIndex(), 8), Error);
  EXPECT_THROW(define(NodeIndex(), 48), Error);
}

TEST(FieldFunctions, CoverEveryPlainStorage) {
  bool flag = true;
  double number = 1.5;
  DLDataType dtype{kDLInt, 8, 1};
  const auto get = [](int32_t index, void* field) {
    Any result;
    const auto getter =
        reinterpret_cast<TVMFFIFieldGetter>(Global("ffi.MakeFieldGetter")(index).cast<int64_t>());
    EXPECT_EQ(getter(field, reinterpret_cast<TVMFFIAny*>(&result)), 0);
    return result;
  };
  EXPECT_EQ(get(TypeIndex::kTVMFFIBool, &flag).type_index(), TypeIndex::kTVMFFIBool);
  EXPECT_EQ(get(TypeIndex::kTVMFFIFloat, &number).cast<double>(), 1.5);
  EXPECT_EQ(get(TypeIndex::kTVMFFIDataType, &dtype).cast<DLDataType>().bits, 8);
}

}  // namespace
