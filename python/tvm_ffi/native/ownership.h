// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// ownership.h: what Python's collector may follow through native objects (core module).
// A native object with one owner and no weak reference belongs to that owner: the Python objects
// that it keeps alive are visited in the owner's place. Anything else may be in use by native code
// and is left alone. So are the arguments of a call that runs (CallFrame::borrow): whoever has more
// references meanwhile got them in that call.
#ifndef TVM_FFI_PYTHON_NATIVE_OWNERSHIP_H_
#define TVM_FFI_PYTHON_NATIVE_OWNERSHIP_H_

#include "py.h"

namespace tvm_ffi_py {

// Visits the Python objects that an object keeps alive, if its wrapper alone owns it.
int visit_owned(void* handle, visitproc visit, void* arg);
// The same for the one owned cell of a wrapper.
int visit_owned_value(const TVMFFIAny& value, visitproc visit, void* arg);
// Whether fields of this type may keep Python objects alive.
bool leads_to_objects(int32_t type_index);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_OWNERSHIP_H_
