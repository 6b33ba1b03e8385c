// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A library whose classes those of another library derive from.
#include "zoo.h"

namespace zoo {
namespace {

namespace refl = ffi::reflection;

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<AnimalObj>("An animal.")
      .def_rw("name", &AnimalObj::name)
      .def_rw("legs", &AnimalObj::legs, refl::default_value(4))
      .def("walk", &AnimalObj::Walk, refl::arg("steps"));
  refl::GlobalDef()
      .def(
          "zoo.name_of", [](const Animal& animal) { return animal->name; }, refl::arg("animal"))
      .def("zoo.same", [](const Animal& animal) { return animal; }, refl::arg("animal"));
}

}  // namespace
}  // namespace zoo
