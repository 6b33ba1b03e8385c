// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// type_registry.cc: type index <-> Python class, and the native type records as Python values (core
// module). Native records are process-wide and never removed, so borrowed names and pointers in
// them stay valid.
#include "type_registry.h"

#include <tvm/ffi/base/attr_column.h>

#include <cstdlib>
#include <vector>

#include "error.h"
#include "function.h"
#include "result.h"

namespace tvm_ffi_py {

int set_class_of_index(int32_t index, PyTypeObject* type) {
  State& s = state();
  if (index >= s.num_classes) {
    int32_t count = s.num_classes == 0 ? 256 : s.num_classes;
    while (count <= index) count *= 2;
    auto* grown =
        static_cast<PyTypeObject**>(std::calloc(static_cast<size_t>(count), sizeof(PyTypeObject*)));
    if (grown == nullptr) {
      PyErr_NoMemory();
      return -1;
    }
    // The old array stays: without the GIL another thread may be reading it.
    if (s.num_classes != 0)
      std::memcpy(grown, s.classes, sizeof(PyTypeObject*) * static_cast<size_t>(s.num_classes));
    s.classes = grown;
    s.num_classes = count;
  }
  Py_XINCREF(as_py(type));
  PyTypeObject* old = std::exchange(s.classes[index], type);
  Py_XDECREF(as_py(old));
  return 0;
}

PyTypeObject* make_class_for(int32_t index) {
  static thread_local int depth = 0;
  if (depth > 8) {
    PyErr_Format(PyExc_RuntimeError, "no Python class for type index %d", static_cast<int>(index));
    return nullptr;
  }
  Ref make(import_attr("tvm_ffi.registry", "_class_for_index"));
  if (!make) return nullptr;
  ++depth;
  Ref made(PyObject_CallFunction(make.get(), "i", static_cast<int>(index)));
  --depth;
  if (!made) return nullptr;
  State& s = state();
  if (index < s.num_classes && s.classes[index] != nullptr) return s.classes[index];
  PyErr_Format(PyExc_RuntimeError, "no Python class for type index %d", static_cast<int>(index));
  return nullptr;
}

int32_t required_index_of(PyTypeObject* type) {
  // A call of a Function does not look at what it holds, so nothing else says what that may be.
  if (PyType_IsSubtype(type, state().function)) return kTVMFFIFunction;
  PyObject* record = type_attr(type, names().__tvm_ffi_type_info__);
  if (record == nullptr) {
    const State& s = state();
    for (int32_t i = kTVMFFIStaticObjectBegin + 1; i < kTVMFFIStaticObjectEnd && i < s.num_classes;
         ++i) {
      if (s.classes[i] != nullptr && PyType_IsSubtype(type, s.classes[i])) return i;
    }
    return -1;
  }
  Ref index(PyObject_GetAttrString(record, "type_index"));
  const long value = index ? PyLong_AsLong(index.get()) : -1;
  PyErr_Clear();
  return static_cast<int32_t>(value);
}

// Python 3.9 leaves the signature out when it copies the text of a class.
#if PY_VERSION_HEX < 0x030A0000
static bool keep_signature(PyTypeObject* type, const PyType_Spec* spec) {
  for (const PyType_Slot* slot = spec->slots; slot->slot != 0; ++slot) {
    if (slot->slot != Py_tp_doc) continue;
    const size_t size = std::strlen(static_cast<const char*>(slot->pfunc)) + 1;
    char* copy = static_cast<char*>(PyObject_Malloc(size));
    if (copy == nullptr) return PyErr_NoMemory() != nullptr;
    std::memcpy(copy, slot->pfunc, size);
    PyObject_Free(const_cast<char*>(std::exchange(type->tp_doc, copy)));
  }
  return true;
}
#else
static bool keep_signature(PyTypeObject*, const PyType_Spec*) { return true; }
#endif

PyTypeObject* make_type(PyObject* module, PyType_Spec* spec, PyObject* base) {
  Ref bases;
  if (base != nullptr) bases = PyTuple_Check(base) ? Ref::borrow(base) : Ref(PyTuple_Pack(1, base));
  Ref made(PyType_FromSpecWithBases(spec, bases.get()));
  if (!made || !keep_signature(reinterpret_cast<PyTypeObject*>(made.get()), spec)) return nullptr;
  const char* name = std::strrchr(spec->name, '.') + 1;
  if (PyModule_AddObjectRef(module, name, made.get()) < 0) return nullptr;
  return reinterpret_cast<PyTypeObject*>(made.release());
}

PyObject* refuse_new(PyTypeObject* type, PyObject*, PyObject*) {
  return PyErr_Format(PyExc_TypeError, "cannot create '%s' instances", type_name(type));
}

static GlobalFunction g_registered_keys{"ffi.GetRegisteredTypeKeys"};

// The native look-up ends the process for an index that was never handed out, so the list of keys
// is asked first.
static bool is_known_index(int32_t index) {
  static std::vector<bool> known;  // guarded by the GIL
  if (index < static_cast<int32_t>(known.size()) && known[static_cast<size_t>(index)]) return true;
  OwnedAny keys;
  if (g_registered_keys.call(nullptr, 0, &keys.value) != 0) {
    PyErr_Clear();
    return false;
  }
  const auto* cell = body_of<TVMFFISeqCell>(keys.value.v_ptr);
  for (int64_t i = 0; i < cell->size; ++i) {
    const TVMFFIByteArray key = content_of(static_cast<const TVMFFIAny*>(cell->data)[i]);
    const int32_t found = TVMFFITypeGetOrAllocIndex(&key, -1, 0, 0, 0, -2);
    if (found < 0) continue;
    if (found >= static_cast<int32_t>(known.size())) known.resize(static_cast<size_t>(found) + 64);
    known[static_cast<size_t>(found)] = true;
  }
  return index < static_cast<int32_t>(known.size()) && known[static_cast<size_t>(index)];
}

static bool parse_index(PyObject* o, int32_t* out) {
  const long index = PyLong_AsLong(o);
  if (index == -1 && PyErr_Occurred()) return false;
  if (index < 0 || index > INT32_MAX || !is_known_index(static_cast<int32_t>(index))) {
    PyErr_Format(PyExc_ValueError, "Cannot find a type with index %ld", index);
    return false;
  }
  *out = static_cast<int32_t>(index);
  return true;
}

static PyObject* text_or_none(const TVMFFIByteArray& text) {
  if (text.size == 0) Py_RETURN_NONE;
  return to_message(text);
}

bool brings_testing_library(const TVMFFIByteArray& name) {
  constexpr char kPrefix[] = "testing.";
  if (name.size + 1 < sizeof(kPrefix) || std::memcmp(name.data, kPrefix, sizeof(kPrefix) - 1) != 0)
    return false;
  Ref load(import_attr("tvm_ffi._load", "load_testing_library"));
  Ref loaded(load ? PyObject_CallObject(load.get(), nullptr) : nullptr);
  return loaded && loaded.get() == Py_True;
}

// core._object_type_key_to_index(key) -> int | None
static PyObject* key_to_index(PyObject*, PyObject* key) {
  if (!PyUnicode_Check(key)) {
    return PyErr_Format(PyExc_TypeError, "type key must be str, got '%s'", type_name(Py_TYPE(key)));
  }
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(key, &size);
  if (data == nullptr) return nullptr;
  // No type has such a name, and asking for it is refused with the index of the root.
  if (size == 0 || std::memchr(data, 0, static_cast<size_t>(size)) != nullptr) Py_RETURN_NONE;
  const TVMFFIByteArray name{data, static_cast<size_t>(size)};
  int32_t index = TVMFFITypeGetOrAllocIndex(&name, -1, 0, 0, 0, -2);
  if (index < 0 && brings_testing_library(name)) {
    index = TVMFFITypeGetOrAllocIndex(&name, -1, 0, 0, 0, -2);
  }
  if (PyErr_Occurred()) return nullptr;
  if (index < 0) Py_RETURN_NONE;
  return PyLong_FromLong(index);
}

static PyObject* default_of(const TVMFFIFieldInfo& field) {
  if ((field.flags & kTVMFFIFieldFlagBitMaskHasDefault) == 0) Py_RETURN_NONE;
  return view_to_python(field.default_value_or_factory, nullptr);
}

static PyObject* field_record(const TVMFFIFieldInfo& field) {
  return Py_BuildValue("(NNNLLLLiNKK)", to_message(field.name), text_or_none(field.doc),
                       to_message(field.metadata), static_cast<long long>(field.flags),
                       static_cast<long long>(field.size), static_cast<long long>(field.alignment),
                       static_cast<long long>(field.offset),
                       static_cast<int>(field.field_static_type_index), default_of(field),
                       static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(field.getter)),
                       static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(field.setter)));
}

