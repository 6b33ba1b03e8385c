// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// dtype.cc: element types: core.DataType, and the base of tvm_ffi.dtype (core module).
// The base is a str with the parsed type beside it, so passing one costs no parsing.
#include "dtype.h"

#include "error.h"
#include "protocols.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

struct DataType {
  PyObject_HEAD DLDataType value;
};

static inline DLDataType& value_of(PyObject* o) { return reinterpret_cast<DataType*>(o)->value; }
// Behind the part of str.
static inline DLDataType& base_value(PyObject* o) {
  return *reinterpret_cast<DLDataType*>(reinterpret_cast<char*>(o) + g_text_size);
}

bool dtype_from_str(PyObject* text, DLDataType* out) {
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data == nullptr) return false;
  const TVMFFIByteArray bytes{data, static_cast<size_t>(size)};
  if (TVMFFIDataTypeFromString(&bytes, out) == 0) return true;
  raise_last_error();
  return false;
}

// The fields as the ABI stores them; lanes below zero stand for scalable vectors.
static bool pack_fields(int code, int bits, int lanes, DLDataType* out) {
  if (code < 0 || code > UINT8_MAX || bits < 0 || bits > UINT8_MAX || lanes < INT16_MIN ||
      lanes > UINT16_MAX) {
    PyErr_Format(PyExc_OverflowError,
                 "data type (code %d, bits %d, lanes %d) is out of range: code and bits are at "
                 "most 255, lanes lie between -32768 and 65535",
                 code, bits, lanes);
    return false;
  }
  *out = DLDataType{static_cast<uint8_t>(code), static_cast<uint8_t>(bits),
                    static_cast<uint16_t>(lanes)};
  return true;
}

bool dtype_from_tuple(PyObject* fields, DLDataType* out) {
  Ref listed(PySequence_Tuple(fields));
  int code, bits, lanes;
  return listed && PyArg_ParseTuple(listed.get(), "iii:data type", &code, &bits, &lanes) &&
         pack_fields(code, bits, lanes, out);
}

// torch.dtype and numpy.dtype by the tables of tvm_ffi._dtype.
bool dtype_from_framework(PyObject* o, DLDataType* out) {
  Ref convert(import_attr("tvm_ffi._dtype", "_text_of_framework_dtype"));
  if (!convert) return false;
  Ref text(PyObject_CallFunctionObjArgs(convert.get(), o, nullptr));
  return text && dtype_from_str(text.get(), out);
}

PyObject* dtype_text(DLDataType dtype) {
  OwnedAny text;
  if (TVMFFIDataTypeToString(&dtype, &text.value) != 0) return raise_last_error_null();
  return to_str(content_of(text.value));
}

PyObject* wrap_dtype(DLDataType dtype) {
  const State& s = state();
  PyTypeObject* type = s.class_dtype;
  Ref text(dtype_text(dtype));
  if (!text) return nullptr;
  Ref args(PyTuple_Pack(1, text.get()));
  if (!args) return nullptr;
  if (!PyType_IsSubtype(type, s.dtype_base)) return PyObject_CallObject(as_py(type), args.get());
  PyObject* made = TYPE_SLOT(newfunc, &PyUnicode_Type, tp_new)(type, args.get(), nullptr);
  if (made != nullptr) base_value(made) = dtype;
  return made;
}

int set_data_type(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  set_pod(out, kTVMFFIDataType, 0);
  out->v_dtype = value_of(o);
  return 0;
}
int set_dtype(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  set_pod(out, kTVMFFIDataType, 0);
  out->v_dtype = base_value(o);
  return 0;
}

static PyObject* base_new(PyTypeObject* type, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"content", nullptr};
  PyObject* content;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:dtype", const_cast<char**>(keywords), &content))
    return nullptr;
  DLDataType value;
  Ref text = Ref(PyObject_Str(content));
  if (!text) return nullptr;
  if (is_a(content, state().data_type)) {
    value = value_of(content);
  } else if (!dtype_from_str(text.get(), &value)) {
    return nullptr;
  }
  Ref str_args(PyTuple_Pack(1, text.get()));
  PyObject* made = str_args
                       ? TYPE_SLOT(newfunc, &PyUnicode_Type, tp_new)(type, str_args.get(), nullptr)
                       : nullptr;
  if (made != nullptr) base_value(made) = value;
  return made;
}

static void base_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  TYPE_SLOT(destructor, &PyUnicode_Type, tp_dealloc)(self);
  Py_DECREF(type);
}

static PyObject* base_fields(PyObject* self, void*) {
  const DLDataType v = base_value(self);
  return Py_BuildValue("(iii)", v.code, v.bits, v.lanes);
}
static PyObject* base_data_type(PyObject* self, void*);

