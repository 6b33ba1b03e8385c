// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// opaque.cc: Python objects kept by native code, boxed values, rvalue references, raw pointers
// (core module).
#include "opaque.h"

#include "args.h"
#include "error.h"
#include "ownership.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

// After the interpreter has ended its objects are gone with it; before, the GIL is taken, so any
// thread may call.
void release_from_anywhere(void* python_object) {
  if (UNLIKELY(interpreter_is_gone())) return;
  const GilGuard gil;
  if (UNLIKELY(PyErr_Occurred() != nullptr)) {
    SavedError saved;
    Py_DECREF(static_cast<PyObject*>(python_object));
  } else {
    Py_DECREF(static_cast<PyObject*>(python_object));
  }
}

void* make_opaque(PyObject* o) {
  void* handle = nullptr;
  Py_INCREF(o);
  if (TVMFFIObjectCreateOpaque(o, kTVMFFIOpaquePyObject, release_from_anywhere, &handle) != 0) {
    Py_DECREF(o);
    raise_last_error();
    return nullptr;
  }
  return handle;
}

// Only one Python lives in a process that loads this module, so every such object is ours.
PyObject* opaque_content(void* handle) {
  return static_cast<PyObject*>(body_of<TVMFFIOpaqueObjectCell>(handle)->handle);
}

static PyObject* get_content(PyObject* self, PyObject*) {
  void* handle = handle_of(self);
  if (handle == nullptr) return nullptr;
  if (UNLIKELY(type_index_of(handle) != kTVMFFIOpaquePyObject))
    return static_cast<PyObject*>(raise_foreign_body(self));
  PyObject* content = opaque_content(handle);
  return Py_NewRef(content == nullptr ? Py_None : content);
}

PyObject* make_c_void_p(void* pointer) {
  static PyObject* cls = nullptr;  // ctypes.c_void_p, kept for the life of the process
  if (cls == nullptr && (cls = import_attr("ctypes", "c_void_p")) == nullptr) return nullptr;
  Ref address(PyLong_FromVoidPtr(pointer));
  return address ? PyObject_CallFunctionObjArgs(cls, address.get(), nullptr) : nullptr;
}

PyObject* move_object(PyObject* self, PyObject*) {
  auto* made = reinterpret_cast<RValueRef*>(PyType_GenericAlloc(state().rvalue_ref, 0));
  if (made != nullptr) made->object = Py_NewRef(self);
  return as_py(made);
}

static int rvalue_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"obj", nullptr};
  PyObject* object;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!:ObjectRValueRef", const_cast<char**>(keywords),
                                   state().cobject, &object)) {
    return -1;
  }
  PyObject* old = std::exchange(reinterpret_cast<RValueRef*>(self)->object, Py_NewRef(object));
  Py_XDECREF(old);
  return 0;
}

static int rvalue_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(reinterpret_cast<RValueRef*>(self)->object);
  return 0;
}
static int rvalue_clear(PyObject* self) {
  Py_CLEAR(reinterpret_cast<RValueRef*>(self)->object);
  return 0;
}
static void rvalue_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  rvalue_clear(self);
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

PyObject* make_any_box(TVMFFIAny* value) {
  auto* made = reinterpret_cast<AnyBox*>(PyType_GenericAlloc(state().any_box, 0));
  if (made == nullptr) {
    drop_value(value);
    return nullptr;
  }
  made->value = *value;
  return as_py(made);
}

static int any_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"value", nullptr};
  PyObject* content = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:CAny", const_cast<char**>(keywords), &content))
    return -1;
  TVMFFIAny made = none_value();
  if (set_owned(content, &made) < 0) return -1;
  TVMFFIAny old = std::exchange(reinterpret_cast<AnyBox*>(self)->value, made);
  drop_value(&old);
  return 0;
}
static int any_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return visit_owned_value(reinterpret_cast<AnyBox*>(self)->value, visit, arg);
}
static int any_clear(PyObject* self) {
  TVMFFIAny old = std::exchange(reinterpret_cast<AnyBox*>(self)->value, none_value());
  drop_value(&old);
  return 0;
}
static void any_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  drop_value(&reinterpret_cast<AnyBox*>(self)->value);
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}
static PyObject* any_type_index(PyObject* self, void*) {
  return PyLong_FromLong(reinterpret_cast<AnyBox*>(self)->value.type_index);
}
static PyObject* any_content(PyObject* self) {
  return view_to_python(reinterpret_cast<AnyBox*>(self)->value, nullptr);
}
static PyObject* any_repr(PyObject* self) {
  const int32_t index = reinterpret_cast<AnyBox*>(self)->value.type_index;
  if (index == kTVMFFINone) return PyUnicode_FromString("CAny(None)");
  Ref content(any_content(self));
  if (!content) return nullptr;
  Ref key(to_message(TVMFFIGetTypeInfo(index)->type_key));
  return key ? PyUnicode_FromFormat("CAny(%U=%R)", key.get(), content.get()) : nullptr;
}
static PyObject* any_reduce(PyObject* self, PyObject*) {
  Ref content(any_content(self));
  return content ? Py_BuildValue("O(O)", as_py(Py_TYPE(self)), content.get()) : nullptr;
}

