// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error.h: exceptions across the boundary, both ways (core module).
// A Python exception that passes through native code arrives as the same object: its Error carries
// it in extra_context as an OpaquePyObject.
#ifndef TVM_FFI_PYTHON_NATIVE_ERROR_H_
#define TVM_FFI_PYTHON_NATIVE_ERROR_H_

#include "object.h"

namespace tvm_ffi_py {

// Raises this thread's native error as a Python exception. Always -1.
int raise_last_error();
inline PyObject* raise_last_error_null() {
  raise_last_error();
  return nullptr;
}
// Exception instance for an Error handle (borrowed), with C++ frames in its traceback; new
// reference.
PyObject* exception_of(void* error);
// New Error handle for an exception instance, or NULL with an exception.
void* error_from_exception(PyObject* exception);
// Moves the raised exception of this thread into the native error slot. Always -1.
int hand_over_exception();
// Raises the failure code of a native function as OSError does not: keeps an exception that is
// already set.
int raise_call_failure();

// traceback.cc: adds one frame per line `File "f", line n, in g` of text, most recent first, to the
// raised exception.
void add_backtrace_frames(const TVMFFIByteArray& backtrace);
// The lines that follow those of the traceback: what native code added while it carried an
// exception.
TVMFFIByteArray lines_beyond(const TVMFFIByteArray& backtrace, PyObject* traceback);
// The frames of a traceback as such lines, most recent first; new str.
PyObject* backtrace_text(PyObject* traceback);

PyObject* append_frame_to(PyObject*, PyObject* args);
PyObject* backtrace_text_of(PyObject*, PyObject* traceback);

int init_error_type(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_ERROR_H_
