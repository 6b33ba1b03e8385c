// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// tensor.cc: core.Tensor: description, DLPack export, lent views (core module).
#include "tensor.h"

#include <cstdlib>

#include "device.h"
#include "dlpack_py.h"
#include "dtype.h"
#include "function.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline Tensor* as_tensor(PyObject* o) { return reinterpret_cast<Tensor*>(o); }

static const DLTensor* description(PyObject* self) {
  void* handle = as_tensor(self)->chandle;
  if (LIKELY(handle != nullptr)) {
    return LIKELY(type_index_of(handle) == kTVMFFITensor)
               ? body_of<DLTensor>(handle)
               : static_cast<const DLTensor*>(raise_foreign_body(self));
  }
  if (as_tensor(self)->view != nullptr) return as_tensor(self)->view;
  PyErr_SetString(PyExc_ValueError,
                  "Tensor holds no data: it was moved out of, never initialised, or lent to a "
                  "callback that has ended");
  return nullptr;
}

PyObject* wrap_tensor(void* handle) {
  PyTypeObject* type = state().class_tensor;
  auto* made = reinterpret_cast<Tensor*>(PyType_GenericAlloc(type, 0));
  if (made == nullptr) {
    dec_ref(handle);
    return nullptr;
  }
  made->chandle = handle;
  return as_py(made);
}

PyObject* wrap_tensor_view(const DLTensor* tensor) {
  const auto ndim = static_cast<size_t>(tensor->ndim < 0 ? 0 : tensor->ndim);
  PyTypeObject* type = state().class_tensor;
  Ref made(PyType_GenericAlloc(type, 0));
  if (!made) return nullptr;
  auto* view = static_cast<DLTensor*>(std::malloc(sizeof(DLTensor) + 2 * ndim * sizeof(int64_t)));
  if (view == nullptr) return PyErr_NoMemory();
  auto* dims = reinterpret_cast<int64_t*>(view + 1);
  *view = *tensor;
  view->shape = dims;
  if (ndim != 0) std::memcpy(dims, tensor->shape, ndim * sizeof(int64_t));
  view->strides = nullptr;
  if (tensor->strides != nullptr) {
    view->strides = dims + ndim;
    if (ndim != 0) std::memcpy(view->strides, tensor->strides, ndim * sizeof(int64_t));
  }
  as_tensor(made.get())->view = view;
  return made.release();
}

void expire_tensor_view(PyObject* tensor) {
  std::free(std::exchange(as_tensor(tensor)->view, nullptr));
}

int set_tensor(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = as_tensor(o)->chandle;
  if (LIKELY(handle != nullptr)) {
    set_object(out, handle);
    return 0;
  }
  const DLTensor* view = description(o);
  if (view == nullptr) return -1;
  set_pointer(out, kTVMFFIDLTensorPtr, view);
  return 0;
}

static PyObject* tuple_of(const int64_t* numbers, int32_t count) {
  PyObject* tuple = PyTuple_New(count);
  for (int32_t i = 0; tuple != nullptr && i < count; ++i) {
    PyObject* number = PyLong_FromLongLong(numbers[i]);
    if (number == nullptr)
      Py_CLEAR(tuple);
    else
      PyTuple_SetItem(tuple, i, number);
  }
  return tuple;
}

static PyObject* get_shape(PyObject* self, void*) {
  const DLTensor* t = description(self);
  return t == nullptr ? nullptr : tuple_of(t->shape, t->ndim);
}

static PyObject* compact_strides(const int64_t* shape, Py_ssize_t ndim) {
  PyObject* tuple = PyTuple_New(ndim);
  int64_t step = 1;
  for (Py_ssize_t i = ndim; tuple != nullptr && i-- > 0;) {
    PyObject* number = PyLong_FromLongLong(step);
    if (number == nullptr)
      Py_CLEAR(tuple);
    else
      PyTuple_SetItem(tuple, i, number);
    step = static_cast<int64_t>(static_cast<uint64_t>(step) * static_cast<uint64_t>(shape[i]));
  }
  return tuple;
}

static PyObject* get_strides(PyObject* self, void*) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  return t->strides == nullptr ? compact_strides(t->shape, t->ndim) : tuple_of(t->strides, t->ndim);
}

