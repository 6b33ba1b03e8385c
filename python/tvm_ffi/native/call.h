// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// call.h: the common call, written out where it is made (core module).
// Arguments go from the caller's array into cells on the stack and nothing else is allocated for
// plain values. The GIL is released around the native call unless release_gil is off. Whatever is
// not common goes to call.cc.
#ifndef TVM_FFI_PYTHON_NATIVE_CALL_H_
#define TVM_FFI_PYTHON_NATIVE_CALL_H_

#include "error.h"
#include "function.h"
#include "result.h"

namespace tvm_ffi_py {

int call_in_environment(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
                        TVMFFIAny* result);
PyObject* returned_view(CallFrame& frame, Py_ssize_t n, const TVMFFIAny& result);
// After conversions that ran Python code; receiver may be NULL. 0, or -1 with an exception.
int borrow_again(CallFrame& frame, PyObject* receiver, PyObject* const* args, Py_ssize_t total);
// After a call that failed: once more with defaults if that is why, else NULL with the exception.
PyObject* repeat_or_fail(void* handle, const Target* target, bool release_gil,
                         PyObject* const* args, Py_ssize_t n);

// Calls handle with the cells of frame. 0 with an owned *result, or -1 with an exception.
ALWAYS_INLINE int call_handle(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
                              TVMFFIAny* result) {
  if (UNLIKELY(frame.in_environment)) {
    return call_in_environment(handle, frame, num_args, release_gil, result);
  }
  int rc;
  if (release_gil) {
    PyThreadState* thread = PyEval_SaveThread();
    rc = TVMFFIFunctionCall(handle, frame.args, num_args, result);
    or_wait_for_exit([thread] { PyEval_RestoreThread(thread); });
  } else {
    rc = TVMFFIFunctionCall(handle, frame.args, num_args, result);
  }
  return LIKELY(rc == 0) ? 0 : raise_last_error();
}

// New Python value of what a call returned; steals *result.
inline PyObject* result_to_python(CallFrame& frame, Py_ssize_t n, TVMFFIAny* result) {
  const DLPackExchangeAPI* api = frame.api;
  if (LIKELY(result->type_index != kTVMFFIDLTensorPtr)) {
    frame.finish();
    return to_python(result, api);
  }
  return returned_view(frame, n, *result);
}

inline bool is_simple_call(const Target& target, Py_ssize_t n) {
  return n <= kInlineArgs && !target.fills_defaults;
}

// Positional arguments that fit the frame. Those in front of `done` are in `frame` already.
ALWAYS_INLINE PyObject* call_from(Py_ssize_t done, CallFrame& frame, void* handle, bool release_gil,
                                  PyObject* const* args, Py_ssize_t n, bool* failed) {
  TVMFFIAny result = none_value();
  TVMFFIAny* cell = frame.args + done;
  for (PyObject *const *at = args + done, *const *end = args + n; at != end; ++at, ++cell) {
    if (UNLIKELY(set_arg(frame, *at, cell) < 0)) return nullptr;
  }
  if (UNLIKELY(frame.ran_python) && borrow_again(frame, nullptr, args, n) < 0) return nullptr;
  if (LIKELY(call_handle(handle, frame, static_cast<int32_t>(n), release_gil, &result) == 0))
    return result_to_python(frame, n, &result);
  *failed = true;
  return nullptr;
}

ALWAYS_INLINE PyObject* call_simple(void* handle, const Target* target, bool release_gil,
                                    PyObject* const* args, Py_ssize_t n) {
  bool failed = false;
  {
    CallFrame frame(target);
    PyObject* value = call_from(0, frame, handle, release_gil, args, n, &failed);
    if (LIKELY(!failed)) return value;
  }
  return repeat_or_fail(handle, target, release_gil, args, n);
}

// The same for a method, whose receiver is known to be an object and to have a handle.
ALWAYS_INLINE PyObject* call_method(void* handle, const Target* target, bool release_gil,
                                    PyObject* const* args, Py_ssize_t n) {
  bool failed = false;
  {
    CallFrame frame(target);
    set_object(frame.args, as_cobject(args[0])->chandle);
    PyObject* value = call_from(1, frame, handle, release_gil, args, n, &failed);
    if (LIKELY(!failed)) return value;
  }
  return repeat_or_fail(handle, target, release_gil, args, n);
}

void* raise_no_object(int32_t type_index);

// The same for callees that return an object and have no defaults: new handle, or NULL with an
// exception.
ALWAYS_INLINE void* call_simple_for_object(void* handle, const Target* target, bool release_gil,
                                           PyObject* const* args, Py_ssize_t n) {
  TVMFFIAny result = none_value();
  CallFrame frame(target);
  TVMFFIAny* cell = frame.args;
  for (PyObject *const *at = args, *const *end = args + n; at != end; ++at, ++cell) {
    if (UNLIKELY(set_arg(frame, *at, cell) < 0)) return nullptr;
  }
  if (UNLIKELY(frame.ran_python) && borrow_again(frame, nullptr, args, n) < 0) return nullptr;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(n), release_gil, &result) != 0))
    return nullptr;
  frame.finish();
  return LIKELY(holds_object(result)) ? result.v_ptr : raise_no_object(result.type_index);
}

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_CALL_H_
