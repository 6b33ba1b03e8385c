// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Registering, reading and writing by reflection.
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/creator.h>
#include <tvm/ffi/reflection/enum_def.h>
#include <tvm/ffi/reflection/native_function.h>
#include <tvm/ffi/reflection/overload.h>
#include <tvm/ffi/reflection/registry.h>

#include <string>
#include <utility>

#include "surface.h"

namespace surface {
using namespace tvm::ffi;  // NOLINT
namespace refl = tvm::ffi::reflection;

class ThingObj : public Object {
 public:
  int64_t x = 0;
  String name;
  Array<int64_t> items;

  ThingObj() = default;
  ThingObj(int64_t x, String name) : x(x), name(std::move(name)) {}
  int64_t Sum(int64_t y) const { return x + y; }
  void Add(int64_t y) { x += y; }
  static int64_t Twice(int64_t y) { return 2 * y; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("surface.Thing", ThingObj, Object);
};
class Thing : public ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Thing, ObjectRef, ThingObj);
};

uint64_t HashThing(const Any&) { return 1; }

void Register() {
  refl::ObjectDef<ThingObj>(refl::Metadata{{"key", 1}, {"other", String("x")}})
      .def(refl::init<int64_t, String>(), "Constructor.")
      .def_ro("x", &ThingObj::x, "Doc.", refl::default_value(1), refl::repr(false),
              refl::compare(true), refl::hash(true), refl::kw_only(true), refl::init(true))
      .def_rw("name", &ThingObj::name, refl::DefaultValue(String("x")),
              refl::AttachFieldFlag::SEqHashIgnore())
      .def_rw("items", &ThingObj::items,
              refl::default_factory(Function::FromTyped([]() { return Array<int64_t>(); })),
              refl::AttachFieldFlag::SEqHashDefPattern(), refl::AttachFieldFlag::SEqHashDefSimple(),
              refl::AttachFieldFlag(kTVMFFIFieldFlagBitMaskWritable))
      .def("sum", &ThingObj::Sum, "Doc.", refl::Metadata{{"key", 1}})
      .def("add", &ThingObj::Add)
      .def("free", [](const ThingObj* self, int64_t y) { return self->x + y; })
      .def("by_ref", [](const Thing& self) { return self->x; })
      .def_static("twice", &ThingObj::Twice)
      .def_type_attr("surface_value", 1)
      .def_type_attr("surface_function", [](const ThingObj* self) { return self->x; })
      .def_convert<Thing>();
  refl::TypeAttrDef<ThingObj>()
      .def("surface_more", 1)
      .def("surface_call", &ThingObj::Sum)
      .attr("surface_attr", String("x"))
      .attr(refl::AttrKey<int64_t>{"surface_key"}, 1);
  refl::OverloadObjectDef<ThingObj>()
      .def(refl::init<int64_t, String>())
      .def("sum", &ThingObj::Sum)
      .def("sum", [](const ThingObj* self, String) { return self->x; })
      .def_static("twice", &ThingObj::Twice)
      .def_ro("x", &ThingObj::x)
      .def_rw("name", &ThingObj::name);
  refl::GlobalDef()
      .def(
          "surface.f", [](int64_t x) { return x; }, "Doc.", refl::Metadata{{"key", 1}})
      .def_packed("surface.packed", [](PackedArgs, Any*) {})
      .def_method("surface.method", &ThingObj::Sum);
  IS(int64_t, refl::GetFieldByteOffsetToObject(&ThingObj::x));
  refl::EnsureTypeAttrColumn("surface_column");
  refl::EnsureTypeAttrColumn(refl::AttrKey<int64_t>{"surface_key"});
}

