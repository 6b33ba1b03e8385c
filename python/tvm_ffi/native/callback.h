// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// callback.h: Python callables as FFI functions (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_CALLBACK_H_
#define TVM_FFI_PYTHON_NATIVE_CALLBACK_H_

#include "object.h"

namespace tvm_ffi_py {

// New Function handle that calls callable; tensors reach it through api when given.
void* make_callback(PyObject* callable, const DLPackExchangeAPI* api);
// The Python callable behind a Function handle, borrowed; NULL for any other function.
PyObject* callback_of(void* function);
// core.convert_func
PyObject* convert_func(PyObject* module, PyObject* const* args, Py_ssize_t n);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_CALLBACK_H_
