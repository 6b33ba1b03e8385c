// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module_functions.h: functions of the core module that belong to no class.
#ifndef TVM_FFI_PYTHON_NATIVE_MODULE_FUNCTIONS_H_
#define TVM_FFI_PYTHON_NATIVE_MODULE_FUNCTIONS_H_

#include "py.h"

namespace tvm_ffi_py {

int add_module_functions(PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_MODULE_FUNCTIONS_H_
