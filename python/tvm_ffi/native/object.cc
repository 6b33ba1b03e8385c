// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// object.cc: core.CObject, the root of all wrappers, and how wrappers are made (core module).
// A wrapper without Python attributes, of an object that leads to no Python object, is a plain
// non-GC object of three words.
#include "object.h"

#include "error.h"
#include "function.h"
#include "opaque.h"
#include "ownership.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static GlobalFunction g_repr_print{"ffi.ReprPrint"};
static GlobalFunction g_to_json{"ffi.ToJSONGraphString"};

COLD void* raise_no_handle(PyObject* o) {
  PyErr_Format(PyExc_ValueError,
               "'%s' object holds no handle: it was moved out of or never initialised",
               type_name(Py_TYPE(o)));
  return nullptr;
}

COLD void* raise_foreign_body(PyObject* o) {
  Ref key(to_message(TVMFFIGetTypeInfo(type_index_of(as_cobject(o)->chandle))->type_key));
  if (key) {
    PyErr_Format(PyExc_TypeError, "'%s' object holds an object of type '%U', which it cannot read",
                 type_name(Py_TYPE(o)), key.get());
  }
  return nullptr;
}

#ifndef Py_GIL_DISABLED
// Memory of wrappers that died, for the next ones. Bounded; guarded by the GIL.
constexpr int kMaxFree = 128;
static CObject* g_free[kMaxFree];
static int g_num_free;
#endif

static inline bool is_bare(PyTypeObject* type) {
  return is_object_class(type) && class_data(type)->is_bare;
}

static inline CObject* new_bare(PyTypeObject* type) {
#ifndef Py_GIL_DISABLED
  if (LIKELY(g_num_free != 0)) {
    CObject* o = g_free[--g_num_free];
    init_again(as_py(o), type);
    return o;
  }
#endif
  return PyObject_New(CObject, type);
}

static COLD PyObject* drop_handle(void* handle) {
  dec_ref(handle);
  return nullptr;
}

PyObject* wrap_as(PyTypeObject* type, void* handle) {
  CObject* o = LIKELY(is_bare(type)) ? new_bare(type)
                                     : reinterpret_cast<CObject*>(PyType_GenericAlloc(type, 0));
  if (UNLIKELY(o == nullptr)) return drop_handle(handle);
  o->chandle = handle;
  return as_py(o);
}

// Classes with attributes of their own: making an instance may run the collector and with it
// anything, so the table is looked at again.
static COLD PyObject* wrap_wide(PyTypeObject* type, void* handle) {
  PyObject* made = wrap_as(type, handle);
  if (made != nullptr) identity_add(handle, made);
  return made;
}

PyObject* wrap_fresh(PyTypeObject* type, void* handle) {
  PyObject* made = wrap_as(type, handle);
  if (LIKELY(made != nullptr)) {
#ifndef Py_GIL_DISABLED
    IdentityEntry* place = identity_place(handle);
    if (LIKELY(place != nullptr && identity_live(place) == nullptr))
      identity_set(place, handle, made);
#endif
  }
  return made;
}

PyObject* wrap_object_as(PyTypeObject* type, void* handle) {
#ifndef Py_GIL_DISABLED
  IdentityEntry* place = identity_place(handle);
  if (LIKELY(place != nullptr && is_bare(type))) {
    PyObject* live = identity_live(place);
    if (live != nullptr && is_a(live, type)) {
      Py_INCREF(live);
      dec_ref(handle);
      return live;
    }
    CObject* made = new_bare(type);
    if (UNLIKELY(made == nullptr)) return drop_handle(handle);
    made->chandle = handle;
    identity_set(place, handle, as_py(made));
    return as_py(made);
  }
#endif
  PyObject* live = identity_find(handle);
  if (live != nullptr && is_a(live, type)) {
    Py_INCREF(live);
    dec_ref(handle);
    return live;
  }
  return wrap_wide(type, handle);
}

