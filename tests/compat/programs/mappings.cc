// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Map and Dict. Each line prints what it prints with the reference.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

template <class M>
std::string SM(const M& a) {
  std::string r = "{";
  for (auto kv : a) {
    std::ostringstream o;
    o << kv.first << ":" << kv.second;
    r += o.str() + " ";
  }
  return r + "}";
}
namespace programs {

static void RunMap() {
  Map<String, int> m = {{"a", 1}, {"b", 2}};
  SHOW(SM(m));
  SHOW(m["a"]);
  SHOW(m.at("b"));
  SHOW(m["zz"]);
  SHOW(m.at("zz"));
  SHOW(m.count("a"));
  SHOW(m.size());
  SHOW(m.find("a") != m.end());
  SHOW((*m.find("b")).second);
  SHOW(m.find("zz") == m.end());
  SHOW(m.Get("a"));
  SHOW(m.Get("q"));
  Map<String, int> c = m;
  c.Set("c", 3);
  SHOW(m.size());
  SHOW(SM(c));
  c.Set("a", 10);
  SHOW(SM(c));
  c.Set("d", 4);
  SHOW(SM(c));
  c.Set("b", 20);
  SHOW(SM(c));
  c.Set("e", 5);
  SHOW(SM(c));
  c.erase("a");
  SHOW(SM(c));
  c.erase("zzz");
  SHOW(SM(c));
  c.Set("a", 0);
  SHOW(SM(c));
  c.clear();
  SHOW(c.size());
  SHOW(c.empty());
  SHOW(SM(m));
  Map<int, int> big;
  for (int i = 0; i < 40; ++i) big.Set(i * 7 % 41, i);
  SHOW(SM(big));
  for (int i = 0; i < 40; i += 3) big.erase(i);
  SHOW(SM(big));
  SHOW(big.size());
  Map<int, String> ms(std::unordered_map<int, String>{{1, "x"}});
  SHOW(ms[1]);
  std::vector<std::pair<String, int>> vp = {{"x", 1}, {"y", 2}, {"x", 3}};
  Map<String, int> vm(vp.begin(), vp.end());
  SHOW(SM(vm));
  Map<Any, Any> ma = {{"k", 1}, {2, "v"}, {2.5, nullptr}, {true, Array<int>{1}}};
  SHOW(ma.size());
  SHOW(ma[2].cast<String>());
  SHOW(ma["k"].cast<int>());
  SHOW(ma[2.5] == nullptr);
  SHOW(ma[1]);
  SHOW(ma.count(true));
  SHOW(Any(m).cast<Map<String, double>>()["a"]);
  SHOW(Any(ma).cast<Map<String, int>>());
  SHOW(Any(Map<String, Any>{{"a", "x"}}).cast<Map<String, int>>());
  SHOW(Any(Map<Any, int>{{1, 1}}).cast<Map<String, int>>());
  Map<Any, Any> up = m;
  SHOW(up.same_as(m));
  SHOW(Any(m).cast<Map<String, int>>().same_as(m));
  SHOW(Any(m).cast<Dict<String, int>>()["a"]);
  SHOW(SM(Merge(m, vm)));
  for (auto [k, v] : m) std::cout << k << v;
  for (const auto& kv : m) std::cout << kv.first << kv.second;
  auto it = m.begin();
  SHOW((*it).first);
  ++it;
  it--;
  SHOW(std::distance(m.begin(), m.end()));
  SHOW((std::is_same_v<decltype(*m.begin()), std::pair<String, int>>));
  Map<String, Array<int>> mm = {{"a", {1, 2}}};
  SHOW(mm["a"][1]);
  Map<String, Map<String, int>> nest = {{"a", {{"b", 1}}}};
  SHOW(nest["a"]["b"]);
  Map<TInt, int> mo;
  TInt k1(1), k2(1);
  mo.Set(k1, 1);
  mo.Set(k2, 2);
  SHOW(mo.size());
  SHOW(mo[k1]);
  Map<String, int> mv = std::move(m);
  SHOW(m.size());
  SHOW(m.empty());
  SHOW(m.count("a"));
  m = Map<String, int>();
  SHOW(mv.size());
  SHOW(mv.CopyOnWrite()->size());
  SHOW(mv == mv);
  SHOW(Map<String, int>{} == Map<String, int>{});
  std::map<String, int> sorted(mv.begin(), mv.end());
  SHOW(sorted.size());
  std::unordered_map<String, int> su(mv.begin(), mv.end());
  SHOW(su["a"]);
  SHOW(mv.size());
  SHOW((std::is_same_v<Map<String, int>::iterator::value_type, std::pair<String, int>>));
  SHOW((std::is_same_v<std::iterator_traits<Map<String, int>::iterator>::iterator_category,
                       std::bidirectional_iterator_tag>));
  SHOW(ReprPrint(mv));
  SHOW(ReprPrint(nest));
  SHOW(AnyHash()(Any("abc")));
  SHOW(AnyHash()(Any(1)));
  SHOW(AnyHash()(Any(1.5)));
  SHOW(AnyHash()(Any("12345678")));
  SHOW(AnyEqual()(Any(1), Any(1.0)));
  SHOW(AnyEqual()(Any("abc"), Any(String(std::string("abc")))));
  SHOW(AnyEqual()(Any(Bytes("abc", 3)), Any(String("abc"))));
  SHOW(AnyHash()(Any(Bytes("abc", 3))));
  SHOW(AnyHash()(Any(nullptr)));
  SHOW(AnyHash()(Any(true)));
  SHOW(AnyHash()(Any(DLDevice{kDLCUDA, 1})));
  SHOW(AnyHash()(Any(DLDataType{kDLInt, 8, 1})));
}

static void RunDict() {
  Dict<String, int> m = {{"a", 1}};
  Dict<String, int> c = m;
  c.Set("b", 2);
  SHOW(SM(m));
  SHOW(m.same_as(c));
  for (int i = 0; i < 20; ++i) c.Set(std::to_string(i), i);
  SHOW(m.size());
  SHOW(m.same_as(c));
  SHOW(SM(m));
  c.Set("a", 100);
  SHOW(SM(m));
  SHOW(m["zz"]);
  SHOW(m.at("zz"));
  SHOW(m.Get("zz"));
  m.erase("5");
  SHOW(c.size());
  SHOW(c.count("5"));
  m.clear();
  SHOW(c.empty());
  SHOW(SM(c));
  SHOW(Any(Map<String, int>{{"q", 1}}).cast<Dict<String, int>>()["q"]);
  SHOW(Any(Dict<Any, Any>{{"q", "r"}}).cast<Dict<String, int>>());
  SHOW(Any(Dict<Any, Any>{{1, 1}}).cast<Dict<String, int>>());
  SHOW(Any(m).cast<Dict<String, int>>().same_as(m));
  Dict<Any, Any> up = m;
  SHOW(up.same_as(m));
  Dict<String, int> mv = std::move(m);
  SHOW(m.size());
  SHOW(mv.find("a") == mv.end());
  for (auto [k, v] : mv) std::cout << k << v;
  std::unordered_map<String, int> um = {{"a", 1}};
  Dict<String, int> fu(um);
  SHOW(fu["a"]);
  Dict<String, int> fr(um.begin(), um.end());
  SHOW(fr.size());
  SHOW((*fr.find("a")).second);
  SHOW(TypeTraits<Dict<String, int>>::TypeStr());
  SHOW(TypeTraits<Dict<String, int>>::TypeSchema());
  Dict<String, Dict<String, int>> nest = {{"a", {{"b", 1}}}};
  nest["a"].Set("c", 3);
  SHOW(nest["a"].size());
  SHOW(ReprPrint(nest));
  SHOW(fr == fu);
  SHOW(fr.at("a"));
}

void MappingsProgram() {
  Section("map", RunMap);
  Section("dict", RunDict);
}

}  // namespace programs
