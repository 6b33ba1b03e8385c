// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The conversion table: which source a type accepts strictly and by cast, its texts and its field
// index.
#include <gtest/gtest.h>
#include <tvm/ffi/any.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/rvalue_ref.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <limits>
#include <string>

#include "../support/message_of.h"

namespace {

using namespace tvm::ffi;  // NOLINT

enum class Colour : int8_t { kRed = 1, kBlue = -2 };
enum Plain { kZero, kOne };

/// One bit per source value that T accepts: None Int Bool Float OpaquePtr DataType Device RawStr
/// SmallStr Str SmallBytes Bytes Function.
template <typename T, typename Check>
std::string Accepted(Check&& check) {
  Function function = Function::FromTyped([] { return 1; });
  int object = 0;
  const Any owned[] = {nullptr,
                       1,
                       true,
                       1.5,
                       static_cast<void*>(&object),
                       DLDataType{kDLFloat, 32, 1},
                       DLDevice{kDLCPU, 0}};
  std::string out;
  const char* names[] = {"None", "Int", "Bool", "Float", "Ptr", "DataType", "Device"};
  auto test = [&](const char* name, AnyView view) {
    if (check(view)) out += std::string(out.empty() ? "" : " ") + name;
  };
  for (int i = 0; i < 7; ++i) test(names[i], owned[i]);
  test("RawStr", "cpu");
  String small = "cpu", large = std::string("cpu");
  test("SmallStr", small);
  test("Str", large);
  TVMFFIByteArray array{"cpu", 3};
  test("ByteArray", &array);
  Bytes small_bytes("cpu", 3), bytes = std::string("cpu");
  test("SmallBytes", small_bytes);
  test("Bytes", bytes);
  test("Function", function);
  test("Error", Error("ValueError", "m", ""));
  return out;
}

template <typename T>
std::string Strict() {
  return Accepted<T>([](AnyView view) { return view.as<T>().has_value(); });
}
template <typename T>
std::string Cast() {
  return Accepted<T>([](AnyView view) {
    try {
      return view.try_cast<T>().has_value();
    } catch (const Error&) {
      return false;
    }
  });
}

TEST(ConversionTable, None) {
  EXPECT_EQ(Strict<std::nullptr_t>(), "None");
  EXPECT_EQ(Cast<std::nullptr_t>(), "None");
}
TEST(ConversionTable, Bool) {
  EXPECT_EQ(Strict<bool>(), "Bool");
  EXPECT_EQ(Cast<bool>(), "Int Bool");
  EXPECT_EQ(Cast<StrictBool>(), "Bool");
}
TEST(ConversionTable, Integers) {
  EXPECT_EQ(Strict<int64_t>(), "Int");
  EXPECT_EQ(Cast<int64_t>(), "Int Bool");
  EXPECT_EQ(Cast<uint8_t>(), "Int Bool");
  EXPECT_EQ(Strict<Colour>(), "Int");
  EXPECT_EQ(Cast<Plain>(), "Int Bool");
}
TEST(ConversionTable, Floats) {
  EXPECT_EQ(Strict<double>(), "Float");
  EXPECT_EQ(Cast<double>(), "Int Bool Float");
  EXPECT_EQ(Cast<float>(), "Int Bool Float");
}
TEST(ConversionTable, OpaquePointer) {
  EXPECT_EQ(Strict<void*>(), "Ptr");
  EXPECT_EQ(Cast<void*>(), "None Ptr");
  EXPECT_EQ(Any(nullptr).cast<void*>(), nullptr);
}
TEST(ConversionTable, DeviceAndDataType) {
  EXPECT_EQ(Strict<DLDevice>(), "Device");
  EXPECT_EQ(Cast<DLDevice>(), "Device RawStr SmallStr Str");
  EXPECT_EQ(Strict<DLDataType>(), "DataType");
  EXPECT_EQ(MessageOf([] { AnyView("cpu").cast<DLDataType>(); }),
            "ValueError: unknown dtype `cpu`");
  EXPECT_EQ(AnyView("int8").cast<DLDataType>(), (DLDataType{kDLInt, 8, 1}));
}
TEST(ConversionTable, Text) {
  EXPECT_EQ(Strict<String>(), "SmallStr Str");
  EXPECT_EQ(Cast<String>(), "RawStr SmallStr Str");
  EXPECT_EQ(Strict<Bytes>(), "SmallBytes Bytes");
  EXPECT_EQ(Cast<Bytes>(), "ByteArray SmallBytes Bytes");
  EXPECT_EQ(Cast<const char*>(), "RawStr");
  EXPECT_EQ(Cast<std::string>(), "RawStr SmallStr Str ByteArray SmallBytes Bytes");
  EXPECT_EQ(Cast<TVMFFIByteArray*>(), "ByteArray");
}
TEST(ConversionTable, Functions) {
  EXPECT_EQ(Strict<Function>(), "None Function");
  EXPECT_EQ(Cast<Function>(), "None Function");
  EXPECT_EQ((Strict<TypedFunction<void()>>()), "Function");
  EXPECT_EQ((Cast<TypedFunction<void()>>()), "None Function");
  EXPECT_EQ(Cast<Error>(), "Error");
}
TEST(ConversionTable, OptionalAndExpected) {
  EXPECT_EQ(Strict<Optional<int>>(), "None Int");
  EXPECT_EQ(Cast<Optional<int>>(), "None Int Bool");
  EXPECT_EQ(Strict<Expected<int>>(), "Int Error");
  EXPECT_EQ(Cast<Expected<double>>(), "Int Bool Float Error");
  EXPECT_EQ(Cast<Expected<void>>(), "None Error");
}
TEST(ConversionTable, ObjectRefTakesEveryObjectAndNone) {
  EXPECT_EQ(Cast<ObjectRef>(), "None Str Bytes Function Error");
}

TEST(ConversionTable, TypeStrAndSchema) {
#define EXPECT_TEXTS(str, schema, ...)                    \
  EXPECT_EQ((TypeTraits<__VA_ARGS__>::TypeStr()), (str)); \
  EXPECT_EQ((TypeTraits<__VA_ARGS__>::TypeSchema()), (schema))
  EXPECT_TEXTS("None", R"({"type":"None"})", std::nullptr_t);
  EXPECT_TEXTS("bool", R"({"type":"bool"})", bool);
  EXPECT_TEXTS("bool", R"({"type":"bool"})", StrictBool);
  EXPECT_TEXTS("int", R"({"type":"int"})", uint16_t);
  EXPECT_TEXTS("int", R"({"type":"int"})", uint64_t);
  EXPECT_TEXTS("int", R"({"type":"int"})", Colour);
  EXPECT_TEXTS("float", R"({"type":"float"})", float);
  EXPECT_TEXTS("void*", R"({"type":"void*"})", void*);
  EXPECT_TEXTS("DataType", R"({"type":"DataType"})", DLDataType);
  EXPECT_TEXTS("Device", R"({"type":"Device"})", DLDevice);
  EXPECT_TEXTS("const char*", R"({"type":"const char*"})", const char*);
  EXPECT_TEXTS("std::string", R"({"type":"std::string"})", std::string);
  EXPECT_TEXTS("TVMFFIByteArray*", R"({"type":"TVMFFIByteArray*"})", TVMFFIByteArray*);
  EXPECT_TEXTS("str", R"({"type":"ffi.String"})", String);
  EXPECT_TEXTS("bytes", R"({"type":"ffi.Bytes"})", Bytes);
  EXPECT_TEXTS("ffi.Object", R"({"type":"ffi.Object"})", ObjectRef);
  EXPECT_TEXTS("ffi.Error", R"({"type":"ffi.Error"})", Error);
  EXPECT_TEXTS("ffi.Function", R"({"type":"ffi.Function"})", Function);
  EXPECT_TEXTS("(0: int, 1: str) -> void",
               R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],)"
               R"("params":[{"type":"int"},{"type":"ffi.String"}]}})",
               TypedFunction<void(int, const String&)>);
  EXPECT_TEXTS("() -> Any",
               R"({"type":"ffi.Function","named_args":{"return":[{"type":"Any"}],"params":[]}})",
               TypedFunction<Any()>);
  EXPECT_TEXTS("Optional<int>", R"({"type":"Optional","args":[{"type":"int"}]})", Optional<int>);
  EXPECT_TEXTS("Optional<ffi.Object>", R"({"type":"Optional","args":[{"type":"ffi.Object"}]})",
               Optional<ObjectRef>);
  EXPECT_TEXTS("Expected<int>",
               R"({"type":"Expected","args":[{"type":"int"},{"type":"ffi.Error"}]})",
               Expected<int>);
  EXPECT_TEXTS("Expected<void>",
               R"({"type":"Expected","args":[{"type":"None"},{"type":"ffi.Error"}]})",
               Expected<void>);
  EXPECT_TEXTS("RValueRef<ffi.Function>",
               R"({"type":"ObjectRValueRef","args":[{"type":"ffi.Function"}]})",
               RValueRef<Function>);
