// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Traits of one's own, texts and schemas of types, which type stands in for which. Each line prints
// what it prints with the reference.
#include <tvm/ffi/extra/dataclass.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

enum class Color : int { kRed = 1, kBlue = 2 };
enum Plain { A0, B0 };
struct TVec {
  int x;
};
namespace tvm {
namespace ffi {
template <>
inline constexpr bool use_default_type_traits_v<TPrimExpr> = false;
template <>
struct TypeTraits<TPrimExpr>
    : public ObjectRefWithFallbackTraitsBase<TPrimExpr, StrictBool, int64_t, double, String> {
  TVM_FFI_INLINE static TPrimExpr ConvertFallbackValue(StrictBool v) {
    return TPrimExpr::ConvertFallbackValue(v);
  }
  TVM_FFI_INLINE static TPrimExpr ConvertFallbackValue(int64_t v) {
    return TPrimExpr::ConvertFallbackValue(v);
  }
  TVM_FFI_INLINE static TPrimExpr ConvertFallbackValue(double v) {
    return TPrimExpr::ConvertFallbackValue(v);
  }
  TVM_FFI_INLINE static TPrimExpr ConvertFallbackValue(String v) {
    return TPrimExpr::ConvertFallbackValue(v);
  }
};
template <>
struct TypeTraits<TVec> : public FallbackOnlyTraitsBase<TVec, int64_t, String> {
  static TVec ConvertFallbackValue(int64_t v) { return TVec{int(v)}; }
  static TVec ConvertFallbackValue(String s) { return TVec{int(s.size())}; }
  static std::string TypeStr() { return "TVec"; }
};
}  // namespace ffi
}  // namespace tvm
struct OddInt {
  int64_t x;
};
namespace tvm {
namespace ffi {
template <>
struct TypeTraits<OddInt> : public TypeTraitsBase {
  static void CopyToAnyView(const OddInt& s, TVMFFIAny* r) {
    r->type_index = TypeIndex::kTVMFFIInt;
    r->zero_padding = 0;
    r->v_int64 = s.x * 2;
  }
  static void MoveToAny(OddInt s, TVMFFIAny* r) { CopyToAnyView(s, r); }
  static bool CheckAnyStrict(const TVMFFIAny* s) { return s->type_index == TypeIndex::kTVMFFIInt; }
  static OddInt CopyFromAnyViewAfterCheck(const TVMFFIAny* s) { return OddInt{s->v_int64 / 2}; }
  static OddInt MoveFromAnyAfterCheck(TVMFFIAny* s) { return OddInt{s->v_int64 / 2}; }
  static std::optional<OddInt> TryCastFromAnyView(const TVMFFIAny* s) {
    if (CheckAnyStrict(s)) return CopyFromAnyViewAfterCheck(s);
    return std::nullopt;
  }
  static std::string TypeStr() { return "OddInt"; }
  static std::string TypeSchema() { return R"({"type":"int"})"; }
};
}  // namespace ffi
}  // namespace tvm
struct NoStr {
  int x;
};
struct ByRef {
  std::string s;
};
struct EmptyPair {
  int a, b;
};
namespace tvm {
namespace ffi {
template <>
struct TypeTraits<NoStr> : public TypeTraitsBase {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIInt;
  TVM_FFI_INLINE static void CopyToAnyView(const NoStr& s, TVMFFIAny* r) {
    r->type_index = TypeIndex::kTVMFFIInt;
    r->zero_padding = 0;
    r->v_int64 = s.x;
  }
  TVM_FFI_INLINE static void MoveToAny(NoStr s, TVMFFIAny* r) { CopyToAnyView(s, r); }
  TVM_FFI_INLINE static bool CheckAnyStrict(const TVMFFIAny* s) {
    return s->type_index == TypeIndex::kTVMFFIInt;
  }
  TVM_FFI_INLINE static NoStr CopyFromAnyViewAfterCheck(const TVMFFIAny* s) {
    return NoStr{(int)s->v_int64};
  }
  TVM_FFI_INLINE static NoStr MoveFromAnyAfterCheck(TVMFFIAny* s) { return NoStr{(int)s->v_int64}; }
  TVM_FFI_INLINE static std::optional<NoStr> TryCastFromAnyView(const TVMFFIAny* s) {
    if (CheckAnyStrict(s)) return CopyFromAnyViewAfterCheck(s);
    return std::nullopt;
  }
};
template <>
struct TypeTraits<EmptyPair> : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  TVM_FFI_INLINE static std::optional<EmptyPair> TryCastFromAnyView(const TVMFFIAny* s) {
    auto a = TypeTraits<Array<int>>::TryCastFromAnyView(s);
    if (a && a->size() == 2) return EmptyPair{(*a)[0], (*a)[1]};
    return std::nullopt;
  }
  static std::string TypeStr() { return "EmptyPair"; }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* s) {
    return "custom<" + TypeTraitsBase::GetMismatchTypeInfo(s) + ">";
  }
};
}  // namespace ffi
}  // namespace tvm

