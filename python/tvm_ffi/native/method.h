// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// method.h: reflected methods and constructors as descriptors (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_METHOD_H_
#define TVM_FFI_PYTHON_NATIVE_METHOD_H_

#include "function.h"

namespace tvm_ffi_py {

int init_method_types(State* s, PyObject* module);
int init_field_types(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_METHOD_H_
