// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object.h: the wrapper that every FFI object gets in Python (core module).
// chandle owns one strong reference, or is NULL for a wrapper that was never filled or was moved
// out of; every reader checks it.
#ifndef TVM_FFI_PYTHON_NATIVE_OBJECT_H_
#define TVM_FFI_PYTHON_NATIVE_OBJECT_H_

#include "identity.h"
#include "state.h"

namespace tvm_ffi_py {

struct CObject {
  PyObject_HEAD void* chandle;
};

// What the metaclass keeps with each of its classes, behind the class object.
struct ClassData {
  vectorcallfunc vectorcall;  // NULL: calls of the class go through type.__call__
  PyObject* constructor;      // the class's own __init__, borrowed; holds while epoch does
  uint32_t epoch;
  bool runs_post_init;
  bool is_bare;        // instances are three words and nothing else
  bool passes_handle;  // as an argument an instance is its handle, whatever else it holds
  bool looks_inside;   // the collector follows what the objects of its instances hold
  bool has_layout;     // instances may exist, so what they are like stays
};
HIDDEN extern PyTypeObject* g_meta;     // the metaclass; State's, here for one load less
HIDDEN extern Py_ssize_t g_class_data;  // where ClassData lies in a class
HIDDEN extern uint32_t g_class_epoch;   // changes whenever a construction hook of any class does

// Whether the metaclass made this class; then it derives from CObject and has ClassData.
inline bool is_object_class(PyTypeObject* type) { return Py_TYPE(as_py(type)) == g_meta; }
inline ClassData* class_data(PyTypeObject* type) {
  return reinterpret_cast<ClassData*>(reinterpret_cast<char*>(type) + g_class_data);
}

inline CObject* as_cobject(PyObject* o) { return reinterpret_cast<CObject*>(o); }
inline bool is_cobject(PyObject* o) {
  return is_object_class(Py_TYPE(o)) || is_a(o, state().cobject);
}

// The handle of a wrapper, or NULL with an exception when it holds none.
void* raise_no_handle(PyObject* o);
// NULL with an exception: a class that reads the body of its object holds one without that body,
// as after `x.__class__ = ...` or in a class with two such bases.
void* raise_foreign_body(PyObject* o);
inline void* handle_of(PyObject* o) {
  void* handle = as_cobject(o)->chandle;
  return LIKELY(handle != nullptr) ? handle : raise_no_handle(o);
}

// New wrapper of the class registered for the object's type, or the live one; steals handle.
PyObject* wrap_object(void* handle);
// The same for a class that is known already.
PyObject* wrap_object_as(PyTypeObject* type, void* handle);
// New wrapper of exactly this class; steals handle, which may be NULL. wrap_as leaves the table of
// wrappers alone, wrap_fresh makes this one the handle's unless it has one.
PyObject* wrap_as(PyTypeObject* type, void* handle);
PyObject* wrap_fresh(PyTypeObject* type, void* handle);
// Gives a wrapper that is still empty its handle; steals it.
int adopt_handle(PyObject* self, void* handle);

PyObject* cobject_repr(PyObject* self);
void cobject_dealloc(PyObject* self);
// Of wrappers that the collector knows.
void collected_dealloc(PyObject* self);
int cobject_traverse(PyObject* self, visitproc visit, void* arg);
int cobject_clear(PyObject* self);
// A class that is about to stand for objects of this type.
void prepare_class(PyTypeObject* type, int32_t index);

int init_object_types(State* s, PyObject* module);
int init_meta_type(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_OBJECT_H_
