// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: objects for copying, comparing and hashing, and objects that no language
// declares a class for.
#include <tvm/ffi/tvm_ffi.h>

#include <utility>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

class TestDeepCopyEdgesObj : public Object {
 public:
  Any v_any;
  ObjectRef v_obj;

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestDeepCopyEdges", TestDeepCopyEdgesObj, Object);
};

class TestNonCopyableObj : public Object {
 public:
  int64_t value;

  explicit TestNonCopyableObj(int64_t value) : value(value) {}
  TestNonCopyableObj(const TestNonCopyableObj&) = delete;
  TestNonCopyableObj& operator=(const TestNonCopyableObj&) = delete;

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestNonCopyable", TestNonCopyableObj, Object);
};

class TestUnregisteredBaseObj : public Object {
 public:
  int64_t v1;

  explicit TestUnregisteredBaseObj(int64_t v1) : v1(v1) {}
  int64_t GetV1PlusOne() const { return v1 + 1; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("testing.TestUnregisteredBaseObject", TestUnregisteredBaseObj,
                              Object);
};

class TestUnregisteredObj : public TestUnregisteredBaseObj {
 public:
  int64_t v2;

  TestUnregisteredObj(int64_t v1, int64_t v2) : TestUnregisteredBaseObj(v1), v2(v2) {}
  int64_t GetV2PlusTwo() const { return v2 + 2; }

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestUnregisteredObject", TestUnregisteredObj,
                                    TestUnregisteredBaseObj);
};

class TestCompareObj : public Object {
 public:
  int64_t key = 0;
  String name;
  int64_t ignored_field = 0;

  TestCompareObj() = default;
  TestCompareObj(int64_t key, String name, int64_t ignored_field)
      : key(key), name(std::move(name)), ignored_field(ignored_field) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestCompare", TestCompareObj, Object);
};

class TestHashObj : public Object {
 public:
  int64_t key = 0;
  String name;
  int64_t hash_ignored = 0;

  TestHashObj() = default;
  TestHashObj(int64_t key, String name, int64_t hash_ignored)
      : key(key), name(std::move(name)), hash_ignored(hash_ignored) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestHash", TestHashObj, Object);
};

class TestIntPairObj : public Object {
 public:
  int64_t a = 0;
  int64_t b = 0;

  TestIntPairObj() = default;
  TestIntPairObj(int64_t a, int64_t b) : a(a), b(b) {}
  int64_t Sum() const { return a + b; }

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestIntPair", TestIntPairObj, Object);
};

class TestIntPair : public ObjectRef {
 public:
  int64_t Sum() const { return get()->Sum(); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TestIntPair, ObjectRef, TestIntPairObj);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TestDeepCopyEdgesObj>()
      .def_rw("v_any", &TestDeepCopyEdgesObj::v_any)
      .def_rw("v_obj", &TestDeepCopyEdgesObj::v_obj);
  refl::ObjectDef<TestNonCopyableObj>()
      .def(refl::init<int64_t>())
      .def_ro("value", &TestNonCopyableObj::value);
  refl::ObjectDef<TestUnregisteredBaseObj>()
      .def(refl::init<int64_t>(), "Make the base from v1")
      .def_ro("v1", &TestUnregisteredBaseObj::v1)
      .def("get_v1_plus_one", &TestUnregisteredBaseObj::GetV1PlusOne, "Return v1 + 1");
  refl::ObjectDef<TestUnregisteredObj>()
      .def(refl::init<int64_t, int64_t>(), "Make the object from v1 and v2")
      .def_ro("v2", &TestUnregisteredObj::v2)
      .def("get_v2_plus_two", &TestUnregisteredObj::GetV2PlusTwo, "Return v2 + 2");
  refl::ObjectDef<TestCompareObj>()
      .def(refl::init<int64_t, String, int64_t>())
      .def_ro("key", &TestCompareObj::key)
      .def_ro("name", &TestCompareObj::name)
      .def_ro("ignored_field", &TestCompareObj::ignored_field, refl::compare(false));
  refl::ObjectDef<TestHashObj>()
      .def(refl::init<int64_t, String, int64_t>())
      .def_ro("key", &TestHashObj::key)
      .def_ro("name", &TestHashObj::name)
      .def_ro("hash_ignored", &TestHashObj::hash_ignored, refl::hash(false));
  refl::ObjectDef<TestIntPairObj>()
      .def(refl::init<int64_t, int64_t>())
      .def_ro("a", &TestIntPairObj::a, "Field `a`")
      .def_ro("b", &TestIntPairObj::b, "Field `b`")
      .def("sum", &TestIntPairObj::Sum, "Method to compute sum of a and b")
      .def_convert<TestIntPair>();
  refl::GlobalDef()
      .def_method("testing.TestIntPairSum", &TestIntPair::Sum)
      .def("testing.make_unregistered_object",
           []() -> ObjectRef {
             return ObjectRef(ObjectPtr<Object>(make_object<TestUnregisteredObj>(41, 42)));
           })
      .def("testing.object_use_count",
           [](const Object* object) { return static_cast<int64_t>(object->use_count()); });
}

}  // namespace
}  // namespace tvm::ffi