// core._to_py_class_value: the content of a CAny, anything else unchanged.
static PyObject* unbox(PyObject*, PyObject* value) {
  return is_a(value, state().any_box) ? any_content(value) : Py_NewRef(value);
}

static PyMethodDef opaque_methods[] = {
    {"pyobject", get_content, METH_NOARGS,
     "pyobject($self, /)\n--\n\nReturn the Python object that native code keeps."},
    {nullptr, nullptr, 0, nullptr}};
static PyType_Slot opaque_slots[] = {
    {Py_tp_doc, const_cast<char*>("Python object kept by native code.")},
    {Py_tp_dealloc, slot(collected_dealloc)},
    {Py_tp_traverse, slot(cobject_traverse)},
    {Py_tp_clear, slot(cobject_clear)},
    {Py_tp_methods, opaque_methods},
    {0, nullptr}};
static PyType_Spec opaque_spec = {"tvm_ffi.core.OpaquePyObject", sizeof(CObject), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
                                  opaque_slots};

static PyMemberDef rvalue_members[] = {
    {"obj", T_OBJECT_EX, offsetof(RValueRef, object), READONLY, "The object that may be taken."},
    {nullptr, 0, 0, 0, nullptr}};
static PyType_Slot rvalue_slots[] = {
    {Py_tp_doc,
     const_cast<char*>(
         "ObjectRValueRef(obj)\n--\n\nArgument out of which the callee may take the handle.")},
    {Py_tp_init, slot(rvalue_init)},
    {Py_tp_dealloc, slot(rvalue_dealloc)},
    {Py_tp_traverse, slot(rvalue_traverse)},
    {Py_tp_clear, slot(rvalue_clear)},
    {Py_tp_members, rvalue_members},
    {0, nullptr}};
static PyType_Spec rvalue_spec = {"tvm_ffi.core.ObjectRValueRef", sizeof(RValueRef), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, rvalue_slots};

static PyMethodDef any_methods[] = {{"__reduce__", any_reduce, METH_NOARGS, "Pickle as the value."},
                                    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef any_getset[] = {
    {"type_index", any_type_index, nullptr, "Type index of the value.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot any_slots[] = {
    {Py_tp_doc, const_cast<char*>(
                    "CAny(value=None)\n--\n\nOne owned FFI value, kept as native code sees it.")},
    {Py_tp_init, slot(any_init)},
    {Py_tp_dealloc, slot(any_dealloc)},
    {Py_tp_traverse, slot(any_traverse)},
    {Py_tp_clear, slot(any_clear)},
    {Py_tp_repr, slot(any_repr)},
    {Py_tp_methods, any_methods},
    {Py_tp_getset, any_getset},
    {0, nullptr}};
static PyType_Spec any_spec = {"tvm_ffi.core.CAny", sizeof(AnyBox), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, any_slots};

static PyMethodDef functions[] = {
    {"_to_py_class_value", unbox, METH_O, "Return the content of a CAny, anything else unchanged."},
    {"object_repr", object_repr, METH_O,
     "object_repr(obj, /)\n--\n\nReturn the text of an object; never raises."},
    {"_new_object", new_object, METH_O, "Return an empty wrapper of a class."},
    {nullptr, nullptr, 0, nullptr}};

int init_opaque_types(State* s, PyObject* module) {
  s->opaque = make_type(module, &opaque_spec, as_py(s->cobject));
  s->rvalue_ref = make_type(module, &rvalue_spec, nullptr);
  s->any_box = make_type(module, &any_spec, nullptr);
  if (s->opaque == nullptr || s->rvalue_ref == nullptr || s->any_box == nullptr) return -1;
  if (set_class_of_index(kTVMFFIOpaquePyObject, s->opaque) < 0) return -1;
  return PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
