// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// field.cc: core.FieldGetter, core.FieldSetter and core.FFIProperty (core module).
// int64, double and bool fields are read and written in place; all others through the registered
// accessors.
#include "field.h"

#include "args.h"
#include "error.h"
#include "function.h"
#include "method.h"
#include "payload.h"
#include "python_class.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline FieldAccessor* as_accessor(PyObject* o) {
  return reinterpret_cast<FieldAccessor*>(o);
}

static COLD char* raise_wrong_owner(const FieldAccessor* field, PyObject* object) {
  Ref key(to_message(TVMFFIGetTypeInfo(field->owner)->type_key));
  PyErr_Format(PyExc_TypeError, "field of type '%U' does not exist on a '%s' object", key.get(),
               type_name(Py_TYPE(object)));
  return nullptr;
}

// Start of the object, or NULL with an exception when it is not one of the field's type.
static inline char* body_for(const FieldAccessor* field, PyObject* object) {
  if (UNLIKELY(!is_cobject(object))) return raise_wrong_owner(field, object);
  void* handle = handle_of(object);
  if (UNLIKELY(handle == nullptr)) return nullptr;
  const int32_t index = type_index_of(handle);
  if (LIKELY(index == field->owner || is_instance_index(index, field->owner)))
    return static_cast<char*>(handle);
  return raise_wrong_owner(field, object);
}

static __attribute__((noinline)) PyObject* read_other(const FieldAccessor* field, char* place);

static ALWAYS_INLINE PyObject* read_field(const FieldAccessor* field, PyObject* object) {
  char* body = body_for(field, object);
  if (UNLIKELY(body == nullptr)) return nullptr;
  char* place = body + field->offset;
  if (field->kind == FieldKind::kInt64)
    return PyLong_FromLongLong(*reinterpret_cast<int64_t*>(place));
  return read_other(field, place);
}

static PyObject* read_other(const FieldAccessor* field, char* place) {
  switch (field->kind) {
    case FieldKind::kFloat64:
      return PyFloat_FromDouble(*reinterpret_cast<double*>(place));
    case FieldKind::kBool:
      return PyBool_FromLong(*place != 0);
    default:
      break;
  }
  TVMFFIAny value = none_value();
  if (UNLIKELY(reinterpret_cast<TVMFFIFieldGetter>(field->access)(place, &value) != 0))
    return raise_last_error_null();
  return to_python(&value, nullptr);
}

static int write_by_function(const FieldAccessor* field, char* place, const TVMFFIAny& value) {
  TVMFFIAny args[2];
  set_pointer(&args[0], kTVMFFIOpaquePtr, place);
  args[1] = value;
  OwnedAny result;
  return TVMFFIFunctionCall(field->access, args, 2, &result.value) == 0 ? 0 : raise_last_error();
}

static __attribute__((noinline)) int write_converted(const FieldAccessor* field, PyObject* object,
                                                     PyObject* value) {
  char* body;
  CallFrame frame;
  TVMFFIAny& cell = frame.args[0];
  if (UNLIKELY(set_arg(frame, value, &cell) < 0)) return -1;
  // Converting may have run Python code that emptied the wrapper.
  body = body_for(field, object);
  if (UNLIKELY(body == nullptr)) return -1;
  char* place = body + field->offset;
  if (field->kind == FieldKind::kInt64 && cell.type_index == kTVMFFIInt) {
    *reinterpret_cast<int64_t*>(place) = cell.v_int64;
    return 0;
  }
  if (field->kind == FieldKind::kFloat64 && cell.type_index == kTVMFFIFloat) {
    *reinterpret_cast<double*>(place) = cell.v_float64;
    return 0;
  }
  if (UNLIKELY(field->setter_is_function)) return write_by_function(field, place, cell);
  // The object must outlive the setter, which may release what the field held.
  inc_ref(body);
  const int rc = reinterpret_cast<TVMFFIFieldSetter>(field->access)(place, &cell) == 0
                     ? 0
                     : raise_last_error();
  dec_ref(body);
  if (LIKELY(rc == 0)) return 0;
  Ref entry(entry_for_field(field->owner, field->offset, value));
  return entry ? write_converted(field, object, entry.get()) : -1;
}

