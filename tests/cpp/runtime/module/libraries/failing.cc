// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/module/libraries/failing.cc: registers a type, members, an attribute and
// functions, and then something that cannot be registered. The C functions are called without
// looking at their result, so that the initialiser runs to its end.
#include <tvm/ffi/c_api.h>

#include "../../abi/raised_error.h"

using namespace tvm_ffi_test;

namespace {

int SetFunction(const char* name, const char* doc) {
  TVMFFIMethodInfo info{};
  info.name = Bytes(name);
  info.doc = Bytes(doc);
  TVMFFIObjectHandle function = NewFunction();
  info.method = FunctionAny(function);
  const int code = TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0);
  TVMFFIObjectDecRef(function);
  return code;
}

__attribute__((constructor)) void Init() {
  const int32_t type = NewType("test.module.Failing");
  TVMFFIFieldInfo field{};
  field.name = Bytes("x");
  field.default_value_or_factory = None();
  TVMFFITypeRegisterField(type, &field);
  TVMFFITypeRegisterField(kTVMFFIModule, &field);
  const TVMFFIByteArray attr = Bytes("__test_module_failing__");
  const TVMFFIAny value = IntAny(1);
  TVMFFITypeRegisterAttr(kTVMFFIArray, &attr, &value);
  TVMFFITypeMetadata metadata{};
  TVMFFITypeRegisterMetadata(kTVMFFITensor, &metadata);
  SetFunction("test.module.failing.first", "");
  // Already there.
  SetFunction("test.module.already_there", "second");
  SetFunction("test.module.failing.last", "");
}

}  // namespace
