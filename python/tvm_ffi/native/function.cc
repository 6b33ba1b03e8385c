// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function.cc: core.Function and the call path (core module).
// Arguments go from the caller's array into cells on the stack and nothing else is allocated for
// plain values. The GIL is released around the native call unless release_gil is off.
#include "function.h"

#include "callback.h"
#include "error.h"
#include "keywords.h"
#include "opaque.h"
#include "result.h"
#include "tensor.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline Function* as_function(PyObject* o) { return reinterpret_cast<Function*>(o); }

// Runs the call with the stream of the tensor arguments as the thread's current one.
static COLD int call_with_stream(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
                                 TVMFFIAny* result) {
  void* previous = nullptr;
  if (TVMFFIEnvSetStream(frame.device_type, frame.device_id, frame.stream, &previous) != 0) {
    return raise_last_error();
  }
  const int32_t type = std::exchange(frame.device_type, 0);
  const int rc = call_handle(handle, frame, num_args, release_gil, result);
  frame.device_type = type;
  if (frame.stream != previous) TVMFFIEnvSetStream(type, frame.device_id, previous, nullptr);
  return rc;
}

int call_handle(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
                TVMFFIAny* result) {
  if (UNLIKELY(frame.device_type != 0)) {
    return call_with_stream(handle, frame, num_args, release_gil, result);
  }
  int rc;
  if (release_gil) {
    PyThreadState* thread = PyEval_SaveThread();
    rc = TVMFFIFunctionCall(handle, frame.args, num_args, result);
    PyEval_RestoreThread(thread);
  } else {
    rc = TVMFFIFunctionCall(handle, frame.args, num_args, result);
  }
  if (UNLIKELY(rc != 0)) return raise_last_error();
  return 0;
}

// A DLTensor pointer that came back: the tensor it belongs to, when that is an argument, else a
// lent view.
static COLD PyObject* returned_view(CallFrame& frame, Py_ssize_t n, const TVMFFIAny& result) {
  for (Py_ssize_t i = 0; i < n; ++i) {
    const TVMFFIAny& arg = frame.args[i];
    if (arg.type_index == kTVMFFITensor && body_of<DLTensor>(arg.v_ptr) == result.v_ptr) {
      inc_ref(arg.v_ptr);
      return wrap_tensor(arg.v_ptr);
    }
  }
  return wrap_tensor_view(static_cast<const DLTensor*>(result.v_ptr));
}

// Cells borrow the handles of wrappers; those that were emptied meanwhile have none any more.
static COLD int borrow_again(CallFrame& frame, PyObject* receiver, PyObject* const* args,
                             Py_ssize_t total) {
  for (Py_ssize_t i = 0; i < total; ++i) {
    PyObject* arg = receiver == nullptr ? args[i] : i == 0 ? receiver : args[i - 1];
    if (!holds_object(frame.args[i]) || !is_cobject(arg)) continue;
    void* handle = handle_of(arg);
    if (handle == nullptr) return -1;
    set_object(&frame.args[i], handle);
  }
  return 0;
}

static inline int convert_all(CallFrame& frame, PyObject* receiver, PyObject* const* args,
                              Py_ssize_t n, Py_ssize_t* total) {
  const Py_ssize_t first = receiver != nullptr ? 1 : 0;
  if (UNLIKELY(n > INT32_MAX - 1)) {
    PyErr_SetString(PyExc_OverflowError, "too many arguments");
    return -1;
  }
  if (!frame.reserve(n + first)) return -1;
  if (receiver != nullptr && set_arg(frame, receiver, &frame.args[0]) < 0) return -1;
  for (Py_ssize_t i = 0; i < n; ++i) {
    if (UNLIKELY(set_arg(frame, args[i], &frame.args[i + first]) < 0)) return -1;
  }
  *total = n + first;
  return LIKELY(!frame.ran_python) ? 0 : borrow_again(frame, receiver, args, *total);
}

// Whether the parameters behind the first n all have defaults.
static bool has_defaults_behind(const Plan* plan, Py_ssize_t n) {
  if (plan == nullptr || plan->param_names == nullptr || n < 0 || n >= plan->num_positional)
    return false;
  for (Py_ssize_t i = n; i < PyTuple_GET_SIZE(plan->defaults); ++i) {
    if (PyTuple_GET_ITEM(plan->defaults, i) == state().missing) return false;
  }
  return true;
}

// A call with too few arguments has failed before the callee did anything: it checks their number
// first. If the missing ones have defaults it is repeated with them, and later calls of this
// function look first.
static COLD bool may_repeat_with_defaults(const Target* target, void* handle, Py_ssize_t n) {
  if (target == nullptr || target->fills_defaults || target->origin == Origin::kNone) return false;
  if (!PyErr_ExceptionMatches(PyExc_TypeError) || !has_defaults_behind(plan_of(target, handle), n))
    return false;
  PyErr_Clear();
  const_cast<Target*>(target)->fills_defaults = true;
  return true;
}