static PyObject* get_ndim(PyObject* self, void*) {
  const DLTensor* t = description(self);
  return t == nullptr ? nullptr : PyLong_FromLong(t->ndim);
}
static PyObject* get_dtype(PyObject* self, void*) {
  const DLTensor* t = description(self);
  return t == nullptr ? nullptr : wrap_dtype(t->dtype);
}
static PyObject* get_device(PyObject* self, void*) {
  const DLTensor* t = description(self);
  return t == nullptr ? nullptr : wrap_device(t->device);
}

static PyObject* numel(PyObject* self, PyObject*) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  int64_t count = 1;
  for (int32_t i = 0; i < t->ndim; ++i) count *= t->shape[i];
  return PyLong_FromLongLong(count);
}

static PyObject* data_ptr(PyObject* self, PyObject*) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  return PyLong_FromUnsignedLongLong(reinterpret_cast<uintptr_t>(t->data) + t->byte_offset);
}

static PyObject* size_of(PyObject* self, PyObject* index) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  const Py_ssize_t asked = PyNumber_AsSsize_t(index, PyExc_IndexError);
  if (asked == -1 && PyErr_Occurred()) return nullptr;
  const Py_ssize_t i = asked < 0 ? asked + t->ndim : asked;
  if (i < 0 || i >= t->ndim) {
    return PyErr_Format(PyExc_IndexError,
                        "Dimension %zd out of range for tensor with %d dimensions", asked, t->ndim);
  }
  return PyLong_FromLongLong(t->shape[i]);
}

static PyObject* is_contiguous(PyObject* self, PyObject*) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  if (t->strides == nullptr) Py_RETURN_TRUE;
  for (int32_t i = 0; i < t->ndim; ++i) {
    if (t->shape[i] == 0) Py_RETURN_TRUE;
  }
  int64_t expected = 1;
  for (int32_t i = t->ndim; i-- > 0;) {
    if (t->shape[i] == 1) continue;
    if (t->strides[i] != expected) Py_RETURN_FALSE;
    expected *= t->shape[i];
  }
  Py_RETURN_TRUE;
}

static void* owned_handle(PyObject* self) {
  if (LIKELY(as_tensor(self)->chandle != nullptr)) return as_tensor(self)->chandle;
  if (description(self) != nullptr) {
    PyErr_SetString(PyExc_BufferError,
                    "a tensor view that native code lent cannot be exported: it owns no memory");
  }
  return nullptr;
}

static PyObject* to_legacy(PyObject* self, PyObject*) {
  void* handle = owned_handle(self);
  return handle == nullptr ? nullptr : tensor_to_capsule(handle, false);
}
static PyObject* to_versioned(PyObject* self, PyObject*) {
  void* handle = owned_handle(self);
  return handle == nullptr ? nullptr : tensor_to_capsule(handle, true);
}

static PyObject* dlpack(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"stream", "max_version", "dl_device", "copy", nullptr};
  PyObject *stream = Py_None, *max_version = Py_None, *device = Py_None, *copy = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$OOOO:__dlpack__", const_cast<char**>(keywords),
                                   &stream, &max_version, &device, &copy)) {
    return nullptr;
  }
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  if (copy != Py_None) {
    const int wanted = PyObject_IsTrue(copy);
    if (wanted < 0) return nullptr;
    if (wanted) return PyErr_Format(PyExc_BufferError, "copy not yet supported");
  }
  if (device != Py_None) {
    Ref own(Py_BuildValue("(ii)", static_cast<int>(t->device.device_type), t->device.device_id));
    const int same = own ? PyObject_RichCompareBool(own.get(), device, Py_EQ) : -1;
    if (same < 0) return nullptr;
    if (!same) return PyErr_Format(PyExc_BufferError, "dl_device of different type not supported");
  }
  if (max_version == Py_None) return to_legacy(self, nullptr);
  Ref first(PySequence_GetItem(max_version, 0));
  if (!first) return nullptr;
  const long major = PyLong_AsLong(first.get());
  if (major == -1 && PyErr_Occurred()) return nullptr;
  if (major < 0) return PyErr_Format(PyExc_BufferError, "unsupported DLPack version %ld", major);
  return major >= DLPACK_MAJOR_VERSION ? to_versioned(self, nullptr) : to_legacy(self, nullptr);
}

static PyObject* dlpack_device(PyObject* self, PyObject*) {
  const DLTensor* t = description(self);
  if (t == nullptr) return nullptr;
  return Py_BuildValue("(ii)", static_cast<int>(t->device.device_type), t->device.device_id);
}

