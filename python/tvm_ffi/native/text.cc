// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// text.cc: core.PyNativeObject, core.String, core.Bytes (core module).
#include "text.h"

#include "error.h"
#include "function.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline String* as_string(PyObject* o) {
  return reinterpret_cast<String*>(reinterpret_cast<char*>(o) + g_text_size);
}

// str's own constructor takes a tuple, which is kept for the next call. NULL while it is in use.
static PyObject* g_one_argument;

PyObject* string_of(PyObject* text) {
  static const auto make = TYPE_SLOT(newfunc, &PyUnicode_Type, tp_new);
#ifndef Py_GIL_DISABLED
  if (LIKELY(can_exchange_items())) {
    Ref args(std::exchange(g_one_argument, nullptr));
    if (UNLIKELY(!args)) args = Ref(PyTuple_Pack(1, Py_None));
    if (UNLIKELY(!args)) return nullptr;
    PyObject* before = exchange_item(args.get(), 0, Py_NewRef(text));
    PyObject* made = make(state().string, args.get(), nullptr);
    exchange_item(args.get(), 0, before);
    Py_DECREF(text);
    if (LIKELY(g_one_argument == nullptr && strong_references(args.get()) == 1))
      g_one_argument = args.release();
    return made;
  }
#endif
  Ref args(PyTuple_Pack(1, text));
  return args ? make(state().string, args.get(), nullptr) : nullptr;
}

PyObject* bytes_of_object(PyObject* content) {
  Ref args(PyTuple_Pack(1, content));
  return args ? TYPE_SLOT(newfunc, &PyBytes_Type, tp_new)(state().bytes, args.get(), nullptr)
              : nullptr;
}

PyObject* wrap_string(void* handle) {
  Ref text(to_str(*body_of<TVMFFIByteArray>(handle)));
  PyObject* made = text ? string_of(text.get()) : nullptr;
  if (made == nullptr) {
    dec_ref(handle);
    return nullptr;
  }
  as_string(made)->handle = handle;
  return made;
}

PyObject* wrap_bytes(void* handle) {
  const auto* content = body_of<TVMFFIByteArray>(handle);
  Ref plain(PyBytes_FromStringAndSize(content->data, static_cast<Py_ssize_t>(content->size)));
  dec_ref(handle);
  return plain ? bytes_of_object(plain.get()) : nullptr;
}

int set_string_object(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  if (as_string(o)->handle == nullptr) return set_str(frame, o, out);
  set_object(out, as_string(o)->handle);
  return 0;
}

static PyObject* string_new(PyTypeObject* type, PyObject* args, PyObject* kwargs) {
  return TYPE_SLOT(newfunc, &PyUnicode_Type, tp_new)(type, args, kwargs);
}

static void string_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  dec_ref(std::exchange(as_string(self)->handle, nullptr));
  Py_CLEAR(as_string(self)->attached);
  static const auto free_text = TYPE_SLOT(destructor, &PyUnicode_Type, tp_dealloc);
  free_text(self);
  Py_DECREF(type);
}

static PyObject* get_cached(PyObject* self, void*) {
  String* s = as_string(self);
  if (s->attached != nullptr) return Py_NewRef(s->attached);
  if (s->handle == nullptr) Py_RETURN_NONE;
  inc_ref(s->handle);
  return wrap_as(state().object, s->handle);
}

static int set_cached(PyObject* self, PyObject* value, void*) {
  String* s = as_string(self);
  if (value != nullptr && value != Py_None && !is_cobject(value)) {
    PyErr_Format(PyExc_TypeError, "_tvm_ffi_cached_object must be an FFI object, got '%s'",
                 type_name(Py_TYPE(value)));
    return -1;
  }
  void* handle = value == nullptr || value == Py_None ? nullptr : as_cobject(value)->chandle;
  if (handle != nullptr && type_index_of(handle) != kTVMFFIStr) {
    PyErr_SetString(PyExc_TypeError, "_tvm_ffi_cached_object of a String must hold an FFI string");
    return -1;
  }
  if (handle != nullptr) inc_ref(handle);
  dec_ref(std::exchange(s->handle, handle));
  return 0;
}

static void* text_handle(PyObject* object, int32_t index, const char* what) {
  if (!is_cobject(object)) {
    PyErr_Format(PyExc_TypeError, "expected an FFI object, got '%s'", type_name(Py_TYPE(object)));
    return nullptr;
  }
  void* handle = handle_of(object);
  if (handle != nullptr && type_index_of(handle) != index) {
    PyErr_Format(PyExc_TypeError, "expected an FFI %s object", what);
    return nullptr;
  }
  return handle;
}

static PyObject* string_from_object(PyObject*, PyObject* const* args, Py_ssize_t n) {
  if (n != 2)
    return PyErr_Format(PyExc_TypeError, "__from_tvm_ffi_object__ takes 2 arguments, got %zd", n);
  void* handle = text_handle(args[1], kTVMFFIStr, "string");
  if (handle == nullptr) return nullptr;
  inc_ref(handle);
  return wrap_string(handle);
}

