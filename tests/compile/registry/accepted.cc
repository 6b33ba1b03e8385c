// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The control: every kind of registration that the other files get wrong, done right.
// accepted
#include <tvm/ffi/reflection/overload.h>
#include <tvm/ffi/reflection/registry.h>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class BoxObj : public ffi::Object {
 public:
  int64_t width;
  int64_t height;
  BoxObj(int64_t width, int64_t height) : width(width), height(height) {}
  int64_t Area(int64_t scale) const { return scale * width * height; }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("compile.Box", BoxObj, ffi::Object);
};

inline int64_t Add(int64_t a, int64_t b) { return a + b; }

void Register() {
  refl::GlobalDef().def("compile.add", Add, refl::arg("a"), refl::arg("b") = 2, "Adds.");
  refl::GlobalDef().def("compile.named", Add, refl::arg("a") = 1, refl::kw_only(), refl::arg("b"));
  refl::ObjectDef<BoxObj>()
      .def(refl::init<int64_t, int64_t>(), refl::arg("width"), refl::arg("height"))
      .def_ro("width", &BoxObj::width)
      .def("area", &BoxObj::Area, refl::arg("scale") = 1);
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC_WITH(add, Add, refl::arg("a"), refl::arg("b") = 2);
