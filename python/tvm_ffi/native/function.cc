// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function.cc: core.Function (core module).
#include "function.h"

#include "call.h"
#include "callback.h"
#include "error.h"
#include "opaque.h"
#include "ownership.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline Function* as_function(PyObject* o) { return reinterpret_cast<Function*>(o); }

static void read_choices(Function* f);

static PyObject* function_vectorcall(PyObject* self, PyObject* const* args, size_t nargsf,
                                     PyObject* kwnames) {
  Function* f = as_function(self);
  const Py_ssize_t n = PyVectorcall_NARGS(nargsf);
  if (UNLIKELY(f->chandle == nullptr)) {
    raise_no_handle(self);
    return nullptr;
  }
  if (LIKELY(kwnames == nullptr && is_simple_call(f->target, n))) {
    TVMFFIAny cells[kInlineArgs];
    return call_from(0, cells, f, args, n);
  }
  return call_python(f->chandle, &f->target, f->release_gil, nullptr, args, n, kwnames);
}

// Stands in until the metadata was asked how the function wants to be called.
static PyObject* first_vectorcall(PyObject* self, PyObject* const* args, size_t nargsf,
                                  PyObject* kwnames) {
  read_choices(as_function(self));
  return function_vectorcall(self, args, nargsf, kwnames);
}

COLD static void read_choices(Function* f) {
  if (f->vectorcall != first_vectorcall) return;
  f->vectorcall = function_vectorcall;
  if (f->chandle == nullptr) return;
  const CallChoices choices = choices_of(&f->target, f->chandle);
  if (choices.keep_gil) f->release_gil = false;
  if (choices.by_name) bind_always(&f->target);
}

void read_choices_later(Function* f) { f->vectorcall = first_vectorcall; }

static PyObject* new_function(PyTypeObject* type, void* handle) {
  auto* f = reinterpret_cast<Function*>(PyType_GenericAlloc(type, 0));
  if (f == nullptr) {
    dec_ref(handle);
    return nullptr;
  }
  f->chandle = handle;
  f->vectorcall = function_vectorcall;
  f->release_gil = state().release_gil;
  return as_py(f);
}

static PyObject* function_new(PyTypeObject* type, PyObject*, PyObject*) {
  return new_function(type, nullptr);
}

PyObject* wrap_function(void* handle) {
  PyTypeObject* type = class_of_index(kTVMFFIFunction);
  return new_function(type, handle);
}

PyObject* wrap_function_from(void* handle, Origin origin, PyObject* owner, PyObject* name) {
  PyObject* made = wrap_function(handle);
  if (made == nullptr) return nullptr;
  Target& target = as_function(made)->target;
  target.origin = origin;
  target.owner = Py_XNewRef(owner);
  target.name = Py_XNewRef(name);
  read_choices_later(as_function(made));
  return made;
}

static int function_traverse(PyObject* self, visitproc visit, void* arg) {
  Function* f = as_function(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(f->dict);
  Py_VISIT(f->target.owner);
  return f->chandle == nullptr ? 0 : visit_owned(f->chandle, visit, arg);
}

static int function_clear(PyObject* self) {
  Function* f = as_function(self);
  Py_CLEAR(f->dict);
  Py_CLEAR(f->target.owner);
  if (f->chandle != nullptr && callback_of(f->chandle) != nullptr)
    dec_ref(std::exchange(f->chandle, nullptr));
  return 0;
}

static void function_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  Function* f = as_function(self);
  clear_target(&f->target);
  Py_CLEAR(f->dict);
  dec_ref(std::exchange(f->chandle, nullptr));
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

static PyObject* function_repr(PyObject* self) {
  return as_function(self)->chandle == nullptr ? cobject_repr(self)
                                               : PyUnicode_FromString("ffi.Function");
}

/*! \brief A function in a class or module binds nothing; being a descriptor makes tools see a
 * routine. */
static PyObject* function_descr_get(PyObject* self, PyObject*, PyObject*) {
  return Py_NewRef(self);
}

static PyObject* get_release_gil(PyObject* self, void*) {
  read_choices(as_function(self));
  return PyBool_FromLong(as_function(self)->release_gil);
}
static int set_release_gil(PyObject* self, PyObject* value, void*) {
  if (value == nullptr) {
    PyErr_SetString(PyExc_AttributeError, "release_gil cannot be deleted");
    return -1;
  }
  const int on = PyObject_IsTrue(value);
  if (on < 0) return -1;
  as_function(self)->vectorcall = function_vectorcall;
  as_function(self)->release_gil = on != 0;
  return 0;
}

static PyMethodDef function_methods[] = {
    {"__from_extern_c__", as_cfunction(function_from_extern_c),
     METH_VARARGS | METH_KEYWORDS | METH_STATIC,
     "__from_extern_c__(c_symbol, *, keep_alive_object=None)\n--\n\n"
     "Wrap the address of a function with the FFI calling convention."},
    {"__from_mlir_packed_safe_call__", as_cfunction(function_from_mlir),
     METH_VARARGS | METH_KEYWORDS | METH_STATIC,
     "__from_mlir_packed_safe_call__(mlir_packed_symbol, *, keep_alive_object=None)\n--\n\n"
     "Wrap the address of a function that takes one array of argument pointers."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef function_getset[] = {
    {"release_gil", get_release_gil, set_release_gil, "Whether calls release the GIL.", nullptr},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {"__name__", function_get_name, function_set_name, "Name of the function.",
     const_cast<char*>("__name__")},
    {"__qualname__", function_get_name, function_set_name, nullptr,
     const_cast<char*>("__qualname__")},
    {"__text_signature__", get_text_signature, nullptr, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyMemberDef function_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Function, vectorcall), READONLY, nullptr},
    {"__dictoffset__", T_PYSSIZET, offsetof(Function, dict), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};
static PyType_Slot function_slots[] = {
    {Py_tp_doc, const_cast<char*>("Function of any language; call it like a Python function.")},
    {Py_tp_getattro, slot(function_getattro)},
    {Py_tp_new, slot(function_new)},
    {Py_tp_call, slot(PyVectorcall_Call)},
    {Py_tp_dealloc, slot(function_dealloc)},
    {Py_tp_traverse, slot(function_traverse)},
    {Py_tp_clear, slot(function_clear)},
    {Py_tp_repr, slot(function_repr)},
    {Py_tp_methods, function_methods},
    {Py_tp_getset, function_getset},
    {Py_tp_members, function_members},
    {Py_tp_descr_get, slot(function_descr_get)},
    {0, nullptr}};
static PyType_Spec function_spec = {
    "tvm_ffi.core.Function", sizeof(Function), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    function_slots};

int init_function_type(State* s, PyObject* module) {
  s->function = make_type(module, &function_spec, as_py(s->cobject));
  return s->function == nullptr ? -1 : set_class_of_index(kTVMFFIFunction, s->function);
}

}  // namespace tvm_ffi_py
