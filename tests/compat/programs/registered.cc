// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registers the classes of registered.h.
#include "registered.h"

#include <tvm/ffi/reflection/enum_def.h>

void VarObj::RegisterReflection() {
  refl::ObjectDef<VarObj>().def_ro("name", &VarObj::nm, refl::AttachFieldFlag::SEqHashIgnore());
}
void FnObj::RegisterReflection() {
  refl::ObjectDef<FnObj>()
      .def_rw("params", &FnObj::params, refl::AttachFieldFlag::SEqHashDefPattern())
      .def_rw("body", &FnObj::body)
      .def_rw("comment", &FnObj::comment, refl::AttachFieldFlag::SEqHashIgnore());
}

TVM_FFI_STATIC_INIT_BLOCK() {
  VarObj::RegisterReflection();
  FnObj::RegisterReflection();
  refl::ObjectDef<AObj>("doc of A")
      .def(refl::init<int64_t, String>())
      .def_rw("x", &AObj::x, "the x", refl::default_value(10))
      .def_ro("f", &AObj::f, refl::default_value(1.5))
      .def_rw("s", &AObj::s, refl::DefaultValue(String("dflt")))
      .def_rw("arr", &AObj::arr,
              refl::default_factory(Function::FromTyped([]() { return Array<int64_t>{1, 2}; })))
      .def_rw("o", &AObj::o)
      .def_rw("m", &AObj::m)
      .def_rw("any", &AObj::any)
      .def_rw("b", &AObj::b)
      .def_rw("i32", &AObj::i32)
      .def_rw("f32", &AObj::f32)
      .def_rw("dt", &AObj::dt)
      .def_rw("ref", &AObj::ref, refl::repr(false))
      .def_rw("v", &AObj::v, refl::compare(false))
      .def("sum", &AObj::Sum, "sum doc")
      .def("mut", &AObj::Mut)
      .def_static("twice", &AObj::Twice)
      .def("nothing", &AObj::Nothing)
      .def("lam", [](const AObj* self, int k) { return self->x * k; })
      .def("lamref", [](A self, int k) { return self->x * k; })
      .def("refsum", &A::RefSum)
      .def_type_attr("drop_attr", 42);
  refl::ObjectDef<BObj>().def_ro("y", &BObj::y);
  refl::ObjectDef<NoCtorObj>().def_ro("q", &NoCtorObj::q);
  refl::ObjectDef<UIObj>().def_ro("q", &UIObj::q).def_ro("t", &UIObj::t);
  refl::ObjectDef<KwObj>()
      .def_ro("a", &KwObj::a)
      .def_ro("b", &KwObj::b, refl::default_value(5))
      .def_ro("c", &KwObj::c, refl::kw_only(true))
      .def_ro("d", &KwObj::d, refl::init(false), refl::default_value(7));
  refl::ObjectDef<DagObj>().def_ro("v", &DagObj::v).def_ro("ch", &DagObj::ch);
  refl::ObjectDef<ColObj>();
  refl::EnumDef<ColObj>("red").set_attr("code", 1);
  refl::EnumDef<ColObj>("green").set_attr("code", 2);
  refl::ObjectDef<NumEObj>();
  refl::EnumDef<NumEObj>("five", 5);
  refl::EnumDef<NumEObj>("six", 6);
  refl::GlobalDef()
      .def(
          "drop.g", [](int x, String y) { return x; }, "gdoc",
          refl::Metadata{{"k", 1}, {"s", "v"}, {"b", true}})
      .def_packed("drop.p", [](PackedArgs a, Any* r) { *r = a.size(); })
      .def_method("drop.m", &AObj::Sum)
      .def_method("drop.mr", &A::RefSum);
  refl::TypeAttrDef<BObj>()
      .def("drop_attr", 43)
      .def("drop_fn", [](const BObj* b, int k) { return b->y + k; })
      .attr("drop_s", String("z"));
}
