// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module_functions.cc: functions of the core module that belong to no class: the global function
// table, streams, conversion, export of metadata.
#include "module_functions.h"

#include <dlfcn.h>
#include <unistd.h>

#include "callback.h"
#include "dlpack_py.h"
#include "error.h"
#include "function.h"
#include "opaque.h"
#include "protocols.h"
#include "result.h"
#include "text.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static bool to_bytes(PyObject* text, TVMFFIByteArray* out) {
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  *out = TVMFFIByteArray{data, static_cast<size_t>(size)};
  return data != nullptr;
}

// core._get_global_func(name, allow_missing) -> Function | None
static PyObject* get_global(PyObject*, PyObject* args) {
  PyObject* name;
  int allow_missing = 0;
  if (!PyArg_ParseTuple(args, "U|p:_get_global_func", &name, &allow_missing)) return nullptr;
  TVMFFIByteArray text;
  if (!to_bytes(name, &text)) return nullptr;
  void* handle = nullptr;
  if (TVMFFIFunctionGetGlobal(&text, &handle) != 0) return raise_last_error_null();
  if (handle == nullptr && brings_testing_library(text) &&
      TVMFFIFunctionGetGlobal(&text, &handle) != 0) {
    return raise_last_error_null();
  }
  if (PyErr_Occurred()) return nullptr;
  if (handle != nullptr) return wrap_function_from(handle, Origin::kGlobal, nullptr, name);
  if (allow_missing) Py_RETURN_NONE;
  return PyErr_Format(PyExc_ValueError, "Cannot find global function %U", name);
}

// core._register_global_func(name, function, override) -> Function
static PyObject* register_global(PyObject*, PyObject* args) {
  PyObject *name, *function;
  int override = 0;
  if (!PyArg_ParseTuple(args, "UO|p:_register_global_func", &name, &function, &override))
    return nullptr;
  TVMFFIByteArray text;
  if (!to_bytes(name, &text)) return nullptr;
  void* handle;
  if (is_a(function, state().function)) {
    handle = handle_of(function);
    if (handle == nullptr) return nullptr;
    inc_ref(handle);
  } else {
    if (!PyCallable_Check(function)) {
      return PyErr_Format(PyExc_TypeError, "global function must be callable, got '%s'",
                          type_name(Py_TYPE(function)));
    }
    handle = make_callback(function, nullptr);
    if (handle == nullptr) return nullptr;
  }
  if (TVMFFIFunctionSetGlobal(&text, handle, override) != 0) {
    dec_ref(handle);
    return raise_last_error_null();
  }
  return wrap_function_from(handle, Origin::kGlobal, nullptr, name);
}

// core._module_function(Function, module, name): notes where a function came from.
static PyObject* module_function(PyObject*, PyObject* args) {
  PyObject *function, *module, *name;
  if (!PyArg_ParseTuple(args, "O!O!U:_module_function", state().function, &function,
                        state().cobject, &module, &name)) {
    return nullptr;
  }
  Target& target = reinterpret_cast<Function*>(function)->target;
  clear_target(&target);
  target.origin = Origin::kModule;
  target.owner = Py_NewRef(module);
  target.name = Py_NewRef(name);
  read_choices_later(reinterpret_cast<Function*>(function));
  return Py_NewRef(function);
}

// core._describe_function(Function, name, doc, metadata, owner): a static method's own description.
static PyObject* describe_function(PyObject*, PyObject* args) {
  PyObject *function, *name, *doc, *metadata, *owner;
  if (!PyArg_ParseTuple(args, "O!UOOO:_describe_function", state().function, &function, &name, &doc,
                        &metadata, &owner)) {
    return nullptr;
  }
  Target& target = reinterpret_cast<Function*>(function)->target;
  clear_target(&target);
  target.origin = metadata == Py_None ? Origin::kNone : Origin::kMetadata;
  target.name = Py_NewRef(name);
  target.doc = doc == Py_None ? nullptr : Py_NewRef(doc);
  target.metadata = metadata == Py_None ? nullptr : Py_NewRef(metadata);
  target.owner = owner == Py_None ? nullptr : Py_NewRef(owner);
  read_choices_later(reinterpret_cast<Function*>(function));
  return Py_NewRef(function);
}

