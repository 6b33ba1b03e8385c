// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Compile-time benchmark: one object with two fields, a constructor and five methods.
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;

namespace {

class CounterObj : public ffi::Object {
 public:
  int64_t count;
  double step;

  CounterObj(int64_t count_in, double step_in) : count(count_in), step(step_in) {}
  int64_t Add(int64_t n) { return count += n; }
  double Total() const { return static_cast<double>(count) * step; }
  void Reset() { count = 0; }
  bool IsAbove(double limit) const { return Total() > limit; }
  ffi::String Label(ffi::String prefix) const { return prefix; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("bench.Counter", CounterObj, ffi::Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::ObjectDef<CounterObj>()
      .def(ffi::reflection::init<int64_t, double>())
      .def_rw("count", &CounterObj::count)
      .def_ro("step", &CounterObj::step)
      .def("add", &CounterObj::Add)
      .def("total", &CounterObj::Total)
      .def("reset", &CounterObj::Reset)
      .def("is_above", &CounterObj::IsAbove)
      .def("label", &CounterObj::Label);
}

}  // namespace
