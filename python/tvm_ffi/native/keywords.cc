// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// keywords.cc: the library's functions for calls by keyword (core module). Looked up at run time:
// an older library has none.
#include "keywords.h"

#include <dlfcn.h>

#include <vector>

#include "error.h"
#include "result.h"

namespace tvm_ffi_py {

using CallFunction = int (*)(void*, TVMFFIAny*, int32_t, const TVMFFIByteArray*, int32_t,
                             TVMFFIAny*);
using BindFunction = int (*)(void*, const TVMFFIAny*, int32_t, const TVMFFIByteArray*, int32_t,
                             TVMFFIAny*, int32_t, int32_t*, void**);
using DescribeFunction = int (*)(void*, TVMFFIAny*);

template <typename F>
static F find(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_DEFAULT, name));
}

bool KeywordNames::read(PyObject* kwnames) {
  const Py_ssize_t count = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  if (count > kInline) {
    heap_ = PyMem_New(TVMFFIByteArray, static_cast<size_t>(count));
    if (heap_ == nullptr) {
      PyErr_NoMemory();
      return false;
    }
  }
  TVMFFIByteArray* names = heap_ != nullptr ? heap_ : inline_;
  for (Py_ssize_t i = 0; i < count; ++i) {
    Py_ssize_t size;
    names[i].data = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(kwnames, i), &size);
    if (names[i].data == nullptr) return false;
    names[i].size = static_cast<size_t>(size);
  }
  count_ = static_cast<int32_t>(count);
  return true;
}

int call_keywords(void* handle, TVMFFIAny* args, int32_t num_args, const KeywordNames& names,
                  TVMFFIAny* result) {
  static const auto call = find<CallFunction>("TVMFFIFunctionCallKeywords");
  if (LIKELY(call != nullptr))
    return call(handle, args, num_args, names.data(), names.count(), result);
  if (names.count() == 0) return TVMFFIFunctionCall(handle, args, num_args, result);
  TVMFFIErrorSetRaisedFromCStr("TypeError", "the loaded libtvm_ffi cannot bind keyword arguments");
  return -1;
}

static void drop_raised() {
  void* error = nullptr;
  TVMFFIErrorMoveFromRaised(&error);
  dec_ref(error);
}

int32_t count_with_defaults(void* handle, TVMFFIAny* args, int32_t num_args) {
  static const auto bind = find<BindFunction>("TVMFFIFunctionBindKeywords");
  if (bind == nullptr) return -1;
  int32_t count = 0;
  if (bind(handle, args, num_args, nullptr, 0, nullptr, 0, &count, nullptr) != 0) {
    drop_raised();
    return -1;
  }
  constexpr int32_t kInline = 32;
  TVMFFIAny cells[kInline];
  std::vector<TVMFFIAny> more;
  if (count > kInline) more.resize(static_cast<size_t>(count));
  TVMFFIAny* frame = count > kInline ? more.data() : cells;
  if (bind(handle, args, num_args, nullptr, 0, frame, count, &count, nullptr) == 0) return count;
  drop_raised();
  return -1;
}

PyObject* describe_function(void* handle) {
  static const auto describe = find<DescribeFunction>("TVMFFIFunctionDescribe");
  if (describe == nullptr || handle == nullptr) return nullptr;
  TVMFFIAny text = none_value();
  if (describe(handle, &text) != 0) {
    drop_raised();
    return nullptr;
  }
  PyObject* made = to_python(&text, nullptr);
  if (made != nullptr && PyUnicode_Check(made) && PyUnicode_GetLength(made) != 0) return made;
  PyErr_Clear();
  Py_XDECREF(made);
  return nullptr;
}

}  // namespace tvm_ffi_py
