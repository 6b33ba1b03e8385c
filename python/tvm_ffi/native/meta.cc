// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// meta.cc: the metaclass of Object, and core.Object itself (core module).
// Classes get `__slots__ = ()` unless they say otherwise, so wrappers stay three words. The
// metaclass keeps ClassData behind each class, a vectorcall slot among it: a class whose generated
// __init__ is known is constructed without a tuple (method.cc).
#include "function.h"
#include "method.h"
#include "object.h"
#include "opaque.h"
#include "ownership.h"
#include "type_registry.h"

namespace tvm_ffi_py {

PyTypeObject* g_meta;
Py_ssize_t g_class_data;
uint32_t g_class_epoch = 1;

static PyObject* g_abc_init;  // prepares a class for ABC checks as ABCMeta does; kept for the life
                              // of the process

#ifdef Py_LIMITED_API
static void set_life(PyTypeObject* type, bool collected, destructor dealloc) {
  TypeHead* head = head_of(type);
  head->flags = collected ? head->flags | Py_TPFLAGS_HAVE_GC : head->flags & ~Py_TPFLAGS_HAVE_GC;
  head->traverse = collected ? cobject_traverse : nullptr;
  head->clear = collected ? cobject_clear : nullptr;
  head->free = collected ? PyObject_GC_Del : PyObject_Free;
  head->dealloc = dealloc;
}
#else
static void set_life(PyTypeObject* type, bool collected, destructor dealloc) {
  const unsigned long flags = type->tp_flags & ~Py_TPFLAGS_HAVE_GC;
  type->tp_flags = collected ? flags | Py_TPFLAGS_HAVE_GC : flags;
  type->tp_traverse = collected ? cobject_traverse : nullptr;
  type->tp_clear = collected ? cobject_clear : nullptr;
  type->tp_free = collected ? PyObject_GC_Del : PyObject_Free;
  type->tp_dealloc = dealloc;
}
#endif

// Python makes every class a GC class, for its attributes. One without attributes needs no general
// deallocation: its instances hold a handle and nothing else. The collector's header they need when
// their objects may lead to Python objects. Whether it is such a class now.
static bool make_simple(PyTypeObject* type, bool collected) {
  const destructor dealloc = collected ? collected_dealloc : cobject_dealloc;
#ifdef Py_LIMITED_API
  if (!g_layouts.types) return false;
  TypeHead* head = head_of(type);
  const TypeHead* base = head_of(head->parent);
  if (head->basicsize != sizeof(CObject) || head->dictoffset != 0 || head->weaklistoffset != 0)
    return false;
  if (base->dealloc != cobject_dealloc && base->dealloc != dealloc) return false;
#else
  if (type->tp_basicsize != sizeof(CObject) || type->tp_dictoffset != 0 ||
      type->tp_weaklistoffset != 0)
    return false;
  if (type->tp_base->tp_dealloc != cobject_dealloc && type->tp_base->tp_dealloc != dealloc)
    return false;
#endif
  set_life(type, collected, dealloc);
  return true;
}

// Native code takes an instance of any of these classes for a wrapper.
static bool has_object_base(PyObject* bases) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); ++i) {
    PyObject* base = PyTuple_GET_ITEM(bases, i);
    if (PyType_Check(base) &&
        PyType_IsSubtype(reinterpret_cast<PyTypeObject*>(base), state().cobject))
      return true;
  }
  return false;
}

// Whether the collector already follows what the instances of a base class hold.
static bool has_collected_base(PyObject* bases) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(bases); ++i) {
    auto* base = reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(bases, i));
    if (is_object_class(base) ? class_data(base)->looks_inside
                              : PyType_IsSubtype(base, state().cobject) &&
                                    PyType_HasFeature(base, Py_TPFLAGS_HAVE_GC))
      return true;
  }
  return false;
}

static PyObject* meta_new(PyTypeObject* meta, PyObject* args, PyObject* kwargs) {
  PyObject *name, *bases, *body;
  if (!PyArg_ParseTuple(args, "UO!O!:Object class", &name, &PyTuple_Type, &bases, &PyDict_Type,
                        &body)) {
    return nullptr;
  }
  if (!has_object_base(bases)) {
    PyErr_Format(PyExc_TypeError, "class '%U' must derive from tvm_ffi.Object", name);
    return nullptr;
  }
  Ref copy;
  const int has_slots = PyDict_Contains(body, names().__slots__);
  if (has_slots < 0) return nullptr;
  if (!has_slots) {
    copy = Ref(PyDict_Copy(body));
    Ref empty(PyTuple_New(0));
    if (!copy || !empty || PyDict_SetItem(copy.get(), names().__slots__, empty.get()) < 0)
      return nullptr;
    body = copy.get();
  }
  Ref call(PyTuple_Pack(3, name, bases, body));
  Ref cls(call ? TYPE_SLOT(newfunc, &PyType_Type, tp_new)(meta, call.get(), kwargs) : nullptr);
  if (!cls) return nullptr;
  auto* type = reinterpret_cast<PyTypeObject*>(cls.get());
  ClassData* data = class_data(type);
  data->looks_inside = has_collected_base(bases);
  data->is_bare = make_simple(type, data->looks_inside) && !data->looks_inside;
  const State& s = state();
  data->passes_handle =
      !data->looks_inside && !(s.tensor != nullptr && PyType_IsSubtype(type, s.tensor));
  Ref done(PyObject_CallFunctionObjArgs(g_abc_init, cls.get(), nullptr));
  return done ? cls.release() : nullptr;
}

