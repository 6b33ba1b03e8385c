// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type_registry.h: type index <-> Python class, and the native type records as Python values (core
// module).
#ifndef TVM_FFI_PYTHON_NATIVE_TYPE_REGISTRY_H_
#define TVM_FFI_PYTHON_NATIVE_TYPE_REGISTRY_H_

#include "object.h"

namespace tvm_ffi_py {

// Asks the package to make a class for a type nobody registered; borrowed, NULL with an exception.
PyTypeObject* make_class_for(int32_t index);

// Wrapper class of an index, borrowed; NULL with an exception.
inline PyTypeObject* class_of_index(int32_t index) {
  State& s = state();
  if (LIKELY(index < s.num_classes)) {
    PyTypeObject* type = s.classes[index];
    if (LIKELY(type != nullptr)) return type;
  }
  return make_class_for(index);
}
int set_class_of_index(int32_t index, PyTypeObject* type);
// Index whose objects a wrapper class may hold, -1 when any.
int32_t required_index_of(PyTypeObject* type);

// PyType_FromSpec with an optional base (type or tuple), added to the module under its own name.
PyTypeObject* make_type(PyObject* module, PyType_Spec* spec, PyObject* base);

// tp_new of types whose instances only native code can make.
PyObject* refuse_new(PyTypeObject* type, PyObject*, PyObject*);

int add_type_functions(PyObject* module);

// Whether a name that was not found may be now: the first that starts with "testing." brings the
// testing library. False with or without an exception.
bool brings_testing_library(const TVMFFIByteArray& name);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_TYPE_REGISTRY_H_
