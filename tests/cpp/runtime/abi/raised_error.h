// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tests/cpp/runtime/abi/raised_error.h: what the tests of the C ABI share: texts and the raised
// error.
#ifndef TVM_FFI_TESTS_CPP_RUNTIME_ABI_RAISED_ERROR_H_
#define TVM_FFI_TESTS_CPP_RUNTIME_ABI_RAISED_ERROR_H_

#include <tvm/ffi/c_api.h>

#include <string>
#include <string_view>

namespace tvm_ffi_test {

inline TVMFFIByteArray Bytes(std::string_view text) { return {text.data(), text.size()}; }

inline std::string Text(const TVMFFIByteArray& bytes) {
  return bytes.data == nullptr ? std::string() : std::string(bytes.data, bytes.size);
}

// Takes the raised error out of the slot; "kind: message", or "none".
inline std::string TakeRaised() {
  TVMFFIObjectHandle error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == nullptr) return "none";
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  const std::string text = Text(cell->kind) + ": " + Text(cell->message);
  TVMFFIObjectDecRef(error);
  return text;
}

inline TVMFFIAny None() {
  TVMFFIAny any;
  any.type_index = kTVMFFINone;
  any.zero_padding = 0;
  any.v_int64 = 0;
  return any;
}

inline TVMFFIAny IntAny(int64_t value) {
  TVMFFIAny any = None();
  any.type_index = kTVMFFIInt;
  any.v_int64 = value;
  return any;
}

inline TVMFFIAny FunctionAny(TVMFFIObjectHandle function) {
  TVMFFIAny any = None();
  any.type_index = kTVMFFIFunction;
  any.v_obj = static_cast<TVMFFIObject*>(function);
  return any;
}

inline int32_t NewType(std::string_view key, int32_t parent = kTVMFFIObject, int32_t depth = 1,
                       int32_t slots = 0, int32_t overflow = 1) {
  const TVMFFIByteArray bytes = Bytes(key);
  return TVMFFITypeGetOrAllocIndex(&bytes, -1, depth, slots, overflow, parent);
}

// A function that returns its handle as an int.
inline TVMFFIObjectHandle NewFunction(void* self = nullptr, void (*deleter)(void*) = nullptr) {
  TVMFFIObjectHandle function = nullptr;
  TVMFFIFunctionCreate(
      self,
      [](void* handle, const TVMFFIAny*, int32_t, TVMFFIAny* result) {
        *result = IntAny(reinterpret_cast<intptr_t>(handle));
        return 0;
      },
      deleter, &function);
  return function;
}

}  // namespace tvm_ffi_test
#endif  // TVM_FFI_TESTS_CPP_RUNTIME_ABI_RAISED_ERROR_H_
