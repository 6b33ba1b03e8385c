// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// result.h: FFI values as Python values (core module).
#ifndef TVM_FFI_PYTHON_NATIVE_RESULT_H_
#define TVM_FFI_PYTHON_NATIVE_RESULT_H_

#include "object.h"

namespace tvm_ffi_py {

// Object kinds, and what is rare among the rest; steals *value.
PyObject* object_to_python(TVMFFIAny* value, const DLPackExchangeAPI* api);
PyObject* other_to_python(TVMFFIAny* value);

// New Python value; steals *value. api: framework whose tensors shall come back, or NULL.
inline PyObject* to_python(TVMFFIAny* value, const DLPackExchangeAPI* api) {
  if (value->type_index == kTVMFFINone) return Py_NewRef(Py_None);
  if (value->type_index == kTVMFFIInt) return PyLong_FromLongLong(value->v_int64);
  if (value->type_index >= kTVMFFIStaticObjectBegin) return object_to_python(value, api);
  switch (value->type_index) {
    case kTVMFFIBool:
      return PyBool_FromLong(value->v_int64 != 0);
    case kTVMFFIFloat:
      return PyFloat_FromDouble(value->v_float64);
    case kTVMFFISmallStr:
      return PyUnicode_DecodeUTF8(value->v_bytes, static_cast<Py_ssize_t>(value->small_str_len),
                                  nullptr);
    default:
      return other_to_python(value);
  }
}

// New Python value of a borrowed cell, as callbacks get them.
PyObject* view_to_python(const TVMFFIAny& view, const DLPackExchangeAPI* api);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_RESULT_H_
