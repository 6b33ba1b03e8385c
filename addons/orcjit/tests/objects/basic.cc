// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#include <memory>
#include <stdexcept>

namespace ffi = tvm::ffi;

extern "C" void* __tvm_ffi__library_ctx;
void* __tvm_ffi__library_ctx = nullptr;

namespace {

int64_t calls;
struct Prepared {
  int64_t value;
  Prepared() : value(42) {}
} prepared;

int64_t Add(int64_t a, int64_t b) { return a + b; }
int64_t Count() { return ++calls; }
int64_t IsPrepared() { return prepared.value; }
bool HasContext() { return __tvm_ffi__library_ctx != nullptr; }
void Fail() { TVM_FFI_THROW(ValueError) << "boom"; }
ffi::Any CallBack(ffi::Function f, ffi::Any x) { return f(x); }
ffi::Any CallGlobal(ffi::Any x) {
  return ffi::Function::GetGlobalRequired("testing.orcjit.host")(x);
}
ffi::Function MakeFunction(int64_t n) {
  return ffi::Function::FromTyped([n](int64_t x) { return x + n; });
}
ffi::Array<int64_t> MakeArray(int64_t n) {
  ffi::Array<int64_t> result;
  for (int64_t i = 0; i < n; ++i) result.push_back(i);
  return result;
}
ffi::String Concat(ffi::String a, ffi::String b) { return a + b; }
int64_t CatchInside(int64_t x) {
  try {
    if (x < 0) throw std::runtime_error("negative");
    return x;
  } catch (const std::runtime_error&) {
    return -x;
  }
}
int64_t UseStatic(int64_t x) {
  static std::unique_ptr<int64_t> total(new int64_t(100));
  *total += x;
  return *total;
}

}  // namespace

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add, Add);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(count, Count);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(prepared, IsPrepared);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(has_context, HasContext);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(fail, Fail);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(call_back, CallBack);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(call_global, CallGlobal);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_function, MakeFunction);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(make_array, MakeArray);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(concat, Concat);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(catch_inside, CatchInside);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(use_static, UseStatic);