#undef EXPECT_TEXTS
  EXPECT_EQ(detail::TypeSchema<AnyView>::v(), R"({"type":"Any"})");
  EXPECT_EQ(detail::Type2Str<const Optional<int>&>::v(), "Optional<int>");
}

TEST(ConversionTable, FieldStaticTypeIndex) {
  EXPECT_EQ(TypeTraits<std::nullptr_t>::field_static_type_index, 0);
  EXPECT_EQ(TypeTraits<int>::field_static_type_index, 1);
  EXPECT_EQ(TypeTraits<uint64_t>::field_static_type_index, 1);
  EXPECT_EQ(TypeTraits<Colour>::field_static_type_index, 1);
  EXPECT_EQ(TypeTraits<bool>::field_static_type_index, 2);
  EXPECT_EQ(TypeTraits<float>::field_static_type_index, 3);
  EXPECT_EQ(TypeTraits<void*>::field_static_type_index, 4);
  EXPECT_EQ(TypeTraits<DLDataType>::field_static_type_index, 5);
  EXPECT_EQ(TypeTraits<DLDevice>::field_static_type_index, 6);
  EXPECT_EQ(TypeTraits<TVMFFIByteArray*>::field_static_type_index, 9);
  EXPECT_EQ(TypeTraits<String>::field_static_type_index, -1);
  EXPECT_EQ(TypeTraits<Bytes>::field_static_type_index, -1);
  EXPECT_EQ(TypeTraits<std::string>::field_static_type_index, -1);
  EXPECT_EQ(TypeTraits<Function>::field_static_type_index, 64);
  EXPECT_EQ(TypeTraits<TypedFunction<void()>>::field_static_type_index, 68);
  EXPECT_EQ(TypeTraits<Optional<int>>::field_static_type_index, -1);
  EXPECT_EQ(TypeTraits<Expected<int>>::field_static_type_index, -1);
}

