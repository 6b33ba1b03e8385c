/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tests/compat/programs/objects.h: classes of a typical user, not registered.
 */
#ifndef TVM_FFI_TESTS_COMPAT_PROGRAMS_OBJECTS_H_
#define TVM_FFI_TESTS_COMPAT_PROGRAMS_OBJECTS_H_

#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>

using namespace tvm::ffi;  // NOLINT: as users of the headers write
namespace refl = tvm::ffi::reflection;

class TIntObj : public Object {
 public:
  int64_t value;
  TIntObj() = default;
  TIntObj(int64_t value) : value(value) {}
  explicit TIntObj(UnsafeInit) {}
  int64_t GetValue() const { return value; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.Int", TIntObj, Object);
};
class TInt : public ObjectRef {
 public:
  explicit TInt(int64_t value) { data_ = make_object<TIntObj>(value); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(TInt, ObjectRef, TIntObj);
};
class TNumObj : public Object {
 public:
  static constexpr uint32_t _type_child_slots = 4;
  TVM_FFI_DECLARE_OBJECT_INFO("test.Number", TNumObj, Object);
};
class TNum : public ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TNum, ObjectRef, TNumObj);
};
class TFloatObj : public TNumObj {
 public:
  double value;
  TFloatObj(double v) : value(v) {}
  double Add(double o) const { return value + o; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.Float", TFloatObj, TNumObj);
};
class TFloat : public TNum {
 public:
  explicit TFloat(double v) : TNum(make_object<TFloatObj>(v)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TFloat, TNum, TFloatObj);
};
class TPrimExprObj : public Object {
 public:
  std::string dtype;
  double value;
  TPrimExprObj(std::string dtype, double value) : dtype(dtype), value(value) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.PrimExpr", TPrimExprObj, Object);
};
class TPrimExpr : public ObjectRef {
 public:
  explicit TPrimExpr(std::string dtype, double value) {
    data_ = make_object<TPrimExprObj>(dtype, value);
  }
  static TPrimExpr ConvertFallbackValue(StrictBool value) {
    return TPrimExpr("bool", static_cast<double>(value));
  }
  static TPrimExpr ConvertFallbackValue(int64_t value) {
    return TPrimExpr("int64", static_cast<double>(value));
  }
  static TPrimExpr ConvertFallbackValue(double value) { return TPrimExpr("float32", value); }
  static TPrimExpr ConvertFallbackValue(String value) { return TPrimExpr(value, 0); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TPrimExpr, ObjectRef, TPrimExprObj);
};

#endif  // TVM_FFI_TESTS_COMPAT_PROGRAMS_OBJECTS_H_
