// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// error_type.h: core.Error, the wrapper of error objects (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_ERROR_TYPE_H_
#define TVM_FFI_PYTHON_NATIVE_ERROR_TYPE_H_

#include "object.h"

namespace tvm_ffi_py {

// New core.Error; steals handle.
PyObject* wrap_error(void* handle);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_ERROR_TYPE_H_
