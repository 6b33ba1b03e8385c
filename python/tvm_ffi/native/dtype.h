// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// dtype.h: element types: core.DataType, and the base of tvm_ffi.dtype (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_DTYPE_H_
#define TVM_FFI_PYTHON_NATIVE_DTYPE_H_

#include "args.h"

namespace tvm_ffi_py {

// Value of the class in use for element types; new reference.
PyObject* wrap_dtype(DLDataType dtype);
// Read an element type out of Python values; false with an exception.
bool dtype_from_tuple(PyObject* fields, DLDataType* out);
bool dtype_from_str(PyObject* text, DLDataType* out);
bool dtype_from_framework(PyObject* o, DLDataType* out);
// Canonical text; new str.
PyObject* dtype_text(DLDataType dtype);

int set_data_type(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_dtype(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);

int init_dtype_types(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_DTYPE_H_
