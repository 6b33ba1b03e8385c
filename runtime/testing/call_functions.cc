// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Testing library: calling, raising, signals, and functions reached by address or symbol.
// TestApply and TestRaiseError are looked for by name in backtraces, so they are not inlined.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/tvm_ffi.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

namespace tvm::ffi {

TVM_FFI_DLL_EXPORT TVM_FFI_NO_INLINE void TestRaiseError(String kind, String message) {
  throw Error(std::string(kind), std::string(message),
              TVMFFIBacktrace(__FILE__, __LINE__, TVM_FFI_FUNC_SIG, 0));
}

TVM_FFI_DLL_EXPORT TVM_FFI_NO_INLINE void TestApply(PackedArgs args, Any* result) {
  if (args.size() == 0) {
    TVM_FFI_THROW(TypeError) << "testing.apply expects a function and its arguments, got nothing";
  }
  const Function function = args[0].cast<Function>();
  function.CallPacked(args.Slice(1), result);
}

namespace {

namespace refl = reflection;

void Echo(PackedArgs args, Any* result) {
  if (args.size() == 0) {
    TVM_FFI_THROW(TypeError) << "testing.echo expects at least one argument, got none";
  }
  *result = args[0];
}

void RunCheckSignal(int64_t seconds) {
  for (int64_t i = 0; i < seconds; ++i) {
    if (TVMFFIEnvCheckSignals() != 0) throw EnvErrorAlreadySet();
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  std::fputs("Function finished without catching signal\n", stderr);
}

int AddOne(void*, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  if (num_args != 1) {
    TVM_FFI_THROW(TypeError) << "Mismatched number of arguments when calling: `testing.add_one(0: "
                                "int) -> int`. Expected 1 but got "
                             << num_args << " arguments";
  }
  const int64_t value = AnyView::CopyFromTVMFFIAny(args[0]).cast<int64_t>();
  *reinterpret_cast<Any*>(result) = value + 1;
  TVM_FFI_SAFE_CALL_END();
}

/// Slots point to handle, arguments, their number, the result cell and the return code.
void MlirAddOne(void** slots) {
  void* handle = *static_cast<void**>(slots[0]);
  const TVMFFIAny* args = *static_cast<TVMFFIAny**>(slots[1]);
  const int32_t num_args = *static_cast<int32_t*>(slots[2]);
  TVMFFIAny* result = *static_cast<TVMFFIAny**>(slots[3]);
  *static_cast<int*>(slots[4]) = AddOne(handle, args, num_args, result);
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("testing.test_raise_error", TestRaiseError)
      .def("testing.add_one", [](int x) { return x + 1; })
      .def_packed("testing.nop", [](PackedArgs, Any*) {})
      .def_packed("testing.echo", Echo)
      .def_packed("testing.apply", TestApply)
      .def("testing.run_check_signal", RunCheckSignal)
      .def("testing.get_add_one_c_symbol", []() { return reinterpret_cast<int64_t>(&AddOne); })
      .def("testing.get_mlir_add_one_c_symbol",
           []() { return reinterpret_cast<int64_t>(&MlirAddOne); });
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIEnvModRegisterSystemLibSymbol("__tvm_ffi_testing.add_one",
                                                              reinterpret_cast<void*>(&AddOne)));
}

}  // namespace
}  // namespace tvm::ffi

namespace {

int64_t SchemaIdInt(int64_t value) { return value; }
int64_t TestAddWithDocstring(int64_t a, int64_t b) { return a + b; }

}  // namespace

TVM_FFI_DLL_EXPORT_TYPED_FUNC(testing_dll_schema_id_int, SchemaIdInt);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(testing_dll_test_add_with_docstring, TestAddWithDocstring);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(testing_dll_test_add_with_docstring,
                                  R"(Add two integers and return the sum.

Parameters
----------
a : int
    First integer
b : int
    Second integer

Returns
-------
result : int
    Sum of a and b)");

/// Called by the Python module, so that this library is linked.
extern "C" TVM_FFI_DLL_EXPORT int TVMFFITestingDummyTarget() { return 0; }
