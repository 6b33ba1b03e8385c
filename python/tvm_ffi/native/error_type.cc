// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error_type.cc: core.Error, the wrapper of error objects (core module). It is a value, never
// raised itself.
#include "error_type.h"

#include "error.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static TVMFFIErrorCell* cell_of(PyObject* self) {
  void* handle = handle_of(self);
  if (handle == nullptr) return nullptr;
  if (UNLIKELY(type_index_of(handle) != kTVMFFIError))
    return static_cast<TVMFFIErrorCell*>(raise_foreign_body(self));
  return body_of<TVMFFIErrorCell>(handle);
}

PyObject* wrap_error(void* handle) {
  PyTypeObject* type = class_of_index(kTVMFFIError);
  return wrap_as(type, handle);
}

static int error_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"kind", "message", "backtrace", nullptr};
  TVMFFIByteArray kind, message, backtrace{"", 0};
  Py_ssize_t kind_size, message_size, backtrace_size = 0;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s#s#|s#:Error", const_cast<char**>(keywords),
                                   &kind.data, &kind_size, &message.data, &message_size,
                                   &backtrace.data, &backtrace_size)) {
    return -1;
  }
  kind.size = static_cast<size_t>(kind_size);
  message.size = static_cast<size_t>(message_size);
  backtrace.size = static_cast<size_t>(backtrace_size);
  void* made = nullptr;
  if (TVMFFIErrorCreate(&kind, &message, &backtrace, &made) != 0) {
    PyErr_NoMemory();
    return -1;
  }
  return adopt_handle(self, made);
}

static PyObject* get_kind(PyObject* self, void*) {
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell == nullptr ? nullptr : to_message(cell->kind);
}
static PyObject* get_message(PyObject* self, void*) {
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell == nullptr ? nullptr : to_message(cell->message);
}
static PyObject* get_backtrace(PyObject* self, void*) {
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell == nullptr ? nullptr : to_message(cell->backtrace);
}
static PyObject* get_extra_context(PyObject* self, void*) {
  const TVMFFIErrorCell* cell = cell_of(self);
  if (cell == nullptr) return nullptr;
  if (cell->extra_context == nullptr) Py_RETURN_NONE;
  TVMFFIAny value;
  set_object(&value, cell->extra_context);
  return view_to_python(value, nullptr);
}

static PyObject* update_backtrace(PyObject* self, PyObject* text) {
  TVMFFIErrorCell* cell = cell_of(self);
  if (cell == nullptr) return nullptr;
  if (!PyUnicode_Check(text)) {
    return PyErr_Format(PyExc_TypeError, "backtrace must be str, got '%s'",
                        type_name(Py_TYPE(text)));
  }
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) return nullptr;
  const TVMFFIByteArray lines{data, static_cast<size_t>(size)};
  if (cell->update_backtrace != nullptr) {
    cell->update_backtrace(as_cobject(self)->chandle, &lines, kTVMFFIBacktraceUpdateModeReplace);
  }
  Py_RETURN_NONE;
}

static PyObject* py_error(PyObject* self, PyObject*) {
  return cell_of(self) == nullptr ? nullptr : exception_of(as_cobject(self)->chandle);
}

static PyObject* reduce(PyObject* self, PyObject*) {
  if (cell_of(self) == nullptr) return nullptr;
  return Py_BuildValue("O(NNN)", as_py(Py_TYPE(self)), get_kind(self, nullptr),
                       get_message(self, nullptr), get_backtrace(self, nullptr));
}

static PyMethodDef error_methods[] = {
    {"update_backtrace", update_backtrace, METH_O,
     "update_backtrace($self, backtrace, /)\n--\n\nReplace the backtrace."},
    {"py_error", py_error, METH_NOARGS,
     "py_error($self, /)\n--\n\nReturn the Python exception for this error."},
    {"__reduce__", reduce, METH_NOARGS, "Pickle as kind, message and backtrace."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef error_getset[] = {
    {"kind", get_kind, nullptr, "Name of the kind of error, e.g. 'ValueError'.", nullptr},
    {"message", get_message, nullptr, "What happened.", nullptr},
    {"backtrace", get_backtrace, nullptr, "One line per frame, most recent call first.", nullptr},
    {"extra_context", get_extra_context, nullptr, "Value attached by native code, or None.",
     nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot error_slots[] = {
    {Py_tp_doc, const_cast<char*>(
                    "Error(kind, message, backtrace='')\n--\n\nAn error as native code keeps it.")},
    {Py_tp_init, slot(error_init)},
    {Py_tp_methods, error_methods},
    {Py_tp_getset, error_getset},
    {0, nullptr}};
static PyType_Spec error_spec = {"tvm_ffi.core.Error", sizeof(CObject), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, error_slots};

int init_error_type(State* s, PyObject* module) {
  s->error = make_type(module, &error_spec, as_py(s->cobject));
  return s->error == nullptr ? -1 : set_class_of_index(kTVMFFIError, s->error);
}

}  // namespace tvm_ffi_py
