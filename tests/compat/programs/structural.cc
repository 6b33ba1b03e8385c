// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Structural equality and hash, access paths. Each line prints what it prints with the reference.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/extra/structural_equal.h>
#include <tvm/ffi/extra/structural_hash.h>
#include <tvm/ffi/extra/structural_key.h>
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

namespace programs {

static void RunSequal() {
  Var x("x"), y("y");
  Fn f({x}, {x}, "c1"), g({y}, {y}, "c2"), h({x, y}, {y}, "c"), k({x, y}, {x}, "c");
  SHOW(StructuralEqual::Equal(f, g));
  SHOW(StructuralEqual()(f, g));
  SHOW(StructuralEqual::Equal(h, k));
  SHOW(StructuralHash::Hash(f) == StructuralHash::Hash(g));
  SHOW(StructuralHash()(h) == StructuralHash()(k));
  SHOW(StructuralEqual::Equal(x, y));
  SHOW(StructuralEqual::Equal(x, y, true));
  SHOW(StructuralEqual::Equal(x, x));
  SHOW(StructuralHash::Hash(x, true) == StructuralHash::Hash(y, true));
  auto mm = StructuralEqual::GetFirstMismatch(h, k);
  SHOW(mm.has_value());
  SHOW(ReprPrint(mm));
  SHOW(StructuralEqual::GetFirstMismatch(f, g).has_value());
  SHOW(ReprPrint(StructuralEqual::GetFirstMismatch(Array<int>{1, 2}, Array<int>{1, 3})));
  SHOW(ReprPrint(StructuralEqual::GetFirstMismatch(Array<int>{1, 2}, Array<int>{1})));
  SHOW(ReprPrint(
      StructuralEqual::GetFirstMismatch(Map<String, int>{{"a", 1}}, Map<String, int>{{"b", 1}})));
  SHOW(ReprPrint(
      StructuralEqual::GetFirstMismatch(Map<String, int>{{"a", 1}}, Map<String, int>{{"a", 2}})));
  SHOW(ReprPrint(StructuralEqual::GetFirstMismatch(1, "x")));
  SHOW(ReprPrint(StructuralEqual::GetFirstMismatch(A(1, "a"), A(1, "b"))));
  SHOW(ReprPrint(StructuralEqual::GetFirstMismatch(List<int>{1, 2}, List<int>{2, 2})));
  SHOW(ReprPrint(
      StructuralEqual::GetFirstMismatch(Dict<Any, Any>{{1, 2}}, Dict<Any, Any>{{1, 2}, {2, 3}})));
  SHOW(StructuralEqual::Equal(TInt(1), TInt(1)));
  SHOW(StructuralHash::Hash(TInt(1)));
  SHOW(StructuralEqual::Equal(make_object<NoCtorObj>(1), make_object<NoCtorObj>(1)));
  SHOW(StructuralHash::Hash(make_object<NoCtorObj>(1)));
  SHOW(StructuralEqual::Equal(1, 1.0));
  SHOW(StructuralEqual::Equal(std::nan(""), std::nan("")));
  SHOW(StructuralEqual::Equal("abc", String(std::string("abc"))));
  SHOW(StructuralHash::Hash("abc"));
  SHOW(StructuralHash::Hash(Array<int>{1, 2}));
  SHOW(StructuralHash::Hash(Map<Any, Any>{{"a", 1}, {"b", 2}}));
  SHOW(StructuralHash::Hash(1));
  SHOW(StructuralHash::Hash(1.5));
  SHOW(StructuralHash::Hash(nullptr));
  SHOW(StructuralHash::Hash(Shape{1, 2}));
  auto d1 = make_object<DagObj>();
  auto d2 = make_object<DagObj>();
  SHOW(StructuralEqual::Equal(Array<ObjectRef>{ObjectRef(d1), ObjectRef(d1)},
                              Array<ObjectRef>{ObjectRef(d1), ObjectRef(d2)}));
  SHOW(StructuralEqual::Equal(Array<ObjectRef>{ObjectRef(d1), ObjectRef(d1)},
                              Array<ObjectRef>{ObjectRef(d2), ObjectRef(d2)}));
  StructuralKey k1(f), k2(g);
  SHOW(k1 == k2);
  SHOW(k1 != k2);
  SHOW(std::hash<StructuralKey>()(k1) == std::hash<StructuralKey>()(k2));
  Map<StructuralKey, int> mk;
  mk.Set(k1, 1);
  mk.Set(k2, 2);
  SHOW(mk.size());
  std::unordered_map<StructuralKey, int> umk;
  umk[k1] = 1;
  umk[k2]++;
  SHOW(umk[k1]);
  SHOW(Any(k1).cast<StructuralKey>()->hash_i64 == k2->hash_i64);
}

static void RunPaths() {
  auto p = refl::AccessPath::Root()
               ->Attr("a")
               ->ArrayItem(3)
               ->MapItem("k")
               ->AttrMissing("m")
               ->ArrayItemMissing(4)
               ->MapItemMissing("z");
  SHOW(ReprPrint(p));
  SHOW(p->depth);
  SHOW(p->ToSteps().size());
  SHOW(ReprPrint(p->ToSteps()));
  auto q = refl::AccessPath::FromSteps(p->ToSteps());
  SHOW(q->PathEqual(p));
  SHOW(p->IsPrefixOf(q));
  SHOW(refl::AccessPath::Root()->IsPrefixOf(p));
  SHOW(p->IsPrefixOf(refl::AccessPath::Root()));
  SHOW(StructuralEqual::Equal(p, q));
  SHOW(p->GetParent().has_value());
  SHOW(refl::AccessPath::Root()->GetParent().has_value());
  SHOW(ReprPrint(refl::AccessPath::Root()));
  SHOW((int)p->step.value()->kind);
  SHOW(ReprPrint(refl::AccessStep::MapItemMissing()));
  SHOW(ReprPrint(refl::AccessStep::Attr("x")));
  SHOW(refl::AccessStep::Attr("x")->StepEqual(refl::AccessStep::Attr("x")));
  SHOW(refl::AccessStep::Attr("x")->StepEqual(refl::AccessStep::Attr("y")));
  std::vector<refl::AccessStep> vs;
  for (auto s : p->ToSteps()) vs.push_back(s);
  SHOW(refl::AccessPath::FromSteps(vs.begin(), vs.end())->PathEqual(p));
  SHOW(ReprPrint(p->Extend(refl::AccessStep::MapItem(5))));
  SHOW(RecursiveEq(p, q));
  SHOW(json::Stringify(ToJSONGraph(refl::AccessPath::Root()->Attr("a"))));
}

void StructuralProgram() {
  Section("sequal", RunSequal);
  Section("paths", RunPaths);
}

}  // namespace programs