PyObject* call_python(void* handle, const Target* target, bool release_gil, PyObject* receiver,
                      PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  if (UNLIKELY(kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0)) {
    BoundArguments bound;
    if (!bound.bind(plan_of(target, handle), args, n, kwnames, "function")) return nullptr;
    return call_python(handle, target, release_gil, receiver, bound.values(), bound.count(),
                       nullptr);
  }
  // The receiver of a method comes as the first of its arguments.
  const Py_ssize_t own = receiver == nullptr && target != nullptr && target->receivers > 0 ? 1 : 0;
  if (UNLIKELY(target != nullptr && target->fills_defaults &&
               has_defaults_behind(target->plan, n - own))) {
    BoundArguments bound;
    if (!bound.bind(target->plan, args + own, n - own, nullptr, "function")) return nullptr;
    return call_python(handle, target, release_gil, own ? args[0] : receiver, bound.values(),
                       bound.count(), nullptr);
  }
  TVMFFIAny result = none_value();
  CallFrame frame;
  frame.target = target;
  Py_ssize_t total;
  if (UNLIKELY(convert_all(frame, receiver, args, n, &total) < 0)) return nullptr;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(total), release_gil, &result) !=
               0)) {
    if (!may_repeat_with_defaults(target, handle, n - own)) return nullptr;
    return call_python(handle, target, release_gil, receiver, args, n, nullptr);
  }
  if (UNLIKELY(result.type_index == kTVMFFIDLTensorPtr)) return returned_view(frame, total, result);
  return to_python(&result, frame.api);
}

void* call_python_for_object(void* handle, const Target* target, bool release_gil,
                             PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  if (UNLIKELY(kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0)) {
    BoundArguments bound;
    if (!bound.bind(plan_of(target, handle), args, n, kwnames, "constructor")) return nullptr;
    return call_python_for_object(handle, target, release_gil, bound.values(), bound.count(),
                                  nullptr);
  }
  if (UNLIKELY(target != nullptr && target->fills_defaults &&
               has_defaults_behind(target->plan, n))) {
    BoundArguments bound;
    if (!bound.bind(target->plan, args, n, nullptr, "constructor")) return nullptr;
    return call_python_for_object(handle, target, release_gil, bound.values(), bound.count(),
                                  nullptr);
  }
  OwnedAny result;
  CallFrame frame;
  frame.target = target;
  Py_ssize_t total;
  if (UNLIKELY(convert_all(frame, nullptr, args, n, &total) < 0)) return nullptr;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(total), release_gil,
                           &result.value) != 0)) {
    if (!may_repeat_with_defaults(target, handle, n)) return nullptr;
    return call_python_for_object(handle, target, release_gil, args, n, nullptr);
  }
  if (UNLIKELY(!holds_object(result.value))) {
    PyErr_Format(PyExc_TypeError,
                 "a constructor must return an object, got a value of type index %d",
                 static_cast<int>(result.value.type_index));
    return nullptr;
  }
  return result.release().v_ptr;
}

void* call_for_object(PyObject* function, PyObject* const* args, Py_ssize_t n) {
  void* handle = handle_of(function);
  if (handle == nullptr) return nullptr;
  return call_python_for_object(handle, &as_function(function)->target,
                                as_function(function)->release_gil, args, n, nullptr);
}

static PyObject* function_vectorcall(PyObject* self, PyObject* const* args, size_t nargsf,
                                     PyObject* kwnames) {
  Function* f = as_function(self);
  if (UNLIKELY(f->chandle == nullptr)) {
    raise_no_handle(self);
    return nullptr;
  }
  return call_python(f->chandle, &f->target, f->release_gil, nullptr, args,
                     PyVectorcall_NARGS(nargsf), kwnames);
}

static PyObject* new_function(PyTypeObject* type, void* handle) {
  auto* f = reinterpret_cast<Function*>(type->tp_alloc(type, 0));
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
  return made;
}

void* GlobalFunction::get() {
  if (LIKELY(handle != nullptr)) return handle;
  const TVMFFIByteArray key = bytes_of(name);
  void* found = nullptr;
  if (TVMFFIFunctionGetGlobal(&key, &found) != 0) {
    raise_last_error();
    return nullptr;
  }
  if (found == nullptr) PyErr_Format(PyExc_ValueError, "Cannot find global function %s", name);
  handle = found;
  return found;
}

int GlobalFunction::call(TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  void* function = get();
  if (UNLIKELY(function == nullptr)) return -1;
  return LIKELY(TVMFFIFunctionCall(function, args, n, result) == 0) ? 0 : raise_last_error();
}

PyObject* GlobalFunction::operator()(TVMFFIAny* args, int32_t n) {
  TVMFFIAny result = none_value();
  return call(args, n, &result) == 0 ? to_python(&result, nullptr) : nullptr;
}

static int function_traverse(PyObject* self, visitproc visit, void* arg) {
  Function* f = as_function(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(f->dict);
  Py_VISIT(f->target.owner);
  // Sole owner of a callback: the callable behind it is reachable from here and from nowhere else.
  if (f->chandle != nullptr && strong_count(f->chandle) == 1) Py_VISIT(callback_of(f->chandle));
  return 0;
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
  type->tp_free(self);
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
  return PyBool_FromLong(as_function(self)->release_gil);
}
static int set_release_gil(PyObject* self, PyObject* value, void*) {
  if (value == nullptr) {
    PyErr_SetString(PyExc_AttributeError, "release_gil cannot be deleted");
    return -1;
  }
  const int on = PyObject_IsTrue(value);
  if (on < 0) return -1;
  as_function(self)->release_gil = on != 0;
  return 0;
}

static PyMethodDef function_methods[] = {
    {"__from_extern_c__", as_cfunction(function_from_extern_c),
     METH_VARARGS | METH_KEYWORDS | METH_STATIC,
     "Wrap the address of a function with the FFI calling convention."},
    {"__from_mlir_packed_safe_call__", as_cfunction(function_from_mlir),
     METH_VARARGS | METH_KEYWORDS | METH_STATIC,
     "Wrap the address of a function that takes one array of argument pointers."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef function_getset[] = {
    {"release_gil", get_release_gil, set_release_gil, "Whether calls release the GIL.", nullptr},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {"__name__", function_get_name, function_set_name, "Name of the function.",
     const_cast<char*>("__name__")},
    {"__qualname__", function_get_name, function_set_name, nullptr,
     const_cast<char*>("__qualname__")},
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