static int dt_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"dtype_str", nullptr};
  PyObject* text;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U:DataType", const_cast<char**>(keywords), &text))
    return -1;
  return dtype_from_str(text, &value_of(self)) ? 0 : -1;
}
static PyObject* dt_code(PyObject* self, void*) { return PyLong_FromLong(value_of(self).code); }
static PyObject* dt_bits(PyObject* self, void*) { return PyLong_FromLong(value_of(self).bits); }
static PyObject* dt_lanes(PyObject* self, void*) { return PyLong_FromLong(value_of(self).lanes); }
static PyObject* dt_itemsize(PyObject* self, void*) {
  const DLDataType v = value_of(self);
  if (static_cast<int16_t>(v.lanes) < 0) {
    return PyErr_Format(PyExc_ValueError, "Cannot determine itemsize for scalable vector types");
  }
  return PyLong_FromLong((v.bits * v.lanes + 7) / 8);
}
static PyObject* dt_str(PyObject* self) { return dtype_text(value_of(self)); }
static PyObject* dt_repr(PyObject* self) {
  Ref text(dt_str(self));
  return text ? PyUnicode_FromFormat("DataType(%R)", text.get()) : nullptr;
}
static uint32_t packed(DLDataType v) {
  return static_cast<uint32_t>(v.code) << 24 | static_cast<uint32_t>(v.bits) << 16 | v.lanes;
}
static Py_hash_t dt_hash(PyObject* self) { return static_cast<Py_hash_t>(packed(value_of(self))); }
static PyObject* dt_compare(PyObject* a, PyObject* b, int op) {
  if ((op != Py_EQ && op != Py_NE) || !is_a(b, state().data_type)) Py_RETURN_NOTIMPLEMENTED;
  return PyBool_FromLong((packed(value_of(a)) == packed(value_of(b))) == (op == Py_EQ));
}
static PyObject* dt_reduce(PyObject* self, PyObject*) {
  Ref text(dt_str(self));
  return text ? Py_BuildValue("O(O)", as_py(Py_TYPE(self)), text.get()) : nullptr;
}
static PyObject* make_data_type(DLDataType value) {
  PyTypeObject* type = state().data_type;
  PyObject* made = PyType_GenericAlloc(type, 0);
  if (made != nullptr) value_of(made) = value;
  return made;
}
static PyObject* base_data_type(PyObject* self, void*) { return make_data_type(base_value(self)); }

// core._create_cdtype_from_tuple(cls, code, bits, lanes)
static PyObject* from_fields(PyObject*, PyObject* args) {
  PyObject* cls;
  int code, bits, lanes;
  if (!PyArg_ParseTuple(args, "Oiii:_create_cdtype_from_tuple", &cls, &code, &bits, &lanes))
    return nullptr;
  DLDataType value;
  return pack_fields(code, bits, lanes, &value) ? make_data_type(value) : nullptr;
}
// core._dtype_from_fields(code, bits, lanes) -> dtype
static PyObject* dtype_from_fields(PyObject*, PyObject* args) {
  int code, bits, lanes;
  if (!PyArg_ParseTuple(args, "iii:dtype", &code, &bits, &lanes)) return nullptr;
  DLDataType value;
  return pack_fields(code, bits, lanes, &value) ? wrap_dtype(value) : nullptr;
}
static PyObject* set_class_dtype(PyObject*, PyObject* cls) {
  if (!PyType_Check(cls)) return PyErr_Format(PyExc_TypeError, "_set_class_dtype needs a class");
  PyTypeObject* old =
      std::exchange(state().class_dtype, reinterpret_cast<PyTypeObject*>(Py_NewRef(cls)));
  Py_XDECREF(as_py(old));
  if (PyObject_SetAttrString(state().module, "_CLASS_DTYPE", cls) < 0) return nullptr;
  Py_RETURN_NONE;
}

static PyMethodDef dt_methods[] = {{"__reduce__", dt_reduce, METH_NOARGS, "Pickle as text."},
                                   {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef dt_getset[] = {
    {"type_code", dt_code, nullptr, "Kind of element.", nullptr},
    {"bits", dt_bits, nullptr, "Bits of one lane.", nullptr},
    {"lanes", dt_lanes, nullptr, "Number of lanes.", nullptr},
    {"itemsize", dt_itemsize, nullptr, "Bytes of one element.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot dt_slots[] = {
    {Py_tp_doc, const_cast<char*>("DataType(dtype_str)\n--\n\nElement type: code, bits, lanes.")},
    {Py_tp_init, slot(dt_init)},
    {Py_tp_str, slot(dt_str)},
    {Py_tp_repr, slot(dt_repr)},
    {Py_tp_hash, slot(dt_hash)},
    {Py_tp_methods, dt_methods},
    {Py_tp_getset, dt_getset},
    {Py_tp_richcompare, slot(dt_compare)},
    {0, nullptr}};
static PyType_Spec dt_spec = {"tvm_ffi.core.DataType", sizeof(DataType), 0,
                              Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, dt_slots};
static PyGetSetDef base_getset[] = {
    {"_fields", base_fields, nullptr, "(code, bits, lanes)", nullptr},
    {"_tvm_ffi_dtype", base_data_type, nullptr, "The same type as a core.DataType.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot base_slots[] = {
    {Py_tp_doc, const_cast<char*>(
                    "_DTypeBase(content)\n--\n\nText of an element type with the type beside it.")},
    {Py_tp_new, slot(base_new)},
    {Py_tp_dealloc, slot(base_dealloc)},
    {Py_tp_getset, base_getset},
    {0, nullptr}};
static PyMethodDef functions[] = {
    {"_create_cdtype_from_tuple", from_fields, METH_VARARGS,
     "Return a DataType of class, code, bits and lanes."},
    {"_dtype_from_fields", dtype_from_fields, METH_VARARGS,
     "Return the dtype of code, bits and lanes."},
    {"_set_class_dtype", set_class_dtype, METH_O, "Set the class of returned element types."},
    {nullptr, nullptr, 0, nullptr}};

int init_dtype_types(State* s, PyObject* module) {
  s->data_type = make_type(module, &dt_spec, nullptr);
  PyType_Spec base_spec = {"tvm_ffi.core._DTypeBase",
                           static_cast<int>(g_text_size + static_cast<Py_ssize_t>(sizeof(void*))),
                           0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, base_slots};
  s->dtype_base = make_type(module, &base_spec, as_py(&PyUnicode_Type));
  if (s->data_type == nullptr || s->dtype_base == nullptr) return -1;
  s->class_dtype = s->dtype_base;
  Py_INCREF(as_py(s->class_dtype));
  return PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