static bool has_own_form(PyObject* o) {
  const State& s = state();
  PyTypeObject* type = Py_TYPE(o);
  if (PyLong_Check(o) || PyFloat_Check(o) || PyBool_Check(o)) return true;
  for (PyTypeObject* known : {s.cobject, s.string, s.bytes, s.class_shape, s.dtype_base,
                              s.data_type, s.device, s.rvalue_ref, s.any_box}) {
    if (known != nullptr && PyType_IsSubtype(type, known)) return true;
  }
  return is_registered_number(o, "Number") > 0;
}

// core.convert(value): what an FFI function would be given, as a Python value.
static PyObject* convert(PyObject*, PyObject* o) {
  if (o == Py_None || has_own_form(o)) return Py_NewRef(o);
  PyErr_Clear();
  if (PyUnicode_Check(o)) return string_of(o);
  if (PyBytes_Check(o) || PyByteArray_Check(o)) return bytes_of_object(o);
  PyTypeObject* type = Py_TYPE(o);
  const Names& n = names();
  const bool plain_container = PyTuple_Check(o) || PyList_Check(o) || PyDict_Check(o);
  const bool tensor = type_has(type, n.__dlpack__) ||
                      (!state().skip_exchange_api && type_has(type, n.__dlpack_c_exchange_api__));
  if (!plain_container && !tensor && !type_has(type, n.__tvm_ffi_object__)) {
    for (PyObject* kept : {n.__cuda_stream__, n.__tvm_ffi_opaque_ptr__}) {
      if (type_has(type, kept)) return Py_NewRef(o);
    }
    Ref pointer(loaded_attr("ctypes", "c_void_p"));
    if (pointer && PyObject_IsInstance(o, pointer.get()) > 0) return Py_NewRef(o);
    if (TYPE_SLOT(ternaryfunc, type, tp_call) == nullptr) {
      for (PyObject* kept : {n.__dlpack_device__, n.__tvm_ffi_int__, n.__tvm_ffi_float__}) {
        if (type_has(type, kept) && !type_has(type, n.__dlpack_data_type__)) return Py_NewRef(o);
      }
    }
  }
  CallFrame frame;
  if (set_arg(frame, o, &frame.args[0]) < 0) return nullptr;
  if (frame.args[0].type_index == kTVMFFIOpaquePyObject) {
    inc_ref(frame.args[0].v_ptr);
    return wrap_as(state().opaque, frame.args[0].v_ptr);
  }
  return view_to_python(frame.args[0], nullptr);
}

// core._to_any(value): a CAny over the converted value.
static PyObject* to_any(PyObject*, PyObject* o) {
  TVMFFIAny made = none_value();
  return set_owned(o, &made) < 0 ? nullptr : make_any_box(&made);
}

static PyObject* get_stream(PyObject*, PyObject* args) {
  int type, id;
  if (!PyArg_ParseTuple(args, "ii:_env_get_current_stream", &type, &id)) return nullptr;
  return PyLong_FromVoidPtr(TVMFFIEnvGetStream(type, id));
}

static PyObject* set_stream(PyObject*, PyObject* args) {
  int type, id;
  PyObject* stream;
  if (!PyArg_ParseTuple(args, "iiO!:_env_set_current_stream", &type, &id, &PyLong_Type, &stream))
    return nullptr;
  void* handle =
      reinterpret_cast<void*>(static_cast<uintptr_t>(PyLong_AsUnsignedLongLongMask(stream)));
  void* previous = nullptr;
  if (TVMFFIEnvSetStream(type, id, handle, &previous) != 0) return raise_last_error_null();
  return PyLong_FromVoidPtr(previous);
}

using ExportFunction = int (*)(const TVMFFIByteArray*, const TVMFFIByteArray*, TVMFFIAny*);

// core._reflection_export(library | None, prefix | None) -> str. Looked up at run time: an older
// library has none.
static PyObject* reflection_export(PyObject*, PyObject* args) {
  PyObject *library, *prefix;
  if (!PyArg_ParseTuple(args, "OO:_reflection_export", &library, &prefix)) return nullptr;
  const auto call = reinterpret_cast<ExportFunction>(dlsym(RTLD_DEFAULT, "TVMFFIReflectionExport"));
  if (call == nullptr) {
    return PyErr_Format(PyExc_NotImplementedError,
                        "the loaded libtvm_ffi cannot export its reflection metadata");
  }
  TVMFFIByteArray library_text{}, prefix_text{};
  if (library != Py_None && !to_bytes(library, &library_text)) return nullptr;
  if (prefix != Py_None && !to_bytes(prefix, &prefix_text)) return nullptr;
  TVMFFIAny result = none_value();
  if (call(library == Py_None ? nullptr : &library_text, prefix == Py_None ? nullptr : &prefix_text,
           &result) != 0) {
    return raise_last_error_null();
  }
  return to_python(&result, nullptr);
}

