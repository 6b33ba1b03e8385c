// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Walks, visitors, mutation. Each line prints what it prints with the reference.
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/structural_mutate.h>
#include <tvm/ffi/extra/structural_visit.h>
#include <tvm/ffi/extra/visit_error_context.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

class RuleObj : public Object {
 public:
  Array<ObjectRef> kids;
  int64_t n = 0;
  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("drop.Rule", RuleObj, Object);
};
class Rule : public ObjectRef {
 public:
  Rule(Array<ObjectRef> k, int64_t n) {
    auto p = make_object<RuleObj>();
    p->kids = k;
    p->n = n;
    data_ = p;
  }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Rule, ObjectRef, RuleObj);
};
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<RuleObj>().def_rw("kids", &RuleObj::kids).def_rw("n", &RuleObj::n);
}

namespace programs {

static void RunWalk() {
  Rule leaf({}, 1), leaf2({}, 2), top({leaf, leaf2, Var("v")}, 3);
  std::vector<int64_t> seen;
  auto cb = [&](const RuleObj* r) {
    seen.push_back(r->n);
    return WalkResult::Advance();
  };
  SHOW(StructuralWalk<WalkOrder::kPreOrder>(top, cb).has_value());
  SHOW(seen);
  seen.clear();
  StructuralWalk<WalkOrder::kPostOrder>(top, cb);
  SHOW(seen);
  seen.clear();
  auto stop = StructuralWalk<WalkOrder::kPreOrder>(top, [&](const RuleObj* r) {
    seen.push_back(r->n);
    if (r->n == 1) return WalkResult::Interrupt(VisitInterrupt(Any(r->n)));
    return WalkResult::Advance();
  });
  SHOW(stop.has_value());
  SHOW(stop.value()->value.cast<int>());
  SHOW(seen);
  seen.clear();
  StructuralWalk<WalkOrder::kPreOrder>(top, [&](const RuleObj* r) {
    seen.push_back(r->n);
    return r->n == 3 ? WalkResult::Skip() : WalkResult::Advance();
  });
  SHOW(seen);
  seen.clear();
  int vars = 0, ints = 0, others = 0;
  StructuralWalk<WalkOrder::kPreOrder>(
      top,
      [&](const VarObj*) {
        vars++;
        return WalkResult::Advance();
      },
      [&](int64_t i) {
        ints += i;
        return WalkResult::Advance();
      },
      [&](AnyView) {
        others++;
        return WalkResult::Advance();
      });
  SHOW(vars);
  SHOW(ints);
  SHOW(others);
  TRY(StructuralWalk<WalkOrder::kPreOrder>(top, [&](const RuleObj* r) -> WalkResult {
    if (r->n == 2) TVM_FFI_THROW(ValueError) << "two";
    return WalkResult::Advance();
  }));
  auto ex = StructuralWalkExpected<WalkOrder::kPreOrder>(
      top, [&](const RuleObj* r) -> Expected<WalkResult> {
        if (r->n == 2) return Unexpected(Error("KeyError", "k", ""));
        return WalkResult::Advance();
      });
  SHOW(ex.is_err());
  SHOW(ex.error().kind());
  auto ctx = VisitErrorContext::TryGetFromError(ex.error());
  SHOW(ctx.has_value());
  int total = 0;
  StructuralWalk<WalkOrder::kPreOrder>(Any(Map<String, Any>{{"a", Array<Any>{1, 2}}, {"b", 3}}),
                                       [&](int64_t i) {
                                         total += i;
                                         return WalkResult::Advance();
                                       });
  SHOW(total);
  StructuralWalk<WalkOrder::kPreOrder>(Fn({Var("x")}, {Var("y")}, "c"),
                                       [&](const Var& v, TVMFFIDefRegionKind k) {
                                         std::cout << v->nm << (int)k << "\n";
                                         return WalkResult::Advance();
                                       });
  StructuralWalk<WalkOrder::kPreOrder>(top, [&](Rule r) {
    std::cout << r->n;
    return WalkResult::Advance();
  });
  std::cout << "\n";
  SHOW(StructuralWalk<WalkOrder::kPreOrder>(AnyView(nullptr), cb).has_value());
}

static void RunVisit() {
  Rule leaf({}, 1), leaf2({}, 2), top({leaf, leaf2, Var("v")}, 3);
  int n = 0;
  SHOW(StructuralVisit(top,
                       [&](const RuleObj* r, StructuralVisitorObj* v) -> Optional<VisitInterrupt> {
                         n += r->n;
                         return v->DefaultVisitExpected(AnyView(r)).value();
                       })
           .has_value());
  SHOW(n);
  auto r = StructuralVisit(
      top, [&](const RuleObj* r, StructuralVisitorObj* v) -> Optional<VisitInterrupt> {
        if (r->n == 1) return VisitInterrupt(Any(5));
        for (auto k : r->kids) {
          auto x = v->Visit(k);
          if (x.has_value()) return x;
        }
        return std::nullopt;
      });
  SHOW(r.has_value());
  SHOW(r.value()->value.cast<int>());
}

static void RunMutate() {
  Rule leaf({}, 1), leaf2({}, 2), top({leaf, leaf2, Var("v")}, 3);
  Any m = StructuralMap<WalkOrder::kPostOrder>(
      top, [](const Rule& r) -> Rule { return Rule(r->kids, r->n * 10); });
  SHOW(m.cast<Rule>()->n);
  SHOW(m.cast<Rule>()->kids[0].as<Rule>().value()->n);
  SHOW(top->n);
  Any same = StructuralMap<WalkOrder::kPostOrder>(
      top, [](const Rule& r) -> UnchangedOr<Rule> { return Unchanged(); });
  SHOW(same.same_as(top));
  Any ints = StructuralMap<WalkOrder::kPostOrder>(Array<Any>{1, 2, "x"},
                                                  [](int64_t i) -> int64_t { return i + 1; });
  SHOW(ReprPrint(ints));
  Any pre = StructuralMap<WalkOrder::kPreOrder>(Array<Any>{1, Array<Any>{2}},
                                                [](int64_t i) -> Any { return String("s"); });
  SHOW(ReprPrint(pre));
  TRY(StructuralMap<WalkOrder::kPostOrder>(top, [](const Rule& r) -> Any { return 1; }));
  TRY(StructuralMap<WalkOrder::kPostOrder>(
      top, [](const Rule& r) -> Rule { TVM_FFI_THROW(ValueError) << "m"; }));
  Any dict = StructuralMap<WalkOrder::kPostOrder>(Map<String, Any>{{"a", 1}},
                                                  [](int64_t i) -> Any { return i * 2; });
  SHOW(ReprPrint(dict));
  auto me = StructuralMapExpected<WalkOrder::kPostOrder>(
      top, [](const Rule& r) -> Expected<Rule> { return Unexpected(Error("K", "k", "")); });
  SHOW(me.is_err());
  SHOW(me.error().kind());
  Var x("x"), y("y");
  Fn f({x}, {x, y}, "c");
  Any fm = StructuralMap<WalkOrder::kPostOrder>(
      f, [&](const Var& v) -> Var { return Var(v->nm + "2"); });
  SHOW(fm.cast<Fn>()->params[0]->nm);
  SHOW(fm.cast<Fn>()->body[0].as<VarObj>()->nm);
  SHOW(fm.cast<Fn>()->body[0].same_as(fm.cast<Fn>()->params[0]));
  Any mu = StructuralMutate(top, [&](const Rule& r, StructuralMutatorObj* m) -> UnchangedOr<Any> {
    if (r->n == 1) return Any(Rule({}, 100));
    return m->DefaultMutateExpected(r).value();
  });
  SHOW(mu.cast<Rule>()->kids[0].as<Rule>().value()->n);
  UnchangedOr<Any> u{Unchanged()};
  SHOW(u.IsUnchanged());
  UnchangedOr<int> ui = 3;
  SHOW(ui.IsUnchanged());
  SHOW(std::move(ui).ValueOrUnchanged(4));
  UnchangedOr<int> uj{Unchanged()};
  SHOW(std::move(uj).ValueOrUnchanged(4));
  UnchangedOr<Any> ua = Any(5);
  SHOW(std::move(ua).ValueUnchecked().cast<int>());
  SHOW(Any(Unchanged()).type_index());
}

void VisitorsProgram() {
  Section("walk", RunWalk);
  Section("visit", RunVisit);
  Section("mutate", RunMutate);
}

}  // namespace programs
