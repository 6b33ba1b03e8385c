// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Compile-time benchmark: ten functions, each of a signature of its own.
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;

namespace {

int64_t AddOne(int64_t x) { return x + 1; }
double Scale(double x, double factor) { return x * factor; }
bool Both(bool a, bool b) { return a && b; }
ffi::String Same(ffi::String text) { return text; }
ffi::String Pick(bool first, ffi::String a, ffi::String b) { return first ? a : b; }
int64_t Length(ffi::Array<int64_t> items) { return static_cast<int64_t>(items.size()); }
ffi::Array<double> Pair(double a, double b) { return {a, b}; }
ffi::Optional<int64_t> Maybe(bool present, int64_t value) {
  if (present) return value;
  return ffi::Optional<int64_t>(std::nullopt);
}
ffi::Any Call(ffi::Function function, ffi::Any argument) { return function(argument); }
void Ignore(int64_t, double, ffi::ObjectRef) {}

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::GlobalDef()
      .def("bench.add_one", AddOne)
      .def("bench.scale", Scale)
      .def("bench.both", Both)
      .def("bench.same", Same)
      .def("bench.pick", Pick)
      .def("bench.length", Length)
      .def("bench.pair", Pair)
      .def("bench.maybe", Maybe)
      .def("bench.call", Call)
      .def("bench.ignore", Ignore);
}

}  // namespace
