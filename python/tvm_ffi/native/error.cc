// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error.cc: exceptions across the boundary (core module).
// Out: the exception's kind, text and traceback become an Error whose extra_context holds the
// exception itself. Back: such an Error gives the very same exception; any other becomes an
// instance of the class registered for its kind, with `__tvm_ffi_error__` set and the native frames
// in its traceback.
#include "error.h"

#include <string_view>

#include "error_type.h"
#include "opaque.h"

namespace tvm_ffi_py {

static inline std::string_view view(const TVMFFIByteArray& text) { return {text.data, text.size}; }

// The exception that native code carried through, borrowed; NULL for errors that arose there.
static PyObject* carried_exception(const TVMFFIErrorCell* cell) {
  void* context = cell->extra_context;
  if (context == nullptr || type_index_of(context) != kTVMFFIOpaquePyObject) return nullptr;
  PyObject* content = opaque_content(context);
  return content != nullptr && PyExceptionInstance_Check(content) ? content : nullptr;
}

static PyObject* class_of_kind(const TVMFFIErrorCell* cell) {
  Ref kind(to_message(cell->kind));
  if (!kind) return nullptr;
  PyObject* found = PyDict_GetItemWithError(state().error_name_to_type, kind.get());
  if (found != nullptr) return Py_NewRef(found);
  if (PyErr_Occurred()) return nullptr;
  // A C++ allocation failure travels as an internal error with the standard text.
  const bool out_of_memory =
      view(cell->message) == "std::bad_alloc" || view(cell->message) == "std::bad_array_new_length";
  return Py_NewRef(out_of_memory ? PyExc_MemoryError : PyExc_RuntimeError);
}

PyObject* exception_of(void* error) {
  const auto* cell = body_of<TVMFFIErrorCell>(error);
  if (PyObject* carried = carried_exception(cell)) return Py_NewRef(carried);
  Ref cls(class_of_kind(cell));
  Ref message(to_message(cell->message));
  if (!cls || !message) return nullptr;
  Ref exception(PyObject_CallFunctionObjArgs(cls.get(), message.get(), nullptr));
  if (!exception) return nullptr;
  if (!PyExceptionInstance_Check(exception.get())) {
    return PyErr_Format(PyExc_TypeError,
                        "%R is registered for an error kind but makes no exception", cls.get());
  }
  inc_ref(error);
  Ref wrapper(wrap_error(error));
  if (!wrapper) return nullptr;
  // A class with __slots__ has no room for it; the exception is as good without.
  if (PyObject_SetAttr(exception.get(), names().__tvm_ffi_error__, wrapper.get()) < 0)
    PyErr_Clear();
  return exception.release();
}

static void raise_error(void* error) {
  const auto* cell = body_of<TVMFFIErrorCell>(error);
  if (view(cell->kind) == "EnvErrorAlreadySet" && PyErr_Occurred()) return;
  PyErr_Clear();
  Ref exception(exception_of(error));
  if (!exception) return;
  // Raise with the traceback it has, so that frames already passed stay in it.
  Ref traceback(PyException_GetTraceback(exception.get()));
  const TVMFFIByteArray frames = carried_exception(cell) != nullptr
                                     ? lines_beyond(cell->backtrace, traceback.get())
                                     : cell->backtrace;
  PyErr_Restore(Py_NewRef(as_py(Py_TYPE(exception.get()))), Py_NewRef(exception.get()),
                traceback.release());
  add_backtrace_frames(frames);
}

COLD int raise_last_error() {
  void* error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == nullptr) {
    if (!PyErr_Occurred())
      PyErr_SetString(PyExc_RuntimeError, "a native function failed without an error");
    return -1;
  }
  raise_error(error);
  dec_ref(error);
  return -1;
}