TEST(ConversionTable, ViewOnlyTypesCannotBeStored) {
  static_assert(!TypeTraits<const char*>::storage_enabled, "");
  static_assert(!TypeTraits<char[4]>::storage_enabled, "");
  static_assert(!TypeTraits<std::string>::storage_enabled, "");
  static_assert(!TypeTraits<TVMFFIByteArray*>::storage_enabled, "");
  static_assert(!TypeTraits<RValueRef<Function>>::storage_enabled, "");
  static_assert(TypeTraits<String>::storage_enabled && TypeTraits<int>::storage_enabled, "");
  static_assert(!TypeTraits<Any>::convert_enabled, "");
}

TEST(ConversionTable, IntegersAreNeverTruncated) {
  EXPECT_EQ(Any(300).try_cast<uint8_t>(), std::nullopt);
  EXPECT_EQ(Any(300).as<uint8_t>(), std::nullopt);
  EXPECT_EQ(Any(-1).try_cast<uint32_t>(), std::nullopt);
  EXPECT_EQ(Any(127).cast<int8_t>(), 127);
  EXPECT_EQ(Any(-128).cast<int8_t>(), -128);
  EXPECT_EQ(Any(4294967295LL).cast<uint32_t>(), 4294967295u);
  EXPECT_EQ(MessageOf([] { Any(128).cast<int8_t>(); }),
            "OverflowError: Integer value 128 is out of range for int8");
  EXPECT_EQ(MessageOf([] { Any(-1).cast<uint16_t>(); }),
            "OverflowError: Integer value -1 is out of range for uint16");
  EXPECT_EQ(MessageOf([] { Any(1LL << 40).cast<Plain>(); }),
            "OverflowError: Integer value 1099511627776 is out of range for uint32");
  EXPECT_EQ(TypeTraits<int8_t>::GetMismatchTypeInfo(
                detail::AnyUnsafe::TVMFFIAnyPtrFromAny(static_cast<const Any&>(Any(300)))),
            "int 300 outside of int8");
}

