// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// method.cc: core._Method and core._Constructor (core module).
// A _Method is called with its receiver first, so `obj.f(x)` makes no bound object. A _Constructor
// fills the wrapper it is called with; a class whose __init__ is one is constructed straight from
// the caller's argument array.
#include "method.h"

#include <iterator>

#include "call.h"
#include "error.h"
#include "function.h"
#include "keywords.h"
#include "opaque.h"
#include "payload.h"
#include "protocols.h"
#include "type_registry.h"

namespace tvm_ffi_py {

struct Method {
  PyObject_HEAD vectorcallfunc vectorcall;
  void* chandle;  // owned Function
  Target target;
  PyObject* dict;
  PyObject*
      field_names;  // of by_fields: tuple of str in the order of positional arguments, or NULL
  int32_t owner;    // type index of the receiver or of what is constructed
  bool release_gil;
  bool by_fields;  // constructor takes KWARGS and name/value pairs
  bool runs_post_init;
};

static inline Method* as_method(PyObject* o) { return reinterpret_cast<Method*>(o); }

// Whether the receiver is an object that passes as its handle; then it is in out.
static inline bool set_receiver(PyObject* o, TVMFFIAny* out) {
  PyTypeObject* type = Py_TYPE(o);
  if (UNLIKELY(!is_object_class(type) || !class_data(type)->passes_handle)) return false;
  void* handle = as_cobject(o)->chandle;
  if (UNLIKELY(handle == nullptr)) return false;
  set_object(out, handle);
  return true;
}

// Calls by keyword, with defaults, with many arguments, or whose receiver is no plain object.
static __attribute__((noinline)) PyObject* call_method(const Method* m, PyObject* const* args,
                                                       Py_ssize_t n, PyObject* kwnames) {
  if (UNLIKELY(n < 1 || !is_cobject(args[0]))) {
    return PyErr_Format(PyExc_TypeError,
                        "unbound method %U() needs an FFI object as its first argument",
                        m->target.name);
  }
  if (kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0)
    return call_python(m->chandle, &m->target, m->release_gil, args[0], args + 1, n - 1, kwnames);
  return call_python(m->chandle, &m->target, m->release_gil, nullptr, args, n, nullptr);
}

static PyObject* method_vectorcall(PyObject* self, PyObject* const* args, size_t nargsf,
                                   PyObject* kwnames) {
  Method* m = as_method(self);
  const Py_ssize_t n = PyVectorcall_NARGS(nargsf);
  if (UNLIKELY(n < 1)) return call_method(m, args, n, kwnames);
  if (UNLIKELY(kwnames != nullptr)) return call_method(m, args, n, kwnames);
  if (UNLIKELY(!is_simple_call(m->target, n))) return call_method(m, args, n, kwnames);
  TVMFFIAny cells[kInlineArgs];
  if (UNLIKELY(!set_receiver(args[0], cells))) return call_method(m, args, n, kwnames);
  return call_from(1, cells, m, args, n);
}

// Positional values, then the marker KWARGS, then names and values; MISSING values are left out.
static __attribute__((noinline)) void* construct_by_names(const Method* m, PyObject* const* args,
                                                          Py_ssize_t n, PyObject* kwnames) {
  const State& s = state();
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  constexpr Py_ssize_t kInline = 24;
  PyObject* inline_values[kInline];
  PyObject** values = inline_values;
  const Py_ssize_t room = n + 1 + 2 * named;
  if (room > kInline && (values = PyMem_New(PyObject*, static_cast<size_t>(room))) == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  Py_ssize_t count = 0;
  while (count < n && args[count] != s.missing) {
    values[count] = args[count];
    ++count;
  }
  void* made = nullptr;
  Py_ssize_t late = count;
  while (late < n && args[late] == s.missing) ++late;
  if (late != n) {
    PyErr_SetString(PyExc_TypeError, "a positional argument follows one that is MISSING");
  } else {
    values[count++] = s.kwargs;
    for (Py_ssize_t k = 0; k < named; ++k) {
      if (args[n + k] == s.missing) continue;
      values[count++] = PyTuple_GET_ITEM(kwnames, k);
      values[count++] = args[n + k];
    }
    made = call_python_for_object(m->chandle, nullptr, m->release_gil, values, count, nullptr);
  }
  if (values != inline_values) PyMem_Free(values);
  return made;
}

// Keywords that name the next fields in order are positional arguments already.
static inline bool names_follow(const Method* m, Py_ssize_t n, PyObject* kwnames) {
  PyObject* known = m->field_names;
  const Py_ssize_t named = PyTuple_GET_SIZE(kwnames);
  if (known == nullptr || n + named > PyTuple_GET_SIZE(known)) return false;
  for (Py_ssize_t k = 0; k < named; ++k) {
    if (PyTuple_GET_ITEM(kwnames, k) != PyTuple_GET_ITEM(known, n + k)) return false;
  }
  return true;
}

static inline void* construct_by_fields(const Method* m, PyObject* const* args, Py_ssize_t n,
                                        PyObject* kwnames) {
  Py_ssize_t count = n;
  if (kwnames != nullptr) {
    if (UNLIKELY(!names_follow(m, n, kwnames))) return construct_by_names(m, args, n, kwnames);
    count += PyTuple_GET_SIZE(kwnames);
  }
  PyObject* missing = state().missing;
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (UNLIKELY(args[i] == missing)) return construct_by_names(m, args, n, kwnames);
  }
  if (UNLIKELY(count > kInlineArgs))
    return call_python_for_object(m->chandle, nullptr, m->release_gil, args, count, nullptr);
  return call_simple_for_object(m->chandle, nullptr, m->release_gil, args, count);
}

static COLD void* construct_from_tuple(const Method* m, PyObject* values, Py_ssize_t n,
                                       PyObject* kwnames) {
  const Py_ssize_t count = PyTuple_GET_SIZE(values);
  PyObject** args = PyMem_New(PyObject*, static_cast<size_t>(count));
  if (args == nullptr) {
    PyErr_NoMemory();
    return nullptr;
  }
  for (Py_ssize_t i = 0; i < count; ++i) args[i] = PyTuple_GET_ITEM(values, i);
  void* made = construct_by_fields(m, args, n, kwnames);
  PyMem_Free(args);
  return made;
}

// New object of the constructor's type, or NULL with an exception.
static inline void* construct(const Method* m, PyObject* const* args, Py_ssize_t n,
                              PyObject* kwnames) {
  void* made = m->by_fields ? construct_by_fields(m, args, n, kwnames)
                            : call_python_for_object(m->chandle, &m->target, m->release_gil, args,
                                                     n, kwnames);
  if (UNLIKELY(made == nullptr)) {
    Ref entries(m->by_fields ? entries_for_arguments(m->owner, args, n, kwnames) : nullptr);
    if (!entries) return nullptr;
    made = construct_from_tuple(m, entries.get(), n, kwnames);
    if (made == nullptr) return nullptr;
  }
  const int32_t index = type_index_of(made);
  if (LIKELY(index == m->owner || is_instance_index(index, m->owner))) return made;
  Ref key(to_message(TVMFFIGetTypeInfo(index)->type_key));
  PyErr_Format(PyExc_TypeError, "constructor made an object of type '%U'", key.get());
  dec_ref(made);
  return nullptr;
}

static int run_post_init(PyObject* self) {
  if (LIKELY(!type_has(Py_TYPE(self), names().__post_init__))) return 0;
  Ref result(PyObject_CallMethodObjArgs(self, names().__post_init__, nullptr));
  return result ? 0 : -1;
}

// Whether a wrapper class may be filled with an object of this type; false with an exception.
static bool constructs(int32_t index, PyTypeObject* type) {
  const int32_t required = required_index_of(type);
  if (LIKELY(required < 0 || required == index || is_instance_index(index, required))) return true;
  PyTypeObject* maker = class_of_index(index);
  const char* name = maker == nullptr ? "" : short_name(maker);
  PyErr_Format(PyExc_TypeError,
               "Calling `super().__init__()` is not supported for @c_class `%s`: it makes objects "
               "of its own type, which cannot be '%s' objects; call `self.__ffi_init__(...)` of "
               "`%s`, or leave its __init__ out",
               name, short_name(type), short_name(type));
  return false;
}

// `super().__init__(...)` for an object that exists: an ancestor's fields are assigned.
static COLD PyObject* set_again(const Method* m, PyObject* const* args, Py_ssize_t n,
                                PyObject* kwnames) {
  Ref set(import_attr("tvm_ffi._class_builder", "set_again"));
  Ref index(PyLong_FromLong(m->owner));
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  Ref positional(PyTuple_New(n + 1));
  Ref keywords(PyDict_New());
  if (!set || !index || !positional || !keywords) return nullptr;
  PyTuple_SET_ITEM(positional.get(), 0, Py_NewRef(args[0]));
  PyTuple_SET_ITEM(positional.get(), 1, index.release());
  for (Py_ssize_t i = 1; i < n; ++i) PyTuple_SET_ITEM(positional.get(), i + 1, Py_NewRef(args[i]));
  for (Py_ssize_t k = 0; k < named; ++k) {
    if (PyDict_SetItem(keywords.get(), PyTuple_GET_ITEM(kwnames, k), args[n + k]) < 0)
      return nullptr;
  }
  return PyObject_Call(set.get(), positional.get(), keywords.get());
}

static PyObject* constructor_vectorcall(PyObject* self, PyObject* const* args, size_t nargsf,
                                        PyObject* kwnames) {
  const Method* m = as_method(self);
  const Py_ssize_t n = PyVectorcall_NARGS(nargsf);
  if (UNLIKELY(n < 1 || !is_cobject(args[0]))) {
    return PyErr_Format(PyExc_TypeError, "%U() needs an FFI object as its first argument",
                        m->target.name);
  }
  PyObject* object = args[0];
  void* existing = as_cobject(object)->chandle;
  if (UNLIKELY(existing != nullptr) && m->by_fields && type_index_of(existing) != m->owner &&
      is_instance_index(type_index_of(existing), m->owner))
    return set_again(m, args, n, kwnames);
  if (UNLIKELY(!constructs(m->owner, Py_TYPE(object)))) return nullptr;
  void* made = construct(m, args + 1, n - 1, kwnames);
  if (made == nullptr) return nullptr;
  adopt_handle(object, made);
  if (m->runs_post_init && run_post_init(object) < 0) return nullptr;
  Py_RETURN_NONE;
}

// Whether a construction hook of the class can only change in ways that the metaclass sees.
static bool hooks_are_watched(PyTypeObject* type) {
  Ref order(order_of(type));
  for (Py_ssize_t i = 0; order && i < PyTuple_GET_SIZE(order.get()); ++i) {
    auto* base = reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(order.get(), i));
    if (!is_object_class(base) && base != state().cobject && base != &PyBaseObject_Type)
      return false;
  }
  return static_cast<bool>(order);
}

