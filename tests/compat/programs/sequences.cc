// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Array and List. Each line prints what it prints with the reference.
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

template <class A>
std::string S(const A& a) {
  std::string r = "[";
  for (auto x : a) {
    std::ostringstream o;
    o << x;
    r += o.str() + " ";
  }
  return r + "]";
}
namespace programs {

static void RunArray() {
  Array<int> a = {1, 2, 3};
  SHOW(S(a));
  SHOW(a.size());
  SHOW(a[0]);
  SHOW(a[3]);
  SHOW(a[-1]);
  SHOW(a.front());
  SHOW(a.back());
  SHOW(a.capacity());
  SHOW(Array<int>().capacity());
  SHOW(Array<int>().front());
  SHOW(Array<int>().back());
  SHOW(a.empty());
  Array<int> b = a;
  SHOW(b.same_as(a));
  SHOW(b.use_count());
  SHOW(b.unique());
  b.Set(0, 9);
  SHOW(S(a));
  SHOW(S(b));
  SHOW(b.same_as(a));
  b.push_back(4);
  SHOW(S(b));
  b.emplace_back(5);
  b.pop_back();
  b.insert(b.begin(), 7);
  SHOW(S(b));
  b.insert(b.end(), 8);
  b.insert(b.begin() + 1, a.begin(), a.end());
  SHOW(S(b));
  b.erase(b.begin());
  SHOW(S(b));
  b.erase(b.begin(), b.begin() + 2);
  SHOW(S(b));
  b.resize(2);
  SHOW(S(b));
  b.reserve(100);
  SHOW(b.capacity());
  b.clear();
  SHOW(b.size());
  TRY(b.pop_back());
  TRY(b.erase(b.begin()));
  TRY(a.Set(5, 1));
  TRY(a.Set(-1, 1));
  TRY(a.resize(-1));
  TRY(a.erase(a.begin() + 2, a.begin() + 1));
  TRY(a.erase(a.end()));
  TRY(a.insert(a.end() + 1, 1));
  SHOW(S(a));
  std::vector<int> v = {4, 5};
  Array<int> fv = v;
  SHOW(S(fv));
  Array<int> it(v.begin(), v.end());
  SHOW(S(it));
  Array<int> bad;
  TRY(bad = Array<int>(v.end(), v.begin()));
  std::vector<int> back(a.begin(), a.end());
  SHOW(back);
  std::vector<int> fa = {a.begin(), a.end()};
  SHOW(std::accumulate(a.begin(), a.end(), 0));
  SHOW(std::find(a.begin(), a.end(), 2) - a.begin());
  SHOW(std::count_if(a.begin(), a.end(), [](int x) { return x > 1; }));
  SHOW(*std::max_element(a.begin(), a.end()));
  SHOW(a.end() - a.begin());
  SHOW(*(a.begin() + 1));
  SHOW(*a.rbegin());
  for (auto r = a.rbegin(); r != a.rend(); ++r) std::cout << *r;
  auto i = a.begin();
  i++;
  ++i;
  i--;
  --i;
  i += 2;
  i -= 1;
  SHOW(*i);
  SHOW(i == a.begin() + 1);
  SHOW(std::distance(a.begin(), a.end()));
  SHOW(*std::next(a.begin()));
  SHOW(std::is_sorted(a.begin(), a.end()));
  SHOW(std::vector<int>(a.rbegin(), a.rend()));
  SHOW(std::any_of(a.begin(), a.end(), [](auto x) { return x == 3; }));
  Array<String> s = {"a", "b"};
  SHOW(S(s));
  SHOW(s[0] == "a");
  Array<Any> any = {1, "x", 2.5, nullptr, TInt(3)};
  SHOW(any.size());
  SHOW(any[1].cast<String>());
  SHOW(any[4].cast<TInt>()->value);
  Array<Array<int>> nested = {{1, 2}, {3}};
  SHOW(nested[0][1]);
  SHOW(nested.size());
  SHOW(ReprPrint(nested));
  Array<TInt> objs = {TInt(1), TInt(2)};
  SHOW(objs[1]->value);
  SHOW(objs[0].use_count());
  Array<Optional<int>> opt = {1, std::nullopt, 3};
  SHOW(opt[1].has_value());
  SHOW(opt[0].value());
  Array<Variant<int, String>> va = {1, String("x")};
  SHOW(va[1].get<String>());
  Array<Tuple<int, String>> tu = {Tuple<int, String>(1, "q")};
  SHOW(tu[0].get<1>());
  Array<int> mv = std::move(a);
  SHOW(a.size());
  SHOW(a.defined());
  SHOW(a.empty());
  SHOW(a[0]);
  TRY(a.pop_back());
  TRY(a.push_back(1));
  SHOW(S(a));
  TRY(a = Array<int>());
  Array<int> z;
  z = std::move(mv);
  SHOW(S(z.Map([](int x) { return x * 2; })));
  SHOW(S(z.Map([](int x) { return String(std::to_string(x)); })));
  SHOW(z.Map([](int x) { return x; }).same_as(z));
  auto mp = objs.Map([](TInt t) { return t; });
  SHOW(mp.same_as(objs));
  SHOW(objs.Map([](TInt t) { return TInt(t->value + 1); })[0]->value);
  z.MutateByApply([](int x) { return x + 1; });
  SHOW(S(z));
  Array<ObjectRef> up = objs;
  SHOW(up.same_as(objs));
  up = objs;
  SHOW(up.size());
  Array<int> asg;
  asg.Assign(v.begin(), v.end());
  SHOW(S(asg));
  SHOW(S(Concat(asg, z)));
  SHOW(S(Array<int>::Agregate(1, asg, 2)));
  SHOW(z.CopyOnWrite() == z.GetArrayObj());
  SHOW(z.GetArrayObj()->size());
  asg = {9, 8};
  SHOW(S(asg));
  SHOW(asg == asg);
  SHOW(asg == z);
  SHOW(Array<int>{1} == Array<int>{1});
  SHOW(sizeof(Array<int>));
  std::swap(asg, z);
  SHOW(S(asg));
  Array<double> ad = {1, 2};
  SHOW(S(ad));
  Array<int64_t> a64 = {1, 2};
  SHOW(Any(a64).cast<Array<int>>().same_as(a64));
  SHOW(Any(a64).cast<Array<double>>()[1]);
  SHOW(Any(a64).cast<Array<String>>());
  SHOW(Any(Array<Any>{1, 2, "x"}).cast<Array<int>>());
  SHOW(Any(any).cast<Array<int>>());
  SHOW(Any(List<int>{1, 2}).cast<Array<int>>()[1]);
  SHOW(Any(a64).as<Array<int64_t>>().has_value());
  SHOW(Any(a64).as<Array<double>>().has_value());
  SHOW(Any(Array<Any>{1}).as<Array<int>>().has_value());
  SHOW(Any(Array<int>{1}).try_cast<Array<TInt>>().has_value());
  SHOW(Any(Array<Array<Any>>{{1, "x"}}).cast<Array<Array<int>>>());
  SHOW((std::is_same_v<decltype(std::declval<const Array<int>&>()[0]), const int>));
  SHOW((std::is_same_v<Array<int>::value_type, int>));
  SHOW((std::is_same_v<std::iterator_traits<Array<int>::iterator>::iterator_category,
                       std::random_access_iterator_tag>));
  SHOW((std::is_same_v<std::iterator_traits<Array<int>::iterator>::value_type, int>));
  SHOW((std::is_same_v<Array<int>::reverse_iterator::value_type, int>));
  Array<int> il({1, 2});
  SHOW(il.size());
  Array<Any> one = {Array<int>{1}};
  SHOW(one.size());
  SHOW(one[0].GetTypeKey());
  Array<Any> onestr = {"abc"};
  SHOW(onestr.size());
  Array<String> two = {"abc", "def"};
  SHOW(two.size());
  Array<int> sing{5};
  SHOW(sing.size());
  Array<Array<int>> aa{Array<int>{1}};
  SHOW(aa.size());
}

static void RunList() {
  List<int> a = {1, 2, 3};
  List<int> b = a;
  b.push_back(4);
  SHOW(S(a));
  SHOW(a.same_as(b));
  b.Set(0, 9);
  SHOW(a[0]);
  SHOW(a[4]);
  SHOW(a[-1]);
  a.insert(a.begin() + 1, {});
  SHOW(S(a));
  TRY(a.Set(9, 1));
  TRY(a.insert(a.end() + 1, 1));
  a.erase(a.begin());
  a.erase(a.begin(), a.begin() + 1);
  SHOW(S(a));
  a.resize(5);
  SHOW(a.size());
  TRY(a.resize(-1));
  a.clear();
  TRY(a.pop_back());
  SHOW(a.empty());
  SHOW(List<int>().capacity());
  SHOW(List<int>().front());
  SHOW(List<int>().back());
  a.reserve(7);
  a.emplace_back(1);
  a.push_back(2);
  SHOW(a.front());
  SHOW(a.back());
  a.pop_back();
  SHOW(S(a));
  std::vector<int> v = {1, 2};
  a.Assign(v.begin(), v.end());
  SHOW(S(a));
  SHOW(a == b);
  SHOW(S(List<int>(v)));
  List<Any> la = {1, "x"};
  la.push_back(la);
  SHOW(la.size());
  la.clear();
  SHOW(Any(Array<int>{1, 2}).cast<List<int>>()[1]);
  SHOW(Any(List<Any>{1, "x"}).cast<List<int>>());
  SHOW(Any(List<Any>{1, 2}).cast<List<int>>()[1]);
  SHOW(Any(a).cast<List<int>>().same_as(a));
  SHOW(Any(a).cast<List<double>>()[0]);
  List<ObjectRef> up = List<TInt>{TInt(1)};
  SHOW(up.size());
  for (auto r = a.rbegin(); r != a.rend(); ++r) std::cout << *r;
  List<int> mv = std::move(a);
  SHOW(a.size());
  SHOW(a[0]);
  TRY(a.push_back(1));
  TRY(a.erase(a.begin()));
  TRY(a.pop_back());
  TRY(a.Set(0, 0));
  TRY(a.clear());
  TRY(a.resize(1));
  TRY(a.reserve(1));
  SHOW(std::vector<int>(mv.begin(), mv.end()));
  SHOW(mv.GetListObj()->size());
  SHOW(List<int>().begin() == List<int>().end());
  TRY(mv.erase(mv.begin() + 2, mv.begin() + 1));
  mv.insert(mv.begin(), mv.front());
  SHOW(S(mv));
  SHOW((std::is_same_v<decltype(std::declval<const List<int>&>()[0]), int>));
  List<List<int>> ll = {{1}, {2, 3}};
  SHOW(ll[1].size());
  ll[1].push_back(4);
  SHOW(ll[1].size());
  SHOW(ReprPrint(ll));
  SHOW(TypeTraits<List<List<int>>>::TypeStr());
}

void SequencesProgram() {
  Section("array", RunArray);
  Section("list", RunList);
}

}  // namespace programs
