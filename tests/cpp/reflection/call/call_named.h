// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Calls by keyword through the C function, for tests.
#ifndef TVM_FFI_TESTS_REFLECTION_CALL_NAMED_H_
#define TVM_FFI_TESTS_REFLECTION_CALL_NAMED_H_

#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <utility>
#include <vector>

namespace call_test {

using namespace tvm::ffi;

using Named = std::vector<std::pair<std::string, Any>>;

inline Any CallNamed(const Function& function, std::vector<Any> values, const Named& named) {
  std::vector<TVMFFIByteArray> names;
  for (const auto& [name, value] : named) {
    names.push_back({name.data(), name.size()});
    values.push_back(value);
  }
  std::vector<AnyView> views(values.begin(), values.end());
  Any result;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCallKeywords(
      tvm::ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(function),
      reinterpret_cast<TVMFFIAny*>(views.data()), static_cast<int32_t>(views.size() - names.size()),
      names.data(), static_cast<int32_t>(names.size()), reinterpret_cast<TVMFFIAny*>(&result)));
  return result;
}

inline Any CallNamed(const char* global, std::vector<Any> values, const Named& named) {
  return CallNamed(Function::GetGlobalRequired(global), std::move(values), named);
}

inline Function ConstructorOf(const char* key) {
  const TVMFFIByteArray name{"__ffi_init__", 12};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  const int32_t index = TypeKeyToIndex(key);
  return AnyView::CopyFromTVMFFIAny(column->data[index - column->begin_index]).cast<Function>();
}

}  // namespace call_test
#endif  // TVM_FFI_TESTS_REFLECTION_CALL_NAMED_H_
