// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function.h: core.Function, what is known about callees, and calls (core module).
// Target holds what is known about the callee beyond its handle; the Plan in it is made from the
// metadata text on first need (a tensor that might be lent) and then kept.
#ifndef TVM_FFI_PYTHON_NATIVE_FUNCTION_H_
#define TVM_FFI_PYTHON_NATIVE_FUNCTION_H_

#include "args.h"

namespace tvm_ffi_py {

// What the metadata of a function says about its parameters; owned by its Target.
struct Plan {
  // Some of the first 64 parameters, and their names: a tuple, NULL until a call by keyword asks.
  struct Chosen {
    uint64_t bits;
    PyObject* names;
    bool has(ptrdiff_t index) const { return index >= 0 && index < 64 && (bits >> index & 1) != 0; }
  };
  Chosen lend_tensor;    // take a DLTensor pointer
  Chosen take_sequence;  // take an Array or List: any sequence is made one
};

enum class Origin : uint8_t { kNone, kGlobal, kModule, kMetadata };

struct Target {
  Origin origin;
  int8_t receivers;  // leading parameters that the caller does not name; -1 for a constructor's own
                     // wrapper
  PyObject* owner;   // Module for kModule, class for kMetadata
  PyObject* name;    // str
  PyObject* metadata;  // metadata text for kMetadata
  PyObject* doc;       // str or NULL
  Plan* plan;
  // Calls left out parameters with defaults before: those with at least the first number of
  // arguments and less than the second do.
  bool fills_defaults;
  int32_t fills_from;
  int32_t fills_to;
};

struct Function {
  PyObject_HEAD void* chandle;
  vectorcallfunc vectorcall;
  Target target;
  PyObject* dict;
  bool release_gil;
};

void clear_target(Target* target);
// How a metadata text wants its function to be called.
struct CallChoices {
  bool keep_gil;  // an entry "release_gil" of value false
  bool by_name;   // some parameters go by name only
};
CallChoices choices_of(PyObject* metadata);
// The same for what a target's metadata says. Never raises.
CallChoices choices_of(const Target* target, void* handle);
// Lets every call of the target be bound by the library, which knows what goes by name only.
void bind_always(Target* target);
// After the origin of a Function was noted: its first call reads how it wants to be called.
void read_choices_later(Function* function);
// The plan of a target, made when needed; NULL when nothing is known. Never raises.
const Plan* plan_of(const Target* target, void* handle);

// Names of chosen parameters, borrowed: a tuple, or NULL when there are none. Never raises.
PyObject* names_of(const Target* target, void* handle, Plan::Chosen Plan::* chosen);

// New Function wrapper; steals handle.
PyObject* wrap_function(void* handle);
// Same with its origin noted for later; borrows owner and name.
PyObject* wrap_function_from(void* handle, Origin origin, PyObject* owner, PyObject* name);

// Converts and calls; kwnames as for vectorcall. receiver may be NULL.
PyObject* call_python(void* handle, const Target* target, bool release_gil, PyObject* receiver,
                      PyObject* const* args, Py_ssize_t n, PyObject* kwnames);
// Same, for callees that return an object: new handle, or NULL with an exception.
void* call_python_for_object(void* handle, const Target* target, bool release_gil,
                             PyObject* const* args, Py_ssize_t n, PyObject* kwnames);
void* call_for_object(PyObject* function, PyObject* const* args, Py_ssize_t n);

// A function of the native library, looked up on first use and kept for the life of the process.
struct GlobalFunction {
  const char* name;
  void* handle = nullptr;
  void* get();
  // 0 with an owned *result, or -1 with an exception.
  int call(TVMFFIAny* args, int32_t n, TVMFFIAny* result);
  // Python value of the result, or NULL with an exception.
  PyObject* operator()(TVMFFIAny* args, int32_t n);
};

// function_info.cc: names, documentation, signatures, and functions from raw addresses.
PyObject* function_get_name(PyObject* self, void* which);
PyObject* function_get_module(PyObject* self, void* which);
PyObject* function_get_doc(PyObject* self, void* which);
PyObject* function_get_signature(PyObject* self, void* which);
// The signature of a function or method as `__text_signature__` spells it; of_class, when not NULL,
// asks for that of the class whose __init__ self is.
PyObject* get_text_signature(PyObject* self, void* of_class);
// A name that classes and their instances both have: as a slot of the type it would hide the
// class's own.
struct InstanceName {
  PyObject* Names::* name;
  getter get;
};
// What instances say under such a name; their own dictionary wins, any other name is looked up.
PyObject* get_instance_name(PyObject* self, PyObject* name, PyObject* dict,
                            const InstanceName* table, size_t count);
PyObject* function_getattro(PyObject* self, PyObject* name);
int function_set_name(PyObject* self, PyObject* value, void* which);
PyObject* function_from_extern_c(PyObject*, PyObject* args, PyObject* kwargs);
PyObject* function_from_mlir(PyObject*, PyObject* args, PyObject* kwargs);

int init_function_type(State* s, PyObject* module);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_FUNCTION_H_
