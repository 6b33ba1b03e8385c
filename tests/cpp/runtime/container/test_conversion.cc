// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Conversion table of containers: strict check, casts, names, schemas and what a mismatch says.
#include <gtest/gtest.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/string.h>

#include <string>

#include "expect_error.h"

namespace tvm {
namespace ffi {
namespace {

template <typename T>
std::string CastError(const Any& value) {
  try {
    static_cast<void>(value.cast<T>());
  } catch (const Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "no error";
}

TEST(Conversion, AStrictFitSharesTheObject) {
  Array<int64_t> arr{1, 2};
  EXPECT_TRUE(Any(arr).cast<Array<int64_t>>().same_as(arr));
  EXPECT_TRUE(Any(arr).as<Array<int64_t>>().has_value());
  EXPECT_FALSE(Any(arr).as<Array<double>>().has_value());
  EXPECT_FALSE(Any(arr).as<List<int64_t>>().has_value());
  Map<String, int64_t> map{{"a", 1}};
  Any any_map = map;
  EXPECT_TRUE((any_map.cast<Map<String, int64_t>>().same_as(map)));
  EXPECT_FALSE((any_map.as<Dict<String, int64_t>>().has_value()));
}

TEST(Conversion, AnythingElseIsConvertedElementByElement) {
  Array<Any> mixed{1, true, 3};
  Array<double> numbers = Any(mixed).cast<Array<double>>();
  EXPECT_EQ(numbers[1], 1.0);
  EXPECT_FALSE(numbers.same_as(mixed));
  EXPECT_EQ(Any(mixed).cast<List<int64_t>>()[2], 3);
  EXPECT_EQ(Any(List<Any>{1, 2}).cast<Array<int64_t>>().size(), 2u);
  Any dict = Dict<Any, Any>{{1, true}};
  EXPECT_EQ((dict.cast<Map<int64_t, double>>().at(1)), 1.0);
  Tuple<double, String> tuple = Any(Array<Any>{1, "x"}).cast<Tuple<double, String>>();
  EXPECT_EQ(tuple.get<0>(), 1.0);
  EXPECT_EQ(Any(Array<Any>{2, true}).cast<Shape>().Product(), 2);
  EXPECT_EQ(Any(List<Any>{2, 5}).cast<Shape>().Product(), 10);
}

TEST(Conversion, TheMismatchNamesTheElement) {
  EXPECT_EQ(CastError<Array<int>>(Array<Any>{1, "x"}),
            "TypeError: Cannot convert from type `Array[index 1: ffi.SmallStr]` to `Array<int>`");
  EXPECT_EQ(CastError<Array<int>>(List<Any>{1, "x"}),
            "TypeError: Cannot convert from type `Array[index 1: ffi.SmallStr]` to `Array<int>`");
  EXPECT_EQ(CastError<List<int>>(List<Any>{1, "x"}),
            "TypeError: Cannot convert from type `List[index 1: ffi.SmallStr]` to `List<int>`");
  EXPECT_EQ((CastError<Map<int, int>>(Map<Any, Any>{{1, "x"}})),
            "TypeError: Cannot convert from type `Map[K, some value is ffi.SmallStr]` to "
            "`Map<int, int>`");
  EXPECT_EQ((CastError<Map<int, int>>(Dict<Any, Any>{{"x", 1}})),
            "TypeError: Cannot convert from type `Map[some key is ffi.SmallStr, V]` to "
            "`Map<int, int>`");
  EXPECT_EQ((CastError<Dict<int, int>>(Dict<Any, Any>{{1, "x"}})),
            "TypeError: Cannot convert from type `Dict[K, some value is ffi.SmallStr]` to "
            "`Dict<int, int>`");
  EXPECT_EQ((CastError<Tuple<int, String>>(Array<Any>{1})),
            "TypeError: Cannot convert from type `Array[size=1]` to `Tuple<int, str>`");
  EXPECT_EQ((CastError<Tuple<int, String>>(Array<Any>{1, 2})),
            "TypeError: Cannot convert from type `Array[index 1: int]` to `Tuple<int, str>`");
  EXPECT_EQ((CastError<Tuple<int, String>>(1)),
            "TypeError: Cannot convert from type `int` to `Tuple<int, str>`");
  EXPECT_EQ((CastError<Variant<int, String>>(1.5)),
            "TypeError: Cannot convert from type `float` to `Variant<int, str>`");
  EXPECT_EQ(CastError<Shape>(Array<Any>{"x"}),
            "TypeError: Cannot convert from type `ffi.Array` to `ffi.Shape`");
  EXPECT_EQ(CastError<Array<Array<int>>>(Array<Any>{Array<Any>{"x"}}),
            "TypeError: Cannot convert from type `Array[index 0: Array[index 0: ffi.SmallStr]]` to "
            "`Array<Array<int>>`");
  EXPECT_EQ((CastError<Array<Map<int, int>>>(Array<Any>{Map<Any, Any>{{1, "x"}}})),
            "TypeError: Cannot convert from type `Array[index 0: Map[K, some value is "
            "ffi.SmallStr]]` to `Array<Map<int, int>>`");
  EXPECT_FFI_ERROR(Any(1).as_or_throw<Array<int>>(), "TypeError",
                   "Cannot treat type `int` as type `Array<int>`");
}

template <typename T>
std::string Str() {
  return TypeTraits<T>::TypeStr();
}
template <typename T>
std::string Schema() {
  return TypeTraits<T>::TypeSchema();
}

TEST(Conversion, NamesAndSchemasAreTheAgreedOnes) {
  EXPECT_EQ(Str<Array<int>>(), "Array<int>");
  EXPECT_EQ(Str<List<Array<String>>>(), "List<Array<str>>");
  EXPECT_EQ((Str<Map<String, int>>()), "Map<str, int>");
  EXPECT_EQ((Str<Dict<Any, double>>()), "Dict<Any, float>");
  EXPECT_EQ((Str<Tuple<int, String>>()), "Tuple<int, str>");
  EXPECT_EQ((Str<Variant<int, String, Array<int>>>()), "Variant<int, str, Array<int>>");
  EXPECT_EQ(Str<Shape>(), "ffi.Shape");
  EXPECT_EQ(Schema<Array<int>>(), R"({"type":"ffi.Array","args":[{"type":"int"}]})");
  EXPECT_EQ(Schema<List<Any>>(), R"({"type":"ffi.List","args":[{"type":"Any"}]})");
  EXPECT_EQ((Schema<Map<String, int>>()),
            R"({"type":"ffi.Map","args":[{"type":"ffi.String"},{"type":"int"}]})");
  EXPECT_EQ((Schema<Dict<String, Any>>()),
            R"({"type":"ffi.Dict","args":[{"type":"ffi.String"},{"type":"Any"}]})");
  EXPECT_EQ((Schema<Tuple<int, double>>()),
            R"({"type":"Tuple","args":[{"type":"int"},{"type":"float"}]})");
  EXPECT_EQ((Schema<Variant<int, String>>()),
            R"({"type":"Variant","args":[{"type":"int"},{"type":"ffi.String"}]})");
  EXPECT_EQ(Schema<Shape>(), R"({"type":"ffi.Shape"})");
}

TEST(Conversion, FieldsHaveTheAgreedStaticIndex) {
  EXPECT_EQ(TypeTraits<Array<int>>::field_static_type_index, 71);
  EXPECT_EQ(TypeTraits<List<int>>::field_static_type_index, 75);
  EXPECT_EQ((TypeTraits<Map<int, int>>::field_static_type_index), 64);
  EXPECT_EQ((TypeTraits<Dict<int, int>>::field_static_type_index), 64);
  EXPECT_EQ((TypeTraits<Tuple<int>>::field_static_type_index), 64);
  EXPECT_EQ(TypeTraits<Shape>::field_static_type_index, 69);
  EXPECT_EQ((TypeTraits<Variant<int>>::field_static_type_index), -1);
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
