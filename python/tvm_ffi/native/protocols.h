// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// protocols.h: classes that say by a special method how they travel (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_PROTOCOLS_H_
#define TVM_FFI_PYTHON_NATIVE_PROTOCOLS_H_

#include "args.h"

namespace tvm_ffi_py {

// type_attr: attribute of the class, not of the instance; borrowed, NULL without exception.
inline bool type_has(PyTypeObject* type, PyObject* name) {
  return type_attr(type, name) != nullptr;
}

// Attribute of a module that is already imported; new reference, NULL without exception.
PyObject* loaded_attr(const char* module, const char* attribute);
// 1 when o is an instance of numbers.<name>, 0 when not, -1 with an exception.
int is_registered_number(PyObject* o, const char* name);

int set_by_index(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_by_float(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_by_object_protocol(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_by_cuda_stream(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
// Rows 22 to 32 of the contract; always finds one.
Setter find_protocol_setter(PyTypeObject* type, PyObject* o, void** data);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_PROTOCOLS_H_