// Looks the hooks of a class up again; false when it must be called as type.__call__ does.
static COLD bool find_constructor(PyTypeObject* type, ClassData* data) {
  PyObject* init = type_attr(type, names().__init__);
  if (init == nullptr || Py_TYPE(init) != state().init_method ||
      PyType_IsSubtype(type, state().function) ||
      TYPE_SLOT(newfunc, type, tp_new) != TYPE_SLOT(newfunc, state().object, tp_new))
    return false;
  data->constructor = init;
  data->runs_post_init = as_method(init)->runs_post_init && type_has(type, names().__post_init__);
  data->epoch = hooks_are_watched(type) ? g_class_epoch : 0;
  return true;
}

static COLD PyObject* call_class_slowly(PyObject* cls, PyObject* const* args, Py_ssize_t n,
                                        PyObject* kwnames) {
  Ref positional(PyTuple_New(n));
  Ref keywords(kwnames == nullptr ? nullptr : PyDict_New());
  if (!positional || (kwnames != nullptr && !keywords)) return nullptr;
  for (Py_ssize_t i = 0; i < n; ++i) PyTuple_SetItem(positional.get(), i, Py_NewRef(args[i]));
  for (Py_ssize_t k = 0; kwnames != nullptr && k < PyTuple_GET_SIZE(kwnames); ++k) {
    if (PyDict_SetItem(keywords.get(), PyTuple_GET_ITEM(kwnames, k), args[n + k]) < 0)
      return nullptr;
  }
  return TYPE_SLOT(ternaryfunc, &PyType_Type, tp_call)(cls, positional.get(), keywords.get());
}

