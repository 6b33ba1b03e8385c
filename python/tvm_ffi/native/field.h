// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// field.h: reflected fields as Python attributes (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_FIELD_H_
#define TVM_FFI_PYTHON_NATIVE_FIELD_H_

#include "object.h"

namespace tvm_ffi_py {

// How a field is reached; owner guards against objects of another type.
enum class FieldKind : uint8_t { kInt64, kFloat64, kBool, kOther };

struct FieldAccessor {
  PyObject_HEAD vectorcallfunc vectorcall;
  int64_t offset;
  int32_t owner;
  FieldKind kind;
  bool setter_is_function;
  void* access;  // TVMFFIFieldGetter, TVMFFIFieldSetter or an owned Function handle
};

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_FIELD_H_
