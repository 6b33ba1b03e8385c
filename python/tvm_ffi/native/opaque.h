// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// opaque.h: Python objects kept by native code, boxed values, rvalue references, raw pointers (core
// module).
#ifndef TVM_FFI_PYTHON_NATIVE_OPAQUE_H_
#define TVM_FFI_PYTHON_NATIVE_OPAQUE_H_

#include "object.h"

namespace tvm_ffi_py {

struct RValueRef {
  PyObject_HEAD PyObject* object;
};

struct AnyBox {
  PyObject_HEAD TVMFFIAny value;
};

// New OpaquePyObject handle that holds o.
void* make_opaque(PyObject* o);
// The Python object inside a handle made here, borrowed; NULL for foreign ones.
PyObject* opaque_content(void* handle);
// New core.CAny; steals *value.
PyObject* make_any_box(TVMFFIAny* value);
// New ctypes.c_void_p.
PyObject* make_c_void_p(void* pointer);
// Releases a Python reference from any thread, also while or after the interpreter ends.
void release_from_anywhere(void* python_object);

PyObject* move_object(PyObject* self, PyObject*);
PyObject* object_repr(PyObject*, PyObject* self);
PyObject* new_object(PyObject*, PyObject* cls);
bool layout_matches(PyObject* self, void* handle);

int init_opaque_types(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_OPAQUE_H_
