// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Tuple, Variant, Optional. Each line prints what it prints with the reference.
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

namespace programs {

static void RunTuple() {
  Tuple<int, String, double> t(1, "x", 2.5);
  SHOW(t.get<0>());
  SHOW(t.get<1>());
  SHOW(t.get<2>());
  auto [a, b, c] = t;
  SHOW(a);
  SHOW(b);
  SHOW(c);
  SHOW(get<1>(t));
  SHOW(tvm::ffi::get<2>(t));
  t.Set<0>(7);
  SHOW(t.get<0>());
  Tuple<int, String, double> u = t;
  u.Set<1>("yy");
  SHOW(t.get<1>());
  SHOW(u.get<1>());
  Tuple d(1, String("q"), 2.5f);
  SHOW((std::is_same_v<decltype(d), Tuple<int, String, float>>));
  Tuple<> e;
  SHOW(e.defined());
  Tuple<int, String> def;
  SHOW(def.get<0>());
  SHOW(def.get<1>());
  Tuple<Any, Any> up = Tuple<int, String>(1, "z");
  SHOW(up.get<1>().cast<String>());
  SHOW(Any(Array<Any>{1, "x"}).cast<Tuple<int, String>>().get<1>());
  SHOW(Any(Array<Any>{1}).cast<Tuple<int, String>>());
  SHOW(Any(Array<Any>{1, 2}).cast<Tuple<int, String>>());
  SHOW(Any(1).cast<Tuple<int, String>>());
  SHOW(Any(t).as<Tuple<int, String, double>>().has_value());
  SHOW(Any(t).as<Tuple<int, int, int>>().has_value());
  SHOW(Any(Array<Any>{1, true}).cast<Tuple<double, int>>().get<0>());
  SHOW(std::tuple_size_v<Tuple<int, String>>);
  SHOW(Any(t).cast<Array<Any>>().size());
  SHOW(std::move(u).get<1>());
  SHOW(ReprPrint(t));
  Tuple<Array<int>, Tuple<int, int>> nest(Array<int>{1, 2}, Tuple<int, int>(3, 4));
  SHOW(nest.get<1>().get<1>());
  SHOW(nest.get<0>()[1]);
  Tuple<int> single(3);
  SHOW(single.get<0>());
  Tuple<Tuple<int>> dbl(single);
  SHOW(sizeof(t));
  SHOW(t == t);
  SHOW(t.use_count());
  Tuple<TInt, int> to(TInt(1), 2);
  SHOW(to.get<0>()->value);
  Tuple<ObjectRef, int> tu = to;
  SHOW(tu.get<1>());
  tu = to;
  Tuple<int, String> made{1, "lit"};
  SHOW(made.get<1>());
  SHOW((std::is_constructible_v<Tuple<int, String>, int, const char*>));
  SHOW((std::is_convertible_v<std::tuple<int, String>, Tuple<int, String>>));
  std::apply([](auto... x) { std::cout << sizeof...(x); }, std::make_tuple(1, 2));
  Tuple<Optional<int>, Variant<int, String>> ov(std::nullopt, String("v"));
  SHOW(ov.get<0>().has_value());
  SHOW(ov.get<1>().get<String>());
  Function f = Function::FromTyped([](Tuple<int, String> t) { return t.get<0>(); }, "tf");
  SHOW(f(Tuple<int, String>(3, "a")).cast<int>());
  SHOW(f(Array<Any>{1, 2}));
  SHOW(f(Array<Any>{1, 2, 3}));
  SHOW(f(3));
}

static void RunVariant() {
  Variant<int, String, Array<int>> v = 1;
  SHOW(v.as<int>());
  SHOW(v.as<String>());
  SHOW(v.get<int>());
  SHOW(v.get<String>());
  SHOW(v.GetTypeKey());
  v = String("x");
  SHOW(v.get<String>());
  v = Array<int>{1};
  SHOW(v.get<Array<int>>().size());
  SHOW(v.as<ArrayObj>() != nullptr);
  SHOW(v.as<TIntObj>() == nullptr);
  Variant<int, String, Array<int>> w = v;
  SHOW(w.same_as(v));
  SHOW(Any(1.5).cast<Variant<int, String>>());
  SHOW(Any(true).cast<Variant<int, String>>().get<int>());
  SHOW(Any("s").cast<Variant<int, String>>().get<String>());
  SHOW(Any(v).cast<Array<int>>()[0]);
  Variant<TInt, TNum> ob = TInt(3);
  SHOW(ob.as<TIntObj>()->value);
  SHOW(ob.as<TInt>().value()->value);
  SHOW(ob.get<TInt>()->value);
  SHOW(ob.as<TFloatObj>() == nullptr);
  Any a = v;
  SHOW(a.GetTypeKey());
  SHOW(Any(Variant<int, String>(2)).cast<int>());
  Variant<double, bool> db = true;
  SHOW(db.GetTypeKey());
  SHOW(Any(1).cast<Variant<double, bool>>().GetTypeKey());
  SHOW(Any(1).cast<Variant<double, int>>().GetTypeKey());
  SHOW((std::is_default_constructible_v<Variant<int, String>>));
  SHOW((std::is_constructible_v<Variant<int, String>, double>));
  SHOW((std::is_constructible_v<Variant<double, String>, int>));
  SHOW((std::is_assignable_v<Variant<int, String>&, double>));
  SHOW(ObjectPtrEqual()(Variant<TInt, TNum>(ob), ob));
  SHOW(ObjectPtrHash()(ob) == ObjectPtrHash()(ob));
  Array<Variant<int, String>> av = {1, String("b")};
  SHOW(av[1].get<String>());
  Map<String, Variant<int, String>> mv = {{"a", 1}};
  SHOW(mv["a"].get<int>());
  SHOW(std::move(v).get<Array<int>>().size());
  Optional<Variant<int, String>> ov = Variant<int, String>(3);
  SHOW(ov.value().get<int>());
  ov = std::nullopt;
  SHOW(ov.has_value());
  Variant<Optional<int>, String> vo = Optional<int>();
  SHOW(vo.GetTypeKey());
  Variant<Function, String> vf = Function::FromTyped([]() { return 1; });
  SHOW(vf.get<Function>()().cast<int>());
  Variant<int, Any> va = 3;
  SHOW(std::hash<int>()(1));
}

static void RunOptional() {
  Optional<int> o;
  SHOW(o.has_value());
  SHOW(o.value());
  o = 3;
  SHOW(*o);
  SHOW(o.value());
  SHOW(o == 3);
  SHOW(o != 3);
  SHOW(o == std::nullopt);
  SHOW(o.value_or(4));
  o = std::nullopt;
  SHOW(o.value_or(4));
  SHOW(bool(o));
  Optional<TInt> t;
  SHOW(t.has_value());
  SHOW(t == nullptr);
  SHOW(t.value());
  t = TInt(3);
  SHOW(t.value()->value);
  SHOW((*t)->value);
  SHOW(t.get()->value);
  SHOW(t->value);
  SHOW(t.as<TInt>().has_value());
  SHOW(t.as<TIntObj>()->value);
  SHOW(t == t);
  SHOW(t == TInt(3));
  SHOW(t == t.value());
  SHOW(t.same_as(t));
  SHOW(t.same_as(t.value()));
  SHOW(t.use_count());
  SHOW(t.unique());
  Optional<Array<int>> a = Array<int>{1};
  SHOW(a.value()[0]);
  SHOW(a == nullptr);
  a = nullptr;
  SHOW(a != nullptr);
  Optional<double> d = 2;
  SHOW(d.value());
  Optional<bool> b = true;
  SHOW(b.value());
  SHOW(b == true);
  Optional<int> c = o;
  SHOW(c == o);
  Optional<int> f = std::optional<int>(5);
  SHOW(f == std::optional<int>(5));
  SHOW(f == 5.0);
  Optional<TensorView> tv;
  SHOW(tv.has_value());
  Optional<ObjectPtr<TIntObj>> op;
  SHOW(op.has_value());
  SHOW(op.value());
  op = make_object<TIntObj>(3);
  SHOW(op.value()->value);
  SHOW((*op)->value);
  SHOW(op == nullptr);
  Optional<Arc<TIntObj>> oa = make_arc<TIntObj>(4);
  SHOW(oa.value()->value);
  oa = nullptr;
  SHOW(oa.has_value());
  Any x = Optional<int>();
  SHOW(x == nullptr);
  x = Optional<int>(4);
  SHOW(x.cast<int>());
  SHOW(Any(nullptr).cast<Optional<int>>().has_value());
  SHOW(Any(3).cast<Optional<int>>().value());
  SHOW(Any("x").cast<Optional<int>>());
  SHOW(Any(3).as<Optional<int>>()->value());
  SHOW(Any(nullptr).as<Optional<int>>().has_value());
  SHOW(Any("x").as<Optional<int>>().has_value());
  SHOW(Any(Array<Any>{1, nullptr}).cast<Array<Optional<int>>>()[1].has_value());
  if (auto v = f) SHOW(v.value());
  SHOW(std::move(f).value());
  std::optional<int> so = Any(3).as<int>();
  Optional<int> oo(so);
  SHOW(oo.value());
  SHOW(TypeTraits<Optional<int>>::TypeStr());
  SHOW(TypeTraits<Optional<std::string>>::TypeStr());
  SHOW(sizeof(Optional<String>));
  SHOW((std::is_default_constructible_v<Optional<Arc<TIntObj>>>));
  SHOW(t.value_or(TInt(9))->value);
  Optional<Any> an;
  SHOW(an.has_value());
  an = Any(3);
  SHOW(an.value().cast<int>());
  an = Any(nullptr);
  SHOW(an.has_value());
  Optional<Function> of;
  SHOW(of.has_value());
  of = Function::FromTyped([]() { return 1; });
  SHOW(of.value()().cast<int>());
  SHOW((*of)().cast<int>());
  SHOW(of != nullptr);
  Optional<TNum> on = TNum();
  SHOW(on.has_value());
  SHOW(on == nullptr);
  SHOW(Optional<int>(3) == Optional<int>(3));
}

void UnionsProgram() {
  Section("tuple", RunTuple);
  Section("variant", RunVariant);
  Section("optional", RunOptional);
}

}  // namespace programs
