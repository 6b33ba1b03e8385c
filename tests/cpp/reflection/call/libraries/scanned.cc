// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Fixture: a library whose registrations name nothing, with a fragment that does. The fragment has
// what the scanner may find and what a call must not believe.
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>

namespace {

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class PointObj : public ffi::Object {
 public:
  int64_t x;
  int64_t y;
  PointObj(int64_t x, int64_t y) : x(x), y(y) {}
  int64_t Norm(int64_t scale, bool absolute) const {
    const int64_t sum = scale * (x + y);
    return absolute && sum < 0 ? -sum : sum;
  }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("scanned.Point", PointObj, ffi::Object);
};

// Of two overloads one takes a parameter by name only; it is the first here, the second there.
class PickyObj : public ffi::Object {
 public:
  explicit PickyObj(int64_t) {}
  PickyObj(ffi::String, int64_t) {}
  int64_t Number(int64_t x, int64_t y) const { return 10 * x + y; }
  int64_t Text(const ffi::String& x, int64_t y) const {
    return static_cast<int64_t>(x.size()) * 100 + y;
  }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("scanned.Picky", PickyObj, ffi::Object);
};

int64_t AddOne(int64_t x, int64_t y) { return x + y + 1; }

ffi::String Greet(ffi::String name, ffi::String greeting, ffi::Optional<int64_t> times) {
  return std::string(greeting) + " " + std::string(name) + std::to_string(times.value_or(0));
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<PointObj>()
      .def(refl::init<int64_t, int64_t>())
      .def_ro("x", &PointObj::x)
      .def_ro("y", &PointObj::y)
      .def("norm", &PointObj::Norm);
  refl::OverloadObjectDef<PickyObj>()
      .def(refl::init<int64_t>(), refl::arg("x"))
      .def(refl::init<ffi::String, int64_t>(), refl::arg("x"), refl::kw_only(), refl::arg("y"))
      .def("first", &PickyObj::Number, refl::arg("x"), refl::kw_only(), refl::arg("y"))
      .def("first", &PickyObj::Text, refl::arg("x"), refl::arg("y"))
      .def("second", &PickyObj::Number, refl::arg("x"), refl::arg("y"))
      .def("second", &PickyObj::Text, refl::arg("x"), refl::kw_only(1), refl::arg("y"))
      .def_static(
          "made", [](int64_t x) { return x; }, refl::arg("x"))
      .def_static(
          "made", [](ffi::String, int64_t y) { return y; }, refl::arg("x"), refl::arg("y"),
          refl::kw_only(1));
  refl::GlobalDef()
      .def("scanned.greet", Greet)
      .def("scanned.told", Greet, refl::arg("who"), refl::arg("how"), refl::arg("often"))
      .def("scanned.odd", AddOne)
      .def("scanned.repr", AddOne)
      .def(
          "scanned.probe",
          [](ffi::TensorView, ffi::Function probe, ffi::Optional<ffi::Tensor>) { return probe(); },
          refl::arg("x"), refl::arg("probe"), refl::arg("owned") = nullptr);
}

}  // namespace

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, AddOne);

extern "C" TVM_FFI_DLL_EXPORT const char __tvm_ffi__library_fragment[];
const char __tvm_ffi__library_fragment[] = R"json({
 "format": 1,
 "types": [{"key": "scanned.Point", "doc": "A point.", "fields": [],
   "constructors": [{"name": "__ffi_init__", "params": [{"name": "left"}, {"name": "right", "default": {"value": 5}}]}],
   "methods": [{"name": "norm", "overload": 0, "kind": "instance",
     "params": [{"name": "scale", "default": {"value": 2}}, {"name": "absolute", "default": {"value": true}}]}]}],
 "functions": [
  {"name": "scanned.greet", "doc": "Greets.", "params": [{"name": "name"},
     {"name": "greeting", "default": {"value": "hello"}}, {"name": "times", "default": {"value": null}}]},
  {"name": "scanned.told", "params": [{"name": "name"},
     {"name": "greeting", "default": {"value": "hello"}}, {"name": "times", "default": {"value": null}}]},
  {"name": "scanned.odd", "params": [{"name": "x", "default": {"value": "text"}}, {"name": "y", "default": {"value": 1}}]},
  {"name": "scanned.repr", "params": [{"name": "x", "default": {"value": 1}}, {"name": "y", "default": {"repr": "Two()"}}]}],
 "symbols": [{"name": "add_one", "doc": "Adds one.", "params": [{"name": "x"}, {"name": "y", "default": {"value": 10}}]}]
})json";
