// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// device.cc: core.Device: a device type and an index, by name or by number (core module).
#include "device.h"

#include <string_view>

#include "type_registry.h"

namespace tvm_ffi_py {

struct Device {
  PyObject_HEAD DLDevice value;
};

struct DeviceName {
  const char* name;
  int type;
};
// The first name of a type is the one printed.
static constexpr DeviceName kNames[] = {{"cpu", kDLCPU},
                                        {"cuda", kDLCUDA},
                                        {"cuda_host", kDLCUDAHost},
                                        {"opencl", kDLOpenCL},
                                        {"vulkan", kDLVulkan},
                                        {"metal", kDLMetal},
                                        {"mps", kDLMetal},
                                        {"vpi", kDLVPI},
                                        {"rocm", kDLROCM},
                                        {"rocm_host", kDLROCMHost},
                                        {"ext_dev", kDLExtDev},
                                        {"cuda_managed", kDLCUDAManaged},
                                        {"oneapi", kDLOneAPI},
                                        {"webgpu", kDLWebGPU},
                                        {"wgpu", kDLWebGPU},
                                        {"hexagon", kDLHexagon},
                                        {"maia", kDLMAIA},
                                        {"trn", kDLTrn}};

static inline DLDevice& value_of(PyObject* o) { return reinterpret_cast<Device*>(o)->value; }

static const char* name_of(int type) {
  for (const DeviceName& known : kNames) {
    if (known.type == type) return known.name;
  }
  return nullptr;
}

PyObject* wrap_device(DLDevice device) {
  PyTypeObject* type = state().class_device;
  if (!PyType_IsSubtype(type, state().device)) {
    return PyObject_CallFunction(as_py(type), "ii", static_cast<int>(device.device_type),
                                 device.device_id);
  }
  PyObject* made = PyType_GenericAlloc(type, 0);
  if (made != nullptr) value_of(made) = device;
  return made;
}

int set_device(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  set_pod(out, kTVMFFIDevice, 0);
  out->v_device = value_of(o);
  return 0;
}

// "name", "name:index"; text behind a blank is ignored. -1 with an exception.
static int parse_name(PyObject* text, int* type, long* index) {
  const char* utf8 = PyUnicode_AsUTF8AndSize(text, nullptr);
  if (utf8 == nullptr) return -1;
  std::string_view rest(utf8);
  rest = rest.substr(0, rest.find(' '));
  const size_t colon = rest.find(':');
  const std::string_view name = rest.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view digits = rest.substr(colon + 1);
    if (digits.find(':') != std::string_view::npos) {
      PyErr_Format(PyExc_ValueError, "Invalid device: %U", text);
      return -1;
    }
    Ref part(PyUnicode_FromStringAndSize(digits.data(), static_cast<Py_ssize_t>(digits.size())));
    Ref number(part ? PyObject_CallFunction(as_py(&PyLong_Type), "Oi", part.get(), 10) : nullptr);
    *index = number ? PyLong_AsLong(number.get()) : -1;
    if (PyErr_Occurred()) {
      PyErr_Clear();
      PyErr_Format(PyExc_ValueError, "Invalid device index: %U", part.get());
      return -1;
    }
  }
  for (const DeviceName& known : kNames) {
    if (name == known.name) {
      *type = known.type;
      return 0;
    }
  }
  Ref part(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size())));
  if (part) PyErr_Format(PyExc_ValueError, "Unknown device: %U", part.get());
  return -1;
}

static int device_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"device_type", "index", nullptr};
  PyObject *type_object, *index_object = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:Device", const_cast<char**>(keywords),
                                   &type_object, &index_object)) {
    return -1;
  }
  long index = 0;
  if (index_object != Py_None) {
    if (!PyIndex_Check(index_object)) {
      PyErr_Format(PyExc_TypeError, "Invalid device index: %S: an integer is needed, not '%s'",
                   index_object, type_name(Py_TYPE(index_object)));
      return -1;
    }
    index = PyLong_AsLong(index_object);
    if (index == -1 && PyErr_Occurred()) return -1;
  }
  int type;
  if (PyUnicode_Check(type_object)) {
    if (parse_name(type_object, &type, &index) < 0) return -1;
  } else {
    Ref number(PyNumber_Index(type_object));
    if (!number) {
      PyErr_Format(PyExc_TypeError, "device type must be a name or an integer, got '%s'",
                   type_name(Py_TYPE(type_object)));
      return -1;
    }
    const long code = PyLong_AsLong(number.get());
    if (code == -1 && PyErr_Occurred()) return -1;
    if (name_of(static_cast<int>(code)) == nullptr) {
      PyErr_Format(PyExc_ValueError, "Unknown device: %ld", code);
      return -1;
    }
    type = static_cast<int>(code);
  }
  if (index < INT32_MIN || index > INT32_MAX) {
    PyErr_Format(PyExc_ValueError, "Invalid device index: %ld", index);
    return -1;
  }
  value_of(self) = DLDevice{static_cast<DLDeviceType>(type), static_cast<int32_t>(index)};
  return 0;
}

