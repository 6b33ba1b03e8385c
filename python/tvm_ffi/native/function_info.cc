// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function_info.cc: what a Function says about itself, and Functions from raw addresses (core
// module). What the user sets goes to the instance dictionary and wins; the rest is found from
// where the function came from.
#include <iterator>
#include <new>

#include "callback.h"
#include "error.h"
#include "function.h"
#include "keywords.h"
#include "opaque.h"

namespace tvm_ffi_py {

static inline Function* as_function(PyObject* o) { return reinterpret_cast<Function*>(o); }

static PyObject* from_dict(PyObject* self, const char* name) {
  PyObject* dict = as_function(self)->dict;
  return dict == nullptr ? nullptr : Py_XNewRef(PyDict_GetItemString(dict, name));
}

static PyObject* callable_attr(PyObject* self, const char* name) {
  void* handle = as_function(self)->chandle;
  PyObject* callable = handle == nullptr ? nullptr : callback_of(handle);
  PyObject* found = callable == nullptr ? nullptr : PyObject_GetAttrString(callable, name);
  if (found == nullptr) PyErr_Clear();
  return found;
}

// The part of a dotted registry name behind the last dot is the name, the rest the module.
PyObject* function_get_name(PyObject* self, void* which) {
  const char* asked = static_cast<const char*>(which);
  if (PyObject* set = from_dict(self, asked)) return set;
  PyObject* name = as_function(self)->target.name;
  if (name != nullptr) {
    const Py_ssize_t length = PyUnicode_GetLength(name);
    const Py_ssize_t dot = PyUnicode_FindChar(name, '.', 0, length, -1);
    return PyUnicode_Substring(name, dot < 0 ? 0 : dot + 1, length);
  }
  if (PyObject* found = callable_attr(self, asked)) return found;
  return PyErr_Format(PyExc_AttributeError, "'Function' object has no attribute '%s'", asked);
}

PyObject* function_get_module(PyObject* self, void*) {
  PyObject* name = as_function(self)->target.name;
  if (name != nullptr && as_function(self)->target.origin == Origin::kGlobal) {
    const Py_ssize_t dot = PyUnicode_FindChar(name, '.', 0, PyUnicode_GetLength(name), -1);
    if (dot > 0) return PyUnicode_Substring(name, 0, dot);
  }
  if (PyObject* found = callable_attr(self, "__module__")) return found;
  return PyUnicode_FromString("tvm_ffi.core");
}

// Answer of tvm_ffi._signature about what is registered; NULL without an exception when there is
// none.
static PyObject* described(PyObject* self, const char* question) {
  Ref text(describe_function(as_function(self)->chandle));
  Ref ask(text ? import_attr("tvm_ffi._signature", question) : nullptr);
  PyObject* found =
      ask ? PyObject_CallFunctionObjArgs(ask.get(), text.get(), Py_False, nullptr) : nullptr;
  PyErr_Clear();
  if (found != Py_None) return found;
  Py_DECREF(found);
  return nullptr;
}

static GlobalFunction g_module_doc{"ffi.ModuleGetFunctionDoc"};

PyObject* function_get_doc(PyObject* self, void*) {
  const Target& target = as_function(self)->target;
  if (target.doc != nullptr) return Py_NewRef(target.doc);
  if (PyObject* doc = described(self, "doc_of")) return doc;
  if (target.origin == Origin::kModule) {
    CallFrame frame;
    if (set_arg(frame, target.owner, &frame.args[0]) == 0 &&
        set_arg(frame, target.name, &frame.args[1]) == 0) {
      set_pod(&frame.args[2], kTVMFFIBool, 1);
      if (PyObject* doc = g_module_doc(frame.args, 3)) return doc;
    }
    PyErr_Clear();
  }
  if (PyObject* found = callable_attr(self, "__doc__")) return found;
  Py_RETURN_NONE;
}

PyObject* function_get_signature(PyObject* self, void*) {
  void* handle = as_function(self)->chandle;
  PyObject* callable = handle == nullptr ? nullptr : callback_of(handle);
  if (callable == nullptr) {
    if (PyObject* found = described(self, "signature_of")) return found;
  }
  Ref make(
      import_attr("tvm_ffi._signature", callable != nullptr ? "of_callable" : "any_signature"));
  if (!make) return nullptr;
  return callable != nullptr ? PyObject_CallFunctionObjArgs(make.get(), callable, nullptr)
                             : PyObject_CallFunctionObjArgs(make.get(), nullptr);
}

PyObject* get_text_signature(PyObject* self, void* of_class) {
  Ref spell(import_attr("tvm_ffi._signature", "text_of"));
  Ref signature(spell ? PyObject_GetAttrString(self, "__signature__") : nullptr);
  PyObject* drop = of_class != nullptr ? Py_True : Py_False;
  return signature ? PyObject_CallFunctionObjArgs(spell.get(), signature.get(), drop, nullptr)
                   : nullptr;
}

int function_set_name(PyObject* self, PyObject* value, void* which) {
  Function* f = as_function(self);
  if (f->dict == nullptr && (f->dict = PyDict_New()) == nullptr) return -1;
  const char* name = static_cast<const char*>(which);
  if (value != nullptr) return PyDict_SetItemString(f->dict, name, value);
  if (PyDict_DelItemString(f->dict, name) == 0) return 0;
  PyErr_Format(PyExc_AttributeError, "%s", name);
  return -1;
}

PyObject* get_instance_name(PyObject* self, PyObject* name, PyObject* dict,
                            const InstanceName* table, size_t count) {
  const bool may_be =
      PyUnicode_Check(name) && PyUnicode_GetLength(name) > 2 && PyUnicode_ReadChar(name, 0) == '_';
  for (size_t i = 0; may_be && i < count; ++i) {
    if (PyUnicode_Compare(name, names().*table[i].name) != 0) continue;
    PyObject* set = dict == nullptr ? nullptr : PyDict_GetItemWithError(dict, name);
    if (set != nullptr) return Py_NewRef(set);
    return PyErr_Occurred() ? nullptr : table[i].get(self, nullptr);
  }
  return PyObject_GenericGetAttr(self, name);
}

PyObject* function_getattro(PyObject* self, PyObject* name) {
  static const InstanceName kNames[] = {{&Names::__module__, function_get_module},
                                        {&Names::__doc__, function_get_doc},
                                        {&Names::__signature__, function_get_signature}};
  return get_instance_name(self, name, as_function(self)->dict, kNames, std::size(kNames));
}

// Keeps any Python object for the life of a function.
static void drop_keep_alive(void* held) {
  if (held != nullptr) release_from_anywhere(held);
}

struct ExternClosure {
  TVMFFISafeCallType call;
  void* handle;  // passed to call; owned when it is an object's
  PyObject* keep_alive;
};

static int call_extern(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  const auto* closure = static_cast<const ExternClosure*>(self);
  return closure->call(closure->handle, args, n, result);
}

using PackedSafeCall = void (*)(void**);

// The packed form takes pointers to everything, the return code included.
static int call_mlir(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  const auto* closure = static_cast<const ExternClosure*>(self);
  void* handle = closure->handle;
  int return_code = 0;
  void* packed[5] = {&handle, &args, &n, &result, &return_code};
  reinterpret_cast<PackedSafeCall>(slot(closure->call))(packed);
  return return_code;
}

static void delete_extern(void* self) {
  auto* closure = static_cast<ExternClosure*>(self);
  dec_ref(closure->handle);
  drop_keep_alive(closure->keep_alive);
  delete closure;
}

static PyObject* from_address(PyObject* args, PyObject* kwargs, const char* format,
                              const char* first, TVMFFISafeCallType call) {
  const char* keywords[] = {first, "keep_alive_object", nullptr};
  PyObject* address;
  PyObject* keep_alive = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, format, const_cast<char**>(keywords), &PyLong_Type,
                                   &address, &keep_alive)) {
    return nullptr;
  }
  void* target = PyLong_AsVoidPtr(address);
  if (target == nullptr) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "%s must not be 0", first);
    return nullptr;
  }
  auto* closure = new (std::nothrow)
      ExternClosure{reinterpret_cast<TVMFFISafeCallType>(target), nullptr, nullptr};
  if (closure == nullptr) return PyErr_NoMemory();
  if (keep_alive != Py_None) {
    closure->keep_alive = Py_NewRef(keep_alive);
    // Held as well: the wrapper may be moved out of.
    if (is_cobject(keep_alive)) closure->handle = as_cobject(keep_alive)->chandle;
    if (closure->handle != nullptr) inc_ref(closure->handle);
  }
  void* handle = nullptr;
  if (TVMFFIFunctionCreate(closure, call, delete_extern, &handle) != 0) {
    delete_extern(closure);
    return raise_last_error_null();
  }
  return wrap_function(handle);
}

PyObject* function_from_extern_c(PyObject*, PyObject* args, PyObject* kwargs) {
  return from_address(args, kwargs, "O!|$O:__from_extern_c__", "c_symbol", call_extern);
}

PyObject* function_from_mlir(PyObject*, PyObject* args, PyObject* kwargs) {
  return from_address(args, kwargs, "O!|$O:__from_mlir_packed_safe_call__", "mlir_packed_symbol",
                      call_mlir);
}

}  // namespace tvm_ffi_py
