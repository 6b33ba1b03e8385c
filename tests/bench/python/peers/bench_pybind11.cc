// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The cases in pybind11.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

namespace py = pybind11;
using namespace py::literals;

struct Pair {
  int64_t x, y;
  int64_t add(int64_t z) const { return x + z; }
};
using View = py::array;

PYBIND11_MODULE(bench_pybind11, m) {
  static const std::string text(200, 'q');
  m.def("f0", [] {});
  m.def("f1", [](int64_t) {});
  m.def("f3", [](int64_t, int64_t, int64_t) {});
  m.def("fstr", [](const std::string&) {});
  m.def("flist", [](const std::vector<int64_t>&) {});
  m.def("fdict", [](const std::unordered_map<std::string, int64_t>&) {});
  m.def("fview", [](const View& a) { return (void)a.data(); });
  m.def("fview3", [](const View& a, const View& b, const View& c) {
    return (void)a.data(), (void)b.data(), (void)c.data();
  });
  m.def("callback", [](const py::function& f, int64_t n) {
    for (int64_t i = 0; i < n; ++i) f(1);
  });
  m.def("raise_", [](int64_t) { throw py::value_error("wrong value"); });
  m.def("rint", [] { return int64_t{1} << 40; });
  m.def("robject", [] { return Pair{0, 0}; });
  m.def("rstr", [] { return text; });
  py::class_<Pair>(m, "Pair")
      .def(py::init<int64_t, int64_t>(), "x"_a, "y"_a)
      .def_readwrite("x", &Pair::x)
      .def_readwrite("y", &Pair::y)
      .def("add", &Pair::add);
}