PyObject* wrap_object(void* handle) {
  PyTypeObject* type = class_of_index(type_index_of(handle));
  return LIKELY(type != nullptr) ? wrap_object_as(type, handle) : drop_handle(handle);
}

int adopt_handle(PyObject* self, void* handle) {
  CObject* o = as_cobject(self);
  void* old = o->chandle;
  if (old != nullptr) identity_remove(old, self);
  o->chandle = handle;
  if (handle != nullptr && identity_find(handle) == nullptr) identity_add(handle, self);
  dec_ref(old);
  return 0;
}

void cobject_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  if (UNLIKELY(has_finalizer(type)) && finalize_in_dealloc(self) < 0) return;
  void* handle = as_cobject(self)->chandle;
  if (LIKELY(handle != nullptr)) {
    identity_remove(handle, self);
    as_cobject(self)->chandle = nullptr;
    dec_ref(handle);
  }
#ifndef Py_GIL_DISABLED
  if (LIKELY(is_bare(type) && g_num_free < kMaxFree)) {
    g_free[g_num_free++] = as_cobject(self);
    Py_DECREF(type);
    return;
  }
#endif
  free_instance(type, self);
  Py_DECREF(type);
}

// A finalizer runs once, and may keep the object alive: then the collector goes on to know it.
void collected_dealloc(PyObject* self) {
  if (UNLIKELY(has_finalizer(Py_TYPE(self))) && finalize_in_dealloc(self) < 0) return;
  PyObject_GC_UnTrack(self);
  cobject_dealloc(self);
}

// The class has been visited and the object is this wrapper's alone: so is what it leads to.
int cobject_traverse(PyObject* self, visitproc visit, void* arg) {
  PyTypeObject* type = Py_TYPE(self);
  Py_VISIT(as_py(type));
  void* handle = as_cobject(self)->chandle;
  if (handle == nullptr || (is_object_class(type) && !class_data(type)->looks_inside)) return 0;
  return visit_owned(handle, visit, arg);
}

int cobject_clear(PyObject* self) { return adopt_handle(self, nullptr); }

static PyObject* cobject_new(PyTypeObject* type, PyObject*, PyObject*) {
  if (is_object_class(type)) class_data(type)->has_layout = true;
  return wrap_as(type, nullptr);
}

static Py_hash_t cobject_hash(PyObject* self) {
  const auto address = reinterpret_cast<uintptr_t>(as_cobject(self)->chandle);
  const auto hash = static_cast<Py_hash_t>(address);
  return hash == -1 ? -2 : hash;
}

static PyObject* cobject_compare(PyObject* a, PyObject* b, int op) {
  if (op != Py_EQ && op != Py_NE) Py_RETURN_NOTIMPLEMENTED;
  if (!is_cobject(b)) return PyBool_FromLong(op == Py_NE);
  const bool same = as_cobject(a)->chandle == as_cobject(b)->chandle;
  return PyBool_FromLong(same == (op == Py_EQ));
}

static PyObject* same_as(PyObject* self, PyObject* other) {
  return PyBool_FromLong(is_cobject(other) &&
                         as_cobject(self)->chandle == as_cobject(other)->chandle);
}

PyObject* cobject_repr(PyObject* self) {
  PyObject* hook =
      PyDict_GetItemWithError(PyModule_GetDict(state().module), names().__object_repr__);
  if (hook == nullptr) return PyErr_Occurred() ? nullptr : object_repr(nullptr, self);
  PyObject* text = PyObject_CallFunctionObjArgs(hook, self, nullptr);
  if (text != nullptr && PyUnicode_Check(text)) return text;
  // Packages set hooks that only worked with the runtime of their time.
  if (text == nullptr && !PyErr_ExceptionMatches(PyExc_Exception)) return nullptr;
  Py_XDECREF(text);
  PyErr_Clear();
  return object_repr(nullptr, self);
}

