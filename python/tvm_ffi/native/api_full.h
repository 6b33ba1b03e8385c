// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// api_full.h: what api_stable.h has to do by other means, by the full API (core module).
// The builds for one version of Python, and the free-threaded ones, include this.
#ifndef TVM_FFI_PYTHON_NATIVE_API_FULL_H_
#define TVM_FFI_PYTHON_NATIVE_API_FULL_H_

#define TYPE_SLOT(kind, type, name) ((type)->name)

namespace tvm_ffi_py {
inline int probe_layouts() { return 0; }
inline const char* type_name(const PyTypeObject* type) { return type->tp_name; }
inline Py_ssize_t basic_size(PyTypeObject* type) { return type->tp_basicsize; }
inline void free_instance(PyTypeObject* type, PyObject* self) { type->tp_free(self); }
inline bool has_finalizer(PyTypeObject* type) { return type->tp_finalize != nullptr; }
inline int finalize_in_dealloc(PyObject* self) { return PyObject_CallFinalizerFromDealloc(self); }
inline PyObject* type_attr(PyTypeObject* type, PyObject* name) {
  return _PyType_Lookup(type, name);
}
inline PyObject* order_of(PyTypeObject* type) { return Py_NewRef(type->tp_mro); }
inline PyObject* bind(PyObject* function, PyObject* self) { return PyMethod_New(function, self); }
inline void init_again(PyObject* o, PyTypeObject* type) { PyObject_Init(o, type); }
inline PyObject* exchange_item(PyObject* tuple, Py_ssize_t i, PyObject* item) {
  PyObject* before = PyTuple_GET_ITEM(tuple, i);
  PyTuple_SET_ITEM(tuple, i, item);
  return before;
}
inline bool can_exchange_items() { return true; }
inline Py_ssize_t ascii_length(PyObject* text) { return PyUnicode_GET_LENGTH(text); }
inline Py_ssize_t strong_references(PyObject* o) { return Py_REFCNT(o); }
inline PyObject* place_code(PyObject* file, PyObject* function, int line) {
  const char* file_text = PyUnicode_AsUTF8(file);
  const char* function_text = file_text == nullptr ? nullptr : PyUnicode_AsUTF8(function);
  if (function_text == nullptr) return nullptr;
  return reinterpret_cast<PyObject*>(PyCode_NewEmpty(file_text, function_text, line));
}
inline PyFrameObject* place_frame(PyObject* code, PyObject* globals) {
  auto* place = reinterpret_cast<PyCodeObject*>(code);
  PyFrameObject* frame = PyFrame_New(PyThreadState_Get(), place, globals, nullptr);
#if PY_VERSION_HEX < 0x030B0000
  if (frame != nullptr) frame->f_lineno = place->co_firstlineno;
#endif
  return frame;
}
}  // namespace tvm_ffi_py

#endif  // TVM_FFI_PYTHON_NATIVE_API_FULL_H_