void Access(ObjectPtr<Object> o, ObjectRef r, Any any, const TVMFFITypeInfo* type) {
  IS(const TVMFFIFieldInfo*, refl::GetFieldInfo("surface.Thing", "x"));
  IS(const TVMFFIMethodInfo*, refl::GetMethodInfo("surface.Thing", "sum"));
  IS(Function, refl::GetMethod("surface.Thing", "sum"));
  const TVMFFIFieldInfo* field = refl::GetFieldInfo("surface.Thing", "x");
  refl::FieldGetter get(field);
  refl::FieldSetter set("surface.Thing", "x");
  IS(Any, get(o.get()));
  IS(Any, get(o));
  IS(Any, get(r));
  set(o.get(), 1);
  set(o, 1);
  set(r, 1);
  IS(int, refl::CallFieldSetter(field, nullptr, nullptr));
  IS(int, refl::CallFieldSetterToDefault(field, nullptr));
  refl::SetFieldToDefault(field, nullptr);
  refl::ForEachFieldInfo(type, [](const TVMFFIFieldInfo*) {});
  USE(refl::ForEachFieldInfoWithEarlyStop(type, [](const TVMFFIFieldInfo*) { return true; }));
  refl::TypeAttrColumn column("surface_value");
  refl::TypeAttrColumn by_key(refl::AttrKey<int64_t>{"surface_key"});
  IS(AnyView, column[1]);
  IS(std::optional<int64_t>, refl::AttrKey<int64_t>{"surface_key"}.ValueFrom(column[1]));
  IS(TVMFFIByteArray, refl::AsByteArray("x"));
  USE(type_attr::kInit.name);
  refl::ObjectCreator make("surface.Thing");
  USE(refl::ObjectCreator(type));
  IS(Any, make(Map<String, Any>{{"x", 1}}));
  IS(ObjectPtr<Object>, CreateEmptyObject(type));
  IS(bool, HasCreator(type));
}

int64_t NativeHash(const Any&) noexcept { return 1; }

void Native(TypedFunction<int64_t(const Any&)> packed) {
  using View = refl::NativeFunctionView<int64_t(const Any&)>;
  using Owner = refl::NativeFunction<int64_t(const Any&)>;
  View view(packed);
  Owner owner(packed);
  IS(Owner, Owner::From(view));
  IS(int64_t, view(1));
  IS(int64_t, owner(1));
  IS(Expected<int64_t>, view.CallExpected(1));
  IS(Expected<int64_t>, owner.CallExpected(1));
}

void Paths(refl::AccessPath p, refl::AccessStep s, Array<refl::AccessStep> steps) {
  IS(refl::AccessStep, refl::AccessStep::Attr("x"));
  IS(refl::AccessStep, refl::AccessStep::AttrMissing("x"));
  IS(refl::AccessStep, refl::AccessStep::ArrayItem(1));
  IS(refl::AccessStep, refl::AccessStep::ArrayItemMissing(1));
  IS(refl::AccessStep, refl::AccessStep::MapItem(1));
  IS(refl::AccessStep, refl::AccessStep::MapItemMissing());
  IS(refl::AccessPath, refl::AccessPath::Root());
  IS(refl::AccessPath, refl::AccessPath::FromSteps(steps));
  IS(refl::AccessPath, refl::AccessPath::FromSteps(steps.begin(), steps.end()));
  IS(refl::AccessPath, p->Extend(s));
  IS(refl::AccessPath, p->Attr("x"));
  IS(refl::AccessPath, p->AttrMissing("x"));
  IS(refl::AccessPath, p->ArrayItem(1));
  IS(refl::AccessPath, p->ArrayItemMissing(1));
  IS(refl::AccessPath, p->MapItem("k"));
  IS(refl::AccessPath, p->MapItemMissing("k"));
  IS(Array<refl::AccessStep>, p->ToSteps());
  IS(Optional<refl::AccessPath>, p->GetParent());
  IS(bool, p->PathEqual(p));
  IS(bool, p->IsPrefixOf(p));
  IS(bool, s->StepEqual(s));
  USE(s->kind == refl::AccessKind::kAttr);
  USE(p->depth);
  refl::AccessPathPair pair(p, p);
  USE(pair);
}

class ColourObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO("surface.Colour", ColourObj, EnumObj);
};

void Enums(Enum e) {
  refl::EnumDef<ColourObj>("red").set_attr("code", 1).set_attr(refl::AttrKey<String>{"title"},
                                                               String("Red"));
  IS(bool, refl::EnumDef<ColourObj>::IsDefined("red"));
  IS(Enum, EnumObj::_GetByIntIndex<ColourObj>(0));
  IS(Enum, EnumObj::_GetByStrIndex<ColourObj>("red"));
  IS(Enum, EnumObj::_GetByIntIndex(ColourObj::RuntimeTypeIndex(), 0));
  USE(e->_int_index);
  USE(e->_str_index.size());
}

}  // namespace surface