// The text of ffi.ReprPrint; never raises, so that tracebacks and debuggers can rely on it.
PyObject* object_repr(PyObject*, PyObject* self) {
  if (!is_cobject(self)) return PyObject_Repr(self);
  const char* name = short_name(Py_TYPE(self));
  void* handle = as_cobject(self)->chandle;
  if (handle == nullptr) return PyUnicode_FromFormat("%s(chandle=None)", name);
  TVMFFIAny arg;
  set_object(&arg, handle);
  PyObject* text = g_repr_print(&arg, 1);
  if (text != nullptr && PyUnicode_Check(text)) {
    if (PyUnicode_CheckExact(text)) return text;
    Ref holder(text);
    return PyUnicode_FromObject(text);
  }
  Py_XDECREF(text);
  PyErr_Clear();
  return PyUnicode_FromFormat("%s(%p)", name, handle);
}

static PyObject* chandle_int(PyObject* self, PyObject*) {
  return PyLong_FromVoidPtr(as_cobject(self)->chandle);
}
static PyObject* get_id(PyObject* self, void*) { return chandle_int(self, nullptr); }

static PyObject* ctypes_handle(PyObject* self, PyObject*) {
  return make_c_void_p(as_cobject(self)->chandle);
}

static PyObject* move_handle_from(PyObject* self, PyObject* other) {
  if (!is_cobject(other)) {
    return PyErr_Format(PyExc_TypeError, "expected an FFI object, got %s",
                        type_name(Py_TYPE(other)));
  }
  if (self == other) Py_RETURN_NONE;
  if (!layout_matches(self, as_cobject(other)->chandle)) return nullptr;
  void* handle = std::exchange(as_cobject(other)->chandle, nullptr);
  if (handle != nullptr) identity_remove(handle, other);
  adopt_handle(self, handle);
  Py_RETURN_NONE;
}

// A wrapper class reads its object's body, so it may only hold objects of its own type.
bool layout_matches(PyObject* self, void* handle) {
  if (handle == nullptr) return true;
  const int32_t required = required_index_of(Py_TYPE(self));
  if (required < 0 || is_instance_index(type_index_of(handle), required)) return true;
  Ref key(to_message(TVMFFIGetTypeInfo(type_index_of(handle))->type_key));
  PyErr_Format(PyExc_TypeError, "'%s' object cannot hold an object of type '%U'",
               type_name(Py_TYPE(self)), key.get());
  return false;
}

static PyObject* init_by_constructor(PyObject* self, PyObject* const* args, Py_ssize_t n) {
  if (n < 1 || !is_a(args[0], state().function)) {
    PyErr_SetString(PyExc_TypeError,
                    "__init_handle_by_constructor__ needs a Function and its arguments");
    return nullptr;
  }
  void* made = call_for_object(args[0], args + 1, n - 1);
  if (made == nullptr) return nullptr;
  if (!layout_matches(self, made)) {
    dec_ref(made);
    return nullptr;
  }
  adopt_handle(self, made);
  Py_RETURN_NONE;
}

static PyObject* reduce(PyObject* self, PyObject*) {
  Ref maker(PyObject_GetAttrString(state().module, "_new_object"));
  if (!maker) return nullptr;
  Ref held(PyObject_CallMethod(self, "__getstate__", nullptr));
  if (!held) return nullptr;
  return Py_BuildValue("O(O)O", maker.get(), Py_TYPE(self), held.get());
}

static PyObject* get_state(PyObject* self, PyObject*) {
  if (as_cobject(self)->chandle == nullptr) return Py_BuildValue("{sO}", "handle", Py_None);
  TVMFFIAny args[2];
  set_object(&args[0], as_cobject(self)->chandle);
  args[1] = none_value();
  // Plain text: a pickle that names our classes could not be read without them.
  Ref text(g_to_json(args, 2));
  PyObject* plain = text ? PyUnicode_FromObject(text.get()) : nullptr;
  return plain == nullptr ? nullptr : Py_BuildValue("{sN}", "handle", plain);
}

