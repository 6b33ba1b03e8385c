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

int call_in_environment(void* handle, const CallFrame& frame, int32_t num_args, bool release_gil,
                        TVMFFIAny* result);
PyObject* returned_view(CallFrame& frame, Py_ssize_t n, const TVMFFIAny& result);
// After conversions: where they ran Python code, wrappers whose handles cells borrow may have been
// emptied. receiver may be NULL. 0, or -1 with an exception.
int borrow_objects_again(CallFrame& frame, PyObject* receiver, PyObject* const* args,
                         Py_ssize_t total);
inline int borrow_again(CallFrame& frame, PyObject* receiver, PyObject* const* args,
                        Py_ssize_t total) {
  if (LIKELY(!frame.ran_python)) return 0;
  for (Py_ssize_t i = 0; i < total; ++i) {
    if (UNLIKELY(holds_object(frame.args[i])))
      return borrow_objects_again(frame, receiver, args, total);
  }
  return 0;
}
// After a call that failed: once more with defaults if that is why, else NULL with the exception.
PyObject* repeat_or_fail(void* handle, const Target* target, bool release_gil,
                         PyObject* const* args, Py_ssize_t n);

// Calls what a Function's handle stands for, as its cell in the ABI says. 0 with an owned *result,
// or -1 with an exception.
ALWAYS_INLINE int call_cells(void* handle, const TVMFFIAny* cells, int32_t n, bool release_gil,
                             TVMFFIAny* result) {
  const TVMFFISafeCallType call = body_of<TVMFFIFunctionCell>(handle)->safe_call;
  int rc;
  if (release_gil) {
    PyThreadState* thread = PyEval_SaveThread();
    rc = call(handle, cells, n, result);
    or_wait_for_exit([thread] { PyEval_RestoreThread(thread); });
  } else {
    rc = call(handle, cells, n, result);
  }
  return LIKELY(rc == 0) ? 0 : raise_last_error();
}

// The same with what a frame has besides its cells.
ALWAYS_INLINE int call_handle(void* handle, CallFrame& frame, int32_t num_args, bool release_gil,
                              TVMFFIAny* result) {
  if (UNLIKELY(frame.in_environment)) {
    return call_in_environment(handle, frame, num_args, release_gil, result);
  }
  return call_cells(handle, frame.args, num_args, release_gil, result);
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

// The arguments from `done` on, of which the first is not plain. 0, or -1 with an exception.
ALWAYS_INLINE int convert_rest(CallFrame& frame, PyObject* const* args, Py_ssize_t n,
                               Py_ssize_t done) {
  if (UNLIKELY(set_other(frame, args[done], &frame.args[done]) < 0)) return -1;
  for (Py_ssize_t i = done + 1; i < n; ++i) {
    const SetterEntry* entry = same_as_last(Py_TYPE(args[i]));
    const int rc = entry != nullptr ? set_by_entry(*entry, frame, args[i], &frame.args[i])
                                    : set_arg(frame, args[i], &frame.args[i]);
    if (UNLIKELY(rc < 0)) return -1;
  }
  return borrow_again(frame, nullptr, args, n);
}

// Goes on with a call whose first arguments are in cells and whose next one needs a frame. Callees
// are a Function or a Method; converting may run code that takes a Function's handle away.
template <class Callee>
ALWAYS_INLINE PyObject* call_framed(Callee* callee, PyObject* const* args, Py_ssize_t n,
                                    TVMFFIAny* cells, Py_ssize_t done) {
  void* handle;
  {
    TVMFFIAny result = none_value();
    CallFrame frame(&callee->target, cells);
    if (UNLIKELY(convert_rest(frame, args, n, done) < 0)) return nullptr;
    handle = callee->chandle;
    if (UNLIKELY(handle == nullptr)) {
      raise_no_handle(as_py(callee));
      return nullptr;
    }
    if (LIKELY(call_handle(handle, frame, static_cast<int32_t>(n), callee->release_gil, &result) ==
               0))
      return result_to_python(frame, n, &result);
  }
  return repeat_or_fail(handle, &callee->target, callee->release_gil, args, n);
}

// Positional arguments that fit the cells. Where all of them are plain there is no frame.
template <class Callee>
ALWAYS_INLINE PyObject* call_from(Py_ssize_t done, TVMFFIAny* cells, Callee* callee,
                                  PyObject* const* args, Py_ssize_t n) {
  for (Py_ssize_t i = done; i < n; ++i) {
    if (UNLIKELY(!set_plain(args[i], &cells[i]))) return call_framed(callee, args, n, cells, i);
  }
  TVMFFIAny result = none_value();
  void* handle = callee->chandle;
  if (LIKELY(call_cells(handle, cells, static_cast<int32_t>(n), callee->release_gil, &result) == 0))
    return to_python(&result, nullptr);
  return repeat_or_fail(handle, &callee->target, callee->release_gil, args, n);
}

void* raise_no_object(int32_t type_index);

ALWAYS_INLINE void* call_framed_for_object(void* handle, const Target* target, bool release_gil,
                                           PyObject* const* args, Py_ssize_t n, TVMFFIAny* cells,
                                           Py_ssize_t done) {
  TVMFFIAny result = none_value();
  CallFrame frame(target, cells);
  if (UNLIKELY(convert_rest(frame, args, n, done) < 0)) return nullptr;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(n), release_gil, &result) != 0))
    return nullptr;
  frame.finish();
  return LIKELY(holds_object(result)) ? result.v_ptr : raise_no_object(result.type_index);
}

// The same for callees that return an object and have no defaults: new handle, or NULL with an
// exception.
ALWAYS_INLINE void* call_simple_for_object(void* handle, const Target* target, bool release_gil,
                                           PyObject* const* args, Py_ssize_t n) {
  TVMFFIAny cells[kInlineArgs];
  for (Py_ssize_t i = 0; i < n; ++i) {
    if (UNLIKELY(!set_plain(args[i], &cells[i])))
      return call_framed_for_object(handle, target, release_gil, args, n, cells, i);
  }
  TVMFFIAny result = none_value();
  if (UNLIKELY(call_cells(handle, cells, static_cast<int32_t>(n), release_gil, &result) != 0))
    return nullptr;
  return LIKELY(holds_object(result)) ? result.v_ptr : raise_no_object(result.type_index);
}

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_CALL_H_
