// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// call.cc: what a call needs beyond the common case: streams, keywords, defaults, many arguments,
// failure (core module). See call.h for the common case.
#include "call.h"

#include "error.h"
#include "keywords.h"
#include "tensor.h"

namespace tvm_ffi_py {

// Runs the call with the stream of the tensor arguments as the thread's current one.
COLD int call_with_stream(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
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

// A DLTensor pointer that came back: the tensor it belongs to, when that is an argument, else a
// lent view.
COLD PyObject* returned_view(CallFrame& frame, Py_ssize_t n, const TVMFFIAny& result) {
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
COLD int borrow_again(CallFrame& frame, PyObject* receiver, PyObject* const* args,
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

static int convert_all(CallFrame& frame, PyObject* receiver, PyObject* const* args, Py_ssize_t n,
                       Py_ssize_t* total) {
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

// Puts names and defaults in their places and calls with the whole; for callees known to need it.
static PyObject* call_bound(void* handle, const Target* target, bool release_gil,
                            PyObject* receiver, const BoundArguments& bound) {
  TVMFFIAny result = none_value();
  CallFrame frame(target);
  Py_ssize_t total;
  if (convert_all(frame, receiver, bound.values(), bound.count(), &total) < 0 ||
      call_handle(handle, frame, static_cast<int32_t>(total), release_gil, &result) != 0) {
    return nullptr;
  }
  return result_to_python(frame, total, &result);
}

PyObject* call_python(void* handle, const Target* target, bool release_gil, PyObject* receiver,
                      PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  // The receiver of a method comes as the first of its arguments.
  const Py_ssize_t own = receiver == nullptr && target != nullptr && target->receivers > 0 ? 1 : 0;
  const bool named = kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0;
  if (named ||
      (target != nullptr && target->fills_defaults && has_defaults_behind(target->plan, n - own))) {
    BoundArguments bound;
    const Plan* plan = plan_of(target, handle);
    if (own != 0 && n < 1) return PyErr_Format(PyExc_TypeError, "the receiver is missing");
    if (!bound.bind(plan, args + own, n - own, kwnames, "function")) return nullptr;
    return call_bound(handle, target, release_gil, own != 0 ? args[0] : receiver, bound);
  }
  {
    TVMFFIAny result = none_value();
    CallFrame frame(target);
    Py_ssize_t total;
    if (convert_all(frame, receiver, args, n, &total) < 0) return nullptr;
    if (call_handle(handle, frame, static_cast<int32_t>(total), release_gil, &result) == 0)
      return result_to_python(frame, total, &result);
  }
  if (!may_repeat_with_defaults(target, handle, n - own)) return nullptr;
  return call_python(handle, target, release_gil, receiver, args, n, nullptr);
}

COLD PyObject* repeat_or_fail(void* handle, const Target* target, bool release_gil,
                              PyObject* const* args, Py_ssize_t n) {
  const Py_ssize_t own = target != nullptr && target->receivers > 0 ? 1 : 0;
  if (!may_repeat_with_defaults(target, handle, n - own)) return nullptr;
  return call_python(handle, target, release_gil, nullptr, args, n, nullptr);
}

COLD void* raise_no_object(int32_t type_index) {
  PyErr_Format(PyExc_TypeError, "a constructor must return an object, got a value of type index %d",
               static_cast<int>(type_index));
  return nullptr;
}

static void* call_once_for_object(void* handle, const Target* target, bool release_gil,
                                  PyObject* const* args, Py_ssize_t n, bool* called) {
  OwnedAny result;
  CallFrame frame(target);
  Py_ssize_t total;
  if (UNLIKELY(convert_all(frame, nullptr, args, n, &total) < 0)) return nullptr;
  *called = true;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(total), release_gil,
                           &result.value) != 0)) {
    return nullptr;
  }
  frame.finish();
  if (UNLIKELY(!holds_object(result.value))) return raise_no_object(result.value.type_index);
  return result.release().v_ptr;
}

static COLD void* bind_for_object(void* handle, const Target* target, bool release_gil,
                                  PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  BoundArguments bound;
  bool called = false;
  if (!bound.bind(plan_of(target, handle), args, n, kwnames, "constructor")) return nullptr;
  return call_once_for_object(handle, target, release_gil, bound.values(), bound.count(), &called);
}

void* call_python_for_object(void* handle, const Target* target, bool release_gil,
                             PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  if (UNLIKELY(
          (kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0) ||
          (target != nullptr && target->fills_defaults && has_defaults_behind(target->plan, n)))) {
    return bind_for_object(handle, target, release_gil, args, n, kwnames);
  }
  bool called = false;
  void* made = call_once_for_object(handle, target, release_gil, args, n, &called);
  if (LIKELY(made != nullptr) || !called || !may_repeat_with_defaults(target, handle, n))
    return made;
  return bind_for_object(handle, target, release_gil, args, n, nullptr);
}

void* call_for_object(PyObject* function, PyObject* const* args, Py_ssize_t n) {
  void* handle = handle_of(function);
  if (handle == nullptr) return nullptr;
  const auto* f = reinterpret_cast<Function*>(function);
  return call_python_for_object(handle, &f->target, f->release_gil, args, n, nullptr);
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

}  // namespace tvm_ffi_py