static ALWAYS_INLINE int write_field(const FieldAccessor* field, PyObject* object,
                                     PyObject* value) {
  char* body = body_for(field, object);
  if (UNLIKELY(body == nullptr)) return -1;
  TVMFFIAny cell;
  if (field->kind == FieldKind::kInt64 && Py_TYPE(value) == &PyLong_Type &&
      LIKELY(set_compact_int(value, &cell))) {
    *reinterpret_cast<int64_t*>(body + field->offset) = cell.v_int64;
    return 0;
  }
  if (field->kind == FieldKind::kFloat64 && Py_TYPE(value) == &PyFloat_Type) {
    *reinterpret_cast<double*>(body + field->offset) = PyFloat_AS_DOUBLE(value);
    return 0;
  }
  return write_converted(field, object, value);
}

static PyObject* getter_call(PyObject* self, PyObject* const* args, size_t nargsf,
                             PyObject* kwnames) {
  if (PyVectorcall_NARGS(nargsf) != 1 || (kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0)) {
    return PyErr_Format(PyExc_TypeError, "a field getter takes the object");
  }
  return read_field(as_accessor(self), args[0]);
}

static PyObject* setter_call(PyObject* self, PyObject* const* args, size_t nargsf,
                             PyObject* kwnames) {
  if (PyVectorcall_NARGS(nargsf) != 2 || (kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0)) {
    return PyErr_Format(PyExc_TypeError, "a field setter takes the object and the value");
  }
  if (write_field(as_accessor(self), args[0], args[1]) < 0) return nullptr;
  Py_RETURN_NONE;
}

static void accessor_dealloc(PyObject* self) {
  if (as_accessor(self)->setter_is_function) dec_ref(as_accessor(self)->access);
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

static FieldKind kind_of(int32_t static_index, int64_t size) {
  if (static_index == kTVMFFIInt && size == 8) return FieldKind::kInt64;
  if (static_index == kTVMFFIFloat && size == 8) return FieldKind::kFloat64;
  if (static_index == kTVMFFIBool && size == 1) return FieldKind::kBool;
  return FieldKind::kOther;
}

// core._field_accessors(type_index, field position) -> (FieldGetter, FieldSetter | None)
static PyObject* field_accessors(PyObject*, PyObject* args) {
  int index, position;
  if (!PyArg_ParseTuple(args, "ii:_field_accessors", &index, &position)) return nullptr;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  if (position < 0 || position >= info->num_fields)
    return PyErr_Format(PyExc_IndexError, "no such field");
  const TVMFFIFieldInfo& field = info->fields[position];
  const State& s = state();
  Ref getter(PyType_GenericAlloc(s.field_getter, 0));
  Ref setter(PyType_GenericAlloc(s.field_setter, 0));
  if (!getter || !setter) return nullptr;
  const bool by_function = (field.flags & kTVMFFIFieldFlagBitSetterIsFunctionObj) != 0;
  for (PyObject* made : {getter.get(), setter.get()}) {
    FieldAccessor* accessor = as_accessor(made);
    accessor->offset = field.offset;
    accessor->owner = index;
    accessor->kind = kind_of(field.field_static_type_index, field.size);
  }
  as_accessor(getter.get())->vectorcall = getter_call;
  as_accessor(getter.get())->access = reinterpret_cast<void*>(field.getter);
  as_accessor(setter.get())->vectorcall = setter_call;
  as_accessor(setter.get())->access = field.setter;
  if (by_function) {
    as_accessor(setter.get())->setter_is_function = true;
    if (!is_python_class_setter(field.setter)) as_accessor(setter.get())->kind = FieldKind::kOther;
    inc_ref(field.setter);
  }
  if (field.setter == nullptr) return PyTuple_Pack(2, getter.get(), Py_None);
  return PyTuple_Pack(2, getter.get(), setter.get());
}

// FFIProperty: a property whose C accessors are called directly. Its own data lies behind
// property's, whose size is known at run time only.
struct PropertyData {
  PyObject* getter;
  PyObject* setter;
  PyObject* dict;
  const FieldAccessor* native;  // getter, when it reads a field itself
  bool frozen;
};
static Py_ssize_t g_property_size;  // of property's own part
static inline PropertyData* data_of(PyObject* self) {
  return reinterpret_cast<PropertyData*>(reinterpret_cast<char*>(self) + g_property_size);
}

static int property_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"fget", "fset", "frozen", "fdel", "doc", nullptr};
  PyObject *getter, *setter, *deleter = Py_None, *doc = Py_None;
  int frozen;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOp|OO:FFIProperty", const_cast<char**>(keywords),
                                   &getter, &setter, &frozen, &deleter, &doc)) {
    return -1;
  }
  Ref base_args(PyTuple_Pack(4, getter, frozen ? Py_None : setter, deleter, doc));
  if (!base_args ||
      TYPE_SLOT(initproc, &PyProperty_Type, tp_init)(self, base_args.get(), nullptr) < 0)
    return -1;
  PropertyData* data = data_of(self);
  // The documentation of this type would hide that of the field.
  if (data->dict == nullptr && (data->dict = PyDict_New()) == nullptr) return -1;
  if (PyDict_SetItem(data->dict, names().__doc__, doc) < 0) return -1;
  PyObject* old_getter = std::exchange(data->getter, Py_NewRef(getter));
  PyObject* old_setter = std::exchange(data->setter, Py_NewRef(setter));
  Py_XDECREF(old_getter);
  Py_XDECREF(old_setter);
  data->native = Py_TYPE(getter) == state().field_getter ? as_accessor(getter) : nullptr;
  data->frozen = frozen != 0;
  return 0;
}

