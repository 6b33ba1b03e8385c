// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Objects, values, texts, errors, functions.
#include <tvm/ffi/any.h>
#include <tvm/ffi/big_int.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/endian.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/rvalue_ref.h>
#include <tvm/ffi/string.h>
#include <tvm/ffi/type_traits.h>

#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "surface.h"

namespace surface {
using namespace tvm::ffi;  // NOLINT

class BaseObj : public Object {
 public:
  int64_t x = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("surface.Base", BaseObj, Object);
};
class LeafObj : public BaseObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("surface.Leaf", LeafObj, BaseObj);
};
class TailObj : public Object {
 public:
  size_t n = 0;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("surface.Tail", TailObj, Object);
};
class Base : public ObjectRef {
 public:
  explicit Base(int64_t x) {
    data_ = make_object<BaseObj>();
    static_cast<BaseObj*>(data_.get())->x = x;
  }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Base, ObjectRef, BaseObj);
};
class Leaf : public Base {
 public:
  explicit Leaf(ObjectPtr<LeafObj> n) : Base(UnsafeInit{}) { data_ = std::move(n); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Leaf, Base, LeafObj);
};

void Traits() {
  IS(const char* const, StaticTypeKey::kTVMFFIArray);
  IS(const char* const, StaticTypeKey::kTVMFFIAny);
  IS(const bool, TypeTraitsBase::convert_enabled);
  IS(const int32_t, TypeTraits<int>::field_static_type_index);
  IS(std::string, TypeTraits<double>::TypeStr());
  IS(std::string, TypeTraits<String>::TypeSchema());
  IS(std::optional<int>, TypeTraits<int>::TryCastFromAnyView(nullptr));
  IS(bool, TypeTraits<bool>::CheckAnyStrict(nullptr));
  IS(std::string, TypeIndexToTypeKey(0));
  IS(bool, static_cast<bool>(StrictBool(true)));
  const TypeInfo* info = TVMFFIGetTypeInfo(TypeIndex::kTVMFFIObject);
  USE(info);
}

void Objects(Object* o, ObjectPtr<BaseObj> p, ObjectPtr<LeafObj> q, WeakObjectPtr<BaseObj> w,
             ObjectRef r, Base b, Leaf leaf) {
  IS(bool, o->IsInstance<BaseObj>());
  IS(int32_t, o->type_index());
  IS(std::string, o->GetTypeKey());
  IS(uint64_t, o->GetTypeKeyHash());
  IS(std::string, Object::TypeIndex2Key(1));
  IS(bool, o->unique());
  IS(uint64_t, o->use_count());
  IS(int32_t, BaseObj::RuntimeTypeIndex());
  IS(const TVMFFISEqHashKind, BaseObj::_type_s_eq_hash_kind);
  MADE_FROM(ObjectPtr<BaseObj>, std::nullptr_t);
  MADE_FROM(ObjectPtr<BaseObj>, ObjectPtr<LeafObj>);
  p.swap(p);
  IS(BaseObj*, p.get());
  USE(p->x);
  IS(BaseObj&, *p);
  p = q;
  p.reset();
  IS(int, p.use_count());
  IS(bool, p.unique());
  IS(bool, p == p);
  IS(bool, p != nullptr);
  USE(p ? 1 : 2);
  Arc<LeafObj> arc = make_arc<LeafObj>();
  Arc<BaseObj> up = arc;
  USE(up->x);
  static_assert(!std::is_default_constructible_v<Arc<BaseObj>>);
  MADE_FROM(WeakObjectPtr<BaseObj>, std::nullptr_t);
  MADE_FROM(WeakObjectPtr<BaseObj>, WeakObjectPtr<LeafObj>);
  w = WeakObjectPtr<BaseObj>(q);
  IS(ObjectPtr<BaseObj>, w.lock());
  IS(int, w.use_count());
  IS(bool, w.expired());
  w.reset();
  MADE_FROM(ObjectRef, ObjectPtr<Object>);
  IS(bool, r.same_as(b));
  IS(bool, r == b);
  IS(bool, r != b);
  IS(bool, r < b);
  IS(bool, r.defined());
  IS(const Object*, r.get());
  IS(int, r.use_count());
  IS(bool, r.unique());
  IS(const BaseObj*, r.as<BaseObj>());
  IS(std::optional<Base>, r.as<Base>());
  IS(std::optional<Base>, std::move(r).as<Base>());
  IS(Base, r.as_or_throw<Base>());
  IS(Base, std::move(r).as_or_throw<Base>());
  IS(std::string, r.GetTypeKey());
  IS(BaseObj*, b.operator->());
  USE(leaf->x);
  IS(size_t, ObjectPtrHash()(r));
  IS(bool, ObjectPtrEqual()(r, r));
  IS(Base, GetRef<Base>(p.get()));
  IS(ObjectPtr<Object>, GetObjectPtr<Object>(p.get()));
  USE(make_inplace_array_object<TailObj, int64_t>(3));
}

