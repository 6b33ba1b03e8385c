// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// module_init.cc: multi-phase initialisation of tvm_ffi.core.
// The native registries are process-wide, and so is the module's State: one interpreter per process
// may execute it, any further one gets an ImportError.
#include <cstdlib>
#include <new>

#include "container.h"
#include "device.h"
#include "dtype.h"
#include "error.h"
#include "field.h"
#include "function.h"
#include "method.h"
#include "module_functions.h"
#include "opaque.h"
#include "python_class.h"
#include "result.h"
#include "tensor.h"
#include "text.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static PyObject* as_object(PyObject* self, PyObject*) {
  return PyErr_Format(PyExc_NotImplementedError, "%s does not implement asobject()",
                      type_name(Py_TYPE(self)));
}
static PyMethodDef convertible_methods[] = {
    {"asobject", as_object, METH_NOARGS,
     "asobject($self, /)\n--\n\nReturn the FFI object this value stands for."},
    {nullptr, nullptr, 0, nullptr}};
static PyType_Slot convertible_slots[] = {
    {Py_tp_doc, const_cast<char*>("Base of classes that know which FFI object they stand for.")},
    {Py_tp_methods, convertible_methods},
    {0, nullptr}};
static PyType_Spec convertible_spec = {"tvm_ffi.core.ObjectConvertible", sizeof(PyObject), 0,
                                       Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, convertible_slots};

static bool env_flag(const char* name, bool fallback) {
  const char* text = std::getenv(name);
  return text == nullptr || *text == '\0' ? fallback : std::strcmp(text, "0") != 0;
}

static int add_error_kinds(State* s, PyObject* module) {
  s->error_name_to_type = PyDict_New();
  s->error_type_to_name = PyDict_New();
  if (s->error_name_to_type == nullptr || s->error_type_to_name == nullptr) return -1;
  PyObject* const kinds[] = {PyExc_RuntimeError,   PyExc_ValueError,         PyExc_TypeError,
                             PyExc_AttributeError, PyExc_KeyError,           PyExc_IndexError,
                             PyExc_AssertionError, PyExc_MemoryError,        PyExc_OverflowError,
                             PyExc_RecursionError, PyExc_NotImplementedError};
  for (PyObject* cls : kinds) {
    Ref name(PyUnicode_InternFromString(short_name(reinterpret_cast<PyTypeObject*>(cls))));
    if (!name || PyDict_SetItem(s->error_name_to_type, name.get(), cls) < 0 ||
        PyDict_SetItem(s->error_type_to_name, cls, name.get()) < 0) {
      return -1;
    }
  }
  s->opaque_ptr_handlers = PyDict_New();
  s->code_cache = PyDict_New();
  s->frame_globals = PyDict_New();
  if (s->opaque_ptr_handlers == nullptr || s->code_cache == nullptr || s->frame_globals == nullptr)
    return -1;
  if (PyModule_AddObjectRef(module, "ERROR_NAME_TO_TYPE", s->error_name_to_type) < 0) return -1;
  if (PyModule_AddObjectRef(module, "ERROR_TYPE_TO_NAME", s->error_type_to_name) < 0) return -1;
  return PyModule_AddObjectRef(module, "_OPAQUE_PTR_HANDLERS", s->opaque_ptr_handlers);
}

static int add_types(State* s, PyObject* module) {
  using Init = int (*)(State*, PyObject*);
  constexpr Init kInits[] = {init_object_types, init_meta_type,    init_function_type,
                             init_method_types, init_field_types,  init_string_types,
                             init_error_type,   init_opaque_types, init_dtype_types,
                             init_device_type,  init_tensor_type,  init_container_types,
                             init_mapping_types};
  for (Init init : kInits) {
    if (init(s, module) < 0) return -1;
  }
  s->object_convertible = make_type(module, &convertible_spec, nullptr);
  return s->object_convertible == nullptr ? -1 : set_class_of_index(kTVMFFIObject, s->object);
}