static PyObject* method_record(const TVMFFIMethodInfo& method) {
  return Py_BuildValue("(NNNLN)", to_message(method.name), text_or_none(method.doc),
                       to_message(method.metadata), static_cast<long long>(method.flags),
                       view_to_python(method.method, nullptr));
}

// core._type_record(index) -> (key, ancestors, doc | None, total_size | None, structural kind |
// None, fields, methods)
static PyObject* type_record(PyObject*, PyObject* arg) {
  int32_t index;
  if (!parse_index(arg, &index)) return nullptr;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  Ref ancestors(PyList_New(0)), fields(PyList_New(0)), methods(PyList_New(0));
  if (!ancestors || !fields || !methods) return nullptr;
  for (int32_t i = 0; i < info->type_depth; ++i) {
    Ref item(PyLong_FromLong(info->type_ancestors[i]->type_index));
    if (!item || PyList_Append(ancestors.get(), item.get()) < 0) return nullptr;
  }
  for (int32_t i = 0; i < info->num_fields; ++i) {
    Ref item(field_record(info->fields[i]));
    if (!item || PyList_Append(fields.get(), item.get()) < 0) return nullptr;
  }
  for (int32_t i = 0; i < info->num_methods; ++i) {
    Ref item(method_record(info->methods[i]));
    if (!item || PyList_Append(methods.get(), item.get()) < 0) return nullptr;
  }
  const TVMFFITypeMetadata* metadata = info->metadata;
  if (metadata == nullptr) {
    return Py_BuildValue("(NOOOOOO)", to_message(info->type_key), ancestors.get(), Py_None, Py_None,
                         Py_None, fields.get(), methods.get());
  }
  return Py_BuildValue("(NONiiOO)", to_message(info->type_key), ancestors.get(),
                       text_or_none(metadata->doc), static_cast<int>(metadata->total_size),
                       static_cast<int>(metadata->structural_eq_hash_kind), fields.get(),
                       methods.get());
}

