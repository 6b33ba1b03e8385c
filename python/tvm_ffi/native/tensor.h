// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor.h: core.Tensor (core module).
// A Tensor owns a handle, or, when native code lent a bare DLTensor pointer, a copy of its
// description; the copy is taken away again when the callback it was lent to returns, since the
// memory is the caller's.
#ifndef TVM_FFI_PYTHON_NATIVE_TENSOR_H_
#define TVM_FFI_PYTHON_NATIVE_TENSOR_H_

#include "args.h"

namespace tvm_ffi_py {

struct Tensor {
  PyObject_HEAD void* chandle;
  DLTensor* view;  // malloc'ed, shape and strides behind it; NULL for an owning tensor
};

// New Tensor; steals handle.
PyObject* wrap_tensor(void* handle);
// New Tensor over a description that native code lent.
PyObject* wrap_tensor_view(const DLTensor* tensor);
// Ends a lent view; later use raises.
void expire_tensor_view(PyObject* tensor);

int set_tensor(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_container(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
// A Shape (tuple of integers) as an FFI shape object.
int set_shape(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
// New Shape (or plain tuple) of a shape object; steals handle.
PyObject* wrap_shape(void* handle);

int init_tensor_type(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_TENSOR_H_
