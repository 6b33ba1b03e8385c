/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tests/compat/programs/registered.h: classes with fields, methods and enumerations; registered.cc
 * registers them.
 */
#ifndef TVM_FFI_TESTS_COMPAT_PROGRAMS_REGISTERED_H_
#define TVM_FFI_TESTS_COMPAT_PROGRAMS_REGISTERED_H_

#include <tvm/ffi/enum.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>

#include "objects.h"

using namespace tvm::ffi;  // NOLINT: as users of the headers write
namespace refl = tvm::ffi::reflection;

class VarObj : public Object {
 public:
  std::string name;
  VarObj() = default;
  VarObj(std::string n) : name(n) {}
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindFreeVar;
  String nm;
  static void RegisterReflection();
  TVM_FFI_DECLARE_OBJECT_INFO("drop.Var", VarObj, Object);
};
class Var : public ObjectRef {
 public:
  explicit Var(String n) {
    auto p = make_object<VarObj>();
    p->nm = n;
    data_ = p;
  }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Var, ObjectRef, VarObj);
};
class FnObj : public Object {
 public:
  Array<Var> params;
  Array<ObjectRef> body;
  String comment;
  FnObj() {}
  FnObj(Array<Var> p, Array<ObjectRef> b, String c) : params(p), body(b), comment(c) {}
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr bool _type_mutable = true;
  static void RegisterReflection();
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.Fn", FnObj, Object);
};
class Fn : public ObjectRef {
 public:
  explicit Fn(Array<Var> p, Array<ObjectRef> b, String c) { data_ = make_object<FnObj>(p, b, c); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Fn, ObjectRef, FnObj);
};
class AObj : public Object {
 public:
  int64_t x = 10;
  double f = 1.5;
  String s;
  Array<int64_t> arr;
  Optional<int64_t> o;
  Map<String, Any> m;
  Any any;
  bool b = false;
  int32_t i32 = 0;
  float f32 = 0;
  DLDataType dt{kDLInt, 8, 1};
  ObjectRef ref;
  Variant<int64_t, String> v{int64_t(1)};
  std::string stds;
  AObj() = default;
  AObj(int64_t x, String s) : x(x), s(s) {}
  int64_t Sum(int64_t y) const { return x + y; }
  int64_t Mut(int64_t y) {
    x += y;
    return x;
  }
  static int64_t Twice(int64_t z) { return 2 * z; }
  void Nothing() const {}
  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  TVM_FFI_DECLARE_OBJECT_INFO("drop.A", AObj, Object);
};
class A : public ObjectRef {
 public:
  A(int64_t x, String s) { data_ = make_object<AObj>(x, s); }
  int64_t RefSum(int64_t y) const { return get()->x + y; }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(A, ObjectRef, AObj);
};
class BObj : public AObj {
 public:
  int64_t y = 20;
  BObj() = default;
  TVM_FFI_DECLARE_OBJECT_INFO("drop.B", BObj, AObj);
};
class B : public A {
 public:
  explicit B(ObjectPtr<BObj> p) : A(UnsafeInit{}) { data_ = p; }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(B, A, BObj);
};
class NoCtorObj : public Object {
 public:
  int64_t q;
  explicit NoCtorObj(int64_t q) : q(q) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.NoCtor", NoCtorObj, Object);
};
class UIObj : public Object {
 public:
  int64_t q;
  TInt t;
  explicit UIObj(UnsafeInit u) : q(1), t(u) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.UI", UIObj, Object);
};
class KwObj : public Object {
 public:
  int64_t a, b, c, d;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.Kw", KwObj, Object);
};
class DagObj : public Object {
 public:
  int64_t v = 0;
  Array<ObjectRef> ch;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindDAGNode;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.Dag", DagObj, Object);
};
class ColObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.Col", ColObj, EnumObj);
};
class Col : public Enum {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Col, Enum, ColObj);
};
class NumEObj : public IntEnumObj {
 public:
  using IntEnumObj::IntEnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.NumE", NumEObj, IntEnumObj);
};

#endif  // TVM_FFI_TESTS_COMPAT_PROGRAMS_REGISTERED_H_
