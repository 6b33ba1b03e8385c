// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/good.cc: a library with functions, a type, a context and a
// context symbol.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

namespace ffi = tvm::ffi;

extern "C" {
TVM_FFI_DLL_EXPORT void* __tvm_ffi__library_ctx = nullptr;
TVM_FFI_DLL_EXPORT void* test_module_context_symbol = nullptr;
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one, [](int64_t x) { return x + 1; });
TVM_FFI_DLL_EXPORT_TYPED_FUNC(context_symbol, []() { return test_module_context_symbol; });
TVM_FFI_DLL_EXPORT_TYPED_FUNC(context, []() { return __tvm_ffi__library_ctx; });
TVM_FFI_DLL_EXPORT_TYPED_FUNC(fail, [](ffi::String text) { TVM_FFI_THROW(ValueError) << text; });
// Calls a function of an imported module, as compiled code does.
TVM_FFI_DLL_EXPORT_TYPED_FUNC(call_import, [](ffi::String name, int64_t x) {
  TVMFFIObjectHandle function = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFIEnvModLookupFromImports(__tvm_ffi__library_ctx, name.c_str(), &function));
  ffi::AnyView args[1] = {x};
  ffi::Any result;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCall(function, reinterpret_cast<TVMFFIAny*>(args), 1,
                                             reinterpret_cast<TVMFFIAny*>(&result)));
  return result;
});

class GoodObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.module.Good", GoodObj, ffi::Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::Function::SetGlobal("test.module.good", ffi::Function::FromTyped([]() { return 42; }));
}
