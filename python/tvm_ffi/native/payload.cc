// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// payload.cc: see payload.h; which field holds which enumeration is found by tvm_ffi._payload.
#include "payload.h"

#include "state.h"

namespace tvm_ffi_py {

static bool may_be_payload(PyObject* value) {
  return PyLong_CheckExact(value) || PyUnicode_CheckExact(value) ||
         (PySequence_Check(value) && !PyList_Check(value) && !PyTuple_Check(value));
}

// Calls tvm_ffi._payload.NAME(*args) past the raised TypeError, which stays when None is returned.
static PyObject* ask(const char* name, PyObject* args) {
  PyObject *type, *error, *traceback;
  PyErr_Fetch(&type, &error, &traceback);
  Ref arguments(args);
  Ref function(arguments ? import_attr("tvm_ffi._payload", name) : nullptr);
  Ref found(function ? PyObject_CallObject(function.get(), arguments.get()) : nullptr);
  if (!found || found.get() == Py_None) {
    PyErr_Restore(type, error, traceback);
    return nullptr;
  }
  Py_XDECREF(type);
  Py_XDECREF(error);
  Py_XDECREF(traceback);
  return found.release();
}

PyObject* entry_for_field(int32_t owner, int64_t offset, PyObject* value) {
  if (!PyErr_ExceptionMatches(PyExc_TypeError) || !may_be_payload(value)) return nullptr;
  return ask("entry_for_field",
             Py_BuildValue("(iLO)", owner, static_cast<long long>(offset), value));
}

PyObject* entries_for_arguments(int32_t type_index, PyObject* const* args, Py_ssize_t n,
                                PyObject* kwnames) {
  if (!PyErr_ExceptionMatches(PyExc_TypeError)) return nullptr;
  const Py_ssize_t count = n + (kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames));
  bool any = false;
  for (Py_ssize_t i = 0; i < count && !any; ++i) any = may_be_payload(args[i]);
  Ref values(any ? PyTuple_New(count) : nullptr);
  if (!values) return nullptr;
  for (Py_ssize_t i = 0; i < count; ++i) PyTuple_SetItem(values.get(), i, Py_NewRef(args[i]));
  Ref names = kwnames == nullptr ? Ref(PyTuple_New(0)) : Ref::borrow(kwnames);
  PyObject* made =
      ask("entries_for_arguments",
          names ? Py_BuildValue("(iOnO)", type_index, values.get(), n, names.get()) : nullptr);
  if (made == nullptr || (PyTuple_CheckExact(made) && PyTuple_GET_SIZE(made) == count)) return made;
  Py_DECREF(made);
  PyErr_SetString(PyExc_SystemError, "_payload.entries_for_arguments returned something else");
  return nullptr;
}

}  // namespace tvm_ffi_py
