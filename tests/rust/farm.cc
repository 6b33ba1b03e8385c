// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// A library whose classes derive from those of zoo.cc.
#include "zoo.h"

namespace farm {
namespace {

namespace ffi = tvm::ffi;
namespace refl = ffi::reflection;

class CowObj : public zoo::AnimalObj {
 public:
  double milk = 0;

  double Give(double share) const { return milk * share; }

  TVM_FFI_DECLARE_OBJECT_INFO("farm.Cow", CowObj, zoo::AnimalObj);
};
class Cow : public zoo::Animal {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Cow, zoo::Animal, CowObj);
};

class CalfObj : public CowObj {
 public:
  ffi::Optional<Cow> mother;

  explicit CalfObj(Cow mother) : mother(mother) {
    name = ffi::String("calf of ") + mother->name;
    legs = mother->legs;
  }

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("farm.Calf", CalfObj, CowObj);
};

int64_t Legs(const ffi::Array<zoo::Animal>& animals) {
  int64_t legs = 0;
  for (const zoo::Animal& animal : animals) legs += animal->legs;
  return legs;
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<CowObj>("A cow.")
      .def_rw("milk", &CowObj::milk, refl::default_value(1.5))
      .def("give", &CowObj::Give, refl::arg("share"));
  refl::ObjectDef<CalfObj>("A calf.")
      .def(refl::init<Cow>(), refl::arg("mother"))
      .def_ro("mother", &CalfObj::mother);
  refl::GlobalDef()
      .def("farm.legs", Legs, refl::arg("animals"))
      .def("farm.sell", [](const Cow& cow) -> zoo::Animal { return cow; }, refl::arg("cow"));
}

}  // namespace
}  // namespace farm
