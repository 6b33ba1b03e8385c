// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Objects, references, weak references, casts, sizes. Each line prints what it prints with the
// reference.
#include "objects.h"

#include <tvm/ffi/tvm_ffi.h>

#include "show.h"

namespace programs {

static void RunObjs() {
  ObjectPtr<TIntObj> p = make_object<TIntObj>(3);
  SHOW(p.use_count());
  SHOW(p.unique());
  ObjectPtr<Object> q = p;
  SHOW(q.use_count());
  SHOW(q == p);
  WeakObjectPtr<TIntObj> w(p);
  SHOW(w.use_count());
  SHOW(p.unique());
  SHOW(w.expired());
  SHOW(w.lock()->value);
  p.reset();
  q.reset();
  SHOW(w.expired());
  SHOW(w.lock() == nullptr);
  SHOW(w.use_count());
  Arc<TIntObj> arc = make_arc<TIntObj>(9);
  SHOW(arc->value);
  Arc<Object> up = arc;
  SHOW(up.use_count());
  ObjectPtr<TIntObj> back = arc;
  SHOW(back->value);
  SHOW((*arc).value);
  SHOW((std::is_default_constructible_v<Arc<TIntObj>>));
  SHOW((std::is_constructible_v<Arc<TIntObj>, std::nullptr_t>));
  SHOW((std::is_constructible_v<Arc<TIntObj>, ObjectPtr<TIntObj>>));
  SHOW((std::is_convertible_v<Arc<TFloatObj>, Arc<TNumObj>>));
  SHOW((std::is_convertible_v<Arc<TNumObj>, Arc<TFloatObj>>));
  ObjectRef r;
  SHOW(r.defined());
  r = TInt(1);
  SHOW(r.defined());
  SHOW(r->type_index() >= 128);
  SHOW(r->GetTypeKey());
  SHOW(r->IsInstance<TIntObj>());
  SHOW(r->IsInstance<Object>());
  SHOW(r->IsInstance<TNumObj>());
  SHOW(r.as<TIntObj>() != nullptr);
  SHOW(r.as<TInt>().has_value());
  SHOW(r.as<TNum>().has_value());
  SHOW(r.as_or_throw<TNum>().defined());
  SHOW(ObjectRef().as_or_throw<TInt>());
  SHOW(ObjectRef().as_or_throw<TNum>().defined());
  SHOW(ObjectRef().as<TNum>().has_value());
  SHOW(ObjectRef().as<TInt>().has_value());
  SHOW(ObjectRef().as<TIntObj>() == nullptr);
  SHOW(TInt::_type_is_nullable);
  SHOW(TNum::_type_is_nullable);
  SHOW(TIntObj::_type_key);
  SHOW(TIntObj::_type_depth);
  SHOW(TFloatObj::_type_depth);
  SHOW(TFloatObj::_type_final);
  SHOW(TNumObj::_type_child_slots);
  SHOW(TIntObj::_type_mutable);
  SHOW(Object::_type_key);
  SHOW(ArrayObj::_type_key);
  SHOW(TIntObj::RuntimeTypeIndex() == TIntObj::_GetOrAllocRuntimeTypeIndex());
  SHOW(Object::TypeIndex2Key(TIntObj::RuntimeTypeIndex()));
  SHOW(TypeIndexToTypeKey(71));
  SHOW(TypeKeyToIndex("test.Int") == TIntObj::RuntimeTypeIndex());
  SHOW(TypeKeyToIndex("nope"));
  SHOW(ObjectRef::_type_is_nullable);
  SHOW(Object::_type_child_slots_can_overflow);
  SHOW((std::is_same_v<decltype(std::declval<TInt>().get()), TIntObj*>));
  SHOW((std::is_same_v<decltype(std::declval<TNum>().get()), const TNumObj*>));
  SHOW((std::is_same_v<decltype(std::declval<TInt>().operator->()), TIntObj*>));
  SHOW((std::is_default_constructible_v<TInt>));
  SHOW((std::is_default_constructible_v<TNum>));
  SHOW((std::is_constructible_v<TInt, ObjectPtr<TIntObj>>));
  SHOW((std::is_constructible_v<TNum, ObjectPtr<TNumObj>>));
  SHOW((std::is_convertible_v<ObjectPtr<TNumObj>, TNum>));
  SHOW((std::is_constructible_v<TInt, UnsafeInit>));
  SHOW((std::is_same_v<TInt::ContainerType, TIntObj>));
  TInt x(4), y = x;
  TInt z = std::move(x);
  SHOW(x.defined());
  SHOW(z->value);
  SHOW(y == z);
  SHOW(y.same_as(z));
  SHOW(y < z);
  SHOW(y != z);
  std::unordered_map<ObjectRef, int, ObjectPtrHash, ObjectPtrEqual> um;
  um[y] = 1;
  um[z] = 2;
  SHOW(um.size());
  std::set<ObjectRef> st;
  st.insert(y);
  st.insert(z);
  SHOW(st.size());
  std::map<ObjectRef, int> sm;
  sm[y] = 3;
  SHOW(sm[z]);
  SHOW(ObjectPtrHash()(y) == ObjectPtrHash()(z));
  SHOW(ObjectPtrEqual()(y, z));
  SHOW(y.unique());
  SHOW(y.use_count());
  std::swap(y, z);
  SHOW(y->value);
  ObjectPtr<TIntObj> s1 = make_object<TIntObj>(1), s2 = make_object<TIntObj>(2);
  s1.swap(s2);
  SHOW(s1->value);
  std::swap(s1, s2);
  SHOW(s1->value);
  SHOW(s1 != nullptr);
  SHOW(bool(s1));
  s1 = nullptr;
  SHOW(s1 == nullptr);
  SHOW(!s1);
  SHOW(sizeof(ObjectRef));
  SHOW(sizeof(Any));
  SHOW(sizeof(String));
  SHOW(sizeof(Error));
  SHOW(sizeof(Optional<int>));
  SHOW(sizeof(Optional<TInt>));
  SHOW(sizeof(Variant<int, String>));
  SHOW(sizeof(Expected<int>));
  SHOW(sizeof(TensorView));
  SHOW(sizeof(PackedArgs));
  SHOW(sizeof(ShapeView));
  SHOW(sizeof(Arc<TIntObj>));
  SHOW(sizeof(Optional<ObjectPtr<TIntObj>>));
  SHOW(std::is_trivially_copyable_v<AnyView>);
  SHOW(std::is_standard_layout_v<AnyView>);
  SHOW(std::is_nothrow_move_constructible_v<Any>);
  SHOW(std::is_nothrow_move_constructible_v<ObjectRef>);
  SHOW(std::is_nothrow_move_constructible_v<Optional<int>>);
  SHOW(std::is_nothrow_move_constructible_v<TInt>);
  SHOW(std::is_nothrow_move_constructible_v<Function>);
}

void ObjectsProgram() { Section("objs", RunObjs); }

}  // namespace programs