// core._lookup_type_attr(index, name, ancestor=False) -> value | None
static PyObject* lookup_type_attr(PyObject*, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"type_index", "name", "ancestor", nullptr};
  PyObject* index_object;
  TVMFFIByteArray name;
  Py_ssize_t size;
  int ancestor = 0;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "Os#|p:_lookup_type_attr",
                                   const_cast<char**>(keywords), &index_object, &name.data, &size,
                                   &ancestor)) {
    return nullptr;
  }
  int32_t index;
  if (!parse_index(index_object, &index)) {
    if (!PyErr_ExceptionMatches(PyExc_ValueError)) return nullptr;
    PyErr_Clear();
    Py_RETURN_NONE;
  }
  name.size = static_cast<size_t>(size);
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  if (column == nullptr) Py_RETURN_NONE;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  for (int32_t depth = info->type_depth; depth >= 0; --depth) {
    const int32_t at = depth == info->type_depth ? index : info->type_ancestors[depth]->type_index;
    const TVMFFIAny* cell = tvm::ffi::detail::FindAttrCell(column, at);
    if (cell != nullptr) return view_to_python(*cell, nullptr);
    if (!ancestor) break;
  }
  Py_RETURN_NONE;
}

// core._register_type_attr(index, name, value)
static PyObject* register_type_attr(PyObject*, PyObject* args) {
  int index;
  TVMFFIByteArray name;
  Py_ssize_t size;
  PyObject* content;
  if (!PyArg_ParseTuple(args, "is#O:_register_type_attr", &index, &name.data, &size, &content))
    return nullptr;
  name.size = static_cast<size_t>(size);
  OwnedAny value;
  if (set_owned(content, &value.value) < 0) return nullptr;
  if (TVMFFITypeRegisterAttr(index, &name, &value.value) != 0) return raise_last_error_null();
  Py_RETURN_NONE;
}

