// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// python_class.h: native records of classes that Python defines (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_PYTHON_CLASS_H_
#define TVM_FFI_PYTHON_NATIVE_PYTHON_CLASS_H_

#include "object.h"

namespace tvm_ffi_py {

// Whether a field's setter was made for a Python class: such a field takes a value of its own plain
// kind as it is.
bool is_python_class_setter(void* setter);

int add_python_class_functions(PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_PYTHON_CLASS_H_
