// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registration of the test types.
#include "structural_types.h"

#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>

namespace traversal_test {
namespace {

template <typename Obj>
void Register() {
  reflection::ObjectDef<Obj>().def_rw("a", &Obj::a).def_rw("b", &Obj::b);
}

using EqualCallback = TypedFunction<bool(AnyView, AnyView, int, AnyView)>;
using HashCallback = TypedFunction<int64_t(AnyView, int64_t, int)>;

Function kept_callback;

bool HostileEqual(const HostileObj* lhs, const HostileObj* rhs, const EqualCallback& equal) {
  const int what = lhs->a.cast<int>();
  if (what == 0) TVM_FFI_THROW(KeyError) << "equality refuses";
  if (what == 1) return false;
  if (what == 2) {
    // The difference below is overruled.
    equal(1, 2, 0, AnyView());
    return true;
  }
  if (what == 3) return equal(lhs->b, rhs->b, 0, "named");
  kept_callback = equal.packed();
  return true;
}

int64_t HostileHash(const HostileObj* self, int64_t init, const HashCallback& hash) {
  if (self->a.cast<int>() == 0) TVM_FFI_THROW(KeyError) << "hash refuses";
  kept_callback = hash.packed();
  return init;
}

}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = reflection;
  Register<TreeObj>();
  Register<ConstObj>();
  Register<DagObj>();
  Register<SingleObj>();
  Register<PlainObj>();
  refl::ObjectDef<VarObj>()
      .def_rw("a", &VarObj::a, refl::AttachFieldFlag::SEqHashIgnore())
      .def_rw("b", &VarObj::b);
  refl::ObjectDef<LambdaObj>()
      .def_rw("a", &LambdaObj::a, refl::AttachFieldFlag::SEqHashDefPattern())
      .def_rw("b", &LambdaObj::b);
  refl::ObjectDef<SimpleLambdaObj>()
      .def_rw("a", &SimpleLambdaObj::a, refl::AttachFieldFlag::SEqHashDefSimple())
      .def_rw("b", &SimpleLambdaObj::b);
  Register<HookedObj>();
  refl::TypeAttrDef<HookedObj>()
      .def("__s_equal__", [](const HookedObj* lhs, const HookedObj* rhs,
                             const EqualCallback& equal) { return equal(lhs->a, rhs->a, 0, "a"); })
      .def("__s_hash__", [](const HookedObj* self, int64_t init, const HashCallback& hash) {
        return hash(self->a, init, 0);
      });
  Register<HostileObj>();
  refl::TypeAttrDef<HostileObj>().def("__s_equal__", HostileEqual).def("__s_hash__", HostileHash);
  refl::GlobalDef().def("test.traversal.kept_callback", [] { return kept_callback; });
}

}  // namespace traversal_test
