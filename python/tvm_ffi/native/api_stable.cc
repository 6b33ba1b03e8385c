// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// api_stable.cc: the rare parts of api_stable.h (core module). Empty in builds for one version of
// Python.
#include "state.h"

#ifdef Py_LIMITED_API
#include <dlfcn.h>

namespace tvm_ffi_py {

// Classes of C have no object for their name that lives as long: theirs are interned.
COLD const char* type_name_slow(PyTypeObject* type) {
  SavedError saved;
  PyObject* name = PyType_GetQualName(type);
  if (name != nullptr) PyUnicode_InternInPlace(&name);
  const char* text = name == nullptr ? nullptr : PyUnicode_AsUTF8AndSize(name, nullptr);
  if (text == nullptr) PyErr_Clear();
  return text == nullptr ? "?" : text;
}

PyObject* order_of(PyTypeObject* type) { return PyObject_GetAttrString(as_py(type), "__mro__"); }

// Borrowed: the class keeps it.
static PyObject* own_attr(PyTypeObject* type, PyObject* name) {
  if (g_layouts.types && head_of(type)->dict != nullptr)
    return PyDict_GetItemWithError(head_of(type)->dict, name);
  Ref names(PyObject_GetAttrString(as_py(type), "__dict__"));
  if (!names || PySequence_Contains(names.get(), name) <= 0) return nullptr;
  Ref value(PyObject_GetItem(names.get(), name));
  return value.get();
}

PyObject* type_attr(PyTypeObject* type, PyObject* name) {
  SavedError saved;
  Ref order(order_of(type));
  const Py_ssize_t count = order ? PyTuple_Size(order.get()) : 0;
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* base = PyTuple_GetItem(order.get(), i);
    PyObject* found = own_attr(reinterpret_cast<PyTypeObject*>(base), name);
    PyErr_Clear();
    if (found != nullptr) return found;
  }
  PyErr_Clear();
  return nullptr;
}

PyObject* bind(PyObject* function, PyObject* self) {
  static PyObject* method_type;  // kept for the life of the process
  if (method_type == nullptr) {
    Ref types(PyImport_ImportModule("types"));
    if (types) method_type = PyObject_GetAttrString(types.get(), "MethodType");
    if (method_type == nullptr) return nullptr;
  }
  return PyObject_CallFunctionObjArgs(method_type, function, self, nullptr);
}

// As PyObject_CallFinalizerFromDealloc, which is not stable but was there since 3.4: -1 when the
// finalizer kept the object.
COLD int finalize_in_dealloc(PyObject* self) {
  static const auto call = reinterpret_cast<int (*)(PyObject*)>(
      dlsym(RTLD_DEFAULT, "PyObject_CallFinalizerFromDealloc"));
  if (LIKELY(call != nullptr)) return call(self);
  if (PyObject_GC_IsFinalized(self) != 0) return 0;
  *count_of(self) = 1;
  {
    SavedError saved;
    TYPE_SLOT(destructor, Py_TYPE(self), tp_finalize)(self);
  }
  return --*count_of(self) == 0 ? 0 : -1;
}

// A function that does nothing, to be renamed: the stable ABI makes no code objects.
static PyObject* template_function() {
  static PyObject* made;  // kept for the life of the process
  if (made == nullptr) {
    Ref globals(PyDict_New());
    Ref code(Py_CompileString("lambda: (yield)", "tvm_ffi", Py_eval_input));
    if (globals && code) made = PyEval_EvalCode(code.get(), globals.get(), globals.get());
  }
  return made;
}

// A function stands for the code: making one for every frame would cost as much as the frame.
PyObject* place_code(PyObject* file, PyObject* function, int line) {
  PyObject* lambda = template_function();
  Ref code(lambda == nullptr ? nullptr : PyObject_GetAttrString(lambda, "__code__"));
  Ref replace(code ? PyObject_GetAttrString(code.get(), "replace") : nullptr);
  Ref names(Py_BuildValue("{sOsOsOsi}", "co_filename", file, "co_name", function, "co_qualname",
                          function, "co_firstlineno", line));
  Ref none(PyTuple_New(0));
  if (!replace || !names || !none) return nullptr;
  Ref renamed(PyObject_Call(replace.get(), none.get(), names.get()));
  if (!renamed) return nullptr;
  return PyObject_CallFunctionObjArgs(as_py(Py_TYPE(lambda)), renamed.get(), state().frame_globals,
                                      nullptr);
}

// Of a generator that never starts, so that no Python code runs: no trace, no signal, no loop.
PyFrameObject* place_frame(PyObject* code, PyObject*) {
  static PyObject* const name = PyUnicode_InternFromString("gi_frame");
  Ref generator(name == nullptr ? nullptr : PyObject_CallNoArgs(code));
  PyObject* frame = generator ? PyObject_GetAttr(generator.get(), name) : nullptr;
  return reinterpret_cast<PyFrameObject*>(frame);
}

bool is_finalizing() {
  static const auto ask = [] {
    void* found = dlsym(RTLD_DEFAULT, "Py_IsFinalizing");
    if (found == nullptr) found = dlsym(RTLD_DEFAULT, "_Py_IsFinalizing");
    return reinterpret_cast<int (*)()>(found);
  }();
  return ask != nullptr && ask() != 0;
}

}  // namespace tvm_ffi_py
#endif