// Vectorcall of classes whose __init__ is a _Constructor.
static PyObject* class_vectorcall(PyObject* cls, PyObject* const* args, size_t nargsf,
                                  PyObject* kwnames) {
  auto* type = reinterpret_cast<PyTypeObject*>(cls);
  ClassData* data = class_data(type);
  const Py_ssize_t n = PyVectorcall_NARGS(nargsf);
  if (UNLIKELY(data->epoch != g_class_epoch) && !find_constructor(type, data))
    return call_class_slowly(cls, args, n, kwnames);
  const bool post_init = data->runs_post_init;
  const Ref init = Ref::borrow(data->constructor);  // setting a field may run code that drops it
  void* made = construct(as_method(init.get()), args, n, kwnames);
  if (UNLIKELY(made == nullptr)) return nullptr;
  PyObject* object = wrap_fresh(type, made);
  if (LIKELY(object != nullptr && !post_init)) return object;
  if (object == nullptr || run_post_init(object) == 0) return object;
  Py_DECREF(object);
  return nullptr;
}

static PyObject* method_get(PyObject* self, PyObject* object, PyObject*) {
  if (object == nullptr || object == Py_None) return Py_NewRef(self);
  return bind(self, object);
}

// core._make_method(function, type_index, name, doc, metadata, owner, constructor, fields,
// post_init); fields: names in the order of positional arguments where a constructor takes fields.
static PyObject* make_method(PyObject*, PyObject* args) {
  PyObject *function, *name, *doc, *metadata, *owner, *fields;
  int index, is_constructor, post_init;
  if (!PyArg_ParseTuple(args, "O!iUOOOpOp:_make_method", state().function, &function, &index, &name,
                        &doc, &metadata, &owner, &is_constructor, &fields, &post_init)) {
    return nullptr;
  }
  if (fields != Py_None && !PyTuple_Check(fields))
    return PyErr_Format(PyExc_TypeError, "_make_method: the fields must be a tuple or None");
  void* handle = handle_of(function);
  if (handle == nullptr) return nullptr;
  PyTypeObject* type = is_constructor ? state().init_method : state().method;
  PyObject* made = PyType_GenericAlloc(type, 0);
  if (made == nullptr) return nullptr;
  Method* m = as_method(made);
  inc_ref(handle);
  m->chandle = handle;
  m->vectorcall = is_constructor ? constructor_vectorcall : method_vectorcall;
  m->target.origin = metadata == Py_None ? Origin::kNone : Origin::kMetadata;
  m->target.receivers = is_constructor ? -1 : 1;
  m->target.name = Py_NewRef(name);
  m->target.doc = doc == Py_None ? nullptr : Py_NewRef(doc);
  m->target.metadata = metadata == Py_None ? nullptr : Py_NewRef(metadata);
  m->target.owner = owner == Py_None ? nullptr : Py_NewRef(owner);
  m->owner = index;
  const CallChoices choices = choices_of(metadata);
  m->release_gil = !is_constructor && state().release_gil && !choices.keep_gil;
  if (choices.by_name) bind_always(&m->target);
  m->by_fields = fields != Py_None;
  m->field_names = fields == Py_None ? nullptr : Py_NewRef(fields);
  m->runs_post_init = post_init != 0;
  return made;
}

