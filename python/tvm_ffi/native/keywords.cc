// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// keywords.cc: keyword arguments and defaults by the names in a function's metadata (core module).
#include "keywords.h"

namespace tvm_ffi_py {

static Py_ssize_t index_of(PyObject* param_names, PyObject* name) {
  const Py_ssize_t count = PyTuple_GET_SIZE(param_names);
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (PyTuple_GET_ITEM(param_names, i) == name) return i;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* known = PyTuple_GET_ITEM(param_names, i);
    if (PyUnicode_Check(known) && PyUnicode_Compare(known, name) == 0) return i;
  }
  return -1;
}

bool BoundArguments::bind(const Plan* plan, PyObject* const* args, Py_ssize_t n, PyObject* kwnames,
                          const char* what) {
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  if (plan == nullptr || plan->param_names == nullptr) {
    PyErr_Format(
        PyExc_TypeError,
        "this %s takes no keyword argument '%U': the names of its parameters are not known", what,
        PyTuple_GET_ITEM(kwnames, 0));
    return false;
  }
  const Py_ssize_t total = PyTuple_GET_SIZE(plan->param_names);
  if (n > plan->num_positional) {
    PyErr_Format(PyExc_TypeError,
                 "this %s takes at most %zd positional arguments, but %zd were given", what,
                 plan->num_positional, n);
    return false;
  }
  Ref values(PyTuple_New(total));
  if (!values) return false;
  for (Py_ssize_t i = 0; i < n; ++i) PyTuple_SET_ITEM(values.get(), i, Py_NewRef(args[i]));
  for (Py_ssize_t k = 0; k < named; ++k) {
    PyObject* name = PyTuple_GET_ITEM(kwnames, k);
    const Py_ssize_t i = index_of(plan->param_names, name);
    if (i < 0) {
      PyErr_Format(PyExc_TypeError, "this %s got an unexpected keyword argument '%U'", what, name);
      return false;
    }
    if (PyTuple_GET_ITEM(values.get(), i) != nullptr) {
      PyErr_Format(PyExc_TypeError, "this %s got multiple values for argument '%U'", what, name);
      return false;
    }
    PyTuple_SET_ITEM(values.get(), i, Py_NewRef(args[n + k]));
  }
  for (Py_ssize_t i = 0; i < total; ++i) {
    if (PyTuple_GET_ITEM(values.get(), i) != nullptr) continue;
    PyObject* fallback = PyTuple_GET_ITEM(plan->defaults, i);
    if (fallback == state().missing) {
      PyErr_Format(PyExc_TypeError, "this %s is missing the required argument '%U'", what,
                   PyTuple_GET_ITEM(plan->param_names, i));
      return false;
    }
    PyTuple_SET_ITEM(values.get(), i, Py_NewRef(fallback));
  }
  values_ = values.release();
  return true;
}

}  // namespace tvm_ffi_py