TEST(ConversionTable, UnsignedBeyondInt64CannotBeStored) {
  const uint64_t big = std::numeric_limits<uint64_t>::max();
  const std::string expected =
      "OverflowError: Integer value 18446744073709551615 is too large to fit in int64_t. Consider "
      "explicitly casting to int64_t first if this is intentional.";
  EXPECT_EQ(MessageOf([=] { Any any(big); }), expected);
  EXPECT_EQ(MessageOf([=] { AnyView view(big); }), expected);
  EXPECT_EQ(Any(static_cast<int64_t>(-1)).cast<uint64_t>(), big) << "the bit pattern comes back";
}

struct Celsius {
  double degrees;
};
struct Metres {
  int64_t count;
};

}  // namespace

namespace tvm {
namespace ffi {

/// User traits that only know text functions and a converting cast.
template <>
struct TypeTraits<Celsius> : public FallbackOnlyTraitsBase<Celsius, StrictBool, double> {
  static Celsius ConvertFallbackValue(StrictBool hot) { return Celsius{hot ? 100.0 : 0.0}; }
  static Celsius ConvertFallbackValue(double degrees) { return Celsius{degrees}; }
  static std::string TypeStr() { return "Celsius"; }
  static std::string TypeSchema() { return R"({"type":"Celsius"})"; }
};

/// Traits of a type that is never part of a registered signature need no schema.
template <>
struct TypeTraits<Metres> : public FallbackOnlyTraitsBase<Metres, int64_t> {
  static Metres ConvertFallbackValue(int64_t count) { return Metres{count}; }
  static std::string TypeStr() { return "Metres"; }
};

/// A reference class with fallbacks and its own name.
class Named : public ObjectRef {
 public:
  explicit Named(Function function) : ObjectRef(UnsafeInit{}) { data_ = GetData(function); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Named, ObjectRef, FunctionObj);

 private:
  static ObjectPtr<Object> GetData(const Function& function) {
    return detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(function);
  }
};
template <>
inline constexpr bool use_default_type_traits_v<Named> = false;
template <>
struct TypeTraits<Named> : public ObjectRefWithFallbackTraitsBase<Named, StrictBool, int64_t> {
  static Named ConvertFallbackValue(StrictBool) { return Named(); }
  static Named ConvertFallbackValue(int64_t value) {
    return Named(Function::FromTyped([value] { return value; }));
  }
  static std::string TypeStr() { return "Named"; }
};

}  // namespace ffi
}  // namespace tvm

namespace {

TEST(UserTraits, FallbacksAreTriedInOrder) {
  EXPECT_EQ(Any(true).cast<Celsius>().degrees, 100.0);
  EXPECT_EQ(Any(20).cast<Celsius>().degrees, 20.0);
  EXPECT_FALSE(AnyView("x").try_cast<Celsius>().has_value());
  EXPECT_EQ(MessageOf([] { AnyView("x").cast<Celsius>(); }),
            "TypeError: Cannot convert from type `const char*` to `Celsius`");
}

TEST(UserTraits, NeedNoSchema) {
  EXPECT_EQ(Any(20).cast<Metres>().count, 20);
  Function f = Function::FromTyped([](Metres m) { return m.count; }, "f");
  EXPECT_EQ(f(3).cast<int>(), 3);
  EXPECT_EQ(MessageOf([&] { f("x"); }),
            "TypeError: Mismatched type on argument #0 when calling: `f(0: Metres) -> int`. "
            "Expected `Metres` but got `const char*`");
  EXPECT_EQ(
      TypedFunction<void(Metres)>::TypeSchema(),
      R"({"type":"ffi.Function","named_args":{"return":[{"type":"None"}],"params":[{"type":"Any"}]}})");
}

TEST(UserTraits, TextFunctionsAppearInSignatures) {
  Function f = Function::FromTyped([](Celsius c, Optional<Named>) { return c.degrees; }, "f");
  EXPECT_EQ(MessageOf([&] { f("x", nullptr); }),
            "TypeError: Mismatched type on argument #0 when calling: `f(0: Celsius, 1: "
            "Optional<Named>) -> float`. Expected `Celsius` but got `const char*`");
  EXPECT_EQ(f(3, nullptr).cast<double>(), 3.0);
}

TEST(UserTraits, ReferenceFallbackConverts) {
  Named named = Any(7).cast<Named>();
  EXPECT_TRUE(named.defined());
  EXPECT_FALSE(Any(true).cast<Named>().defined());
  Function f = Function::FromTyped([](Named named) { return named.defined(); });
  EXPECT_TRUE(f(7).cast<bool>());
}

}  // namespace
