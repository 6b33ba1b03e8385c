// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object.h: the wrapper that every FFI object gets in Python (core module).
// chandle owns one strong reference, or is NULL for a wrapper that was never filled or was moved
// out of; every reader checks it.
#ifndef TVM_FFI_PYTHON_NATIVE_OBJECT_H_
#define TVM_FFI_PYTHON_NATIVE_OBJECT_H_

#include "state.h"

namespace tvm_ffi_py {

struct CObject {
  PyObject_HEAD void* chandle;
};

inline CObject* as_cobject(PyObject* o) { return reinterpret_cast<CObject*>(o); }
inline bool is_cobject(PyObject* o) { return is_a(o, state().cobject); }

// The handle of a wrapper, or NULL with an exception when it holds none.
void* raise_no_handle(PyObject* o);
inline void* handle_of(PyObject* o) {
  void* handle = as_cobject(o)->chandle;
  return LIKELY(handle != nullptr) ? handle : raise_no_handle(o);
}

// New wrapper of the class registered for the object's type, or the live one; steals handle.
PyObject* wrap_object(void* handle);
// New wrapper of exactly this class; steals handle.
PyObject* wrap_as(PyTypeObject* type, void* handle);
// Gives a wrapper that is still empty its handle; steals it.
int adopt_handle(PyObject* self, void* handle);

PyObject* cobject_repr(PyObject* self);
void cobject_dealloc(PyObject* self);

int init_object_types(State* s, PyObject* module);
int init_meta_type(State* s, PyObject* module);

// identity.cc: handle -> the wrapper that represents it, so that equal handles give one Python
// object.
PyObject* identity_find(void* handle);
void identity_add(void* handle, PyObject* wrapper);
void identity_remove(void* handle, PyObject* wrapper);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_OBJECT_H_
