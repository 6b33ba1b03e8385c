// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// container.h: wrappers of sequences and maps (core module).
// Elements are read out of the native storage, whose layout is part of the ABI. A container that
// came out of a call with framework tensors remembers the framework, so that its tensors come back
// as that framework's.
#ifndef TVM_FFI_PYTHON_NATIVE_CONTAINER_H_
#define TVM_FFI_PYTHON_NATIVE_CONTAINER_H_

#include <tvm/ffi/container/shared_lock.h>

#include <optional>

#include "object.h"

namespace tvm_ffi_py {

struct Container {
  PyObject_HEAD void* chandle;
  const DLPackExchangeAPI* api;
};

// Wrapper of a container; steals handle.
PyObject* wrap_container(void* handle, const DLPackExchangeAPI* api);
// Python value of an element cell, borrowed from its container.
PyObject* element_to_python(const TVMFFIAny& element, const DLPackExchangeAPI* api);

// map_storage.cc: walking the entries of a Map or Dict in order.
struct MapCursor {
  explicit MapCursor(void* handle);
  // False at the end; the pointers stay valid while the map is unchanged.
  bool next(const TVMFFIAny** key, const TVMFFIAny** value);

 private:
  char* data_;
  uint64_t left_;
  uint64_t at_;
  bool dense_;
};
inline uint64_t map_size(void* handle) { return body_of<uint64_t>(handle)[1]; }

// Holds the lock of a List or Dict, which native code may change at the same time, because calls
// give up the interpreter lock; Array and Map never change. Python code must not run under it.
class ContainerLock {
 public:
  explicit ContainerLock(void* handle) {
    const int32_t index = type_index_of(handle);
    if (UNLIKELY(index == kTVMFFIList || index == kTVMFFIDict)) lock_.emplace(handle);
  }

 private:
  std::optional<tvm::ffi::detail::SharedLock> lock_;
};

int init_container_types(State* s, PyObject* module);
int init_mapping_types(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_CONTAINER_H_
