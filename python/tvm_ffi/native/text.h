// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// text.h: core.String and core.Bytes (core module).
// A String is a Python str that also keeps the FFI object it came from, so passing it on costs no
// copy.
#ifndef TVM_FFI_PYTHON_NATIVE_TEXT_H_
#define TVM_FFI_PYTHON_NATIVE_TEXT_H_

#include "args.h"

namespace tvm_ffi_py {

// What a String has behind the part of str, whose size is known at run time only.
struct String {
  void* handle;        // owned FFI string, or NULL
  PyObject* attached;  // Python wrapper set by user code, or NULL
};

// New String / Bytes; steal handle.
PyObject* wrap_string(void* handle);
PyObject* wrap_bytes(void* handle);
// New String / Bytes with the content of a str / bytes-like object, without an FFI object.
PyObject* string_of(PyObject* text);
PyObject* bytes_of_object(PyObject* content);
int set_string_object(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);

int init_string_types(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_TEXT_H_