namespace programs {

static void RunFallback() {
  SHOW(AnyView(1).cast<TPrimExpr>()->dtype);
  SHOW(AnyView(true).cast<TPrimExpr>()->dtype);
  SHOW(AnyView(1.5).cast<TPrimExpr>()->dtype);
  SHOW(AnyView("int8").cast<TPrimExpr>()->dtype);
  SHOW(AnyView(Array<int>{}).cast<TPrimExpr>());
  SHOW(AnyView(1).as<TPrimExpr>().has_value());
  SHOW(Any(Array<Any>{1, 2.5, true, "s"}).cast<Array<TPrimExpr>>()[3]->dtype);
  SHOW(AnyView(DLDevice{kDLCPU, 0}).cast<TPrimExpr>());
  SHOW(AnyView(3).cast<TVec>().x);
  SHOW(AnyView("four").cast<TVec>().x);
  SHOW(AnyView(1.5).cast<TVec>().x);
  SHOW(TypeTraits<TPrimExpr>::TypeStr());
  SHOW(TypeTraits<TVec>::TypeStr());
  Function f = Function::FromTyped([](TPrimExpr e, TVec v, StrictBool b, OddInt o) {
    return e->value + v.x + (b ? 100 : 0) + o.x;
  });
  SHOW(f(1, 2, true, OddInt{4}).cast<double>());
  SHOW(f(1, 2, 1, 3));
  SHOW(f(Array<int>(), 1, true, 1));
  SHOW(f(1, 1.5, true, 1));
  Any a = OddInt{21};
  SHOW(a.cast<int>());
  SHOW(a.cast<OddInt>().x);
  SHOW(a.as<OddInt>().value().x);
  Array<OddInt> ao = {OddInt{1}, OddInt{2}};
  SHOW(ao[1].x);
  Map<String, OddInt> mo = {{"a", OddInt{3}}};
  SHOW(mo["a"].x);
  Optional<OddInt> oo = OddInt{4};
  SHOW(oo.value().x);
  SHOW(AnyView(ao).cast<Array<int>>()[1]);
  Map<String, TPrimExpr> m =
      Any(Map<String, Any>{{"a", 1}, {"b", true}}).cast<Map<String, TPrimExpr>>();
  SHOW(m["b"]->dtype);
  SHOW(Any(Map<String, Any>{{"a", Array<int>()}}).cast<Map<String, TPrimExpr>>());
}

static void RunTypestr() {
  SHOW(TypeTraits<int>::TypeStr());
  SHOW(TypeTraits<bool>::TypeStr());
  SHOW(TypeTraits<double>::TypeStr());
  SHOW(TypeTraits<void*>::TypeStr());
  SHOW(TypeTraits<std::nullptr_t>::TypeStr());
  SHOW(TypeTraits<DLDataType>::TypeStr());
  SHOW(TypeTraits<DLDevice>::TypeStr());
  SHOW(TypeTraits<DLTensor*>::TypeStr());
  SHOW(TypeTraits<const char*>::TypeStr());
  SHOW(TypeTraits<std::string>::TypeStr());
  SHOW(TypeTraits<String>::TypeStr());
  SHOW(TypeTraits<Bytes>::TypeStr());
  SHOW(TypeTraits<Array<Map<String, Optional<int>>>>::TypeStr());
  SHOW(TypeTraits<Tuple<int, String, Array<double>>>::TypeStr());
  SHOW(TypeTraits<Variant<int, String>>::TypeStr());
  SHOW(TypeTraits<List<Any>>::TypeStr());
  SHOW(TypeTraits<Dict<Any, Any>>::TypeStr());
  SHOW(TypeTraits<Expected<int>>::TypeStr());
  SHOW(TypeTraits<Expected<void>>::TypeStr());
  SHOW(TypeTraits<TypedFunction<int(String, Any)>>::TypeStr());
  SHOW(TypeTraits<Function>::TypeStr());
  SHOW(TypeTraits<Tensor>::TypeStr());
  SHOW(TypeTraits<TensorView>::TypeStr());
  SHOW(TypeTraits<Shape>::TypeStr());
  SHOW(TypeTraits<ObjectRef>::TypeStr());
  SHOW(TypeTraits<TInt>::TypeStr());
  SHOW(TypeTraits<TIntObj*>::TypeStr());
  SHOW(TypeTraits<const TIntObj*>::TypeStr());
  SHOW(TypeTraits<ObjectPtr<TIntObj>>::TypeStr());
  SHOW(TypeTraits<Arc<TIntObj>>::TypeStr());
  SHOW(TypeTraits<RValueRef<TInt>>::TypeStr());
  SHOW(TypeTraits<Color>::TypeStr());
  SHOW(TypeTraits<TVMFFIByteArray*>::TypeStr());
  SHOW(TypeTraits<StrictBool>::TypeStr());
  SHOW(TypeTraits<Error>::TypeStr());
  SHOW(TypeTraits<int>::TypeSchema());
  SHOW(TypeTraits<Array<Map<String, Optional<int>>>>::TypeSchema());
  SHOW(TypeTraits<Tuple<int, String>>::TypeSchema());
  SHOW(TypeTraits<Variant<int, String>>::TypeSchema());
  SHOW(TypeTraits<TypedFunction<int(String, Any)>>::TypeSchema());
  SHOW(TypeTraits<TInt>::TypeSchema());
  SHOW(TypeTraits<Expected<int>>::TypeSchema());
  SHOW(TypeTraits<DLTensor*>::TypeSchema());
  SHOW(TypeTraits<TensorView>::TypeSchema());
  SHOW(TypeTraits<const char*>::TypeSchema());
  SHOW(TypeTraits<std::string>::TypeSchema());
  SHOW(TypeTraits<RValueRef<TInt>>::TypeSchema());
  SHOW(TypeTraits<void*>::TypeSchema());
  SHOW(TypeTraits<StrictBool>::TypeSchema());
  SHOW(TypeTraits<Color>::TypeSchema());
  SHOW(TypeTraits<Bytes>::TypeSchema());
  SHOW(TypeTraits<ObjectPtr<TIntObj>>::TypeSchema());
  SHOW(TypeTraits<TIntObj*>::TypeSchema());
  SHOW(TypeTraits<std::nullptr_t>::TypeSchema());
  SHOW(TypeTraits<TVMFFIByteArray*>::TypeSchema());
  SHOW(TypeTraits<int>::field_static_type_index);
  SHOW(TypeTraits<Array<int>>::field_static_type_index);
  SHOW(TypeTraits<List<int>>::field_static_type_index);
  SHOW((TypeTraits<Map<Any, Any>>::field_static_type_index));
  SHOW(TypeTraits<Shape>::field_static_type_index);
  SHOW(TypeTraits<String>::field_static_type_index);
  SHOW(TypeTraits<Function>::field_static_type_index);
  SHOW(TypeTraits<TypedFunction<void()>>::field_static_type_index);
  SHOW(TypeTraits<TInt>::field_static_type_index);
  SHOW(TypeTraits<Optional<int>>::field_static_type_index);
  SHOW(TypeTraits<Tensor>::field_static_type_index);
  SHOW(TypeTraits<Error>::field_static_type_index);
}

static void RunSubsume() {
  SHOW(type_subsumes_v<Any, int>);
  SHOW(type_subsumes_v<ObjectRef, TInt>);
  SHOW(type_subsumes_v<TInt, ObjectRef>);
  SHOW((type_subsumes_v<Array<Any>, Array<int>>));
  SHOW((type_subsumes_v<Array<int>, Array<Any>>));
  SHOW((type_subsumes_v<Map<String, ObjectRef>, Map<String, TInt>>));
  SHOW((type_subsumes_v<Variant<int, String>, int>));
  SHOW((type_subsumes_v<Tuple<Any, Any>, Tuple<int, String>>));
  SHOW((type_subsumes_v<ObjectRef, Array<int>>));
  SHOW((type_subsumes_v<TNum, TFloat>));
  SHOW((type_subsumes_v<Expected<Any>, Expected<int>>));
  SHOW((type_subsumes_v<ObjectPtr<TNumObj>, ObjectPtr<TFloatObj>>));
  SHOW((type_subsumes_v<Arc<TNumObj>, Arc<TFloatObj>>));
  SHOW((type_subsumes_v<List<ObjectRef>, List<TInt>>));
  SHOW((type_subsumes_v<Dict<Any, Any>, Dict<int, int>>));
  SHOW((type_subsumes_v<double, int>));
  Array<ObjectRef> a = Array<TInt>{TInt(1)};
  SHOW(a.size());
  Map<Any, ObjectRef> m = Map<String, TInt>{{"a", TInt(1)}};
  SHOW(m.size());
  SHOW(std::is_convertible_v<Array<TFloat>, Array<TNum>>);
  SHOW(std::is_convertible_v<Array<TNum>, Array<TFloat>>);
  SHOW(std::is_convertible_v<int, Any>);
  SHOW(std::is_convertible_v<int, AnyView>);
  SHOW(std::is_convertible_v<TInt, Any>);
  SHOW(std::is_convertible_v<std::vector<int>, Any>);
  SHOW(std::is_convertible_v<Any, AnyView>);
  SHOW(std::is_convertible_v<AnyView, Any>);
  SHOW(std::is_convertible_v<int, Optional<int>>);
  SHOW(std::is_convertible_v<TInt, Optional<TInt>>);
  SHOW(std::is_convertible_v<std::nullptr_t, Optional<TInt>>);
  SHOW(std::is_convertible_v<std::nullopt_t, Optional<int>>);
  SHOW(std::is_convertible_v<std::nullptr_t, Optional<int>>);
  SHOW(std::is_convertible_v<const char*, String>);
  SHOW(std::is_convertible_v<const char*, Any>);
  SHOW(std::is_convertible_v<String, std::string>);
  SHOW(std::is_convertible_v<Bytes, std::string>);
  SHOW(std::is_convertible_v<std::string, Any>);
  SHOW(std::is_convertible_v<std::string, Optional<String>>);
  SHOW(std::is_convertible_v<const char*, Optional<String>>);
  SHOW(std::is_convertible_v<std::vector<int>, Array<int>>);
  SHOW(std::is_convertible_v<std::string, Bytes>);
  SHOW(std::is_convertible_v<const char*, Bytes>);
  SHOW(std::is_convertible_v<Function, TypedFunction<int()>>);
  SHOW(std::is_convertible_v<TypedFunction<int()>, Function>);
  SHOW((std::is_convertible_v<const char*, Variant<int, String>>));
  SHOW((std::is_convertible_v<int, Expected<int>>));
  SHOW((std::is_convertible_v<Error, Expected<int>>));
  SHOW((std::is_convertible_v<const char*, Expected<String>>));
  SHOW((std::is_convertible_v<Tensor, TensorView>));
  SHOW((std::is_convertible_v<const Tensor&, TensorView>));
  SHOW((std::is_convertible_v<std::nullptr_t, TypedFunction<void()>>));
  SHOW((std::is_convertible_v<std::nullptr_t, Function>));
  SHOW((std::is_convertible_v<void (*)(), Function>));
  SHOW((std::is_constructible_v<Function, void (*)()>));
}

static void RunNostr() {
  Any a = NoStr{3};
  SHOW(a.as<NoStr>()->x);
  SHOW(a.try_cast<NoStr>()->x);
  Array<NoStr> arr = {NoStr{1}, NoStr{2}};
  SHOW(arr.size());
  SHOW(arr[1].x);
  SHOW(arr.back().x);
  Optional<NoStr> on = NoStr{2};
  SHOW(on.value().x);
  on = std::nullopt;
  SHOW(on.has_value());
}

static void RunPair() {
  SHOW(AnyView(Array<int>{1, 2}).cast<EmptyPair>().b);
  SHOW(AnyView(Array<int>{1}).cast<EmptyPair>().b);
  SHOW(Any(1).cast<EmptyPair>().a);
  SHOW(Any("x").try_cast<EmptyPair>().has_value());
  Function f = Function::FromTyped([](EmptyPair p, const EmptyPair& q) { return p.a + q.b; }, "pp");
  SHOW(f(Array<int>{1, 2}, Array<int>{3, 4}).cast<int>());
  SHOW(f(Array<int>{1, 2}, Array<int>{3}));
  SHOW(f(1, 2));
}

void TraitsProgram() {
  Section("fallback", RunFallback);
  Section("typestr", RunTypestr);
  Section("subsume", RunSubsume);
  Section("nostr", RunNostr);
  Section("pair", RunPair);
}

}  // namespace programs
