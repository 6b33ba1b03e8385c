// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// protocols.cc: conversions by special method (core module); order of rows as in the contract.
#include "protocols.h"

#include "dtype.h"
#include "error.h"
#include "opaque.h"

namespace tvm_ffi_py {

PyObject* loaded_attr(const char* module, const char* attribute) {
  PyObject* loaded = PyDict_GetItemString(PyImport_GetModuleDict(), module);
  if (loaded == nullptr || loaded == Py_None) return nullptr;
  PyObject* found = PyObject_GetAttrString(loaded, attribute);
  if (found == nullptr) PyErr_Clear();
  return found;
}

// A class can only be registered with numbers once that module is imported.
int is_registered_number(PyObject* o, const char* name) {
  Ref base(loaded_attr("numbers", name));
  return base ? PyObject_IsInstance(o, base.get()) : 0;
}

static bool is_instance_of_loaded(PyObject* o, const char* module, const char* name) {
  Ref cls(loaded_attr(module, name));
  return cls && PyType_Check(cls.get()) && is_a(o, reinterpret_cast<PyTypeObject*>(cls.get()));
}

// New int of what stands for one; a text of digits does not, though int() reads it.
static PyObject* to_int(PyObject* o) {
  PyObject* number = PyNumber_Index(o);
  if (number != nullptr || !PyErr_ExceptionMatches(PyExc_TypeError)) return number;
  if (PyUnicode_Check(o) || PyBytes_Check(o) || PyByteArray_Check(o)) return nullptr;
  PyErr_Clear();
  return PyNumber_Long(o);
}

int set_by_index(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  Ref number(to_int(o));
  return number ? set_int(frame, number.get(), out) : -1;
}

int set_by_float(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  const double value = PyFloat_AsDouble(o);
  if (value == -1.0 && PyErr_Occurred()) return -1;
  set_pod(out, kTVMFFIFloat, 0);
  out->v_float64 = value;
  return 0;
}

static PyObject* call_protocol(PyObject* o, PyObject* name) {
  return PyObject_CallMethodObjArgs(o, name, nullptr);
}

int set_by_object_protocol(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  Ref object(call_protocol(o, names().__tvm_ffi_object__));
  if (!object) return -1;
  if (!is_cobject(object.get())) {
    PyErr_Format(PyExc_TypeError, "%s.__tvm_ffi_object__() returned '%s', expected an FFI object",
                 type_name(Py_TYPE(o)), type_name(Py_TYPE(object.get())));
    return -1;
  }
  if (set_arg(frame, object.get(), out) < 0) return -1;
  return frame.keep(object.release(), TempKind::kPython) ? 0 : -1;
}

static int set_pointer_from(PyObject* number, TVMFFIAny* out) {
  void* pointer = nullptr;
  if (number != Py_None) {
    Ref value(to_int(number));
    if (!value) return -1;
    pointer = PyLong_AsVoidPtr(value.get());
    if (pointer == nullptr && PyErr_Occurred()) return -1;
  }
  set_pointer(out, kTVMFFIOpaquePtr, pointer);
  return 0;
}

int set_by_cuda_stream(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref pair(call_protocol(o, names().__cuda_stream__));
  if (!pair) return -1;
  Ref handle(PySequence_GetItem(pair.get(), 1));
  return handle ? set_pointer_from(handle.get(), out) : -1;
}

static int set_c_void_p(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref value(PyObject_GetAttr(o, names().value));
  return value ? set_pointer_from(value.get(), out) : -1;
}

static int set_by_opaque_ptr(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref value(call_protocol(o, names().__tvm_ffi_opaque_ptr__));
  if (!value) return -1;
  if (is_instance_of_loaded(value.get(), "ctypes", "c_void_p")) {
    value = Ref(PyObject_GetAttr(value.get(), names().value));
    if (!value) return -1;
  }
  return set_pointer_from(value.get(), out);
}

static int set_by_handler(CallFrame&, PyObject* o, TVMFFIAny* out, void* data) {
  Ref value(PyObject_CallFunctionObjArgs(static_cast<PyObject*>(data), o, nullptr));
  return value ? set_pointer_from(value.get(), out) : -1;
}

static int set_by_dtype_tuple(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref fields(call_protocol(o, names().__dlpack_data_type__));
  DLDataType dtype;
  if (!fields || !dtype_from_tuple(fields.get(), &dtype)) return -1;
  set_pod(out, kTVMFFIDataType, 0);
  out->v_dtype = dtype;
  return 0;
}

static int set_foreign_dtype(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  DLDataType dtype;
  if (!dtype_from_framework(o, &dtype)) return -1;
  set_pod(out, kTVMFFIDataType, 0);
  out->v_dtype = dtype;
  return 0;
}

static int set_by_device_tuple(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref pair(call_protocol(o, names().__dlpack_device__));
  if (!pair) return -1;
  int type, id;
  if (!PyTuple_Check(pair.get())) {
    PyErr_SetString(PyExc_TypeError, "__dlpack_device__() must return a tuple of two integers");
    return -1;
  }
  if (!PyArg_ParseTuple(pair.get(), "ii:__dlpack_device__", &type, &id)) return -1;
  set_pod(out, kTVMFFIDevice, 0);
  out->v_device = DLDevice{static_cast<DLDeviceType>(type), id};
  return 0;
}

static int set_by_int_protocol(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  Ref value(call_protocol(o, names().__tvm_ffi_int__));
  return value ? set_by_index(frame, value.get(), out, nullptr) : -1;
}

static int set_by_float_protocol(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  Ref value(call_protocol(o, names().__tvm_ffi_float__));
  return value ? set_by_float(frame, value.get(), out, nullptr) : -1;
}

constexpr int kMaxValueNesting = 64;

static int set_by_value_protocol(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  static thread_local int depth = 0;
  if (depth >= kMaxValueNesting) {
    PyErr_Format(PyExc_TypeError, "__tvm_ffi_value__ of '%s' is nested deeper than %d",
                 type_name(Py_TYPE(o)), kMaxValueNesting);
    return -1;
  }
  Ref value(call_protocol(o, names().__tvm_ffi_value__));
  if (!value) return -1;
  ++depth;
  const int rc = set_arg(frame, value.get(), out);
  --depth;
  if (rc < 0) return -1;
  return frame.keep(value.release(), TempKind::kPython) ? 0 : -1;
}

static int set_by_asobject(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  Ref object(call_protocol(o, names().asobject));
  if (!object) return -1;
  if (!is_cobject(object.get())) {
    PyErr_Format(PyExc_TypeError, "%s.asobject() returned '%s', expected an FFI object",
                 type_name(Py_TYPE(o)), type_name(Py_TYPE(object.get())));
    return -1;
  }
  if (set_arg(frame, object.get(), out) < 0) return -1;
  return frame.keep(object.release(), TempKind::kPython) ? 0 : -1;
}

// Whether o is a collections.abc.Sequence whose elements a copy of it shows: no text, no buffer.
static bool is_plain_sequence(PyObject* o) {
  if (!PySequence_Check(o) || PyObject_CheckBuffer(o)) return false;
  Ref cls(import_attr("_collections_abc", "Sequence"));
  const int found = cls ? PyObject_IsInstance(o, cls.get()) : -1;
  if (found < 0) PyErr_Clear();
  return found > 0;
}

// `range(3)` where an Array is expected is one; where anything is, it stays itself.
static int set_any_sequence(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  if (!may_take_sequence(frame, out)) return set_opaque(frame, o, out, nullptr);
  frame.ran_python = true;
  PyObject* items = PySequence_List(o);
  if (items == nullptr || !frame.keep(items, TempKind::kPython)) return -1;
  return set_sequence(frame, items, out, nullptr);
}

Setter find_protocol_setter(PyTypeObject* type, PyObject* o, void** data) {
  const Names& n = names();
  if (is_instance_of_loaded(o, "ctypes", "c_void_p")) return set_c_void_p;
  if (type_has(type, n.__tvm_ffi_opaque_ptr__)) return set_by_opaque_ptr;
  if (PyObject* handler = PyDict_GetItem(state().opaque_ptr_handlers, as_py(type))) {
    *data = Py_NewRef(handler);
    return set_by_handler;
  }
  if (TYPE_SLOT(ternaryfunc, type, tp_call) != nullptr) return set_callable;
  if (is_instance_of_loaded(o, "torch", "dtype") || is_instance_of_loaded(o, "numpy", "dtype")) {
    return set_foreign_dtype;
  }
  if (type_has(type, n.__dlpack_data_type__)) return set_by_dtype_tuple;
  if (type_has(type, n.__dlpack_device__)) return set_by_device_tuple;
  if (type_has(type, n.__tvm_ffi_int__)) return set_by_int_protocol;
  if (type_has(type, n.__tvm_ffi_float__)) return set_by_float_protocol;
  if (type_has(type, n.__tvm_ffi_value__)) return set_by_value_protocol;
  if (PyExceptionInstance_Check(o)) return set_exception;
  if (PyType_IsSubtype(type, state().object_convertible)) return set_by_asobject;
  return is_plain_sequence(o) ? set_any_sequence : set_opaque;
}

}  // namespace tvm_ffi_py