// Only objects of a bound type come as instances of its class, so until then there are none, unless
// somebody made empty ones.
void prepare_class(PyTypeObject* type, int32_t index) {
  if (!is_object_class(type)) return;
  ClassData* data = class_data(type);
  const bool has_layout = std::exchange(data->has_layout, true);
  if (data->looks_inside || !leads_to_objects(index)) return;
  if (data->is_bare) {
    if (has_layout) return;
    data->is_bare = false;
    make_simple(type, true);
  }
  data->looks_inside = true;
  data->passes_handle = false;
}

// What is remembered about constructors holds until a class that may be a base changes a hook.
static int meta_setattro(PyObject* cls, PyObject* name, PyObject* value) {
  const int rc = TYPE_SLOT(setattrofunc, &PyType_Type, tp_setattro)(cls, name, value);
  const Names& n = names();
  for (PyObject* hook : {n.__init__, n.__new__, n.__post_init__, n.__bases__}) {
    if (name == hook || (PyUnicode_Check(name) && PyUnicode_Compare(name, hook) == 0))
      ++g_class_epoch;
  }
  return rc;
}

// That of the generated __init__ without its receiver; None for all other classes, as of `type`.
static PyObject* meta_get_text_signature(PyObject* cls, void*) {
  PyObject* init = type_attr(reinterpret_cast<PyTypeObject*>(cls), names().__init__);
  if (init == nullptr || Py_TYPE(init) != state().init_method) Py_RETURN_NONE;
  return get_text_signature(init, cls);
}

static PyMethodDef object_methods[] = {
    {"_move", move_object, METH_NOARGS,
     "Return a reference out of which a callee may take the handle."},
    {nullptr, nullptr, 0, nullptr}};

static int add_methods(PyTypeObject* type, PyMethodDef* methods) {
  for (; methods->ml_name != nullptr; ++methods) {
    Ref descriptor(PyDescr_NewMethod(type, methods));
    if (!descriptor || PyObject_SetAttrString(as_py(type), methods->ml_name, descriptor.get()) < 0)
      return -1;
  }
  return 0;
}

int init_meta_type(State* s, PyObject* module) {
  Ref abc_meta(import_attr("abc", "ABCMeta"));
  if (!abc_meta) return -1;
  g_abc_init = import_attr("_abc", "_abc_init");
  if (g_abc_init == nullptr) return -1;
  const Py_ssize_t size = basic_size(reinterpret_cast<PyTypeObject*>(abc_meta.get()));
  g_class_data = (size + 7) & ~Py_ssize_t{7};
  PyMemberDef members[] = {
      {"__vectorcalloffset__", T_PYSSIZET,
       g_class_data + static_cast<Py_ssize_t>(offsetof(ClassData, vectorcall)), READONLY, nullptr},
      {nullptr, 0, 0, 0, nullptr}};
  static PyGetSetDef getset[] = {
      {"__text_signature__", meta_get_text_signature, nullptr, nullptr, nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr}};
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("Metaclass of Object: classes have no "
                                                       "instance dictionary unless they ask for "
                                                       "one.")},
                         {Py_tp_new, slot(meta_new)},
                         {Py_tp_setattro, slot(meta_setattro)},
                         {Py_tp_members, members},
                         {Py_tp_getset, getset},
                         {0, nullptr}};
  PyType_Spec spec = {"tvm_ffi.core._ObjectSlotsMeta",
                      static_cast<int>(g_class_data + static_cast<Py_ssize_t>(sizeof(ClassData))),
                      0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
                      slots};
  s->meta = make_type(module, &spec, abc_meta.get());
  if (s->meta == nullptr) return -1;
  g_meta = s->meta;

  Ref object(PyObject_CallFunction(as_py(s->meta), "s(O){s(),ss,ss}", "Object", as_py(s->cobject),
                                   "__slots__", "__module__", "tvm_ffi.core", "__doc__",
                                   "Root of all classes that stand for FFI objects."));
  if (!object || PyModule_AddObjectRef(module, "Object", object.get()) < 0) return -1;
  s->object = reinterpret_cast<PyTypeObject*>(object.release());
  return add_methods(s->object, object_methods);
}

}  // namespace tvm_ffi_py
