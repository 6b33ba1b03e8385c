// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// numpy_array.h: numpy arrays read in place (core module).
// Only the leading members of numpy's array and dtype structs are read, which its ABI has kept
// since 1.7 and keeps in 2.x. Anything unusual (read-only, byte-swapped, structured, odd strides)
// goes through __dlpack__ instead.
#ifndef TVM_FFI_PYTHON_NATIVE_NUMPY_ARRAY_H_
#define TVM_FFI_PYTHON_NATIVE_NUMPY_ARRAY_H_

#include "args.h"

namespace tvm_ffi_py {

bool is_numpy_array_type(PyTypeObject* type);
// Whether o, of that type, can be read in place.
bool numpy_is_plain(PyObject* o);
// Writes a DLTensor in the frame, shape and strides behind it: 1, 0 when o cannot be read in place,
// -1 with MemoryError.
int numpy_lend(CallFrame& frame, PyObject* o, TVMFFIAny* out);
// New Tensor handle that keeps o alive; NULL with an exception.
void* numpy_own(PyObject* o);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_NUMPY_ARRAY_H_
