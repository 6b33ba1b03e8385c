// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// dlpack_py.h: DLPack capsules and the C exchange interface (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_DLPACK_PY_H_
#define TVM_FFI_PYTHON_NATIVE_DLPACK_PY_H_

#include "object.h"

namespace tvm_ffi_py {

// The interface behind a class attribute (capsule or address); NULL with ValueError.
const DLPackExchangeAPI* exchange_api_of(PyObject* attribute);
// New Tensor handles, or NULL with an exception.
void* tensor_from_exchange(const DLPackExchangeAPI* api, PyObject* o);
void* tensor_from_capsule(PyObject* capsule, int alignment, int contiguous);
// What an unused legacy capsule holds and keeps; NULL without exception for any other.
const DLTensor* tensor_in_capsule(PyObject* capsule);
void* tensor_from_dlpack_method(PyObject* o, int alignment, int contiguous);
// New framework tensor over a Tensor handle (stolen).
PyObject* tensor_to_exchange(const DLPackExchangeAPI* api, void* handle);
// New capsule over a Tensor handle (borrowed).
PyObject* tensor_to_capsule(void* handle, bool versioned);
// core.from_dlpack
PyObject* from_dlpack(PyObject* module, PyObject* args, PyObject* kwargs);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_DLPACK_PY_H_
