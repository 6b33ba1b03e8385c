// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// keywords.h: calls by keyword and by default (core module). The native library binds them, by what
// is registered of the function; here the names are only handed over. Positional calls never come
// here.
#ifndef TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_
#define TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_

#include "function.h"

namespace tvm_ffi_py {

// The names of one call, borrowed from kwnames.
class KeywordNames {
 public:
  KeywordNames() = default;
  ~KeywordNames() { PyMem_Free(heap_); }
  KeywordNames(const KeywordNames&) = delete;
  KeywordNames& operator=(const KeywordNames&) = delete;
  // kwnames as for vectorcall, may be NULL. False with an exception.
  bool read(PyObject* kwnames);
  const TVMFFIByteArray* data() const { return heap_ != nullptr ? heap_ : inline_; }
  int32_t count() const { return count_; }

 private:
  static constexpr Py_ssize_t kInline = 8;
  TVMFFIByteArray inline_[kInline];
  TVMFFIByteArray* heap_ = nullptr;
  int32_t count_ = 0;
};

// TVMFFIFunctionCallKeywords; args holds the values of the names behind num_args others.
int call_keywords(void* handle, TVMFFIAny* args, int32_t num_args, const KeywordNames& names,
                  TVMFFIAny* result);

// Number of arguments of the call that num_args arguments and the defaults make, -1 when there is
// none. Leaves exceptions alone.
int32_t count_with_defaults(void* handle, TVMFFIAny* args, int32_t num_args);

// What is registered of the function, as JSON text; NULL without an exception when nothing is.
PyObject* describe_function(void* handle);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_KEYWORDS_H_