// core._reflection_export_module(module) -> str
static PyObject* reflection_export_module(PyObject*, PyObject* module) {
  using ExportModule = int (*)(void*, TVMFFIAny*);
  static const auto call =
      reinterpret_cast<ExportModule>(dlsym(RTLD_DEFAULT, "TVMFFIReflectionExportModule"));
  if (call == nullptr) {
    return PyErr_Format(PyExc_NotImplementedError,
                        "the loaded libtvm_ffi cannot export its reflection metadata");
  }
  if (!is_cobject(module)) return PyErr_Format(PyExc_TypeError, "a module is needed");
  void* handle = handle_of(module);
  if (handle == nullptr) return nullptr;
  TVMFFIAny result = none_value();
  if (call(handle, &result) != 0) return raise_last_error_null();
  return to_python(&result, nullptr);
}

// core._load_library(path, missing_ok): opens a library for its registrations; it is never closed.
static PyObject* load_library(PyObject*, PyObject* args) {
  PyObject* path;
  int missing_ok = 0;
  if (!PyArg_ParseTuple(args, "O&|p:_load_library", PyUnicode_FSConverter, &path, &missing_ok))
    return nullptr;
  const Ref holder(path);
  const char* file = PyBytes_AS_STRING(path);
  if (missing_ok && access(file, F_OK) != 0) Py_RETURN_FALSE;
  if (dlopen(file, RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    return PyErr_Format(PyExc_RuntimeError, "Failed to load dynamic shared library %s: %s", file,
                        dlerror());
  }
  Py_RETURN_TRUE;
}

// core.__getattr__(name): what the package keeps in Python modules that are imported on first use.
static PyObject* lazy_name(PyObject*, PyObject* name) {
  Ref lookup(import_attr("tvm_ffi._core_names", "lookup"));
  return lookup ? PyObject_CallFunctionObjArgs(lookup.get(), name, nullptr) : nullptr;
}

// core._print_debug_info(): names and sizes, for bug reports.
static PyObject* debug_info(PyObject*, PyObject*) {
  TVMFFIVersion version;
  TVMFFIGetVersion(&version);
  PySys_FormatStdout("libtvm_ffi %u.%u.%u, Python %s, release_gil=%d\n", version.major,
                     version.minor, version.patch, PY_VERSION, state().release_gil ? 1 : 0);
  Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"_get_global_func", get_global, METH_VARARGS,
     "Return a global function, or None when missing is allowed."},
    {"_register_global_func", register_global, METH_VARARGS, "Register a global function."},
    {"_module_function", module_function, METH_VARARGS, "Note which module a function came from."},
    {"_describe_function", describe_function, METH_VARARGS,
     "Attach name, documentation and metadata to a function."},
    {"_convert", convert, METH_O, "Convert a value as an argument would be."},
    {"_to_any", to_any, METH_O, "Return a CAny over a value."},
    {"_convert_to_ffi_func", as_cfunction(convert_func), METH_FASTCALL,
     "Return a Function over a callable."},
    {"from_dlpack", as_cfunction(from_dlpack), METH_VARARGS | METH_KEYWORDS,
     "from_dlpack(ext_tensor, *, require_alignment=0, require_contiguous=False)\n--\n\nReturn a "
     "Tensor that shares the memory."},
    {"_env_get_current_stream", get_stream, METH_VARARGS,
     "Return the thread's current stream of a device."},
    {"_env_set_current_stream", set_stream, METH_VARARGS,
     "Set the thread's current stream of a device."},
    {"_reflection_export", reflection_export, METH_VARARGS,
     "Return the reflection metadata as JSON text."},
    {"_reflection_export_module", reflection_export_module, METH_O,
     "Return the reflection metadata of a module's library as JSON text."},
    {"_append_frame", append_frame_to, METH_VARARGS, "Return a traceback with one more frame."},
    {"_backtrace_text", backtrace_text_of, METH_O,
     "Return the frames of a traceback as backtrace lines."},
    {"_load_library", load_library, METH_VARARGS, "Open a library for its registrations."},
    {"__getattr__", lazy_name, METH_O, "Find a name that lives in a Python module of the package."},
    {"_print_debug_info", debug_info, METH_NOARGS, "Print versions."},
    {nullptr, nullptr, 0, nullptr}};

int add_module_functions(PyObject* module) { return PyModule_AddFunctions(module, functions); }

}  // namespace tvm_ffi_py