// Text of an exception as native code sees it: KeyError would quote its text again on every
// crossing.
static PyObject* message_of(PyObject* exception) {
  if (TYPE_SLOT(reprfunc, Py_TYPE(exception), tp_str) ==
      TYPE_SLOT(reprfunc, reinterpret_cast<PyTypeObject*>(PyExc_KeyError), tp_str)) {
    Ref args(PyObject_GetAttrString(exception, "args"));
    if (args && PyTuple_Check(args.get()) && PyTuple_GET_SIZE(args.get()) == 1 &&
        PyUnicode_Check(PyTuple_GET_ITEM(args.get(), 0))) {
      return Py_NewRef(PyTuple_GET_ITEM(args.get(), 0));
    }
    PyErr_Clear();
  }
  PyObject* text = PyObject_Str(exception);
  if (text == nullptr) {
    PyErr_Clear();
    text = PyUnicode_FromFormat("<%s without printable text>", type_name(Py_TYPE(exception)));
  }
  return text;
}

static bool to_bytes(PyObject* text, Ref* holder, TVMFFIByteArray* out) {
  *holder = Ref(PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace"));
  if (!*holder) return false;
  *out = TVMFFIByteArray{PyBytes_AS_STRING(holder->get()),
                         static_cast<size_t>(PyBytes_GET_SIZE(holder->get()))};
  return true;
}

void* error_from_exception(PyObject* exception) {
  // An error that came from native code keeps its identity and whatever native code hung onto it.
  void* original = nullptr;
  Ref attached(PyObject_GetAttr(exception, names().__tvm_ffi_error__));
  if (!attached) PyErr_Clear();
  if (attached && is_a(attached.get(), state().error))
    original = as_cobject(attached.get())->chandle;
  if (original != nullptr && body_of<TVMFFIErrorCell>(original)->extra_context != nullptr) {
    inc_ref(original);
    return original;
  }
  PyObject* name = PyDict_GetItemWithError(state().error_type_to_name, as_py(Py_TYPE(exception)));
  if (name == nullptr && PyErr_Occurred()) return nullptr;
  Ref kind = name != nullptr ? Ref::borrow(name) : Ref(PyUnicode_FromString("RuntimeError"));
  Ref message(message_of(exception));
  Ref traceback(PyException_GetTraceback(exception));
  Ref frames(backtrace_text(traceback.get()));
  if (!kind || !message || !frames) return nullptr;
  Ref kind_bytes, message_bytes, frame_bytes;
  TVMFFIByteArray kind_text, message_text, frame_text;
  if (!PyUnicode_Check(kind.get()) || !to_bytes(kind.get(), &kind_bytes, &kind_text) ||
      !to_bytes(message.get(), &message_bytes, &message_text) ||
      !to_bytes(frames.get(), &frame_bytes, &frame_text)) {
    return nullptr;
  }
  void* context = make_opaque(exception);
  if (context == nullptr) return nullptr;
  void* made = nullptr;
  const int rc = TVMFFIErrorCreateWithCauseAndExtraContext(
      &kind_text, &message_text, &frame_text,
      original != nullptr ? body_of<TVMFFIErrorCell>(original)->cause_chain : nullptr, context,
      &made);
  dec_ref(context);
  if (rc != 0) PyErr_NoMemory();
  return made;
}

int hand_over_exception() {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (value == nullptr) {
    Py_XDECREF(type);
    TVMFFIErrorSetRaisedFromCStr("RuntimeError", "a Python callback failed without an exception");
    return -1;
  }
  if (traceback != nullptr) PyException_SetTraceback(value, traceback);
  void* error = error_from_exception(value);
  if (error != nullptr) {
    // The native frames between this callback and whoever asked for it.
    const TVMFFIByteArray* native = TVMFFIBacktrace(nullptr, 0, nullptr, 0);
    const auto* cell = body_of<TVMFFIErrorCell>(error);
    if (native != nullptr && native->size != 0 && cell->update_backtrace != nullptr) {
      cell->update_backtrace(error, native, kTVMFFIBacktraceUpdateModeAppend);
    }
    TVMFFIErrorSetRaised(error);
    dec_ref(error);
  } else {
    PyErr_Clear();
    TVMFFIErrorSetRaisedFromCStr("MemoryError", "no memory to describe a Python exception");
  }
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  return -1;
}

}  // namespace tvm_ffi_py
