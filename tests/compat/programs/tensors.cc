// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Shape, Tensor, TensorView. Each line prints what it prints with the reference.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/tvm_ffi.h>

#include "objects.h"
#include "show.h"

struct Al {
  void AllocData(DLTensor* t) { t->data = malloc(GetDataSize(*t) + 64); }
  void FreeData(DLTensor* t) { free(t->data); }
};
Tensor mk(Shape s, DLDataType d = {kDLFloat, 32, 1}) {
  return Tensor::FromNDAlloc(Al(), s, d, DLDevice{kDLCPU, 0});
}

namespace programs {

static void RunShape() {
  Shape s = {1, 2, 3};
  SHOW(s);
  SHOW(s.size());
  SHOW(s[1]);
  SHOW(s.at(2));
  SHOW(s.at(3));
  SHOW(s.Product());
  SHOW(s.front());
  SHOW(s.back());
  SHOW(s.empty());
  Shape e;
  SHOW(e);
  SHOW(e.size());
  SHOW(e.Product());
  SHOW(e.data() != nullptr);
  SHOW(std::vector<int64_t>(s.begin(), s.end()));
  Shape v(std::vector<int64_t>{4, 5});
  SHOW(v);
  Shape a(Array<int64_t>{6, 7});
  SHOW(a);
  Shape r(v.begin(), v.end());
  SHOW(r);
  ShapeView sv = s;
  SHOW(sv.size());
  SHOW(sv[2]);
  SHOW(sv.Product());
  SHOW(sv.at(9));
  SHOW(sv.front());
  Shape fsv(sv);
  SHOW(fsv);
  SHOW(Shape::StridesFromShape(s));
  SHOW(Shape::StridesFromShape({2, 0, 3}));
  SHOW(Shape::StridesFromShape(e));
  SHOW(s == s);
  SHOW(s == Shape({1, 2, 3}));
  SHOW(Any(Array<int>{1, 2}).cast<Shape>());
  SHOW(Any(s).cast<Shape>());
  SHOW(Any(Array<Any>{"x"}).cast<Shape>());
  SHOW(Any(List<int>{1}).try_cast<Shape>().has_value());
  SHOW(Any(1).cast<Shape>());
  SHOW(TypeTraits<Shape>::TypeStr());
  ShapeView il = {7, 8};
  SHOW(sv.begin() == s.data());
  SHOW(ShapeView().size());
  SHOW(ShapeView().empty());
  SHOW(e.front());
  SHOW(sv.back());
  SHOW(std::accumulate(s.begin(), s.end(), int64_t(1), std::multiplies<int64_t>()));
  SHOW(Shape({INT64_MAX, 2}).Product());
  SHOW(sizeof(Shape));
  SHOW(Shape({-1, 2}).Product());
  for (int64_t d : s) std::cout << d;
  for (auto d : sv) std::cout << d;
  SHOW(std::equal(s.begin(), s.end(), sv.begin()));
  std::ostringstream os;
  os << s << Shape({5});
  SHOW(os.str());
  SHOW(s.as<ShapeObj>()->Product());
  SHOW(s->size);
  SHOW((std::is_constructible_v<Shape, std::vector<int>>));
  SHOW((std::is_convertible_v<std::initializer_list<int64_t>, Shape>));
  SHOW((std::is_convertible_v<Shape, std::vector<int64_t>>));
  SHOW(s != v);
  SHOW(s.use_count());
}

static void RunTensor() {
  Tensor t = mk({2, 3});
  SHOW(t.ndim());
  SHOW(t.dim());
  SHOW(t.numel());
  SHOW(t.shape().size());
  SHOW(t.shape()[1]);
  SHOW(t.size(0));
  SHOW(t.size(-1));
  SHOW(t.size(2));
  SHOW(t.size(-3));
  SHOW(t.stride(0));
  SHOW(t.stride(-1));
  SHOW(t.strides()[0]);
  SHOW(t.dtype());
  SHOW(t.device().device_type);
  SHOW(t.IsContiguous());
  SHOW(t.is_contiguous());
  SHOW(t.IsAligned(8));
  SHOW(t.byte_offset());
  SHOW(t.data_ptr() != nullptr);
  SHOW(t.sizes()[0]);
  SHOW(GetDataSize(t));
  SHOW(GetDataSize(*t.GetDLTensorPtr()));
  SHOW(GetDataSize(5, DLDataType{kDLUInt, 4, 1}));
  SHOW(GetDataSize(5, DLDataType{kDLBool, 8, 1}));
  SHOW(t.use_count());
  DLManagedTensor* m = t.ToDLPack();
  SHOW(m->dl_tensor.ndim);
  SHOW(t.use_count());
  Tensor u = Tensor::FromDLPack(m);
  SHOW(u.data_ptr() == t.data_ptr());
  SHOW(u.size(1));
  DLManagedTensorVersioned* mv = u.ToDLPackVersioned();
  SHOW(mv->version.major);
  SHOW(mv->version.minor);
  SHOW(mv->flags);
  Tensor w = Tensor::FromDLPackVersioned(mv, 4, true);
  SHOW(w.numel());
  SHOW(t.use_count());
  TensorView tv = t;
  SHOW(tv.ndim());
  SHOW(tv.data_ptr() == t.data_ptr());
  SHOW(tv.size(-1));
  SHOW(tv.size(5));
  SHOW(tv.shape().Product());
  SHOW(tv.IsContiguous());
  SHOW(tv.dtype());
  Tensor n;
  SHOW(n.defined());
  TRY(TensorView x(n));
  Tensor st = t.as_strided({3, 2}, {1, 3});
  SHOW(st.IsContiguous());
  SHOW(st.size(0));
  SHOW(st.stride(1));
  Tensor so = t.as_strided({2}, {1}, 1);
  SHOW((char*)so.data_ptr() - (char*)t.data_ptr());
  SHOW(so.byte_offset());
  TensorView vs = tv.as_strided({2}, {1}, 2);
  SHOW((char*)vs.data_ptr() - (char*)t.data_ptr());
  TRY(t.as_strided({2}, {1}, -1));
  Tensor s0 = mk({});
  SHOW(s0.ndim());
  SHOW(s0.numel());
  SHOW(s0.IsContiguous());
  SHOW(s0.size(0));
  SHOW(s0.shape().size());
  Tensor z = mk({0, 3});
  SHOW(z.numel());
  SHOW(z.stride(0));
  SHOW(z.IsContiguous());
  SHOW(Any(t).cast<Tensor>().same_as(t));
  SHOW(Any(t).cast<DLTensor*>()->ndim);
  SHOW(Any(t).cast<TensorView>().ndim());
  Function f = Function::FromTyped([](TensorView v) { return v.ndim(); }, "tv");
  SHOW(f(t).cast<int>());
  SHOW(f(1));
  SHOW(f(n));
  Function g = Function::FromTyped([](Tensor v) { return v.ndim(); }, "tt");
  SHOW(g(t).cast<int>());
  SHOW(g(1));
  SHOW(g(const_cast<DLTensor*>(t.GetDLTensorPtr())));
  Function h = Function::FromTyped([](Optional<TensorView> v) { return v.has_value(); });
  SHOW(h(nullptr).cast<bool>());
  SHOW(h(t).cast<bool>());
  Function q = Function::FromTyped([](DLTensor* d) { return d->ndim; }, "dl");
  SHOW(q(t).cast<int>());
  SHOW(q("x"));
  TRY(Tensor::FromEnvAlloc(TVMFFIEnvTensorAlloc, {1}, DLDataType{kDLInt, 8, 1},
                           DLDevice{kDLCPU, 0}));
  Tensor fs = Tensor::FromNDAllocStrided(Al(), {2, 2}, {1, 2}, DLDataType{kDLInt, 32, 1},
                                         DLDevice{kDLCPU, 0});
  SHOW(fs.stride(1));
  SHOW(fs.IsContiguous());
  TRY(Tensor::FromNDAllocStrided(Al(), {2, 2}, {1}, DLDataType{kDLInt, 32, 1},
                                 DLDevice{kDLCPU, 0}));
  SHOW(IsDirectAddressDevice(DLDevice{kDLCPU, 0}));
  SHOW(IsDirectAddressDevice(DLDevice{kDLOpenCL, 0}));
  SHOW(IsContiguous(*t.GetDLTensorPtr()));
  SHOW(IsAligned(*t.GetDLTensorPtr(), 4));
  SHOW(sizeof(TensorObj));
  SHOW((std::is_constructible_v<TensorView, Tensor&&>));
  SHOW((std::is_assignable_v<TensorView&, Tensor&&>));
  Array<Tensor> at = {t};
  SHOW(at[0].same_as(t));
  Optional<Tensor> ot = t;
  SHOW(ot.value().ndim());
  SHOW(t == t);
  SHOW(t != u);
  SHOW(TypeTraits<TensorView>::TypeStr());
  SHOW(TypeTraits<Tensor>::TypeSchema());
  SHOW(mk({2, 2}, DLDataType{kDLFloat4_e2m1fn, 4, 2}).numel());
  SHOW(GetDataSize(mk({3}, DLDataType{kDLFloat4_e2m1fn, 4, 1})));
}

void TensorsProgram() {
  Section("shape", RunShape);
  Section("tensor", RunTensor);
}

}  // namespace programs
