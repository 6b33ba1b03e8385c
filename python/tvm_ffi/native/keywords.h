// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// keywords.h: keyword arguments and defaults by the names in a function's metadata (core module).
// Used only when a call names an argument or leaves a defaulted one out; positional calls never
// come here.
#ifndef TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_
#define TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_

#include "function.h"

namespace tvm_ffi_py {

// The arguments of one call in the order of the parameters.
class BoundArguments {
 public:
  BoundArguments() = default;
  ~BoundArguments() { Py_XDECREF(values_); }
  BoundArguments(const BoundArguments&) = delete;
  BoundArguments& operator=(const BoundArguments&) = delete;
  // False with a TypeError.
  bool bind(const Plan* plan, PyObject* const* args, Py_ssize_t n, PyObject* kwnames,
            const char* what);
  PyObject* const* values() const { return &PyTuple_GET_ITEM(values_, 0); }
  Py_ssize_t count() const { return PyTuple_GET_SIZE(values_); }

 private:
  PyObject* values_ = nullptr;
};

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_
