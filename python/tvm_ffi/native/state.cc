// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// state.cc: the one State and its interned names (core module); see state.h for why one is enough.
#include "state.h"

#include <unistd.h>

namespace tvm_ffi_py {

State* g_state = nullptr;
Py_ssize_t g_text_size;

void wait_for_exit() {
  for (;;) pause();
}

int init_names(State* s) {
#define X(name) \
  if ((s->names.name = PyUnicode_InternFromString(#name)) == nullptr) return -1;
  TVM_FFI_PY_NAMES(X)
#undef X
  return 0;
}

PyObject* import_attr(const char* module, const char* attribute) {
  Ref imported(PyImport_ImportModule(module));
  return imported ? PyObject_GetAttrString(imported.get(), attribute) : nullptr;
}

}  // namespace tvm_ffi_py
