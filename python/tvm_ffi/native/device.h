// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// device.h: core.Device (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_DEVICE_H_
#define TVM_FFI_PYTHON_NATIVE_DEVICE_H_

#include "args.h"

namespace tvm_ffi_py {

// Value of the class in use for devices; new reference.
PyObject* wrap_device(DLDevice device);
int set_device(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);

int init_device_type(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_DEVICE_H_
