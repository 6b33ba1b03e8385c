// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: a small hierarchy with defaults, a method, and fields that hold smart pointers.
#include <tvm/ffi/tvm_ffi.h>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

class TestObjectBaseObj : public Object {
 public:
  int64_t v_i64 = 10;
  double v_f64 = 10.0;
  String v_str = "hello";

  int64_t AddI64(int64_t other) const { return v_i64 + other; }

  static constexpr bool _type_mutable = true;
  static constexpr uint32_t _type_child_slots = 1;
  TVM_FFI_DECLARE_OBJECT_INFO("testing.TestObjectBase", TestObjectBaseObj, Object);
};

class TestObjectDerivedObj : public TestObjectBaseObj {
 public:
  Map<Any, Any> v_map;
  Array<Any> v_array;

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestObjectDerived", TestObjectDerivedObj,
                                    TestObjectBaseObj);
};

class TestObjectPtrHolderObj : public Object {
 public:
  Arc<TestObjectBaseObj> value;
  ObjectPtr<TestObjectBaseObj> optional_value;

  explicit TestObjectPtrHolderObj(UnsafeInit tag) : value(tag) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestObjectPtrHolder", TestObjectPtrHolderObj, Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TestObjectBaseObj>()
      .def_rw("v_i64", &TestObjectBaseObj::v_i64, refl::default_value(10), "i64 field")
      .def_ro("v_f64", &TestObjectBaseObj::v_f64, refl::default_value(10.0))
      .def_rw("v_str", &TestObjectBaseObj::v_str, refl::default_value("hello"))
      .def("add_i64", &TestObjectBaseObj::AddI64, "add_i64 method");
  refl::ObjectDef<TestObjectDerivedObj>()
      .def_rw("v_map", &TestObjectDerivedObj::v_map)
      .def_rw("v_array", &TestObjectDerivedObj::v_array);
  refl::ObjectDef<TestObjectPtrHolderObj>()
      .def_rw("value", &TestObjectPtrHolderObj::value)
      .def_rw("optional_value", &TestObjectPtrHolderObj::optional_value,
              refl::default_value(nullptr));
}

}  // namespace
}  // namespace tvm::ffi
