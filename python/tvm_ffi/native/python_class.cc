// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// python_class.cc: native records of classes that Python defines (core module).
// A field's setter checks and converts, whoever sets it: plain values here, anything else by the
// field's type expression in Python. Setters live as long as the types, that is for ever.
#include "python_class.h"

#include <new>
#include <unordered_set>

#include "args.h"
#include "error.h"
#include "function.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

// The values that a field takes as they are; everything else goes to the type expression.
enum class Accepts : int { kNothing, kAnything, kInt, kFloat, kBool, kStr, kBytes, kObject };

struct FieldConverter {
  PyObject* schema;
  Accepts accepts;
  bool or_none;
  int32_t object_index;
};

static void copy_value(const TVMFFIAny& in, TVMFFIAny* out) {
  *out = in;
  if (holds_object(in)) inc_ref(in.v_ptr);
}

// Whether the value needs nothing but what C can do; then it is in *out.
static bool convert_plain(const FieldConverter& field, const TVMFFIAny& in, TVMFFIAny* out) {
  const int32_t index = in.type_index;
  if (index == kTVMFFINone && field.or_none) {
    *out = none_value();
    return true;
  }
  const bool whole = index == kTVMFFIInt || index == kTVMFFIBool;
  bool fits = false;
  switch (field.accepts) {
    case Accepts::kNothing:
      return false;
    case Accepts::kAnything:
      fits = is_plain_scalar(in) || index >= kTVMFFIStaticObjectBegin;
      break;
    case Accepts::kInt:
      if (!whole) return false;
      set_pod(out, kTVMFFIInt, in.v_int64);
      return true;
    case Accepts::kFloat:
      if (!whole && index != kTVMFFIFloat) return false;
      set_pod(out, kTVMFFIFloat, 0);
      out->v_float64 = whole ? static_cast<double>(in.v_int64) : in.v_float64;
      return true;
    case Accepts::kBool:
      if (!whole) return false;
      set_pod(out, kTVMFFIBool, in.v_int64 != 0);
      return true;
    case Accepts::kStr:
      fits = index == kTVMFFISmallStr || index == kTVMFFIStr;
      break;
    case Accepts::kBytes:
      fits = index == kTVMFFISmallBytes || index == kTVMFFIBytes;
      break;
    case Accepts::kObject:
      fits = is_instance_index(index, field.object_index);
      break;
  }
  if (fits) copy_value(in, out);
  return fits;
}

static int convert_by_schema(const FieldConverter& field, const TVMFFIAny& in, TVMFFIAny* out) {
  Ref convert(import_attr("tvm_ffi._type_convert", "convert_field"));
  Ref value(convert ? view_to_python(in, nullptr) : nullptr);
  if (!value) return -1;
  Ref pair(PyObject_CallFunctionObjArgs(convert.get(), field.schema, value.get(), nullptr));
  if (!pair) return -1;
  PyObject* refusal = PyTuple_GET_ITEM(pair.get(), 1);
  if (refusal == Py_None) return set_owned(PyTuple_GET_ITEM(pair.get(), 0), out);
  // Not as a Python exception: who carries it on says more about where it happened.
  const char* text = PyUnicode_AsUTF8(refusal);
  if (text == nullptr) return -1;
  TVMFFIErrorSetRaisedFromCStr("TypeError", text);
  return 1;
}

// The ABI's converter of ffi.MakeFieldSetter; called by any thread, with or without the GIL.
static int convert_field(void* converter, const TVMFFIAny* in, TVMFFIAny* out) {
  const auto& field = *static_cast<const FieldConverter*>(converter);
  if (convert_plain(field, *in, out)) return 0;
  if (interpreter_is_gone()) {
    TVMFFIErrorSetRaisedFromCStr("RuntimeError",
                                 "a field of a Python class was set after the interpreter ended");
    return -1;
  }
  const GilGuard gil;
  TVMFFIAny made = none_value();
  const int rc = convert_by_schema(field, *in, &made);
  if (rc == 0) *out = made;
  if (rc < 0) return hand_over_exception();
  return rc == 0 ? 0 : -1;
}

static GlobalFunction g_make_getter{"ffi.MakeFieldGetter"};
static GlobalFunction g_make_setter{"ffi.MakeFieldSetter"};
static GlobalFunction g_register_columns{"ffi._PyClassRegisterTypeAttrColumns"};

// Setters made here: what they take as it is may be written without them. Guarded by the GIL.
static std::unordered_set<void*>& own_setters() {
  static auto* set = new std::unordered_set<void*>();
  return *set;
}
bool is_python_class_setter(void* setter) { return own_setters().count(setter) != 0; }

static void* make_setter(int32_t static_index, FieldConverter* converter) {
  TVMFFIAny args[3];
  set_pod(&args[0], kTVMFFIInt, static_index);
  set_pod(&args[1], kTVMFFIInt, static_cast<int64_t>(reinterpret_cast<intptr_t>(converter)));
  set_pod(&args[2], kTVMFFIInt, static_cast<int64_t>(reinterpret_cast<intptr_t>(&convert_field)));
  OwnedAny made;
  if (g_make_setter.call(args, 3, &made.value) != 0) return nullptr;
  own_setters().insert(made.value.v_ptr);
  return made.release().v_ptr;
}

static TVMFFIFieldGetter make_getter(int32_t static_index) {
  TVMFFIAny arg;
  set_pod(&arg, kTVMFFIInt, static_index);
  OwnedAny made;
  if (g_make_getter.call(&arg, 1, &made.value) != 0) return nullptr;
  return reinterpret_cast<TVMFFIFieldGetter>(static_cast<intptr_t>(made.value.v_int64));
}

