// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Functions, typed functions, calls and their errors. Each line prints what it prints with the
// reference.
#include <tvm/ffi/extra/stl.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

int freef(int a, String b) { return a + (int)b.size(); }
int expo(int x) { return x * 2; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(expo_sym, expo);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(expo_sym, "doc");
struct Functor {
  int base;
  int operator()(int x) const { return base + x; }
};
int safe(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r) {
  TVM_FFI_SAFE_CALL_BEGIN();
  *reinterpret_cast<Any*>(r) =
      reinterpret_cast<const AnyView*>(a)[0].cast<int>() + (self ? 100 : 0);
  TVM_FFI_SAFE_CALL_END();
}
int safe_err(void*, const TVMFFIAny*, int32_t, TVMFFIAny*) {
  TVM_FFI_SAFE_CALL_BEGIN();
  TVM_FFI_THROW(KeyError) << "in safe";
  TVM_FFI_SAFE_CALL_END();
}
int safe_std(void*, const TVMFFIAny*, int32_t, TVMFFIAny*) {
  TVM_FFI_SAFE_CALL_BEGIN();
  throw std::runtime_error("std in safe");
  TVM_FFI_SAFE_CALL_END();
}

namespace programs {

static void RunFunc() {
  Function f = Function::FromTyped([](int a, String b) { return a + (int)b.size(); }, "add");
  SHOW(f(1, "xx").cast<int>());
  SHOW(f(1));
  SHOW(f(1, 2));
  SHOW(f("a", "b"));
  SHOW(f(1, "x", 2));
  SHOW(f());
  Function g = Function::FromTyped(freef);
  SHOW(g(1, "x").cast<int>());
  SHOW(g(1));
  Function g2 = Function::FromTyped(&freef, "ff");
  SHOW(g2(nullptr, "x"));
  Function p = Function::FromPacked([](PackedArgs args, Any* rv) { *rv = args.size(); });
  SHOW(p(1, 2, 3).cast<int>());
  Function p2 = Function::FromPacked([](const AnyView* args, int32_t n, Any* rv) { *rv = n; });
  SHOW(p2(1, 2).cast<int>());
  Function p3 = Function([](PackedArgs a, Any* r) { *r = a[0]; });
  SHOW(p3("s").cast<String>());
  SHOW(p3("s").type_index());
  Function fo = Function::FromTyped(Functor{10});
  SHOW(fo(1).cast<int>());
  std::function<int(int)> sf = [](int x) { return x + 1; };
  Function fs = Function::FromTyped(sf);
  SHOW(fs(1).cast<int>());
  SHOW(fs("z"));
  Function fv = Function::FromTyped([]() {});
  SHOW(fv() == nullptr);
  SHOW(fv(1));
  SHOW(f.GetTypeKey());
  SHOW(f == nullptr);
  Function null;
  SHOW(null == nullptr);
  SHOW(null.defined());
  Function n2 = nullptr;
  SHOW(n2 != nullptr);
  Function h = Function::FromTyped(
      [](const Array<int>& a, Optional<String> b, Map<String, int> m) {
        return (int)a.size() + (b ? 1 : 0) + (int)m.size();
      },
      "sum3");
  SHOW(h(Array<int>{1}, nullptr, Map<String, int>{}).cast<int>());
  SHOW(h(Array<Any>{1, "x"}, nullptr, Map<String, int>()));
  SHOW(h(Array<int>{1}, 1, Map<String, int>()));
  SHOW(h(Array<int>{1}, "s", Map<String, Any>{{"a", "b"}}));
  SHOW(h(Array<int>{1}, "s", Map<Any, Any>{{1, "b"}}));
  SHOW(h(List<int>{1}, "s", Dict<String, int>{{"a", 1}}).cast<int>());
  SHOW(h(1, 2, 3));
  Function all =
      Function::FromTyped([](bool b, double d, void* p, DLDataType t, DLDevice v, Any a, AnyView w,
                             ObjectRef o, TInt i, Variant<int, String> x, Tuple<int, int> tu,
                             TypedFunction<int(int)> tf, Function fn) { return 1; },
                          "all");
  SHOW(all());
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, TInt(1), TInt(1), 1, Array<int>{1, 2}, fs, fs)
           .cast<int>());
  SHOW(all(1, 1, nullptr, "bad8", "cpu", 1, 2, TInt(1), TInt(1), 1, Array<int>{1, 2}, fs, fs));
  SHOW(all(1, 1, nullptr, "int8", "bad", 1, 2, TInt(1), TInt(1), 1, Array<int>{1, 2}, fs, fs));
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, TInt(1), TFloat(1), 1, Array<int>{1, 2}, fs, fs));
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, nullptr, TFloat(1), 1, Array<int>{1, 2}, fs, fs));
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, TInt(1), TInt(1), 1.5, Array<int>{1, 2}, fs, fs));
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, TInt(1), TInt(1), 1, Array<int>{1, 2}, 1, fs));
  SHOW(all(1, 1, nullptr, "int8", "cpu", 1, 2, TInt(1), TInt(1), 1, Array<int>{1, 2}, fs, 1));
  TypedFunction<int(int)> t = [](int x) { return x + 1; };
  SHOW(t(1));
  TypedFunction<int(int)> t2 = fs;
  SHOW(t2(3));
  SHOW(t2.packed()(4).cast<int>());
  TypedFunction<String(int)> wrong = fs;
  SHOW(wrong(1));
  TypedFunction<void(int)> tv = [](int x) {};
  TRY(tv(1));
  TypedFunction<int(int)> tn = nullptr;
  SHOW(tn == nullptr);
  TypedFunction<int(int)> named([](int x) { return x; }, "nm");
  SHOW(named.packed()("x"));
  Function asf = t;
  SHOW(asf(5).cast<int>());
  SHOW((TypedFunction<int(Array<int>, Any)>::TypeSchema()));
  Any ta = t;
  SHOW(ta.cast<TypedFunction<int(int)>>()(1));
  SHOW(ta.as<Function>().has_value());
  TypedFunction<Any(PackedArgs)>* unused = nullptr;
  TypedFunction<int(TInt&&)> tm = [](TInt&& x) { return (int)x->value; };
  TypedFunction<int(const TInt&)> tc = [](const TInt& x) { return (int)x->value; };
  SHOW(tc(TInt(4)));
  t = [](int x) { return x * 10; };
  SHOW(t(2));
  t = fs;
  SHOW(t(2));
  SHOW(t == nullptr);
  SHOW(t != nullptr);
  SHOW(f.CallExpected<int>(1, "x").value());
  SHOW(f.CallExpected<int>(1).error().message());
  Any res;
  AnyView args[2] = {1, "abc"};
  f.CallPacked(args, 2, &res);
  SHOW(res.cast<int>());
  f.CallPacked(PackedArgs(args, 2), &res);
  SHOW(res.cast<int>());
  PackedArgs pa(args, 2);
  SHOW(pa.size());
  SHOW(pa[0].cast<int>());
  SHOW(pa.Slice(1).size());
  SHOW(pa.Slice(0, 1)[0].cast<int>());
  SHOW(pa.data() == args);
  SHOW(pa[5]);
  SHOW(pa.Slice(2).size());
  AnyView fill[3];
  PackedArgs::Fill(fill, 1, "x", 2.5);
  SHOW(fill[2].cast<double>());
  Function::SetGlobal("drop.f", f);
  SHOW(Function::GetGlobal("drop.f").has_value());
  SHOW(Function::GetGlobal(std::string("drop.f"))->defined());
  SHOW(Function::GetGlobal(String("nope")).has_value());
  SHOW(Function::GetGlobalRequired("drop.f")(1, "x").cast<int>());
  SHOW(Function::GetGlobalRequired("nope"));
  TRY(Function::SetGlobal("drop.f", g));
  TRY(Function::SetGlobal("drop.f", g, true));
  auto names = Function::ListGlobalNames();
  SHOW(std::find(names.begin(), names.end(), "drop.f") != names.end());
  SHOW(names.back());
  Function::RemoveGlobal("drop.f");
  SHOW(Function::GetGlobal("drop.f").has_value());
  TRY(Function::RemoveGlobal("drop.f"));
  SHOW((std::is_same_v<decltype(Function::GetGlobal("x")), std::optional<Function>>));
  Function ex = Function::FromExternC(nullptr, safe, nullptr);
  SHOW(ex(3).cast<int>());
  SHOW(ex("x"));
  int slot;
  static int deleted = 0;
  {
    Function ey = Function::FromExternC(&slot, safe, [](void*) { deleted++; });
    SHOW(ey(3).cast<int>());
  }
  SHOW(deleted);
  SHOW(Function::InvokeExternC(nullptr, safe, 4).cast<int>());
  SHOW(Function::InvokeExternC(nullptr, safe_err, 4));
  SHOW(Function::InvokeExternC(nullptr, safe_std, 4));
  SHOW(Function::FromExternC(nullptr, safe_err, nullptr)());
  SHOW(Function::InvokeExternC(nullptr, __tvm_ffi_expo_sym, 21).cast<int>());
  SHOW(Function::InvokeExternC(nullptr, __tvm_ffi_expo_sym, "x"));
  SHOW(Function::InvokeExternC(nullptr, __tvm_ffi_expo_sym));
  Function thr = Function::FromTyped([](int k) {
    if (k == 0) throw std::runtime_error("r");
    if (k == 1) TVM_FFI_THROW(ValueError) << "v";
    if (k == 2) throw std::bad_alloc();
    return k;
  });
  SHOW(thr(0));
  SHOW(thr(1));
  SHOW(thr(2));
  SHOW(thr(3).cast<int>());
  SHOW(thr.CallExpected(0).error().kind());
  Function ret = Function::FromTyped([](int k) -> Any {
    if (k == 0) return nullptr;
    if (k == 1) return "s";
    return Array<int>{1};
  });
  SHOW(ret(0) == nullptr);
  SHOW(ret(1).cast<String>());
  int64_t i64 = ret(1).try_cast<int64_t>().value_or(7);
  SHOW(i64);
  int direct = thr(5).cast<int>();
  SHOW(direct);
  Function cap = Function::FromTyped([x = std::make_shared<int>(3)]() { return *x; });
  SHOW(cap().cast<int>());
  Function rr = Function::FromTyped(
      [](RValueRef<Array<int>> r) {
        Array<int> a = *std::move(r);
        return a.unique();
      },
      "rr");
  Array<int> arr = {1};
  SHOW(rr(RValueRef<Array<int>>(std::move(arr))).cast<bool>());
  SHOW(arr.defined());
  Array<int> arr2 = {1};
  SHOW(rr(arr2).cast<bool>());
  SHOW(rr(1));
  SHOW(rr(Array<Any>{"x"}));
  SHOW(rr(RValueRef<Array<Any>>(Array<Any>{"x"})));
  Function rec = Function::FromTyped(
      [](Function self, int n) -> int { return n == 0 ? 0 : self(self, n - 1).cast<int>() + 1; });
  SHOW(rec(rec, 5).cast<int>());
  SHOW(TypeTraits<Function>::TypeSchema());
  SHOW(Any(f).as<FunctionObj>() != nullptr);
  SHOW(f.same_as(f));
  std::unordered_map<Function, int, ObjectPtrHash, ObjectPtrEqual> fm;
  fm[f] = 1;
  SHOW(fm.size());
  Function st = Function::FromTyped(
      [](std::string s, const std::string& t, const char* u, std::vector<int> v,
         std::optional<int> o) { return s + t + u + std::to_string(v.size()) + (o ? "o" : ""); },
      "st");
  SHOW(st("a", "b", "c", Array<int>{1}, nullptr).cast<String>());
  SHOW(st(1, "b", "c", Array<int>{1}, nullptr));
  SHOW(st("a", "b", String("c"), Array<int>{1}, nullptr));
  SHOW(st("a", "b", "c", Array<Any>{"x"}, nullptr));
  SHOW(st("a", "b", "c", 1, nullptr));
  SHOW(st("a", "b", "c", Array<int>{1}, "x"));
  Function i8 = Function::FromTyped([](int8_t x, uint8_t y) { return (int)x + y; }, "i8");
  SHOW(i8(1, 2).cast<int>());
  Function en = Function::FromTyped([](DLDeviceType t) { return (int)t; });
  SHOW(en(2).cast<int>());
}

void FunctionsProgram() { Section("func", RunFunc); }

}  // namespace programs
