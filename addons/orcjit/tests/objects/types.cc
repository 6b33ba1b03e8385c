// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// An object that describes a class.
#include <tvm/ffi/reflection/registry.h>

namespace ffi = tvm::ffi;

class PointObj : public ffi::Object {
 public:
  int64_t x = 0;
  explicit PointObj(int64_t x) : x(x) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.orcjit.Point", PointObj, ffi::Object);
};
class Point : public ffi::ObjectRef {
 public:
  explicit Point(int64_t x) { data_ = ffi::make_object<PointObj>(x); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Point, ffi::ObjectRef, PointObj);
};

static Point MakePoint(int64_t x) { return Point(x); }

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = tvm::ffi::reflection;
  refl::ObjectDef<PointObj>().def(refl::init<int64_t>()).def_ro("x", &PointObj::x);
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_point, MakePoint);