static PyObject* property_get(PyObject* self, PyObject* object, PyObject* type) {
  if (UNLIKELY(object == nullptr)) return Py_NewRef(self);
  const FieldAccessor* native = data_of(self)->native;
  if (LIKELY(native != nullptr)) return read_field(native, object);
  return TYPE_SLOT(descrgetfunc, &PyProperty_Type, tp_descr_get)(self, object, type);
}

static int property_set(PyObject* self, PyObject* object, PyObject* value) {
  const PropertyData* data = data_of(self);
  if (UNLIKELY(value == nullptr || data->frozen || data->setter == nullptr ||
               data->setter == Py_None)) {
    PyErr_Format(PyExc_AttributeError, "property of '%s' object has no %s",
                 short_name(Py_TYPE(object)), value == nullptr ? "deleter" : "setter");
    return -1;
  }
  if (LIKELY(Py_TYPE(data->setter) == state().field_setter)) {
    return write_field(as_accessor(data->setter), object, value);
  }
  return TYPE_SLOT(descrsetfunc, &PyProperty_Type, tp_descr_set)(self, object, value);
}

// FFIProperty.set(obj, value): also where assignment is not offered.
static PyObject* property_force(PyObject* self, PyObject* const* args, Py_ssize_t n) {
  if (n != 2)
    return PyErr_Format(PyExc_TypeError, "FFIProperty.set takes the object and the value");
  PyObject* setter = data_of(self)->setter;
  if (setter == nullptr || setter == Py_None)
    return PyErr_Format(PyExc_AttributeError, "field has no setter");
  if (Py_TYPE(setter) == state().field_setter) {
    if (write_field(as_accessor(setter), args[0], args[1]) < 0) return nullptr;
    Py_RETURN_NONE;
  }
  Ref result(PyObject_CallFunctionObjArgs(setter, args[0], args[1], nullptr));
  if (!result) return nullptr;
  Py_RETURN_NONE;
}