static PyObject* bytes_from_object(PyObject*, PyObject* const* args, Py_ssize_t n) {
  if (n != 2)
    return PyErr_Format(PyExc_TypeError, "__from_tvm_ffi_object__ takes 2 arguments, got %zd", n);
  void* handle = text_handle(args[1], kTVMFFIBytes, "bytes");
  if (handle == nullptr) return nullptr;
  inc_ref(handle);
  return wrap_bytes(handle);
}

// Pickles as plain text: the FFI object belongs to this process.
static PyObject* string_reduce(PyObject* self, PyObject*) {
  Ref plain(PyUnicode_FromObject(self));
  return plain ? Py_BuildValue("O(O)", as_py(&PyUnicode_Type), plain.get()) : nullptr;
}
static PyObject* bytes_reduce(PyObject* self, PyObject*) {
  return Py_BuildValue("O(y#)", as_py(&PyBytes_Type), PyBytes_AS_STRING(self),
                       PyBytes_GET_SIZE(self));
}

// PyNativeObject.__init_cached_object_by_constructor__(func, *args)
static PyObject* init_cached(PyObject* self, PyObject* const* args, Py_ssize_t n) {
  if (n < 1 || !is_a(args[0], state().function)) {
    PyErr_SetString(PyExc_TypeError,
                    "__init_cached_object_by_constructor__ needs a Function and its arguments");
    return nullptr;
  }
  void* handle = call_for_object(args[0], args + 1, n - 1);
  if (handle == nullptr) return nullptr;
  Ref object(wrap_as(state().object, handle));
  if (!object || PyObject_SetAttrString(self, "_tvm_ffi_cached_object", object.get()) < 0)
    return nullptr;
  Py_RETURN_NONE;
}

static PyMethodDef native_methods[] = {
    {"__init_cached_object_by_constructor__", as_cfunction(init_cached), METH_FASTCALL,
     "Call a function and keep the object it returns beside the Python value."},
    {nullptr, nullptr, 0, nullptr}};
static PyType_Slot native_slots[] = {
    {Py_tp_doc,
     const_cast<char*>(
         "Mixin of classes that derive from a Python type and keep an FFI object beside it.")},
    {Py_tp_methods, native_methods},
    {0, nullptr}};
static PyType_Spec native_spec = {"tvm_ffi.core.PyNativeObject", sizeof(PyObject), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, native_slots};

static PyMethodDef string_methods[] = {
    {"__from_tvm_ffi_object__", as_cfunction(string_from_object), METH_FASTCALL | METH_STATIC,
     "Return the String of an FFI string object."},
    {"__reduce_ex__", string_reduce, METH_O, "Pickle as plain str."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef string_getset[] = {{"_tvm_ffi_cached_object", get_cached, set_cached,
                                       "The FFI string this text came from, or None.", nullptr},
                                      {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot string_slots[] = {
    {Py_tp_doc, const_cast<char*>("String(object='', encoding='utf-8', errors='strict')\n--\n\nstr "
                                  "that keeps the FFI string it came from.")},
    {Py_tp_new, slot(string_new)},
    {Py_tp_dealloc, slot(string_dealloc)},
    {Py_tp_methods, string_methods},
    {Py_tp_getset, string_getset},
    {0, nullptr}};

static PyMethodDef bytes_methods[] = {
    {"__from_tvm_ffi_object__", as_cfunction(bytes_from_object), METH_FASTCALL | METH_STATIC,
     "Return the Bytes of an FFI bytes object."},
    {"__reduce_ex__", bytes_reduce, METH_O, "Pickle as plain bytes."},
    {nullptr, nullptr, 0, nullptr}};
static PyType_Slot bytes_slots[] = {
    {Py_tp_doc,
     const_cast<char*>("Bytes(value=b'', /)\n--\n\nbytes that came from an FFI bytes object.")},
    {Py_tp_methods, bytes_methods},
    {0, nullptr}};

int init_string_types(State* s, PyObject* module) {
  s->native_object = make_type(module, &native_spec, nullptr);
  if (s->native_object == nullptr) return -1;
  Ref text_bases(PyTuple_Pack(2, as_py(&PyUnicode_Type), as_py(s->native_object)));
  Ref bytes_bases(PyTuple_Pack(2, as_py(&PyBytes_Type), as_py(s->native_object)));
  if (!text_bases || !bytes_bases) return -1;
  PyType_Spec string_spec = {
      "tvm_ffi.core.String",
      static_cast<int>(g_text_size + static_cast<Py_ssize_t>(sizeof(String))), 0,
      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, string_slots};
  s->string = make_type(module, &string_spec, text_bases.get());
  PyType_Spec bytes_spec = {"tvm_ffi.core.Bytes", static_cast<int>(basic_size(&PyBytes_Type)), 1,
                            Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, bytes_slots};
  s->bytes = make_type(module, &bytes_spec, bytes_bases.get());
  if (s->string == nullptr || s->bytes == nullptr) return -1;
  if (PyObject_SetAttrString(as_py(s->bytes), "_tvm_ffi_cached_object", Py_None) < 0) return -1;
  return set_class_of_index(kTVMFFIStr, s->string) < 0 ? -1
                                                       : set_class_of_index(kTVMFFIBytes, s->bytes);
}

}  // namespace tvm_ffi_py