static TVMFFIByteArray text_of(const char* data, Py_ssize_t size) {
  return TVMFFIByteArray{data, static_cast<size_t>(data == nullptr ? 0 : size)};
}

// core._allocate_type(type_key, parent_index) -> index, or None when the key is taken.
static PyObject* allocate_type(PyObject*, PyObject* args) {
  const char* data;
  Py_ssize_t size;
  int parent;
  if (!PyArg_ParseTuple(args, "s#i:_allocate_type", &data, &size, &parent)) return nullptr;
  const TVMFFIByteArray key = text_of(data, size);
  if (TVMFFITypeGetOrAllocIndex(&key, -1, 0, 0, 0, -2) >= 0) Py_RETURN_NONE;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(parent);
  const int32_t index = TVMFFITypeGetOrAllocIndex(&key, -1, info->type_depth + 1, 0, 1, parent);
  if (TVMFFITypeGetOrAllocIndex(&key, -1, 0, 0, 0, -2) != index) {
    Ref text(to_message(key)), parent_key(to_message(info->type_key));
    return PyErr_Format(PyExc_TypeError, "type '%U' cannot derive from '%U': it takes no children",
                        text.get(), parent_key.get());
  }
  return PyLong_FromLong(index);
}

// core._register_field(type_index, name, doc, metadata, flags, size, alignment, offset,
// static_index, default or factory, schema, accepts, or_none, object_index)
static PyObject* register_field(PyObject*, PyObject* args) {
  int index, static_index, accepts, or_none, object_index;
  const char *name, *doc, *metadata;
  Py_ssize_t name_size, doc_size, metadata_size;
  long long flags, size, alignment, offset;
  PyObject *fallback, *schema;
  if (!PyArg_ParseTuple(args, "is#z#s#LLLLiOOipi:_register_field", &index, &name, &name_size, &doc,
                        &doc_size, &metadata, &metadata_size, &flags, &size, &alignment, &offset,
                        &static_index, &fallback, &schema, &accepts, &or_none, &object_index))
    return nullptr;
  TVMFFIFieldInfo field{};
  field.name = text_of(name, name_size);
  field.doc = text_of(doc, doc_size);
  field.metadata = text_of(metadata, metadata_size);
  field.flags = flags | kTVMFFIFieldFlagBitSetterIsFunctionObj;
  field.size = size;
  field.alignment = alignment;
  field.offset = offset;
  field.field_static_type_index = static_index;
  OwnedAny value;
  if ((flags & kTVMFFIFieldFlagBitMaskHasDefault) != 0 && set_owned(fallback, &value.value) < 0)
    return nullptr;
  field.default_value_or_factory = value.value;
  auto* converter = new (std::nothrow)
      FieldConverter{schema, static_cast<Accepts>(accepts), or_none != 0, object_index};
  if (converter == nullptr) return PyErr_NoMemory();
  field.getter = make_getter(static_index);
  field.setter = field.getter == nullptr ? nullptr : make_setter(static_index, converter);
  if (field.setter == nullptr) {
    delete converter;
    return nullptr;
  }
  Py_INCREF(schema);
  if (TVMFFITypeRegisterField(index, &field) != 0) return raise_last_error_null();
  Py_RETURN_NONE;
}

// core._register_method(type_index, name, doc, metadata, flags, function)
static PyObject* register_method(PyObject*, PyObject* args) {
  int index;
  const char *name, *doc, *metadata;
  Py_ssize_t name_size, doc_size, metadata_size;
  long long flags;
  PyObject* function;
  if (!PyArg_ParseTuple(args, "is#z#s#LO!:_register_method", &index, &name, &name_size, &doc,
                        &doc_size, &metadata, &metadata_size, &flags, state().function, &function))
    return nullptr;
  void* handle = handle_of(function);
  if (handle == nullptr) return nullptr;
  TVMFFIMethodInfo method{};
  method.name = text_of(name, name_size);
  method.doc = text_of(doc, doc_size);
  method.metadata = text_of(metadata, metadata_size);
  method.flags = flags;
  set_object(&method.method, handle);
  if (TVMFFITypeRegisterMethod(index, &method) != 0) return raise_last_error_null();
  Py_RETURN_NONE;
}

// core._finish_type(type_index, doc, total_size, structural kind): makes objects possible.
static PyObject* finish_type(PyObject*, PyObject* args) {
  int index, total_size, kind;
  const char* doc;
  Py_ssize_t doc_size;
  if (!PyArg_ParseTuple(args, "iz#ii:_finish_type", &index, &doc, &doc_size, &total_size, &kind))
    return nullptr;
  TVMFFITypeMetadata metadata{};
  metadata.doc = text_of(doc, doc_size);
  metadata.total_size = total_size;
  metadata.structural_eq_hash_kind = static_cast<TVMFFISEqHashKind>(kind);
  if (TVMFFITypeRegisterMetadata(index, &metadata) != 0) return raise_last_error_null();
  TVMFFIAny call[2];
  set_pod(&call[0], kTVMFFIInt, index);
  set_pod(&call[1], kTVMFFIInt, total_size);
  PyTypeObject* type = class_of_index(index);
  if (type == nullptr) return nullptr;
  prepare_class(type, index);
  return g_register_columns(call, 2);
}

static PyMethodDef functions[] = {
    {"_allocate_type", allocate_type, METH_VARARGS, "Return the index of a new type."},
    {"_register_field", register_field, METH_VARARGS, "Add a field to a type."},
    {"_register_method", register_method, METH_VARARGS, "Add a method to a type."},
    {"_finish_type", finish_type, METH_VARARGS, "Say how large objects of a type are."},
    {nullptr, nullptr, 0, nullptr}};

int add_python_class_functions(PyObject* module) {
  return PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