static PyObject* device_new(PyTypeObject* type, PyObject*, PyObject*) {
  PyObject* made = PyType_GenericAlloc(type, 0);
  if (made != nullptr) value_of(made) = DLDevice{kDLCPU, 0};
  return made;
}

// Devices of a kind this version does not know still print.
static PyObject* type_name(PyObject* self, PyObject*) {
  const int type = value_of(self).device_type;
  const char* name = name_of(type);
  return name != nullptr ? PyUnicode_FromString(name) : PyUnicode_FromFormat("device%d", type);
}
static PyObject* get_type(PyObject* self, void*) { return type_name(self, nullptr); }
static PyObject* get_index(PyObject* self, void*) {
  return PyLong_FromLong(value_of(self).device_id);
}
static PyObject* dlpack_type(PyObject* self, PyObject*) {
  return PyLong_FromLong(value_of(self).device_type);
}
static PyObject* device_str(PyObject* self) {
  Ref name(type_name(self, nullptr));
  return name ? PyUnicode_FromFormat("%U:%d", name.get(), value_of(self).device_id) : nullptr;
}
static PyObject* device_repr(PyObject* self) {
  Ref name(type_name(self, nullptr));
  return name ? PyUnicode_FromFormat("device(type='%U', index=%d)", name.get(),
                                     value_of(self).device_id)
              : nullptr;
}
static Py_hash_t device_hash(PyObject* self) {
  const DLDevice v = value_of(self);
  const auto hash = static_cast<Py_hash_t>(static_cast<uint64_t>(v.device_type) << 32 |
                                           static_cast<uint32_t>(v.device_id));
  return hash == -1 ? -2 : hash;
}
static PyObject* device_compare(PyObject* a, PyObject* b, int op) {
  if ((op != Py_EQ && op != Py_NE) || !is_a(b, state().device)) Py_RETURN_NOTIMPLEMENTED;
  const bool same = value_of(a).device_type == value_of(b).device_type &&
                    value_of(a).device_id == value_of(b).device_id;
  return PyBool_FromLong(same == (op == Py_EQ));
}
static PyObject* device_reduce(PyObject* self, PyObject*) {
  return Py_BuildValue("O(ii)", as_py(Py_TYPE(self)), static_cast<int>(value_of(self).device_type),
                       value_of(self).device_id);
}
static PyObject* set_class_device(PyObject*, PyObject* cls) {
  if (!PyType_Check(cls)) return PyErr_Format(PyExc_TypeError, "_set_class_device needs a class");
  PyTypeObject* old =
      std::exchange(state().class_device, reinterpret_cast<PyTypeObject*>(Py_NewRef(cls)));
  Py_XDECREF(as_py(old));
  if (PyObject_SetAttrString(state().module, "_CLASS_DEVICE", cls) < 0) return nullptr;
  Py_RETURN_NONE;
}
// core._create_device_from_tuple(cls, type, id)
static PyObject* from_tuple(PyObject*, PyObject* args) {
  PyObject* cls;
  int type, id;
  if (!PyArg_ParseTuple(args, "Oii:_create_device_from_tuple", &cls, &type, &id)) return nullptr;
  return wrap_device(DLDevice{static_cast<DLDeviceType>(type), id});
}

static PyMethodDef methods[] = {
    {"__device_type_name__", type_name, METH_NOARGS, "Return the name of the device type."},
    {"dlpack_device_type", dlpack_type, METH_NOARGS,
     "dlpack_device_type($self, /)\n--\n\nReturn the DLPack device type."},
    {"__reduce__", device_reduce, METH_NOARGS, "Pickle as type and index."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef getset[] = {
    {"type", get_type, nullptr, "Name of the device type.", nullptr},
    {"index", get_index, nullptr, "Index among devices of this type.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot slots[] = {
    {Py_tp_doc,
     const_cast<char*>("Device(device_type, index=None)\n--\n\nA device by type and index.")},
    {Py_tp_new, slot(device_new)},
    {Py_tp_init, slot(device_init)},
    {Py_tp_str, slot(device_str)},
    {Py_tp_repr, slot(device_repr)},
    {Py_tp_hash, slot(device_hash)},
    {Py_tp_richcompare, slot(device_compare)},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {0, nullptr}};
static PyType_Spec spec = {"tvm_ffi.core.Device", sizeof(Device), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
static PyMethodDef functions[] = {
    {"_set_class_device", set_class_device, METH_O, "Set the class of returned devices."},
    {"_create_device_from_tuple", from_tuple, METH_VARARGS,
     "Return the device of class, type and id."},
    {nullptr, nullptr, 0, nullptr}};

int init_device_type(State* s, PyObject* module) {
  s->device = make_type(module, &spec, nullptr);
  if (s->device == nullptr) return -1;
  s->class_device = s->device;
  Py_INCREF(as_py(s->class_device));
  return PyModule_AddFunctions(module, functions);
}

}  // namespace tvm_ffi_py