static PyObject* set_state(PyObject* self, PyObject* held) {
  PyObject* text = PyDict_Check(held) ? PyDict_GetItemWithError(held, names().handle) : nullptr;
  if (text == nullptr) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_TypeError, "__setstate__ needs a dict with the key 'handle'");
    }
    return nullptr;
  }
  if (text == Py_None) {
    adopt_handle(self, nullptr);
    Py_RETURN_NONE;
  }
  Ref load(import_attr("tvm_ffi.serialization", "from_json_graph_str"));
  if (!load) return nullptr;
  Ref made(PyObject_CallFunctionObjArgs(load.get(), text, nullptr));
  if (!made) return nullptr;
  if (!is_cobject(made.get())) {
    return PyErr_Format(PyExc_TypeError,
                        "__setstate__ read a value of type '%s' where an object was expected",
                        type_name(Py_TYPE(made.get())));
  }
  void* handle = as_cobject(made.get())->chandle;
  if (!layout_matches(self, handle)) return nullptr;
  inc_ref(handle);
  adopt_handle(self, handle);
  Py_RETURN_NONE;
}

// cls.__new__(cls) without calling __init__; what pickles name.
PyObject* new_object(PyObject*, PyObject* cls) {
  if (!PyType_Check(cls) ||
      !PyType_IsSubtype(reinterpret_cast<PyTypeObject*>(cls), state().cobject)) {
    return PyErr_Format(PyExc_TypeError, "_new_object needs an FFI object class");
  }
  auto* type = reinterpret_cast<PyTypeObject*>(cls);
  Ref none(PyTuple_New(0));
  return none ? TYPE_SLOT(newfunc, type, tp_new)(type, none.get(), nullptr) : nullptr;
}

static PyMethodDef cobject_methods[] = {
    {"same_as", same_as, METH_O,
     "same_as($self, other, /)\n--\n\nReturn whether other is a wrapper of the same object."},
    {"is_", same_as, METH_O,
     "is_($self, other, /)\n--\n\nReturn whether other is a wrapper of the same object."},
    {"__chandle__", chandle_int, METH_NOARGS,
     "__chandle__($self, /)\n--\n\nReturn the address of the object, 0 when empty."},
    {"__ctypes_handle__", ctypes_handle, METH_NOARGS, "Return the address as a ctypes.c_void_p."},
    {"__move_handle_from__", move_handle_from, METH_O,
     "__move_handle_from__($self, other, /)\n--\n\nTake over the handle of other, which becomes "
     "empty."},
    {"__init_handle_by_constructor__", as_cfunction(init_by_constructor), METH_FASTCALL,
     "__init_handle_by_constructor__($self, function, /, *args)\n--\n\n"
     "Call a function and adopt the object it returns."},
    {"__reduce__", reduce, METH_NOARGS, "Pickle through the JSON graph form."},
    {"__getstate__", get_state, METH_NOARGS, "Return the JSON graph form under the key 'handle'."},
    {"__setstate__", set_state, METH_O, "Fill an empty wrapper from its JSON graph form."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef cobject_getset[] = {
    {"id_", get_id, nullptr, "Address of the object, 0 when empty.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot cobject_slots[] = {
    {Py_tp_doc, const_cast<char*>("Root of all wrappers of FFI objects.")},
    {Py_tp_new, slot(cobject_new)},
    {Py_tp_dealloc, slot(cobject_dealloc)},
    {Py_tp_traverse, slot(cobject_traverse)},
    {Py_tp_clear, slot(cobject_clear)},
    {Py_tp_repr, slot(cobject_repr)},
    {Py_tp_hash, slot(cobject_hash)},
    {Py_tp_richcompare, slot(cobject_compare)},
    {Py_tp_methods, cobject_methods},
    {Py_tp_getset, cobject_getset},
    {0, nullptr}};
static PyType_Spec cobject_spec = {"tvm_ffi.core.CObject", sizeof(CObject), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, cobject_slots};

int init_object_types(State* s, PyObject* module) {
  s->cobject = make_type(module, &cobject_spec, nullptr);
  return s->cobject == nullptr ? -1 : 0;
}

}  // namespace tvm_ffi_py
