// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Repr, comparison, hash, deep copy, JSON graphs. Each line prints what it prints with the
// reference.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/extra/json.h>
#include <tvm/ffi/extra/serialization.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "registered.h"
#include "show.h"

namespace programs {

static void RunRepr() {
  A a(3, "hey");
  SHOW(ReprPrint(a));
  SHOW(ReprPrint(Any(1)));
  SHOW(ReprPrint(Any(1.0)));
  SHOW(ReprPrint(Any(1e10)));
  SHOW(ReprPrint(Any(0.1 + 0.2)));
  SHOW(ReprPrint(Any(nullptr)));
  SHOW(ReprPrint(Any(true)));
  SHOW(ReprPrint(Any("a\"b\n")));
  SHOW(ReprPrint(Any(Bytes("a\0\xff", 3))));
  SHOW(ReprPrint(Any(DLDataType{kDLInt, 8, 4})));
  SHOW(ReprPrint(Any(DLDevice{kDLCUDA, 1})));
  SHOW(ReprPrint(Any(Array<Any>{1, "x", nullptr})));
  SHOW(ReprPrint(Any(Array<Any>{1})));
  SHOW(ReprPrint(Any(Array<Any>{})));
  SHOW(ReprPrint(Any(List<Any>{1})));
  SHOW(ReprPrint(Any(Map<Any, Any>{{1, 2}})));
  SHOW(ReprPrint(Any(Dict<Any, Any>{})));
  SHOW(ReprPrint(Any(Shape{1, 2})));
  SHOW(ReprPrint(Any(Shape{})));
  List<Any> l = {1};
  l.push_back(l);
  SHOW(ReprPrint(l));
  l.clear();
  SHOW(ReprPrint(Any(Error("K", "m", "b"))));
  SHOW(ReprPrint(Any(TInt(1))));
  SHOW(ReprPrint(Any(Var("v"))));
  SHOW(ReprPrint(Any(std::nan(""))));
  SHOW(ReprPrint(Any(INFINITY)));
  SHOW(ReprPrint(Any((void*)0)));
  std::ostringstream os;
  os << Any(1) << Any("s") << Array<int>{1} << a << Optional<int>(3) << Variant<int, String>(4)
     << String("raw") << ObjectRef(a);
  SHOW(os.str());
  SHOW(RecursiveEq(a, A(3, "hey")));
  SHOW(RecursiveEq(1, 1.0));
  SHOW(RecursiveEq(1, true));
  SHOW(RecursiveEq(std::nan(""), std::nan("")));
  SHOW(RecursiveEq("abc", String(std::string("abc"))));
  SHOW(RecursiveEq(Array<int>{1}, List<int>{1}));
  SHOW(RecursiveEq(Map<Any, Any>{{1, 2}, {3, 4}}, Map<Any, Any>{{3, 4}, {1, 2}}));
  SHOW(RecursiveLt(1, 2));
  SHOW(RecursiveLt(1, 2.0));
  SHOW(RecursiveLt("a", "b"));
  SHOW(RecursiveLt(Array<int>{1}, Array<int>{1, 2}));
  SHOW(RecursiveLe(nullptr, 1));
  SHOW(RecursiveGt(std::nan(""), 1.0));
  SHOW(RecursiveLt(Map<Any, Any>{}, Map<Any, Any>{}));
  SHOW(RecursiveLt(A(1, "a"), A(2, "a")));
  SHOW(RecursiveLt(A(1, "a"), TInt(1)));
  SHOW(RecursiveGe(A(1, "a"), A(1, "a")));
  SHOW(RecursiveLt(Function(), 1));
  SHOW(RecursiveHash(a) == RecursiveHash(A(3, "hey")));
  SHOW(RecursiveHash(nullptr));
  SHOW(RecursiveHash(1.5));
  SHOW(RecursiveHash("abc"));
  SHOW(RecursiveHash(Array<int>{1, 2, 3}));
  SHOW(RecursiveHash(Map<Any, Any>{{1, 2}, {3, 4}}));
  SHOW(RecursiveHash(0.0) == RecursiveHash(-0.0));
  SHOW(RecursiveHash(DLDevice{kDLCPU, 1}));
  SHOW(RecursiveHash(Shape{1, 2}));
  Any dc = DeepCopy(a);
  SHOW(dc.same_as(a));
  SHOW(dc.cast<A>()->s);
  SHOW(DeepCopy(Array<Any>{a}).cast<Array<A>>()[0].same_as(a));
  TRY(DeepCopy(Function::FromTyped([]() {})));
  TRY(DeepCopy(make_object<NoCtorObj>(3)));
  SHOW(DeepCopy(1).cast<int>());
  SHOW(DeepCopy("long string here").cast<String>());
  List<Any> ll = {1};
  SHOW(DeepCopy(ll).same_as(ll));
  SHOW(DeepCopy(Shape{1}).type_index());
}

static void RunGraph() {
  A a(3, "hey");
  SHOW(json::Stringify(ToJSONGraph(a)));
  Any back = FromJSONGraph(ToJSONGraph(a));
  SHOW(RecursiveEq(a, back));
  SHOW(json::Stringify(ToJSONGraph(Array<Any>{
      1, "x", nullptr, 2.5, true, DLDataType{kDLInt, 8, 1}, DLDevice{kDLCUDA, 1}, Bytes("ab", 2),
      Shape{1, 2}, Map<String, Any>{{"k", 1}}, List<Any>{1}, Dict<Any, Any>{{1, 2}}})));
  SHOW(json::Stringify(ToJSONGraph(1, json::Object{{"m", 2}})));
  SHOW(RecursiveEq(FromJSONGraph(ToJSONGraph(Array<Any>{1, Array<Any>{2}})),
                   Array<Any>{1, Array<Any>{2}}));
  TRY(ToJSONGraph(make_object<NoCtorObj>(1)));
  TRY(ToJSONGraph(Function::FromTyped([]() {})));
  TRY(ToJSONGraph((void*)4));
  List<Any> cyc;
  cyc.push_back(cyc);
  TRY(ToJSONGraph(cyc));
  cyc.clear();
  Dict<Any, Any> cd;
  cd.Set("a", cd);
  TRY(ToJSONGraph(cd));
  cd.clear();
  for (const char* s :
       {"1", "{}", "{\"root_index\":0}", "{\"nodes\":[]}", "{\"root_index\":0,\"nodes\":[]}",
        "{\"root_index\":5,\"nodes\":[{\"type\":\"int\",\"data\":1}]}",
        "{\"root_index\":-1,\"nodes\":[{\"type\":\"int\",\"data\":1}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"nope\",\"data\":1}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"ffi.Map\",\"data\":[0]}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"Device\",\"data\":[0]}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"drop.A\",\"data\":{}}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"int\",\"data\":1}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"drop.NoCtor\",\"data\":{}}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"DataType\",\"data\":\"qq\"}]}",
        "{\"root_index\":0,\"nodes\":[{\"type\":\"drop.Kw\",\"data\":{\"a\":1,\"b\":2,\"c\":3,"
        "\"d\":4,\"zz\":9}}]}"}) {
    std::cout << s << " -> ";
    try {
      std::cout << ReprPrint(FromJSONGraph(json::Parse(s)));
    }
    CATCH_AND_PRINT std::cout << "\n";
  }
  SHOW(ReprPrint(Any(1)));
}

void DataclassProgram() {
  Section("repr", RunRepr);
  Section("graph", RunGraph);
}

}  // namespace programs