void Values(AnyView v, Any a) {
  v.reset();
  v.swap(v);
  IS(int32_t, v.type_index());
  IS(bool, v.same_as(v));
  v = 1;
  v = a;
  IS(std::optional<int>, v.as<int>());
  IS(const BaseObj*, v.as<BaseObj>());
  IS(int, v.as_or_throw<int>());
  IS(String, v.cast<String>());
  IS(std::optional<Base>, v.try_cast<Base>());
  IS(bool, v == nullptr);
  IS(bool, v != nullptr);
  IS(std::string, v.GetTypeKey());
  IS(TVMFFIAny, v.CopyToTVMFFIAny());
  IS(AnyView, AnyView::CopyFromTVMFFIAny(TVMFFIAny{}));
  a.reset();
  a.swap(a);
  a = v;
  a = 1.5;
  a = String("x");
  a = Base(1);
  IS(std::optional<int>, a.as<int>());
  IS(std::optional<Base>, std::move(a).as<Base>());
  IS(Base, std::move(a).as_or_throw<Base>());
  IS(const BaseObj*, a.as<BaseObj>());
  IS(std::string, a.cast<std::string>());
  IS(Base, std::move(a).cast<Base>());
  IS(std::optional<double>, a.try_cast<double>());
  IS(bool, a.same_as(a));
  IS(bool, a.same_as(Base(1)));
  IS(bool, a == nullptr);
  IS(std::string, a.GetTypeKey());
  IS(uint64_t, AnyHash()(a));
  IS(bool, AnyEqual()(a, a));
}

void Texts(Bytes b, String s, std::string std_s, std::ostream& os) {
  MADE_FROM(Bytes, const char*, size_t);
  MADE_FROM(Bytes, TVMFFIByteArray);
  MADE_FROM(Bytes, std::string);
  b.swap(b);
  b = std::string("x");
  IS(size_t, b.size());
  IS(const char*, b.data());
  IS(int, Bytes::memncmp("a", "b", 1, 1));
  IS(bool, Bytes::memequal("a", "b", 1, 1));
  std_s = b.operator std::string();
  NOT_FROM(String, std::nullptr_t);
  MADE_FROM(String, const char*, size_t);
  MADE_FROM(String, TVMFFIByteArray);
  s.swap(s);
  s = std_s;
  s = "x";
  IS(const char*, s.c_str());
  IS(int, s.compare(s));
  IS(int, s.compare(std_s));
  IS(int, s.compare("x"));
  IS(int, s.compare(TVMFFIByteArray{nullptr, 0}));
  IS(size_t, s.length());
  IS(bool, s.empty());
  IS(char, s.at(0));
  IS(const size_t, String::npos);
  IS(size_t, s.find(s));
  IS(size_t, s.find("x", 1));
  IS(size_t, s.find("x", 1, 1));
  IS(String, s.substr());
  IS(String, s.substr(1, 2));
  IS(bool, s.starts_with(s));
  IS(bool, s.starts_with(std::string_view("x")));
  IS(bool, s.starts_with("x"));
  IS(bool, s.starts_with("x", 1));
  IS(bool, s.ends_with(s));
  IS(bool, s.ends_with(std::string_view("x")));
  IS(bool, s.ends_with("x"));
  IS(bool, s.ends_with("x", 1));
  std_s = s;
  IS(std::vector<std::string_view>, s.Split(','));
  IS(size_t, std::hash<Bytes>()(b));
  IS(size_t, std::hash<String>()(s));
  IS(String, EscapeStringJSON(s));
  IS(String, EscapeString(s));
  IS(String, EscapedStringPy(s));
  IS(std::string_view, ToStringView(TVMFFIByteArray{nullptr, 0}));
  IS(String, s + s);
  IS(String, s + std_s);
  IS(String, std_s + s);
  IS(String, "x" + s);
  IS(String, s + "x");
  IS(bool, s == s);
  IS(bool, s == "x");
  IS(bool, "x" != s);
  IS(bool, s < std_s);
  IS(bool, s >= s);
  IS(std::ostream&, os << s);
}

