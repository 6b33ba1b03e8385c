// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Small class hierarchy for the object tests: Base > Mid > Leaf, and an unrelated Other.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_OBJECT_HIERARCHY_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_OBJECT_HIERARCHY_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>

namespace test_object {

namespace ffi = tvm::ffi;

class BaseObj : public ffi::Object {
 public:
  int value = 0;
  BaseObj() = default;
  explicit BaseObj(int value) : value(value) {}
  TVM_FFI_DECLARE_OBJECT_INFO("test.object.Base", BaseObj, ffi::Object);
};

class MidObj : public BaseObj {
 public:
  static constexpr int _type_child_slots = 1;
  static constexpr bool _type_mutable = true;
  using BaseObj::BaseObj;
  TVM_FFI_DECLARE_OBJECT_INFO("test.object.Mid", MidObj, BaseObj);
};

class LeafObj : public MidObj {
 public:
  using MidObj::MidObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.object.Leaf", LeafObj, MidObj);
};

class SecondLeafObj : public MidObj {
 public:
  using MidObj::MidObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.object.SecondLeaf", SecondLeafObj, MidObj);
};

class OtherObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.object.Other", OtherObj, ffi::Object);
};

/// Same key as LeafObj, seen from a library that does not own the class.
class LookedUpObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("test.object.Leaf", 3);
};

class UnknownObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("test.object.NobodyOwnsThis", 1);
};

class Base : public ffi::ObjectRef {
 public:
  explicit Base(int value) { data_ = ffi::make_object<BaseObj>(value); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Base, ffi::ObjectRef, BaseObj);
};

class Mid : public Base {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Mid, Base, MidObj);
};

class Leaf : public Mid {
 public:
  explicit Leaf(int value) : Mid(ffi::make_object<LeafObj>(value)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Leaf, Mid, LeafObj);
};

}  // namespace test_object
#endif  // TVM_FFI_TESTS_CPP_RUNTIME_OBJECT_HIERARCHY_H_
