// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <vector>

namespace {

using namespace tvm::ffi;
namespace refl = tvm::ffi::reflection;

class BaseObj : public Object {
 public:
  int64_t first = 1;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.accessor.Base", BaseObj, Object);
};
class DerivedObj : public BaseObj {
 public:
  int64_t second = 2;
  TVM_FFI_DECLARE_OBJECT_INFO("test.accessor.Derived", DerivedObj, BaseObj);
};
class ClosedObj : public Object {
 public:
  int64_t value;
  explicit ClosedObj(int64_t value) : value(value) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.accessor.Closed", ClosedObj, Object);
};

constexpr refl::AttrKey<int64_t> kNumber{"test.accessor.number"};
constexpr refl::AttrKey<refl::NativeFunctionView<int64_t(const Any&)>> kNative{
    "test.accessor.native"};

int64_t Native(const Any& value) {
  if (value == nullptr) TVM_FFI_THROW(ValueError) << "none";
  return value.cast<int64_t>() * 2;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<BaseObj>().def_rw("first", &BaseObj::first);
  refl::ObjectDef<DerivedObj>().def_rw("second", &DerivedObj::second, refl::default_value(22));
  refl::ObjectDef<ClosedObj>().def_ro("value", &ClosedObj::value);
  refl::TypeAttrDef<BaseObj>().attr(kNumber, 4).native_fn_attr<&Native>(kNative);
  refl::TypeAttrDef<DerivedObj>().attr(
      kNative,
      TypedFunction<int64_t(const Any&)>([](const Any& v) { return v.cast<int64_t>() * 3; }));
  refl::EnsureTypeAttrColumn("test.accessor.empty");
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

TEST(Accessor, LooksUpOwnFieldsAndMethodsOnly) {
  EXPECT_EQ(refl::GetFieldInfo("test.accessor.Derived", "second")->offset, 32);
  EXPECT_EQ(MessageOf("RuntimeError", [] { refl::GetFieldInfo("test.accessor.Derived", "first"); }),
            "Cannot find field  `first` in test.accessor.Derived");
  EXPECT_EQ(MessageOf("RuntimeError", [] { refl::GetMethodInfo("test.accessor.Derived", "m"); }),
            "Cannot find method m in test.accessor.Derived");
}

TEST(Accessor, GettersAndSettersTakeEveryFormOfReference) {
  const ObjectPtr<Object> pointer = make_object<DerivedObj>();
  const ObjectRef ref(pointer);
  const refl::FieldGetter get("test.accessor.Derived", "second");
  const refl::FieldSetter set("test.accessor.Derived", "second");
  set(pointer.get(), 5);
  EXPECT_EQ(get(pointer).cast<int64_t>(), 5);
  set(pointer, 6);
  EXPECT_EQ(get(ref).cast<int64_t>(), 6);
  set(ref, 7);
  EXPECT_EQ(get(pointer.get()).cast<int64_t>(), 7);
}

TEST(Accessor, VisitsAncestorsFirst) {
  std::vector<std::string> names;
  const TypeInfo* info = TVMFFIGetTypeInfo(DerivedObj::RuntimeTypeIndex());
  refl::ForEachFieldInfo(info, [&](const TVMFFIFieldInfo* field) {
    names.emplace_back(field->name.data, field->name.size);
  });
  EXPECT_EQ(names, (std::vector<std::string>{"first", "second"}));
  int visited = 0;
  EXPECT_TRUE(refl::ForEachFieldInfoWithEarlyStop(info, [&](const TVMFFIFieldInfo*) {
    ++visited;
    return true;
  }));
  EXPECT_EQ(visited, 1);
}

TEST(Accessor, SetsDefaults) {
  const ObjectPtr<DerivedObj> object = make_object<DerivedObj>();
  refl::SetFieldToDefault(refl::GetFieldInfo("test.accessor.Derived", "second"), &object->second);
  EXPECT_EQ(object->second, 22);
}

TEST(TypeAttrColumn, AnswersNoneOutsideAndRefusesUnknownNames) {
  const refl::TypeAttrColumn column(kNumber);
  EXPECT_EQ(kNumber.ValueFrom(column[BaseObj::RuntimeTypeIndex()]), 4);
  EXPECT_FALSE(kNumber.ValueFrom(column[DerivedObj::RuntimeTypeIndex()]).has_value());
  EXPECT_EQ(MessageOf("TypeError", [] { kNumber.ValueFrom("x"); }),
            "Cannot treat type `const char*` as type `int`");
  EXPECT_EQ(column[1 << 22].type_index(), TypeIndex::kTVMFFINone);
  EXPECT_EQ(column[-1].type_index(), TypeIndex::kTVMFFINone);
  EXPECT_EQ(MessageOf("RuntimeError", [] { refl::TypeAttrColumn("test.accessor.unknown"); }),
            "Cannot find type attribute test.accessor.unknown");
  EXPECT_EQ(refl::TypeAttrColumn("test.accessor.empty")[64].type_index(), TypeIndex::kTVMFFINone);
}

TEST(NativeFunction, CallsNativeHooksAndPackedFunctionsAlike) {
  const refl::TypeAttrColumn column(kNative);
  const AnyView native = column[BaseObj::RuntimeTypeIndex()];
  const AnyView packed = column[DerivedObj::RuntimeTypeIndex()];
  EXPECT_EQ(native.type_index(), TypeIndex::kTVMFFIOpaquePtr);
  EXPECT_EQ(packed.type_index(), TypeIndex::kTVMFFIFunction);
  EXPECT_EQ((*kNative.ValueFrom(native))(Any(7)), 14);
  EXPECT_EQ((*kNative.ValueFrom(packed))(Any(7)), 21);
}

TEST(NativeFunction, ReturnsErrorsInsteadOfThrowing) {
  const auto native =
      *kNative.ValueFrom(refl::TypeAttrColumn(kNative)[BaseObj::RuntimeTypeIndex()]);
  const Expected<int64_t> result = native.CallExpected(Any());
  ASSERT_TRUE(result.is_err());
  EXPECT_EQ(result.error().kind(), "ValueError");
}

TEST(NativeFunction, NoticesAPackedHookOfTheWrongType) {
  const TypedFunction<int64_t(const Any&)> wrong(
      Function::FromTyped([](const Any&) { return String("text"); }));
  const refl::NativeFunctionView<int64_t(const Any&)> view(wrong);
  EXPECT_EQ(view.CallExpected(Any(1)).error().message(), "Packed hook result type mismatch");
}

TEST(ObjectCreator, RefusesTypesWithoutACreator) {
  EXPECT_EQ(MessageOf("RuntimeError", [] { refl::ObjectCreator("test.accessor.Closed"); }),
            "Type `test.accessor.Closed` does not support default constructor, as a result cannot "
            "be created via reflection");
  EXPECT_EQ(
      MessageOf("RuntimeError",
                [] { refl::CreateEmptyObject(TVMFFIGetTypeInfo(ClosedObj::RuntimeTypeIndex())); }),
      "Type `test.accessor.Closed` does not support reflection creation (no native creator "
      "or __ffi_new__ type attr)");
}

TEST(ObjectCreator, SetsFieldsAndDefaults) {
  const Any made = refl::ObjectCreator("test.accessor.Derived")({{"first", 9}});
  const DerivedObj* object = made.cast<ObjectRef>().as<DerivedObj>();
  EXPECT_EQ(object->first, 9);
  EXPECT_EQ(object->second, 22);
}

}  // namespace