void BigInts(BigInt i, std::ostream& os, std::istream& is) {
  MADE_FROM(BigInt, int);
  MADE_FROM(BigInt, uint64_t);
  MADE_FROM(BigInt, double);
  i.swap(i);
  USE(i ? 1 : 2);
  IS(int64_t, static_cast<int64_t>(i));
  IS(double, static_cast<double>(i));
  IS(std::optional<int32_t>, i.as<int32_t>());
  IS(uint64_t, i.hash());
  i += i, i -= i, i *= i, i /= i, i %= i, i &= i, i |= i, i ^= i, i <<= i, i >>= i;
  ++i, --i, i++, i--;
  IS(BigInt, i + i);
  IS(BigInt, i * i);
  IS(BigInt, i << i);
  IS(BigInt, -i);
  IS(BigInt, ~i);
  IS(bool, i == i);
  IS(bool, i < i);
  IS(size_t, std::hash<BigInt>()(i));
  IS(std::istream&, is >> i);
  IS(std::ostream&, os << i);
}

void Errors(Error e, ObjectRef r, TVMFFIByteArray t) {
  MADE_FROM(Error, std::string, std::string, std::string);
  MADE_FROM(Error, std::string, std::string, std::string, std::optional<Error>,
            std::optional<ObjectRef>);
  MADE_FROM(Error, std::string, std::string, const TVMFFIByteArray*);
  IS(std::string, e.kind());
  IS(std::string, e.message());
  IS(std::optional<Error>, e.cause_chain());
  IS(std::optional<ObjectRef>, e.extra_context());
  IS(std::string, e.backtrace());
  IS(std::string, e.TracebackMostRecentCallLast());
  e.UpdateBacktrace(&t, kTVMFFIBacktraceUpdateModeReplace);
  IS(std::string, e.FullMessage());
  IS(const char*, e.what());
  IS(Error, EnvErrorAlreadySet());
  static_assert(std::is_base_of_v<std::exception, Error>);
  try {
    TVM_FFI_THROW(ValueError) << "x" << 1;
    TVM_FFI_LOG_AND_THROW(RuntimeError) << "x";
    TVM_FFI_ICHECK(true) << 1;
    TVM_FFI_CHECK(true, ValueError) << 1;
    TVM_FFI_ICHECK_EQ(1, 1);
    TVM_FFI_ICHECK_LT(1, 2) << "x";
    TVM_FFI_CHECK_GE(2, 1, IndexError) << "x";
    TVM_FFI_DCHECK_NE(1, 2);
    USE(TVM_FFI_ICHECK_NOTNULL(&r));
    TVM_FFI_CHECK_SAFE_CALL(0);
  } catch (const Error&) {
  }
}

void ExpectedValues(Expected<int> x, Expected<void> v, Error e) {
  MADE_FROM(Expected<int>, int);
  MADE_FROM(Expected<int>, Error);
  MADE_FROM(Expected<int>, Unexpected<Error>);
  MADE_FROM(Expected<double>, Expected<int>);
  IS(int32_t, x.type_index());
  IS(bool, x.is_ok());
  IS(bool, x.is_err());
  IS(bool, x.has_value());
  IS(int, x.value());
  IS(int, std::move(x).value());
  IS(Error, x.error());
  IS(int, x.value_or(3));
  IS(Expected<int>, x.as_or_error<int>());
  IS(bool, v.is_ok());
  v.value();
  IS(Error, v.error());
  Unexpected u(e);
  IS(const Error&, std::as_const(u).error());
}

template <typename T>
void OptionalOf(Optional<T> o, T value) {
  MADE_FROM(Optional<T>, std::nullopt_t);
  MADE_FROM(Optional<T>, std::optional<T>);
  MADE_FROM(Optional<T>, T);
  o = std::nullopt;
  o = value;
  IS(bool, o.has_value());
  USE(o ? 1 : 2);
  USE(o.value());
  USE(*o);
  USE(o.value_or(value));
  USE(o == o);
  USE(o != o);
}

