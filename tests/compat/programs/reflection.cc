// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Access by reflection, creation, global functions, enumerations. Each line prints what it prints
// with the reference.
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/reflection/enum_def.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

static const TVMFFITypeInfo* TI(const char* k) { return TVMFFIGetTypeInfo(TypeKeyToIndex(k)); }
static std::string st(TVMFFIByteArray b) { return std::string(b.data ? b.data : "", b.size); }

namespace programs {

static void RunAccess() {
  A a(3, "hey");
  refl::FieldGetter gx("drop.A", "x");
  SHOW(gx(a).cast<int>());
  refl::FieldSetter sx("drop.A", "x");
  sx(a, 9);
  SHOW(a->x);
  TRY(sx(a, "str"));
  TRY(sx(a, 1.5));
  sx(a, true);
  SHOW(a->x);
  SHOW(refl::GetFieldInfo("drop.A", "nope"));
  SHOW(refl::GetFieldInfo("nokey", "x"));
  SHOW(refl::GetMethodInfo("drop.A", "nope"));
  SHOW(refl::GetMethod("drop.A", "sum")(a, 4).cast<int>());
  SHOW(refl::GetMethod("drop.A", "sum")(a));
  SHOW(refl::GetMethod("drop.A", "sum")(a, "x"));
  SHOW(refl::GetMethod("drop.A", "sum")(TInt(1), 4));
  SHOW(refl::GetMethod("drop.A", "mut")(a, 4).cast<int>());
  SHOW(refl::GetMethod("drop.A", "twice")(4).cast<int>());
  SHOW(refl::GetMethod("drop.A", "twice")("x"));
  SHOW(refl::GetMethod("drop.A", "nothing")(a) == nullptr);
  SHOW(refl::GetMethod("drop.A", "lam")(a, 2).cast<int>());
  SHOW(refl::GetMethod("drop.A", "lam")(a, "q"));
  SHOW(refl::GetMethod("drop.A", "lamref")(a, 2).cast<int>());
  SHOW(refl::GetMethod("drop.A", "refsum")(a, 2).cast<int>());
  SHOW(refl::GetMethod("drop.A", "__ffi_init__")(5, "z").cast<A>()->x);
  SHOW(refl::GetMethod("drop.A", "__ffi_init__")(5));
  SHOW(refl::GetMethod("drop.A", "__ffi_init__")("x", "y"));
  refl::FieldSetter so("drop.A", "o");
  so(a, nullptr);
  SHOW(a->o.has_value());
  so(a, 5);
  SHOW(a->o.value());
  TRY(so(a, "x"));
  refl::FieldSetter sa("drop.A", "arr");
  sa(a, Array<int>{7});
  SHOW(a->arr[0]);
  TRY(sa(a, Array<Any>{"x"}));
  refl::FieldSetter si("drop.A", "i32");
  si(a, 7);
  SHOW(a->i32);
  refl::FieldSetter sf("drop.A", "f32");
  sf(a, 1);
  SHOW(a->f32);
  refl::FieldSetter sv("drop.A", "v");
  sv(a, "vv");
  SHOW(a->v.get<String>());
  TRY(sv(a, 1.5));
  refl::FieldSetter sd("drop.A", "dt");
  sd(a, "int8");
  SHOW(a->dt);
  TRY(sd(a, "qq"));
  refl::FieldSetter sm("drop.A", "m");
  sm(a, Map<String, Any>{{"a", 1}});
  SHOW(a->m.size());
  TRY(sm(a, 1));
  refl::FieldSetter sr("drop.A", "ref");
  sr(a, nullptr);
  TRY(sr(a, 1));
  SHOW(a->ref.defined());
  std::vector<std::string> names;
  refl::ForEachFieldInfo(TI("drop.B"),
                         [&](const TVMFFIFieldInfo* f) { names.push_back(st(f->name)); });
  SHOW(names);
  SHOW(refl::ForEachFieldInfoWithEarlyStop(
      TI("drop.B"), [&](const TVMFFIFieldInfo* f) { return st(f->name) == "s"; }));
  refl::SetFieldToDefault(refl::GetFieldInfo("drop.A", "x"), &const_cast<AObj*>(a.get())->x);
  SHOW(a->x);
  refl::SetFieldToDefault(refl::GetFieldInfo("drop.A", "arr"), &const_cast<AObj*>(a.get())->arr);
  SHOW(a->arr.size());
  SHOW(refl::FieldGetter("drop.A", "x")(ObjectPtr<Object>(make_object<AObj>(int64_t(4), "q")))
           .cast<int>());
  SHOW(refl::GetFieldByteOffsetToObject(&AObj::x));
  SHOW(refl::FieldGetter("drop.B", "y")(make_object<BObj>().get()).cast<int>());
  SHOW(refl::FieldGetter("drop.B", "x"));
  refl::ObjectCreator oc("drop.A");
  TRY(oc(Map<String, Any>{{"x", 1}}));
  SHOW(oc(Map<String, Any>{{"x", 1},
                           {"o", nullptr},
                           {"m", Map<String, Any>()},
                           {"any", nullptr},
                           {"b", true},
                           {"i32", 1},
                           {"f32", 1},
                           {"dt", "int8"},
                           {"ref", nullptr},
                           {"v", 1}})
           .cast<A>()
           ->s);
  TRY(oc(Map<String, Any>{{"zz", 1},
                          {"x", 1},
                          {"o", nullptr},
                          {"m", Map<String, Any>()},
                          {"any", nullptr},
                          {"b", true},
                          {"i32", 1},
                          {"f32", 1},
                          {"dt", "int8"},
                          {"ref", nullptr},
                          {"v", 1}}));
  TRY(oc(Map<String, Any>{{"x", "bad"}}));
  TRY(refl::ObjectCreator("drop.NoCtor"));
  TRY(refl::ObjectCreator("none.such"));
  TRY(CreateEmptyObject(TI("drop.NoCtor")));
  SHOW(CreateEmptyObject(TI("drop.UI"))->GetTypeKey());
  SHOW(refl::ObjectCreator("drop.UI")(Map<String, Any>{{"q", 3}, {"t", TInt(4)}}).GetTypeKey());
  Function mk = Function::GetGlobalRequired("ffi.MakeObjectFromPackedArgs");
  SHOW(mk(TypeKeyToIndex("drop.Kw"), "a", 1, "b", 2, "c", 3).GetTypeKey());
  SHOW(mk(TypeKeyToIndex("drop.Kw"), "a", 1));
  SHOW(mk(TypeKeyToIndex("drop.Kw"), "a", 1, "b", 2, "c", 3, "e", 4));
  refl::TypeAttrColumn init("__ffi_init__");
  auto ini = init[TypeKeyToIndex("drop.Kw")].cast<Function>();
  Any kw = Function::GetGlobalRequired("ffi.GetKwargsObject")();
  SHOW(ReprPrint(ini(1, kw, "c", 3)));
  SHOW(ReprPrint(ini(1, 2, kw, "c", 3)));
  SHOW(ini(1, 2, 3, kw, "c", 3));
  SHOW(ini(1));
  SHOW(ini(kw, "c", 3));
  SHOW(ini(1, kw, "zz", 3));
  SHOW(ini(1, kw, "a", 3, "c", 1));
  SHOW(ini(1, kw, "c"));
  SHOW(ini("x", kw, "c", 1));
  SHOW(ini(1, kw, "d", 3, "c", 1));
  SHOW(ini());
  SHOW(ReprPrint(kw));
}

static void RunGlobal() {
  auto g = Function::GetGlobalRequired("drop.g");
  SHOW(g(1, "a").cast<int>());
  SHOW(g("a", "b"));
  SHOW(g());
  SHOW(Function::GetGlobalRequired("drop.p")(1, 2).cast<int>());
  SHOW(Function::GetGlobalRequired("drop.m")(A(1, "x"), 2).cast<int>());
  SHOW(Function::GetGlobalRequired("drop.m")(1, 2));
  SHOW(Function::GetGlobalRequired("drop.mr")(A(1, "x"), 2).cast<int>());
  SHOW(Function::GetGlobalRequired("drop.mr")(1, 2));
  TRY(refl::GlobalDef().def("drop.g", []() {}));
  SHOW(Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")("drop.g").cast<String>());
  SHOW(Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")("drop.p").cast<String>());
  SHOW(Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")("drop.m").cast<String>());
  TRY(refl::Metadata({{"k", 1.5}}));
  TRY(refl::GlobalDef().def("drop.badmeta", []() {}, refl::Metadata{{"k", 1.5}}));
}

static void RunEnums() {
  SHOW(EnumObj::_GetByStrIndex<ColObj>("red")->_int_index);
  SHOW(EnumObj::_GetByIntIndex<ColObj>(1)->_str_index);
  SHOW(EnumObj::_GetByIntIndex<ColObj>(7));
  SHOW(EnumObj::_GetByStrIndex<ColObj>("zz"));
  SHOW(EnumObj::_GetByIntIndex<NumEObj>(5)->_str_index);
  SHOW(EnumObj::_GetByIntIndex<NumEObj>(0));
  SHOW(refl::EnumDef<ColObj>::IsDefined("red"));
  SHOW(refl::EnumDef<ColObj>::IsDefined("zz"));
  TRY(refl::EnumDef<ColObj>("red"));
  TRY(refl::EnumDef<NumEObj>("seven", 6));
  Enum r = EnumObj::_GetByStrIndex<ColObj>("red");
  SHOW(ReprPrint(r));
  SHOW(r.same_as(EnumObj::_GetByIntIndex<ColObj>(0)));
  SHOW(StructuralEqual::Equal(r, EnumObj::_GetByIntIndex<ColObj>(1)));
  SHOW(json::Stringify(ToJSONGraph(r)));
  SHOW(FromJSONGraph(ToJSONGraph(r)).same_as(r));
  SHOW(json::Stringify(ToJSONGraph(EnumObj::_GetByIntIndex<NumEObj>(5))));
  refl::TypeAttrColumn c(type_attr::kEnumState);
  EnumState s = c[ColObj::RuntimeTypeIndex()].cast<EnumState>();
  SHOW(s->entries.size());
  SHOW(s->indexes.size());
  SHOW(s->attrs.size());
  SHOW(s->attrs["code"].size());
  SHOW(s->attrs["code"][r].cast<int>());
  SHOW(DeepCopy(r).same_as(r));
  SHOW(RecursiveEq(r, r));
  SHOW(RecursiveHash(r) != 0);
  SHOW(Any(r).cast<Col>()->_str_index);
  SHOW(Any("red").try_cast<Col>().has_value());
  refl::EnumDef<ColObj>("blue");
  SHOW(s->entries.size());
  SHOW(EnumObj::_GetByStrIndex(ColObj::RuntimeTypeIndex(), "blue")->_int_index);
  TRY(refl::EnumDef<ColObj>("late").set_attr("code", 1).set_attr("code", 2));
}

void ReflectionProgram() {
  Section("access", RunAccess);
  Section("global", RunGlobal);
  Section("enums", RunEnums);
}

}  // namespace programs
