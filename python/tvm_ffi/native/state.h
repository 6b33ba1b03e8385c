// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// state.h: everything the core module keeps between calls (core module).
// One State per process: the native registries behind it are process-wide too. The pointer is
// global because the hot path has no module at hand (type slots, callbacks from native threads).
// That is safe because the module refuses to be executed twice and in any interpreter but the main
// one (module_init.cc), and the State is never freed: callbacks may outlive the module object.
#ifndef TVM_FFI_PYTHON_NATIVE_STATE_H_
#define TVM_FFI_PYTHON_NATIVE_STATE_H_

#include "handle.h"

namespace tvm_ffi_py {

// Names looked up on Python objects, interned once.
// clang-format off: it does not settle on a form of this list.
#define TVM_FFI_PY_NAMES(X) \
  X(__tvm_ffi_object__) X(__dlpack_c_exchange_api__) X(__cuda_stream__) X(__dlpack__) \
  X(__tvm_ffi_env_stream__) X(__tvm_ffi_opaque_ptr__) X(__dlpack_data_type__) \
  X(__dlpack_device__) X(__tvm_ffi_int__) X(__tvm_ffi_float__) X(__tvm_ffi_value__) \
  X(__tvm_ffi_error__) X(__tvm_ffi_type_info__) X(__from_tvm_ffi_object__) X(__slots__) \
  X(__init__) X(__new__) X(__post_init__) X(__name__) X(__qualname__) X(__module__) \
  X(__doc__) X(__traceback__) X(__object_repr__) X(__dict__) X(__signature__) X(asobject) \
  X(handle) X(value) X(getPtr) X(max_version) X(stream) X(tb_next) X(__class__) X(__bases__)
// clang-format on

struct Names {
#define X(name) PyObject* name;
  TVM_FFI_PY_NAMES(X)
#undef X
};

struct State {
  Names names;
  PyObject* module;  // borrowed

  PyTypeObject* meta;
  PyTypeObject* cobject;
  PyTypeObject* object;
  PyTypeObject* function;
  PyTypeObject* method;
  PyTypeObject* init_method;
  PyTypeObject* container_base;
  PyTypeObject* sequence_base;
  PyTypeObject* mapping_base;
  PyTypeObject* array;
  PyTypeObject* list;
  PyTypeObject* map;
  PyTypeObject* dict;
  PyTypeObject* sequence_iter;
  PyTypeObject* mapping_iter;
  PyTypeObject* mapping_view;
  PyTypeObject* tensor;
  PyTypeObject* error;
  PyTypeObject* native_object;
  PyTypeObject* string;
  PyTypeObject* bytes;
  PyTypeObject* data_type;
  PyTypeObject* dtype_base;
  PyTypeObject* device;
  PyTypeObject* opaque;
  PyTypeObject* rvalue_ref;
  PyTypeObject* any_box;
  PyTypeObject* field_property;
  PyTypeObject* field_getter;
  PyTypeObject* field_setter;
  PyTypeObject* object_convertible;

  // Replaceable classes (core._set_class_*).
  PyTypeObject* class_object;
  PyTypeObject* class_tensor;
  PyTypeObject* class_dtype;
  PyTypeObject* class_device;
  PyTypeObject* class_shape;

  PyObject* error_name_to_type;  // dict: kind -> exception class
  PyObject* error_type_to_name;  // dict: exception class -> kind
  PyObject* opaque_ptr_handlers;
  PyObject* code_cache;  // dict: backtrace line -> code object
  PyObject* frame_globals;

  // Wrapper class of each type index; owned references, NULL where none was made yet.
  PyTypeObject** classes;
  int32_t num_classes;

  // Sentinels of the native side, wrapped once.
  PyObject* missing;
  PyObject* kwargs;

  bool release_gil;
  bool skip_exchange_api;
};

HIDDEN extern State* g_state;
HIDDEN extern Py_ssize_t g_text_size;  // of an instance of str, without what follows in place
inline State& state() { return *g_state; }
inline Names& names() { return g_state->names; }

int init_names(State* s);

// type(o) is type, or one below it.
inline bool is_a(PyObject* o, PyTypeObject* type) {
  return Py_TYPE(o) == type || PyType_IsSubtype(Py_TYPE(o), type);
}

// Class name without its module, as messages print it.
inline const char* short_name(const PyTypeObject* type) {
  const char* dot = std::strrchr(type_name(type), '.');
  return dot == nullptr ? type_name(type) : dot + 1;
}

// Imports module.attribute of the package; new reference.
PyObject* import_attr(const char* module, const char* attribute);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_STATE_H_