static int add_sentinels(State* s, PyObject* module) {
  static GlobalFunction missing{"ffi.GetInvalidObject"};
  static GlobalFunction kwargs{"ffi.GetKwargsObject"};
  s->missing = missing(nullptr, 0);
  s->kwargs = s->missing == nullptr ? nullptr : kwargs(nullptr, 0);
  if (s->kwargs == nullptr) return -1;
  if (PyModule_AddObjectRef(module, "MISSING", s->missing) < 0) return -1;
  return PyModule_AddObjectRef(module, "KWARGS", s->kwargs);
}

static int add_data(State* s, PyObject* module) {
  Ref version(Py_BuildValue("(ii)", DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION));
  if (!version || PyModule_AddObjectRef(module, "__dlpack_version__", version.get()) < 0) return -1;
  Ref repr(PyObject_GetAttrString(module, "object_repr"));
  if (!repr || PyModule_AddObjectRef(module, "__object_repr__", repr.get()) < 0) return -1;
  if (PyModule_AddObjectRef(module, "_CLASS_OBJECT", as_py(s->object)) < 0) return -1;
  if (PyModule_AddObjectRef(module, "_CLASS_TENSOR", as_py(s->class_tensor)) < 0) return -1;
  return PyModule_AddObjectRef(module, "_CLASS_DEVICE", as_py(s->class_device));
}

static PyGILState_STATE ensure_gil() {
  return or_wait_for_exit([] { return PyGILState_Ensure(); });
}

// What native code may ask of its host.
static int register_environment() {
  const std::pair<const char*, void*> symbols[] = {
      {"PyErr_CheckSignals", slot(PyErr_CheckSignals)},
      {"PyGILState_Ensure", slot(ensure_gil)},
      {"PyGILState_Release", slot(PyGILState_Release)}};
  for (const auto& [name, symbol] : symbols) {
    if (TVMFFIEnvRegisterCAPI(name, symbol) != 0) return raise_last_error();
  }
  return 0;
}

static bool is_main_interpreter() {
  return PyInterpreterState_GetID(PyInterpreterState_Get()) == 0;
}

static int exec(PyObject* module) {
  if (g_state != nullptr || !is_main_interpreter()) {
    PyErr_SetString(PyExc_ImportError,
                    "tvm_ffi.core can be loaded once per process, by the main interpreter: its "
                    "registries are process-wide");
    return -1;
  }
  auto* s = new (std::nothrow) State{};
  if (s == nullptr) {
    PyErr_NoMemory();
    return -1;
  }
  if (probe_layouts() < 0) {
    delete s;
    return -1;
  }
  g_text_size = basic_size(&PyUnicode_Type);
  g_state = s;
  s->module = Py_NewRef(module);  // the State outlives every import, and so does its module
  s->release_gil = env_flag("TVM_FFI_RELEASE_GIL_BY_DEFAULT", true);
  s->skip_exchange_api = env_flag("TVM_FFI_SKIP_DLPACK_C_EXCHANGE_API", false);
  if (init_names(s) < 0 || add_error_kinds(s, module) < 0 || add_types(s, module) < 0 ||
      add_module_functions(module) < 0 || add_type_functions(module) < 0 ||
      add_python_class_functions(module) < 0 || add_sentinels(s, module) < 0 ||
      add_data(s, module) < 0) {
    return -1;
  }
  return register_environment();
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, slot(exec)},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, nullptr}};
static PyModuleDef module_def = {PyModuleDef_HEAD_INIT,
                                 "tvm_ffi.core",
                                 "Native core of tvm_ffi.",
                                 0,
                                 nullptr,
                                 module_slots,
                                 nullptr,
                                 nullptr,
                                 nullptr};

}  // namespace tvm_ffi_py

PyMODINIT_FUNC PyInit_core(void) { return PyModuleDef_Init(&tvm_ffi_py::module_def); }
