// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of the classes of the dataclass tests.
#include "dataclass_types.h"

namespace dataclass_test {
namespace {

using ReprCallback = TypedFunction<String(AnyView)>;
using HashCallback = TypedFunction<int64_t(AnyView)>;
using EqCallback = TypedFunction<bool(AnyView, AnyView)>;
using CompareCallback = TypedFunction<int32_t(AnyView, AnyView)>;

template <typename Obj>
void Register() {
  reflection::ObjectDef<Obj>().def_rw("a", &Obj::a).def_rw("b", &Obj::b);
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  Register<PairObj>();
  refl::ObjectDef<MarkedObj>()
      .def_rw("a", &MarkedObj::a, refl::repr(false), refl::compare(false), refl::hash(false))
      .def_rw("b", &MarkedObj::b);
  refl::ObjectDef<HiddenObj>()
      .def_rw("a", &HiddenObj::a, refl::repr(false))
      .def_rw("b", &HiddenObj::b, refl::repr(false));
  Register<HookedObj>();
  refl::TypeAttrDef<HookedObj>()
      .def("__ffi_repr__", [](const HookedObj* self,
                              const ReprCallback& repr) { return "<" + repr(self->a) + ">"; })
      .def("__ffi_hash__",
           [](const HookedObj* self, const HashCallback& hash) { return hash(self->a); })
      .def("__ffi_eq__", [](const HookedObj* lhs, const HookedObj* rhs, const EqCallback& eq) {
        return eq(lhs->a, rhs->a);
      });
  Register<OrderedObj>();
  refl::TypeAttrDef<OrderedObj>().def(
      "__ffi_compare__", [](const OrderedObj* lhs, const OrderedObj* rhs,
                            const CompareCallback& compare) { return compare(lhs->a, rhs->a); });
  Register<EqOnlyObj>();
  refl::TypeAttrDef<EqOnlyObj>().def(
      "__ffi_eq__", [](const EqOnlyObj* lhs, const EqOnlyObj* rhs, const EqCallback& eq) {
        return eq(lhs->a, rhs->a);
      });
  Register<HostileObj>();
  refl::TypeAttrDef<HostileObj>()
      .def("__ffi_repr__",
           [](const HostileObj* self, const ReprCallback&) -> Any {
             if (self->a.cast<int>() == 0) TVM_FFI_THROW(KeyError) << "no text";
             return 5;
           })
      .def("__ffi_hash__",
           [](const HostileObj* self, const HashCallback&) -> Any {
             if (self->a.cast<int>() == 0) TVM_FFI_THROW(KeyError) << "no hash";
             return String("x");
           })
      .def("__ffi_eq__", [](const HostileObj* lhs, const HostileObj*, const EqCallback&) -> Any {
        if (lhs->a.cast<int>() == 0) TVM_FFI_THROW(KeyError) << "no equality";
        return String("x");
      });
  refl::ObjectDef<FixedObj>(refl::init(false));
}

}  // namespace dataclass_test
