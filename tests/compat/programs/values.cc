// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Any and AnyView: conversions of plain values, texts and objects. Each line prints what it prints
// with the reference.
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

enum class Color : int { kRed = 1, kBlue = 2 };
enum Plain { A0, B0 };

namespace programs {

static void RunAnyInt() {
  AnyView v0;
  SHOW(v0.CopyToTVMFFIAny().type_index);
  std::optional<int64_t> o = v0.as<int64_t>();
  SHOW(o.has_value());
  AnyView v1 = 1;
  SHOW(v1.cast<int>());
  SHOW(v1.as<int64_t>());
  SHOW(v1.as<double>());
  SHOW(v1.try_cast<double>());
  SHOW(v1.try_cast<bool>());
  SHOW(v1.as<bool>());
  int64_t big = 1;
  big <<= 32;
  AnyView v2 = big;
  SHOW(v2.cast<int64_t>());
  SHOW(v2.cast<int64_t>() == big);
  v2 = uint64_t(4);
  SHOW(v2.cast<uint64_t>());
  TRY(AnyView x = std::numeric_limits<uint64_t>::max());
  TRY(Any x = std::numeric_limits<uint64_t>::max());
  SHOW(AnyView().cast<int>());
  SHOW(AnyView("x").cast<int>());
  SHOW(AnyView(1.5).cast<int>());
  SHOW(AnyView(true).cast<int>());
  SHOW(AnyView(Color::kBlue).cast<int>());
  SHOW(static_cast<int>(AnyView(2).cast<Color>()));
  SHOW(static_cast<int>(AnyView(B0).cast<Plain>()));
  SHOW(AnyView((short)3).cast<unsigned char>());
  SHOW(AnyView('c').cast<int>());
  SHOW(AnyView(5u).cast<size_t>());
  SHOW(AnyView(5LL).type_index());
  SHOW(AnyView(5UL).type_index());
  SHOW((int)AnyView(-1).cast<int8_t>());
}

static void RunAnyMisc() {
  SHOW(AnyView(nullptr) == nullptr);
  SHOW(AnyView(nullptr).as<std::nullptr_t>());
  SHOW(AnyView(1) != nullptr);
  SHOW(Any() == nullptr);
  SHOW(AnyView(true).cast<bool>());
  SHOW(AnyView(2).cast<bool>());
  SHOW(AnyView(1.0).try_cast<bool>());
  SHOW(AnyView(true).cast<double>());
  SHOW(AnyView(3).cast<float>());
  void* p = (void*)0x10;
  SHOW(AnyView(p).cast<void*>() == p);
  SHOW(AnyView(nullptr).cast<void*>() == nullptr);
  SHOW(AnyView(1).cast<void*>());
  SHOW(AnyView(nullptr).as<void*>().has_value());
  SHOW(AnyView(DLDataType{kDLFloat, 32, 1}).cast<DLDataType>());
  SHOW(AnyView("int8x4").cast<DLDataType>());
  SHOW(AnyView("zzz").cast<DLDataType>());
  SHOW(AnyView("zzz").try_cast<DLDataType>().has_value());
  SHOW(AnyView(String("float16")).cast<DLDataType>());
  SHOW(AnyView(1).cast<DLDataType>());
  SHOW(AnyView("cuda:2").cast<DLDevice>().device_id);
  SHOW(AnyView("zzz").cast<DLDevice>());
  SHOW(AnyView(DLDevice{kDLCPU, 3}).cast<DLDevice>().device_id);
  DLTensor t{};
  SHOW(AnyView(&t).cast<DLTensor*>() == &t);
  TRY(Any a = Any(&t));
  SHOW(Any(AnyView(&t)).type_index());
  TVMFFIByteArray ba{"abc", 3};
  SHOW(AnyView(&ba).cast<String>());
  SHOW(AnyView(&ba).cast<Bytes>().size());
  SHOW(AnyView(&ba).cast<std::string>());
  SHOW(AnyView(&ba).type_index());
  SHOW(Any(AnyView(&ba)).type_index());
  SHOW(Any("hello world").type_index());
  SHOW(Any("hi").type_index());
  SHOW(Any(std::string("hi")).type_index());
  SHOW(Any(String(std::string("hi"))).type_index());
  SHOW(AnyView("x").type_index());
  SHOW(AnyView(String("x")).type_index());
  SHOW(AnyView("x").as<String>().has_value());
  SHOW(AnyView("x").cast<const char*>());
  SHOW(AnyView("x").try_cast<String>());
  SHOW(AnyView(String("x")).try_cast<const char*>().has_value());
  SHOW(AnyView(String("xyz")).try_cast<std::string>());
  SHOW(Any(String("xyz")).cast<std::string>());
  SHOW(AnyView(1).as_or_throw<String>());
  SHOW(AnyView("a").as_or_throw<int>());
  SHOW(Any(1).as_or_throw<int>());
  SHOW(Any(1).cast<String>());
  SHOW(Any(String("q")).cast<double>());
  SHOW(Any(1.5).cast<Array<int>>());
  SHOW(AnyView().cast<String>());
  SHOW(AnyView().cast<Array<int>>());
  SHOW(AnyView().cast<TInt>());
  SHOW(AnyView().cast<TNum>().defined());
  SHOW(Any(TInt(1)).cast<TFloat>());
  SHOW(Any(TInt(1)).as_or_throw<TFloat>());
  SHOW(AnyView(TInt(1)).GetTypeKey());
  SHOW(AnyView("a").GetTypeKey());
  SHOW(Any(3).GetTypeKey());
}

static void RunAnyObj() {
  Any a = TInt(5);
  SHOW(a.as<TInt>().has_value());
  SHOW(a.as<TIntObj>()->value);
  SHOW(a.cast<TInt>()->value);
  SHOW(a.as<TFloatObj>() == nullptr);
  SHOW(a.as<ObjectRef>().has_value());
  SHOW(a.as<Object>() != nullptr);
  TInt i = a.cast<TInt>();
  SHOW(i.use_count());
  TInt j = std::move(a).cast<TInt>();
  SHOW(a == nullptr);
  SHOW(j.use_count());
  SHOW(j.same_as(i));
  Any b = j;
  SHOW(b.same_as(j));
  Any c = b;
  SHOW(c.same_as(b));
  SHOW(AnyView(b).same_as(AnyView(c)));
  SHOW(b.as<TInt>().value()->GetValue());
  auto o = std::move(b).as<TInt>();
  SHOW(o.has_value());
  SHOW(b == nullptr);
  b = c;
  auto o2 = std::move(b).as<TFloat>();
  SHOW(o2.has_value());
  SHOW(b == nullptr);
  SHOW(c.cast<TIntObj*>()->value);
  SHOW(c.cast<const TIntObj*>()->value);
  SHOW(c.cast<ObjectPtr<TIntObj>>()->value);
  SHOW(c.cast<Arc<TIntObj>>()->value);
  SHOW(c.try_cast<TFloatObj*>().has_value());
  Any f = TFloat(1.5);
  SHOW(f.as<TNum>().has_value());
  SHOW(f.as<TNumObj>() != nullptr);
  SHOW(f.cast<TNum>().as<TFloat>().value()->Add(1));
  Any n = TNum();
  SHOW(n == nullptr);
  SHOW(n.type_index());
  SHOW(n.cast<TNum>().defined());
  SHOW(n.as<TNum>().has_value());
  Any x = ObjectPtr<TIntObj>();
  SHOW(x.type_index());
  x = make_object<TIntObj>(4);
  SHOW(x.cast<TInt>()->value);
  x = make_arc<TIntObj>(7);
  SHOW(x.cast<TInt>()->value);
  SHOW(x.as<TInt>().value().use_count());
  const TIntObj* ptr = x.as<TIntObj>();
  Any y = ptr;
  SHOW(y.same_as(x));
  SHOW(j.use_count());
  Any sw = 1;
  sw.swap(y);
  SHOW(sw.type_index() >= 128);
  SHOW(y.cast<int>());
  sw.reset();
  SHOW(sw == nullptr);
  AnyView vv = x;
  SHOW(vv.as<TIntObj>()->value);
  AnyView v3;
  v3 = x;
  v3.swap(vv);
  v3.reset();
  SHOW(v3 == nullptr);
  SHOW(GetRef<TInt>(ptr)->value);
  SHOW(GetRef<ObjectRef>(ptr).use_count());
  SHOW(GetObjectPtr<Object>(const_cast<TIntObj*>(ptr)).use_count());
  x = x;
  SHOW(x.cast<TInt>()->value);
  Any& xr = x;
  x = std::move(xr);
  SHOW(x == nullptr);
}

void ValuesProgram() {
  Section("any_int", RunAnyInt);
  Section("any_misc", RunAnyMisc);
  Section("any_obj", RunAnyObj);
}

}  // namespace programs
