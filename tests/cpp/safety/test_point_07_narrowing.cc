// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Point 7: narrowing is checked: no integer is ever cut silently, and the error names the argument.
#include <gtest/gtest.h>
#include <tvm/ffi/any.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/registry.h>

#include <cstdint>
#include <limits>

#include "../runtime/support/message_of.h"

namespace tvm {
namespace ffi {
namespace {

class NarrowObj : public Object {
 public:
  int8_t small = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.safety.Narrow", NarrowObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  reflection::ObjectDef<NarrowObj>().def_rw("small", &NarrowObj::small);
}

template <typename T>
std::string Give(int64_t value) {
  Function take = Function::FromTyped([](int64_t, T x) { return static_cast<int64_t>(x); }, "take");
  return MessageOf([&] { take(0, value); });
}

template <typename T>
void ExpectChecked() {
  const auto low = static_cast<int64_t>(std::numeric_limits<T>::min());
  const auto high = static_cast<int64_t>(std::numeric_limits<T>::max());
  EXPECT_EQ(Give<T>(low), "nothing thrown");
  EXPECT_EQ(Give<T>(high), "nothing thrown");
  for (int64_t outside : {low - 1, high + 1}) {
    const std::string error = Give<T>(outside);
    EXPECT_EQ(error.find("OverflowError: "), 0u) << error;
    EXPECT_NE(error.find("argument #1"), std::string::npos) << error;
    EXPECT_NE(error.find("take"), std::string::npos) << error;
  }
}

TEST(Point7Narrowing, ArgumentsOutOfRangeAreOverflowErrorsNamingTheArgument) {
  ExpectChecked<int8_t>();
  ExpectChecked<uint8_t>();
  ExpectChecked<int16_t>();
  ExpectChecked<uint16_t>();
  ExpectChecked<int32_t>();
  ExpectChecked<uint32_t>();
}

TEST(Point7Narrowing, FieldsRefuseWhatDoesNotFit) {
  ObjectPtr<NarrowObj> object = make_object<NarrowObj>();
  const TVMFFIFieldInfo* field = reflection::GetFieldInfo("test.safety.Narrow", "small");
  reflection::FieldSetter set(field);
  set(object, Any(7));
  EXPECT_EQ(object->small, 7);
  EXPECT_EQ(MessageOf([&] { set(object, Any(300)); }).find("OverflowError: "), 0u);
  EXPECT_EQ(object->small, 7);
}

TEST(Point7Narrowing, ResultsAreNotCutEither) {
  Function big = Function::FromTyped([]() { return int64_t{1} << 40; });
  EXPECT_NE(MessageOf([&] { static_cast<void>(big().cast<int32_t>()); }), "nothing thrown");
}

}  // namespace
}  // namespace ffi
}  // namespace tvm
