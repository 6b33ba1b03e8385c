// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// The cases in nanobind.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unordered_map.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace nb::literals;

struct Pair {
  int64_t x, y;
  int64_t add(int64_t z) const { return x + z; }
};
using View = nb::ndarray<>;

NB_MODULE(bench_nanobind, m) {
  static const std::string text(200, 'q');
  m.def("f0", [] {});
  m.def("f1", [](int64_t) {});
  m.def("f3", [](int64_t, int64_t, int64_t) {});
  m.def("fstr", [](const char*) {});
  m.def("flist", [](const std::vector<int64_t>&) {});
  m.def("fdict", [](const std::unordered_map<std::string, int64_t>&) {});
  m.def("fview", [](const View&) {});
  m.def("fview3", [](const View&, const View&, const View&) {});
  m.def("callback", [](const nb::callable& f, int64_t n) {
    for (int64_t i = 0; i < n; ++i) f(1);
  });
  m.def("raise_", [](int64_t) { throw nb::value_error("wrong value"); });
  m.def("rint", [] { return int64_t{1} << 40; });
  m.def("robject", [] { return Pair{0, 0}; });
  m.def("rstr", [] { return text; });
  nb::class_<Pair>(m, "Pair")
      .def(nb::init<int64_t, int64_t>(), "x"_a, "y"_a)
      .def_rw("x", &Pair::x)
      .def_rw("y", &Pair::y)
      .def("add", &Pair::add);
}