static PyObject* tensor_repr(PyObject* self) {
  if (as_tensor(self)->chandle != nullptr) return cobject_repr(self);
  if (as_tensor(self)->view == nullptr) return cobject_repr(self);
  Ref dtype(get_dtype(self, nullptr));
  Ref shape(get_shape(self, nullptr));
  Ref listed(shape ? PySequence_List(shape.get()) : nullptr);
  Ref device(get_device(self, nullptr));
  if (!dtype || !listed || !device) return nullptr;
  return PyUnicode_FromFormat("%S%R@%S", dtype.get(), listed.get(), device.get());
}

static void tensor_dealloc(PyObject* self) {
  expire_tensor_view(self);
  cobject_dealloc(self);
}

static GlobalFunction g_make_shape{"ffi.Shape"};

int set_shape(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  const Py_ssize_t count = PyTuple_GET_SIZE(o);
  CallFrame numbers;
  if (!numbers.reserve(count)) return -1;
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (set_arg(numbers, PyTuple_GET_ITEM(o, i), &numbers.args[i]) < 0) return -1;
  }
  OwnedAny made;
  if (g_make_shape.call(numbers.args, static_cast<int32_t>(count), &made.value) != 0) return -1;
  return keep_object(frame, made.release().v_ptr, out);
}

PyObject* wrap_shape(void* handle) {
  const auto* cell = body_of<TVMFFIShapeCell>(handle);
  Ref numbers(tuple_of(cell->data, static_cast<int32_t>(cell->size)));
  dec_ref(handle);
  PyTypeObject* type = state().class_shape;
  if (!numbers || type == nullptr) return numbers.release();
  Ref args(PyTuple_Pack(1, numbers.get()));
  return args ? TYPE_SLOT(newfunc, &PyTuple_Type, tp_new)(type, args.get(), nullptr) : nullptr;
}

static PyMethodDef tensor_methods[] = {
    {"numel", numel, METH_NOARGS, "numel($self, /)\n--\n\nReturn the number of elements."},
    {"data_ptr", data_ptr, METH_NOARGS,
     "data_ptr($self, /)\n--\n\nReturn the address of the first element, byte offset included."},
    {"size", size_of, METH_O,
     "size($self, index, /)\n--\n\nReturn the length of one dimension; negative counts from the "
     "end."},
    {"is_contiguous", is_contiguous, METH_NOARGS,
     "is_contiguous($self, /)\n--\n\nReturn whether the elements lie in row-major order without "
     "gaps."},
    {"_to_dlpack", to_legacy, METH_NOARGS, "Return a legacy DLPack capsule."},
    {"_to_dlpack_versioned", to_versioned, METH_NOARGS, "Return a versioned DLPack capsule."},
    {"__dlpack__", as_cfunction(dlpack), METH_VARARGS | METH_KEYWORDS,
     "__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)\n--\n\n"
     "Return a DLPack capsule; versioned when max_version allows it."},
    {"__dlpack_device__", dlpack_device, METH_NOARGS,
     "__dlpack_device__($self, /)\n--\n\nReturn (device type, device id)."},
    {nullptr, nullptr, 0, nullptr}};
static PyGetSetDef tensor_getset[] = {
    {"shape", get_shape, nullptr, "Length of each dimension.", nullptr},
    {"strides", get_strides, nullptr, "Elements between neighbours in each dimension.", nullptr},
    {"ndim", get_ndim, nullptr, "Number of dimensions.", nullptr},
    {"dtype", get_dtype, nullptr, "Element type.", nullptr},
    {"device", get_device, nullptr, "Where the data lies.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};
static PyType_Slot tensor_slots[] = {
    {Py_tp_doc,
     const_cast<char*>("Array on some device, shared with other frameworks through DLPack.")},
    {Py_tp_dealloc, slot(tensor_dealloc)},
    {Py_tp_repr, slot(tensor_repr)},
    {Py_tp_methods, tensor_methods},
    {Py_tp_getset, tensor_getset},
    {0, nullptr}};
static PyType_Spec tensor_spec = {"tvm_ffi.core.Tensor", sizeof(Tensor), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tensor_slots};

int init_tensor_type(State* s, PyObject* module) {
  s->tensor = make_type(module, &tensor_spec, as_py(s->cobject));
  s->class_tensor = s->tensor;
  return s->tensor == nullptr ? -1 : 0;
}

}  // namespace tvm_ffi_py