// core._bind_always(callable): for a method, constructor or Function of which another overload has
// parameters that go by name only.
static PyObject* bind_always_of(PyObject*, PyObject* callable) {
  const State& s = state();
  if (Py_TYPE(callable) == s.method || Py_TYPE(callable) == s.init_method) {
    bind_always(&as_method(callable)->target);
  } else if (PyObject_TypeCheck(callable, s.function)) {
    bind_always(&reinterpret_cast<Function*>(callable)->target);
  } else {
    return PyErr_Format(PyExc_TypeError, "_bind_always: expected a callable of the core");
  }
  Py_RETURN_NONE;
}

// core._construct_directly(cls): let calls of the class skip the tuple when its __init__ allows.
static PyObject* construct_directly(PyObject*, PyObject* cls) {
  if (!is_a(cls, state().meta))
    return PyErr_Format(PyExc_TypeError, "_construct_directly needs an Object class");
  auto* type = reinterpret_cast<PyTypeObject*>(cls);
  class_data(type)->vectorcall = class_vectorcall;
  Py_RETURN_NONE;
}

static int method_traverse(PyObject* self, visitproc visit, void* arg) {
  const Method* m = as_method(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(m->dict);
  Py_VISIT(m->target.owner);
  return 0;
}
static int method_clear(PyObject* self) {
  Py_CLEAR(as_method(self)->dict);
  Py_CLEAR(as_method(self)->target.owner);
  return 0;
}
static void method_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  Method* m = as_method(self);
  clear_target(&m->target);
  Py_CLEAR(m->dict);
  Py_CLEAR(m->field_names);
  dec_ref(std::exchange(m->chandle, nullptr));
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

static PyObject* get_name(PyObject* self, void*) { return Py_NewRef(as_method(self)->target.name); }
static PyObject* get_qualname(PyObject* self, void*) {
  const Target& t = as_method(self)->target;
  if (t.owner == nullptr || !PyType_Check(t.owner)) return Py_NewRef(t.name);
  Ref owner(PyObject_GetAttr(t.owner, names().__qualname__));
  return owner ? PyUnicode_FromFormat("%U.%U", owner.get(), t.name) : nullptr;
}
static PyObject* get_module(PyObject* self, void*) {
  const Target& t = as_method(self)->target;
  if (t.owner != nullptr) return PyObject_GetAttr(t.owner, names().__module__);
  return PyUnicode_FromString("tvm_ffi.core");
}
static PyObject* get_doc(PyObject* self, void*) {
  PyObject* doc = as_method(self)->target.doc;
  return Py_NewRef(doc == nullptr ? Py_None : doc);
}
static PyObject* get_signature(PyObject* self, void*) {
  Method* m = as_method(self);
  if (m->by_fields && m->target.owner != nullptr) {
    Ref of_class(import_attr("tvm_ffi._class_builder", "signature_of_class"));
    return of_class ? PyObject_CallFunctionObjArgs(of_class.get(), m->target.owner, nullptr)
                    : nullptr;
  }
  if (Ref text{describe_function(m->chandle)}) {
    Ref read(import_attr("tvm_ffi._signature", "signature_of"));
    if (!read) return nullptr;
    PyObject* found = PyObject_CallFunctionObjArgs(read.get(), text.get(), Py_True, nullptr);
    if (found != Py_None) return found;
    Py_DECREF(found);
  }
  Ref make(import_attr("tvm_ffi._signature", "any_signature"));
  return make ? PyObject_CallFunctionObjArgs(make.get(), nullptr) : nullptr;
}
static PyObject* method_getattro(PyObject* self, PyObject* name) {
  static const InstanceName kNames[] = {{&Names::__module__, get_module},
                                        {&Names::__doc__, get_doc},
                                        {&Names::__signature__, get_signature}};
  return get_instance_name(self, name, as_method(self)->dict, kNames, std::size(kNames));
}
static PyObject* get_release_gil(PyObject* self, void*) {
  return PyBool_FromLong(as_method(self)->release_gil);
}
static int set_release_gil(PyObject* self, PyObject* value, void*) {
  const int on = value == nullptr ? -1 : PyObject_IsTrue(value);
  if (on < 0) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_AttributeError, "release_gil cannot be deleted");
    return -1;
  }
  as_method(self)->release_gil = on != 0;
  return 0;
}
static PyObject* method_repr(PyObject* self) {
  Ref name(get_qualname(self, nullptr));
  return name ? PyUnicode_FromFormat("<FFI method %U>", name.get()) : nullptr;
}

