// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// payload.h: entries of enumerations for their payloads (core module).
// Fields that hold an enumeration take the number or text of an entry as well. Asked for only after
// a conversion has failed, so nothing else pays for it.
#ifndef TVM_FFI_PYTHON_NATIVE_PAYLOAD_H_
#define TVM_FFI_PYTHON_NATIVE_PAYLOAD_H_

#include "py.h"

namespace tvm_ffi_py {

// The entry that value stands for in the field at offset; new reference. NULL with the exception of
// the failed conversion, which must be set.
PyObject* entry_for_field(int32_t owner, int64_t offset, PyObject* value);
// The arguments of a constructor by fields with entries in place of payloads, as one tuple; NULL
// with the exception of the failed call when there is none to replace.
PyObject* entries_for_arguments(int32_t type_index, PyObject* const* args, Py_ssize_t n,
                                PyObject* kwnames);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_PAYLOAD_H_
