// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// What Python calls, written once for both FFI libraries: compiled with either's headers, so only
// the Python side and the library differ between "ours" and "reference".
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>
#include <tvm/ffi/string.h>

#include <string>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class PairObj : public ffi::Object {
 public:
  static constexpr bool _type_mutable = true;
  int64_t x = 0;
  int64_t y = 0;
  int64_t Add(int64_t z) const { return x + z; }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("bench.Pair", PairObj, ffi::Object);
};

class Pair : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Pair, ffi::ObjectRef, PairObj);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<PairObj>()
      .def_rw("x", &PairObj::x)
      .def_rw("y", &PairObj::y)
      .def("add", &PairObj::Add);
  static const ffi::String text(std::string(200, 'q'));
  refl::GlobalDef()
      .def("bench.f0", []() {})
      .def("bench.f1", [](int64_t) {})
      .def("bench.f3", [](int64_t, int64_t, int64_t) {})
      .def("bench.fstr", [](const ffi::String&) {})
      .def("bench.flist", [](const ffi::Array<int64_t>&) {})
      .def("bench.fdict", [](const ffi::Map<ffi::String, int64_t>&) {})
      .def("bench.fview", [](ffi::TensorView) {})
      .def("bench.fview3", [](ffi::TensorView, ffi::TensorView, ffi::TensorView) {})
      .def("bench.ftensor", [](const ffi::Tensor&) {})
      .def("bench.rint", []() -> int64_t { return int64_t{1} << 40; })
      .def("bench.robject", []() { return Pair(ffi::make_object<PairObj>()); })
      .def("bench.rstr", []() { return text; })
      .def("bench.rtensor", [](ffi::Tensor t) { return t; })
      .def("bench.callback",
           [](const ffi::Function& f, int64_t n) {
             for (int64_t i = 0; i < n; ++i) f(1).cast<int64_t>();
           })
      .def("bench.raise", [](int64_t) { TVM_FFI_THROW(ValueError) << "wrong value"; });
}