void Optionals(Optional<Base> b, Optional<String> s, Optional<ObjectPtr<BaseObj>> p) {
  OptionalOf<int64_t>(std::nullopt, 1);
  OptionalOf<String>(std::nullopt, "x");
  OptionalOf<Base>(std::nullopt, Base(1));
  OptionalOf<ObjectPtr<BaseObj>>(std::nullopt, nullptr);
  IS(bool, b == nullptr);
  IS(bool, b == std::nullopt);
  IS(const BaseObj*, b.get());
  IS(bool, b.same_as(b));
  IS(bool, b.same_as(Base(1)));
  IS(bool, b.unique());
  IS(int, b.use_count());
  USE(b.as<BaseObj>());
  USE(b.as<Leaf>());
  USE(s == "x");
  USE(p != nullptr);
}

int64_t Add(int64_t a, int64_t b) { return a + b; }

void Functions(Function f, TypedFunction<int(int)> t, PackedArgs args, Any any, String name) {
  IS(int, args.size());
  IS(const AnyView*, args.data());
  IS(PackedArgs, args.Slice(1));
  IS(PackedArgs, args.Slice(1, 2));
  IS(AnyView, args[0]);
  AnyView packed[2];
  PackedArgs::Fill(packed, 1, "x");
  MADE_FROM(Function, std::nullptr_t);
  Function by_lambda([](PackedArgs, Any* rv) { *rv = 1; });
  USE(Function::FromPacked([](const AnyView*, int32_t, Any*) {}));
  IS(Function, Function::FromExternC(nullptr, nullptr, nullptr));
  IS(std::optional<Function>, Function::GetGlobal("x"));
  IS(std::optional<Function>, Function::GetGlobal(std::string_view("x")));
  IS(std::optional<Function>, Function::GetGlobal(std::string("x")));
  IS(std::optional<Function>, Function::GetGlobal(name));
  IS(Function, Function::GetGlobalRequired(name));
  Function::SetGlobal("x", f);
  Function::SetGlobal("x", f, true);
  IS(std::vector<String>, Function::ListGlobalNames());
  Function::RemoveGlobal(name);
  IS(Function, Function::FromTyped(Add));
  USE(Function::FromTyped([](int, String) { return 1; }, "named"));
  IS(Any, Function::InvokeExternC(nullptr, nullptr, 1, "x"));
  IS(Any, f(1, "x", name, any, nullptr, 2.5));
  f.CallPacked(packed, 2, &any);
  f.CallPacked(args, &any);
  IS(Expected<Any>, f.CallExpected(1));
  IS(Expected<int>, f.CallExpected<int>(1));
  IS(bool, f == nullptr);
  IS(bool, f != nullptr);
  t = [](int x) { return x; };
  t = f;
  TypedFunction<int(int)> named([](int x) { return x; }, "named");
  IS(int, t(1));
  f = t;
  IS(const Function&, t.packed());
  IS(bool, t == nullptr);
  IS(std::string, (TypedFunction<int(int)>::TypeSchema()));
  IS(int32_t, TypeKeyToIndex("x"));
  RValueRef<Base> moved(Base(1));
  IS(Base, *std::move(moved));
}

void DataTypes(std::ostream& os) {
  IS(DLDataType, StringToDLDataType("int8"));
  IS(String, DLDataTypeToString(DLDataType{}));
  IS(bool, DTypeIsFloat(DLDataType{}));
  IS(bool, DTypeIsInt(DLDataType{}));
  IS(bool, DTypeIsBool(DLDataType{}));
  IS(std::string, DTypeAbbrev(DLDataType{}));
  IS(std::ostream&, os << DLDataType{});
  IS(DLExtDataTypeCode, kDLExtCustomBegin);
  uint64_t x = 0;
  ByteSwap(&x, 8, 1);
  USE(Any(DLDevice{kDLCPU, 0}).cast<DLDevice>());
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(surface_add, Add);
TVM_FFI_STATIC_INIT_BLOCK() { USE(Add(1, 2)); }

}  // namespace surface