static PyGetSetDef getset[] = {
    {"__name__", get_name, nullptr, nullptr, nullptr},
    {"__qualname__", get_qualname, nullptr, nullptr, nullptr},
    {"__text_signature__", get_text_signature, nullptr, nullptr, nullptr},
    {"release_gil", get_release_gil, set_release_gil, "Whether calls release the GIL.", nullptr},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyMemberDef members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Method, vectorcall), READONLY, nullptr},
    {"__dictoffset__", T_PYSSIZET, offsetof(Method, dict), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};
static PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("Method of a registered type.")},
                              {Py_tp_new, slot(refuse_new)},
                              {Py_tp_getattro, slot(method_getattro)},
                              {Py_tp_dealloc, slot(method_dealloc)},
                              {Py_tp_traverse, slot(method_traverse)},
                              {Py_tp_clear, slot(method_clear)},
                              {Py_tp_call, slot(PyVectorcall_Call)},
                              {Py_tp_descr_get, slot(method_get)},
                              {Py_tp_repr, slot(method_repr)},
                              {Py_tp_getset, getset},
                              {Py_tp_members, members},
                              {0, nullptr}};
// The interpreter's own shortcut for obj.method(...) asks that the descriptor's type cannot change.
#ifdef Py_TPFLAGS_IMMUTABLETYPE
constexpr unsigned kImmutable = Py_TPFLAGS_IMMUTABLETYPE;
#else
constexpr unsigned kImmutable = 0;
#endif
constexpr unsigned kFlags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL |
                            Py_TPFLAGS_METHOD_DESCRIPTOR | kImmutable;
static PyType_Spec method_spec = {"tvm_ffi.core._Method", sizeof(Method), 0, kFlags, slots};
static PyType_Spec constructor_spec = {"tvm_ffi.core._Constructor", sizeof(Method), 0, kFlags,
                                       slots};
static PyMethodDef functions[] = {
    {"_make_method", make_method, METH_VARARGS, "Return a method or constructor over a Function."},
    {"_bind_always", bind_always_of, METH_O, "Let the library bind every call of a callable."},
    {"_construct_directly", construct_directly, METH_O,
     "Let calls of a class go straight to its constructor."},
    {nullptr, nullptr, 0, nullptr}};

int init_method_types(State* s, PyObject* module) {
  s->method = make_type(module, &method_spec, nullptr);
  s->init_method = make_type(module, &constructor_spec, nullptr);
  if (s->method == nullptr || s->init_method == nullptr) return -1;
  return PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
