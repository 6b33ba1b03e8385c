// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: fields in definition regions, and an object that visits its child by a hook.
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/tvm_ffi.h>

#include <utility>

namespace tvm::ffi {
namespace {

namespace refl = reflection;

class TestVisitRegionsObj : public Object {
 public:
  int64_t simple = 1;
  int64_t pattern = 2;
  int64_t ordinary = 3;

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestVisitRegions", TestVisitRegionsObj, Object);
};

class TestVisitHookObj : public Object {
 public:
  ObjectRef child;

  explicit TestVisitHookObj(ObjectRef child) : child(std::move(child)) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("testing.TestVisitHook", TestVisitHookObj, Object);
};

/// The child in a simple definition region, then the number 4 in the region of the caller.
Optional<VisitInterrupt> VisitHook(StructuralVisitorObj* visitor, AnyView value) {
  const TestVisitHookObj* self = value.cast<const TestVisitHookObj*>();
  Optional<VisitInterrupt> interrupt = visitor->WithDefRegionKind(
      kTVMFFIDefRegionKindSimple, [&]() { return visitor->Visit(self->child); });
  if (interrupt.has_value()) return interrupt;
  return visitor->Visit(4);
}

ObjectRef MakeVisitRegionGraph(bool with_hook) {
  ObjectRef regions(ObjectPtr<Object>(make_object<TestVisitRegionsObj>()));
  if (!with_hook) return regions;
  return ObjectRef(ObjectPtr<Object>(make_object<TestVisitHookObj>(std::move(regions))));
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TestVisitRegionsObj>()
      .def_ro("simple", &TestVisitRegionsObj::simple, refl::AttachFieldFlag::SEqHashDefSimple())
      .def_ro("pattern", &TestVisitRegionsObj::pattern, refl::AttachFieldFlag::SEqHashDefPattern())
      .def_ro("ordinary", &TestVisitRegionsObj::ordinary);
  refl::ObjectDef<TestVisitHookObj>(refl::init(false)).def_ro("child", &TestVisitHookObj::child);
  const TypedFunction<Optional<VisitInterrupt>(StructuralVisitorObj*, AnyView)> hook(&VisitHook);
  refl::TypeAttrDef<TestVisitHookObj>().attr(type_attr::kStructuralVisit, hook);
  refl::GlobalDef().def("testing.make_visit_region_graph",
                        [](bool with_hook) -> Any { return MakeVisitRegionGraph(with_hook); });
}

}  // namespace
}  // namespace tvm::ffi
