// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: objects with comparison and hash hooks of their own.
#include <tvm/ffi/tvm_ffi.h>

#include <utility>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

class TestCustomHashObj : public Object {
 public:
  int64_t key = 0;
  String label;

  TestCustomHashObj() = default;
  TestCustomHashObj(int64_t key, String label) : key(key), label(std::move(label)) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestCustomHash", TestCustomHashObj, Object);
};

class TestCustomCompareObj : public Object {
 public:
  int64_t key = 0;
  String label;

  TestCustomCompareObj() = default;
  TestCustomCompareObj(int64_t key, String label) : key(key), label(std::move(label)) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestCustomCompare", TestCustomCompareObj, Object);
};

class TestEqWithoutHashObj : public Object {
 public:
  int64_t key = 0;
  String label;

  TestEqWithoutHashObj() = default;
  TestEqWithoutHashObj(int64_t key, String label) : key(key), label(std::move(label)) {}

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestEqWithoutHash", TestEqWithoutHashObj, Object);
};

template <typename T>
int64_t HashByKey(const T* self, Function fn_hash) {
  return fn_hash(self->key).template cast<int64_t>();
}

template <typename T>
bool EqualByKey(const T* lhs, const T* rhs, Function fn_eq) {
  return fn_eq(lhs->key, rhs->key).template cast<bool>();
}

template <typename T>
int32_t CompareByKey(const T* lhs, const T* rhs, Function fn_cmp) {
  return fn_cmp(lhs->key, rhs->key).template cast<int32_t>();
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TestCustomHashObj>()
      .def(refl::init<int64_t, String>())
      .def_ro("key", &TestCustomHashObj::key)
      .def_ro("label", &TestCustomHashObj::label)
      .def_type_attr("__ffi_hash__", &HashByKey<TestCustomHashObj>);
  refl::ObjectDef<TestCustomCompareObj>()
      .def(refl::init<int64_t, String>())
      .def_ro("key", &TestCustomCompareObj::key)
      .def_ro("label", &TestCustomCompareObj::label)
      .def_type_attr("__ffi_eq__", &EqualByKey<TestCustomCompareObj>)
      .def_type_attr("__ffi_compare__", &CompareByKey<TestCustomCompareObj>)
      .def_type_attr("__ffi_hash__", &HashByKey<TestCustomCompareObj>);
  refl::ObjectDef<TestEqWithoutHashObj>()
      .def(refl::init<int64_t, String>())
      .def_ro("key", &TestEqWithoutHashObj::key)
      .def_ro("label", &TestEqWithoutHashObj::label)
      .def_type_attr("__ffi_eq__", &EqualByKey<TestEqWithoutHashObj>);
}

}  // namespace
}  // namespace tvm::ffi
