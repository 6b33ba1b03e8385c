// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The ways to declare a type that the hierarchy of the other tests does not need, and the small
// macros beside them.
#include <gtest/gtest.h>

#include <utility>

#include "hierarchy.h"

namespace {

namespace ffi = tvm::ffi;

// A template gives each of its classes a key of its own.
template <int kNumber>
struct Numbered;
template <>
struct Numbered<1> {
  static constexpr const char* kKey = "test.declare.One";
};
template <>
struct Numbered<2> {
  static constexpr const char* kKey = "test.declare.Two";
};
template <int kNumber>
class NumberedObj : public ffi::Object {
 public:
  static constexpr const char* _type_key = Numbered<kNumber>::kKey;
  TVM_FFI_DECLARE_OBJECT_INFO_PREDEFINED_TYPE_KEY(NumberedObj, ffi::Object);
};

TEST(Declare, AKeyThatTheClassHas) {
  EXPECT_EQ(ffi::make_object<NumberedObj<1>>()->GetTypeKey(), "test.declare.One");
  EXPECT_EQ(ffi::make_object<NumberedObj<2>>()->GetTypeKey(), "test.declare.Two");
  EXPECT_NE(NumberedObj<1>::RuntimeTypeIndex(), NumberedObj<2>::RuntimeTypeIndex());
  EXPECT_EQ(NumberedObj<1>::_type_depth, 1);
  EXPECT_FALSE(NumberedObj<1>::_type_final);
}

// An index that nothing of the runtime has.
class FixedIndexObj : public ffi::Object {
 public:
  static constexpr int32_t _type_index = 101;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC("test.declare.Fixed", FixedIndexObj, ffi::Object);
};

TEST(Declare, AnIndexThatTheClassHas) {
  EXPECT_EQ(FixedIndexObj::_GetOrAllocRuntimeTypeIndex(), 101);
  EXPECT_EQ(FixedIndexObj::RuntimeTypeIndex(), 101);
  const ffi::ObjectPtr<ffi::Object> made = ffi::make_object<FixedIndexObj>();
  EXPECT_EQ(made->GetTypeKey(), "test.declare.Fixed");
  EXPECT_TRUE(made->IsInstance<FixedIndexObj>());
  EXPECT_FALSE(made->IsInstance<NumberedObj<1>>());
}

struct Counted {
  int* copies;
  explicit Counted(int* copies) : copies(copies) {}
  Counted(const Counted& other) : copies(other.copies) { ++*copies; }
  Counted(Counted&&) = default;
  Counted& operator=(const Counted& other) {
    copies = other.copies;
    ++*copies;
    return *this;
  }
  Counted& operator=(Counted&&) = default;
};

struct Holder {
  Counted held;
  explicit Holder(int* copies) : held(copies) {}
  ~Holder() {}  // Alone it would take the moves away.
  TVM_FFI_DEFINE_DEFAULT_COPY_MOVE_AND_ASSIGN(Holder);
};

TEST(Declare, CopiesAndMovesAsTheCompilerWouldMakeThem) {
  int copies = 0;
  Holder a(&copies);
  Holder b(a);
  Holder c(std::move(b));
  EXPECT_EQ(copies, 1);
  a = c;
  EXPECT_EQ(copies, 2);
  a = std::move(c);
  EXPECT_EQ(copies, 2);
}

int SignOfPositive(int value) {
  TVM_FFI_UNSAFE_ASSUME(value > 0);
  if (value > 0) return 1;
  TVM_FFI_UNREACHABLE();
}

TEST(Declare, WhatTheCompilerIsTold) {
  EXPECT_EQ(SignOfPositive(3), 1);
  TVMFFIAny any;
  any.v_int64 = 5;
  TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(&any);
  EXPECT_EQ(any.v_int64, sizeof(void*) == 8 ? 5 : 0);
}

}  // namespace