static int property_traverse(PyObject* self, visitproc visit, void* arg) {
  const PropertyData* data = data_of(self);
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(data->getter);
  Py_VISIT(data->setter);
  Py_VISIT(data->dict);
  return TYPE_SLOT(traverseproc, &PyProperty_Type, tp_traverse)(self, visit, arg);
}
static int property_clear(PyObject* self) {
  PropertyData* data = data_of(self);
  data->native = nullptr;
  Py_CLEAR(data->getter);
  Py_CLEAR(data->setter);
  Py_CLEAR(data->dict);
  const auto clear = TYPE_SLOT(inquiry, &PyProperty_Type, tp_clear);
  return clear != nullptr ? clear(self) : 0;
}
static void property_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  PropertyData* data = data_of(self);
  PyObject* held[] = {data->getter, data->setter, data->dict};
  PyObject_GC_UnTrack(self);
  for (PyObject* o : held) Py_XDECREF(o);
  PyObject_GC_Track(self);  // property's own deallocation takes it off again
  TYPE_SLOT(destructor, &PyProperty_Type, tp_dealloc)(self);
  Py_DECREF(type);
}

static PyMemberDef accessor_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(FieldAccessor, vectorcall), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};
static PyType_Slot accessor_slots[] = {{Py_tp_new, slot(refuse_new)},
                                       {Py_tp_dealloc, slot(accessor_dealloc)},
                                       {Py_tp_call, slot(PyVectorcall_Call)},
                                       {Py_tp_members, accessor_members},
                                       {0, nullptr}};
static PyType_Spec getter_spec = {"tvm_ffi.core.FieldGetter", sizeof(FieldAccessor), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL, accessor_slots};
static PyType_Spec setter_spec = {"tvm_ffi.core.FieldSetter", sizeof(FieldAccessor), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL, accessor_slots};

static PyMethodDef property_methods[] = {
    {"set", as_cfunction(property_force), METH_FASTCALL,
     "set($self, obj, value, /)\n--\n\nSet the field also when it is read-only."},
    {nullptr, nullptr, 0, nullptr}};
static PyMethodDef functions[] = {
    {"_field_accessors", field_accessors, METH_VARARGS, "Return getter and setter of a field."},
    {nullptr, nullptr, 0, nullptr}};

int init_field_types(State* s, PyObject* module) {
  s->field_getter = make_type(module, &getter_spec, nullptr);
  s->field_setter = make_type(module, &setter_spec, nullptr);
  if (s->field_getter == nullptr || s->field_setter == nullptr) return -1;
  const Py_ssize_t base = basic_size(&PyProperty_Type);
  g_property_size = base;
  PyMemberDef members[] = {
      {"__dictoffset__", T_PYSSIZET, base + static_cast<Py_ssize_t>(offsetof(PropertyData, dict)),
       READONLY, nullptr},
      {nullptr, 0, 0, 0, nullptr}};
  static PyGetSetDef getset[] = {
      {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
      {nullptr, nullptr, nullptr, nullptr, nullptr}};
  PyType_Slot slots[] = {{Py_tp_doc, const_cast<char*>("property over a native field.")},
                         {Py_tp_init, slot(property_init)},
                         {Py_tp_descr_get, slot(property_get)},
                         {Py_tp_descr_set, slot(property_set)},
                         {Py_tp_traverse, slot(property_traverse)},
                         {Py_tp_clear, slot(property_clear)},
                         {Py_tp_dealloc, slot(property_dealloc)},
                         {Py_tp_methods, property_methods},
                         {Py_tp_getset, getset},
                         {Py_tp_members, members},
                         {0, nullptr}};
  PyType_Spec spec = {"tvm_ffi.core.FFIProperty",
                      static_cast<int>(base + static_cast<Py_ssize_t>(sizeof(PropertyData))), 0,
                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};
  s->field_property = make_type(module, &spec, as_py(&PyProperty_Type));
  return s->field_property == nullptr ? -1 : PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
