// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Containers, shapes, tensors.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tensor.h>
#include <tvm/ffi/container/tuple.h>
#include <tvm/ffi/container/variant.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "surface.h"

namespace surface {
using namespace tvm::ffi;  // NOLINT

void SequenceObjects(SeqBaseObj* s, ArrayObj* a, Any any) {
  IS(size_t, s->size());
  IS(size_t, s->capacity());
  IS(bool, s->empty());
  IS(const Any&, s->at(0));
  IS(const Any&, (*s)[0]);
  IS(const Any&, s->front());
  IS(const Any&, s->back());
  IS(const Any*, s->begin());
  IS(const Any*, s->end());
  s->clear();
  s->SetItem(0, any);
  s->SetItemAfterCheck(0, any);
  USE(s->InitRange(0, s->begin(), s->end()));
  s->pop_back();
  s->erase(0);
  s->erase(0, 1);
  s->insert(0, any);
  s->insert(0, s->begin(), s->end());
  s->Reverse();
  s->resize(1);
  IS(ObjectPtr<ArrayObj>, ArrayObj::CopyFrom(1, a));
  IS(ObjectPtr<ArrayObj>, ArrayObj::MoveFrom(1, a));
  IS(ObjectPtr<ArrayObj>, ArrayObj::CreateRepeated(1, any));
  IS(ObjectPtr<ListObj>, ListObj::CreateRepeated(1, any));
  static_assert(ArrayObj::_type_final && ListObj::_type_final);
}

template <typename Seq>
void Sequence(Seq s, std::vector<String> v, String x) {
  static_assert(std::is_same_v<typename Seq::value_type, String>);
  MADE_FROM(Seq, UnsafeInit);
  MADE_FROM(Seq, ObjectPtr<Object>);
  MADE_FROM(Seq, std::initializer_list<String>);
  MADE_FROM(Seq, std::vector<String>);
  MADE_FROM(Seq, size_t, String);
  s = Seq(v.begin(), v.end());
  s = Seq{"a", "b"};
  typename Seq::iterator it = s.begin();
  USE(s.end() - it);
  USE(it + 1 != s.end());
  for (const String& one : s) USE(one.size());
  for (auto r = s.rbegin(); r != s.rend(); ++r) USE((*r).size());
  USE(String(s[0]));
  IS(size_t, s.size());
  IS(size_t, s.capacity());
  IS(bool, s.empty());
  IS(String, s.front());
  IS(String, s.back());
  s.push_back(x);
  s.emplace_back("x");
  s.insert(s.begin(), x);
  s.insert(s.begin(), v.begin(), v.end());
  s.pop_back();
  s.erase(s.begin());
  s.erase(s.begin(), s.end());
  s.resize(1);
  s.reserve(1);
  s.clear();
  s.Set(0, x);
  s.Assign(v.begin(), v.end());
}

void Sequences(Array<String> a, List<String> l, Array<int64_t> n) {
  Sequence<Array<String>>(a, {}, "x");
  Sequence<List<String>>(l, {}, "x");
  MADE_FROM(Array<Any>, Array<String>);
  MADE_FROM(Array<ObjectRef>, Array<Array<int>>);
  MADE_FROM(List<Any>, List<String>);
  IS(ArrayObj*, a.GetArrayObj());
  IS(ListObj*, l.GetListObj());
  IS(ArrayObj*, a.CopyOnWrite());
  Array<size_t> sizes = a.Map([](const String& s) { return s.size(); });
  USE(sizes);
  n.MutateByApply([](int64_t x) { return x + 1; });
  IS(Array<String>, Array<String>::Agregate(a, String("x"), a));
  IS(Array<String>, Concat(a, a));
  static_assert(std::is_same_v<Array<int>::ContainerType, ArrayObj>);
  static_assert(is_valid_iterator<String, std::vector<String>::iterator>::value);
  USE(Any(a).cast<Array<Any>>());
}

void Tuples(Tuple<int, String> t) {
  MADE_FROM(Tuple<Any, Any>, Tuple<int, String>);
  t = Tuple<int, String>(1, "x");
  Tuple deduced(1, String("x"));
  IS(int, t.get<0>());
  IS(String, std::move(t).get<1>());
  t.Set<0>(2);
  IS(int, get<0>(t));
  auto [a, b] = t;
  USE(a), USE(b);
  static_assert(std::tuple_size<Tuple<int, String>>::value == 2);
  static_assert(std::is_same_v<std::tuple_element<1, Tuple<int, String>>::type, String>);
}

void Variants(Variant<int, String> v, Variant<Array<int>, String> refs) {
  v = 1;
  v = String("x");
  IS(std::optional<int>, v.as<int>());
  IS(String, v.get<String>());
  IS(String, std::move(v).get<String>());
  IS(std::string, v.GetTypeKey());
  USE(refs.as<ArrayObj>());
  IS(bool, refs.same_as(refs));
  IS(size_t, ObjectPtrHash()(Variant<Array<int>, List<int>>(Array<int>())));
}

template <typename M>
void Mapping(M m, std::unordered_map<String, int> std_map, String key) {
  static_assert(std::is_same_v<typename M::key_type, String>);
  static_assert(std::is_same_v<typename M::mapped_type, int>);
  MADE_FROM(M, UnsafeInit);
  MADE_FROM(M, ObjectPtr<Object>);
  m = M(std_map.begin(), std_map.end());
  m = M{{"a", 1}, {"b", 2}};
  m = M(std_map);
  USE(int(m.at(key)));
  USE(int(m[key]));
  IS(size_t, m.size());
  IS(size_t, m.count(key));
  IS(bool, m.empty());
  m.clear();
  m.Set(key, 1);
  for (const auto& [k, v] : m) USE(k.size() + static_cast<size_t>(v));
  auto it = m.find(key);
  USE(it != m.end() ? (*it).second : 0);
  USE((*it).first);
  ++it, --it, it++, it--;
  IS(std::optional<int>, m.Get(key));
  m.erase(key);
}

void Mappings(Map<String, int> m, Dict<String, int> d, MapObj* o) {
  Mapping(m, {}, "x");
  Mapping(d, {}, "x");
  MADE_FROM(Map<Any, Any>, Map<String, int>);
  MADE_FROM(Dict<Any, Any>, Dict<String, int>);
  IS(MapObj*, m.CopyOnWrite());
  USE(Merge(m, m));
  IS(ObjectPtr<Object>, MapObj::ShallowCopy(o));
  IS(ObjectPtr<Object>, DictObj::ShallowCopy(nullptr));
  IS(size_t, o->size());
  IS(size_t, o->count(1));
  IS(const Any&, std::as_const(*o).at(1));
  IS(Any&, o->at(1));
  for (auto it = o->begin(); it != o->end(); ++it) USE((*it).first), USE(it->second);
  o->erase(o->find(1));
  o->erase(1);
  o->clear();
}

void Shapes(Shape s, ShapeView v, std::ostream& os) {
  MADE_FROM(Shape, Array<int64_t>);
  MADE_FROM(Shape, std::initializer_list<int64_t>);
  MADE_FROM(Shape, std::vector<int64_t>);
  MADE_FROM(Shape, ShapeView);
  MADE_FROM(ShapeView, const int64_t*, size_t);
  s = {1, 2};
  v = s;
  IS(Shape, Shape::StridesFromShape(v));
  IS(const int64_t*, s.data());
  IS(size_t, s.size());
  IS(int64_t, s[0]);
  IS(int64_t, s.at(0));
  IS(bool, s.empty());
  IS(int64_t, s.front());
  IS(int64_t, s.back());
  IS(const int64_t*, s.begin());
  IS(int64_t, s.Product());
  IS(int64_t, v.Product());
  IS(int64_t, v[0]);
  IS(int64_t, v.at(0));
  IS(const int64_t*, v.end());
  IS(bool, v.empty());
  IS(int64_t, v.front());
  IS(std::ostream&, os << s);
}

struct Alloc {
  void AllocData(DLTensor* tensor, int tag);
  void FreeData(DLTensor* tensor);
};
void Alloc::AllocData(DLTensor*, int) {}
void Alloc::FreeData(DLTensor*) {}

template <typename T>
void TensorLike(T t) {
  IS(void*, t.data_ptr());
  IS(DLDevice, t.device());
  IS(int32_t, t.ndim());
  IS(DLDataType, t.dtype());
  IS(ShapeView, t.shape());
  IS(ShapeView, t.strides());
  IS(int64_t, t.size(0));
  IS(int64_t, t.stride(0));
  IS(int64_t, t.numel());
  IS(uint64_t, t.byte_offset());
  IS(bool, t.IsContiguous());
  IS(int32_t, t.dim());
  IS(ShapeView, t.sizes());
  IS(bool, t.is_contiguous());
  IS(T, t.as_strided(t.shape(), t.strides()));
  IS(T, t.as_strided(t.shape(), t.strides(), 1));
  IS(size_t, GetDataSize(t));
}

void Tensors(Tensor t, TensorView v, DLManagedTensor* m, DLManagedTensorVersioned* mv,
             ShapeView shape) {
  const DLDataType dtype{kDLFloat, 32, 1};
  const DLDevice device{kDLCPU, 0};
  TensorLike(t);
  TensorLike(v);
  IS(bool, t.IsAligned(64));
  IS(Tensor, Tensor::FromNDAlloc(Alloc(), shape, dtype, device, 1));
  IS(Tensor, Tensor::FromNDAllocStrided(Alloc(), shape, shape, dtype, device, 1));
  IS(Tensor, Tensor::FromEnvAlloc(TVMFFIEnvTensorAlloc, shape, dtype, device));
  IS(Tensor, Tensor::FromDLPack(m));
  IS(Tensor, Tensor::FromDLPack(m, 64, true));
  IS(Tensor, Tensor::FromDLPackVersioned(mv));
  IS(DLManagedTensor*, t.ToDLPack());
  IS(DLManagedTensorVersioned*, t.ToDLPackVersioned());
  IS(const DLTensor*, t.GetDLTensorPtr());
  MADE_FROM(TensorView, const Tensor&);
  MADE_FROM(TensorView, const DLTensor*);
  static_assert(!std::is_constructible_v<TensorView, Tensor&&>);
  v = t;
  IS(bool, IsDirectAddressDevice(device));
  IS(bool, IsContiguous(*t.GetDLTensorPtr()));
  IS(bool, IsAligned(*t.GetDLTensorPtr(), 8));
  IS(size_t, GetDataSize(8, dtype));
  IS(size_t, GetDataSize(*t.GetDLTensorPtr()));
  USE(Function::FromTyped([](TensorView, Tensor, Optional<Tensor>, DLTensor*) {}));
}

}  // namespace surface