// core._bind_class(index, cls, whole=True): objects of this type come back as cls from now on.
// There are none yet of a type that is not whole.
static PyObject* bind_class(PyObject*, PyObject* args) {
  PyObject *index_object, *cls;
  int whole = 1;
  if (!PyArg_ParseTuple(args, "OO!|p:_bind_class", &index_object, &PyType_Type, &cls, &whole))
    return nullptr;
  int32_t index;
  if (!parse_index(index_object, &index)) return nullptr;
  State& s = state();
  auto* type = reinterpret_cast<PyTypeObject*>(cls);
  PyTypeObject* required = index == kTVMFFITensor                          ? s.tensor
                           : index == kTVMFFIFunction                      ? s.function
                           : index == kTVMFFIError                         ? s.error
                           : index == kTVMFFIArray || index == kTVMFFIList ? s.sequence_base
                           : index == kTVMFFIMap || index == kTVMFFIDict   ? s.mapping_base
                                                                           : nullptr;
  if (required != nullptr && !PyType_IsSubtype(type, required)) {
    return PyErr_Format(PyExc_TypeError,
                        "class '%s' cannot stand for this type: it does not derive from '%s'",
                        type_name(type), type_name(required));
  }
  // What reads the body of its objects reads no others; a call of a Function does not even look.
  for (PyTypeObject* base :
       {s.tensor, s.function, s.error, s.sequence_base, s.mapping_base, s.opaque}) {
    if (base == required || !PyType_IsSubtype(type, base)) continue;
    if (base == s.opaque && index == kTVMFFIOpaquePyObject) continue;
    return PyErr_Format(PyExc_TypeError,
                        "class '%s' cannot stand for this type: it derives from '%s'",
                        type_name(type), type_name(base));
  }
  if (index == kTVMFFITensor) s.class_tensor = type;
  if (index == kTVMFFIShape) s.class_shape = type;
  if (whole) prepare_class(type, index);
  if (set_class_of_index(index, type) < 0) return nullptr;
  Py_RETURN_NONE;
}

// core._class_of_index(index) -> class | None, without making one.
static PyObject* known_class(PyObject*, PyObject* arg) {
  const long index = PyLong_AsLong(arg);
  if (index == -1 && PyErr_Occurred()) return nullptr;
  const State& s = state();
  if (index < 0 || index >= s.num_classes || s.classes[index] == nullptr) Py_RETURN_NONE;
  return Py_NewRef(as_py(s.classes[index]));
}

static PyMethodDef functions[] = {
    {"_object_type_key_to_index", key_to_index, METH_O, "Return the index of a type key, or None."},
    {"_type_record", type_record, METH_O, "Return the native record of a type."},
    {"_lookup_type_attr", as_cfunction(lookup_type_attr), METH_VARARGS | METH_KEYWORDS,
     "Return a type attribute, or None."},
    {"_register_type_attr", register_type_attr, METH_VARARGS, "Set a type attribute."},
    {"_bind_class", bind_class, METH_VARARGS, "Make objects of a type come back as a class."},
    {"_class_of_index", known_class, METH_O, "Return the class bound to a type, or None."},
    {nullptr, nullptr, 0, nullptr}};

int add_type_functions(PyObject* module) { return PyModule_AddFunctions(module, functions); }

}  // namespace tvm_ffi_py
