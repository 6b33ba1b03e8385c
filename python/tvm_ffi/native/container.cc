// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// container.cc: what sequences and maps share, and core._SequenceBase (core module).
#include "container.h"

#include "args.h"
#include "error.h"
#include "function.h"
#include "opaque.h"
#include "result.h"
#include "tensor.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline Container* as_container(PyObject* o) { return reinterpret_cast<Container*>(o); }

PyObject* wrap_container(void* handle, const DLPackExchangeAPI* api) {
  PyTypeObject* type = class_of_index(type_index_of(handle));
  if (UNLIKELY(type == nullptr)) {
    dec_ref(handle);
    return nullptr;
  }
  PyObject* live = identity_find(handle);
  if (live != nullptr && is_a(live, type) && as_container(live)->api == api) {
    Py_INCREF(live);
    dec_ref(handle);
    return live;
  }
  auto* made = reinterpret_cast<Container*>(PyType_GenericAlloc(type, 0));
  if (UNLIKELY(made == nullptr)) {
    dec_ref(handle);
    return nullptr;
  }
  made->chandle = handle;
  made->api = api;
  identity_add(handle, as_py(made));
  return as_py(made);
}

PyObject* element_to_python(const TVMFFIAny& element, const DLPackExchangeAPI* api) {
  TVMFFIAny value = element;
  if (holds_object(value)) inc_ref(value.v_ptr);
  return to_python(&value, api);
}

static GlobalFunction g_first_device{"ffi.ContainerFindFirstNonCPUDevice"};

// A tagged container counts as tensors of its framework: their stream is the one to use.
static COLD int note_container_device(CallFrame& frame, void* handle,
                                      const DLPackExchangeAPI* api) {
  frame.use_framework(api);
  if (frame.device_type != 0 || api->current_work_stream == nullptr) return 0;
  TVMFFIAny arg;
  set_object(&arg, handle);
  OwnedAny device;
  if (g_first_device.call(&arg, 1, &device.value) != 0) return -1;
  DLTensor probe;
  probe.device = device.value.v_device;
  note_device(frame, &probe, api);
  return 0;
}

int set_container(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = handle_of(o);
  if (UNLIKELY(handle == nullptr)) return -1;
  if (UNLIKELY(!frame.borrow(handle, out))) return -1;
  const DLPackExchangeAPI* api = as_container(o)->api;
  return LIKELY(api == nullptr) ? 0 : note_container_device(frame, handle, api);
}

static PyType_Slot base_slots[] = {{Py_tp_doc, const_cast<char*>("Base of the container classes.")},
                                   {Py_tp_dealloc, slot(collected_dealloc)},
                                   {Py_tp_traverse, slot(cobject_traverse)},
                                   {Py_tp_clear, slot(cobject_clear)},
                                   {0, nullptr}};
static PyType_Spec base_spec = {"tvm_ffi.core.CContainerBase", sizeof(Container), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
                                base_slots};

// Elements of the sequence, or -1 with an exception.
static inline Py_ssize_t sequence_length(PyObject* self) {
  void* handle = handle_of(self);
  if (UNLIKELY(handle == nullptr)) return -1;
  const int32_t index = type_index_of(handle);
  if (LIKELY(index == kTVMFFIArray))
    return static_cast<Py_ssize_t>(body_of<TVMFFISeqCell>(handle)->size);
  if (UNLIKELY(index != kTVMFFIList)) return raise_foreign_body(self), -1;
  const ContainerLock lock(handle);
  return static_cast<Py_ssize_t>(body_of<TVMFFISeqCell>(handle)->size);
}

static COLD PyObject* raise_index(Py_ssize_t size, Py_ssize_t index) {
  return PyErr_Format(PyExc_IndexError, "Index out of range. size: %zd, got index %zd", size,
                      index);
}

// 1 with an owned copy of the element, 0 when there is none.
static int read_list(void* handle, Py_ssize_t index, TVMFFIAny* out, Py_ssize_t* size) {
  const ContainerLock lock(handle);
  const auto* cell = body_of<TVMFFISeqCell>(handle);
  *size = static_cast<Py_ssize_t>(cell->size);
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(cell->size)) return 0;
  *out = static_cast<const TVMFFIAny*>(cell->data)[index];
  if (holds_object(*out)) inc_ref(out->v_ptr);
  return 1;
}

static COLD PyObject* read_shared_item(PyObject* self, void* handle, Py_ssize_t index,
                                       Py_ssize_t* size) {
  if (UNLIKELY(type_index_of(handle) != kTVMFFIList))
    return static_cast<PyObject*>(raise_foreign_body(self));
  TVMFFIAny value;
  return read_list(handle, index, &value, size) > 0 ? to_python(&value, as_container(self)->api)
                                                    : nullptr;
}

// The element as a Python value; NULL without an exception when there is none.
static inline PyObject* read_item(PyObject* self, void* handle, Py_ssize_t index,
                                  Py_ssize_t* size) {
  if (UNLIKELY(type_index_of(handle) != kTVMFFIArray))
    return read_shared_item(self, handle, index, size);
  const DLPackExchangeAPI* api = as_container(self)->api;
  const auto* cell = body_of<TVMFFISeqCell>(handle);
  *size = static_cast<Py_ssize_t>(cell->size);
  if (UNLIKELY(static_cast<uint64_t>(index) >= static_cast<uint64_t>(cell->size))) return nullptr;
  const TVMFFIAny& element = static_cast<const TVMFFIAny*>(cell->data)[index];
  if (LIKELY(element.type_index == kTVMFFIInt)) return PyLong_FromLongLong(element.v_int64);
  return element_to_python(element, api);
}

// index counts from the start here: the abstract layer has added the length to negative ones.
static PyObject* sequence_item(PyObject* self, Py_ssize_t index) {
  void* handle = handle_of(self);
  if (UNLIKELY(handle == nullptr)) return nullptr;
  Py_ssize_t size;
  PyObject* item = read_item(self, handle, index, &size);
  return LIKELY(item != nullptr) || PyErr_Occurred() ? item : raise_index(size, index);
}

static PyObject* sequence_slice(PyObject* self, PyObject* range) {
  Py_ssize_t start, stop, step;
  if (PySlice_Unpack(range, &start, &stop, &step) < 0) return nullptr;
  const Py_ssize_t size = sequence_length(self);
  if (size < 0) return nullptr;
  const Py_ssize_t count = PySlice_AdjustIndices(size, &start, &stop, step);
  PyObject* list = PyList_New(count);
  for (Py_ssize_t i = 0; list != nullptr && i < count; ++i) {
    PyObject* item = sequence_item(self, start + i * step);
    if (item == nullptr)
      Py_CLEAR(list);
    else
      PyList_SetItem(list, i, item);
  }
  return list;
}

static inline PyObject* item_at(PyObject* self, Py_ssize_t asked) {
  void* handle = handle_of(self);
  if (UNLIKELY(handle == nullptr)) return nullptr;
  Py_ssize_t size;
  PyObject* item =
      read_item(self, handle, LIKELY(asked >= 0) ? asked : asked + sequence_length(self), &size);
  return LIKELY(item != nullptr) || PyErr_Occurred() ? item : raise_index(size, asked);
}

static PyObject* sequence_subscript(PyObject* self, PyObject* index) {
  TVMFFIAny number;
  if (LIKELY(Py_TYPE(index) == &PyLong_Type) && set_compact_int(index, &number))
    return item_at(self, static_cast<Py_ssize_t>(number.v_int64));
  if (LIKELY(PyIndex_Check(index))) {
    const Py_ssize_t asked = PyNumber_AsSsize_t(index, PyExc_IndexError);
    if (LIKELY(asked != -1 || !PyErr_Occurred())) return item_at(self, asked);
    if (!PyErr_ExceptionMatches(PyExc_IndexError)) return nullptr;
    PyErr_Clear();
    const Py_ssize_t size = sequence_length(self);
    if (size < 0) return nullptr;
    return PyErr_Format(PyExc_IndexError, "Index out of range. size: %zd, got index %S", size,
                        index);
  }
  if (PySlice_Check(index)) return sequence_slice(self, index);
  return PyErr_Format(PyExc_TypeError, "indices must be integers or slices, not %s",
                      type_name(Py_TYPE(index)));
}

struct SequenceIter {
  PyObject_HEAD PyObject* sequence;  // NULL at the end
  Py_ssize_t next;
};

static PyObject* sequence_iter(PyObject* self) {
  if (handle_of(self) == nullptr) return nullptr;
  auto* made = reinterpret_cast<SequenceIter*>(PyType_GenericAlloc(state().sequence_iter, 0));
  if (made != nullptr) made->sequence = Py_NewRef(self);
  return as_py(made);
}

static PyObject* iter_next(PyObject* self) {
  auto* it = reinterpret_cast<SequenceIter*>(self);
  if (UNLIKELY(it->sequence == nullptr)) return nullptr;
  void* handle = handle_of(it->sequence);
  if (UNLIKELY(handle == nullptr)) return nullptr;
  Py_ssize_t size;
  PyObject* item = read_item(it->sequence, handle, it->next, &size);
  if (LIKELY(item != nullptr))
    ++it->next;
  else if (!PyErr_Occurred())
    Py_CLEAR(it->sequence);
  return item;
}

static PyObject* iter_length_hint(PyObject* self, PyObject*) {
  auto* it = reinterpret_cast<SequenceIter*>(self);
  const Py_ssize_t size = it->sequence == nullptr ? 0 : sequence_length(it->sequence);
  return size < 0 ? nullptr : PyLong_FromSsize_t(size > it->next ? size - it->next : 0);
}

static int iter_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(reinterpret_cast<SequenceIter*>(self)->sequence);
  return 0;
}
static void iter_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  Py_CLEAR(reinterpret_cast<SequenceIter*>(self)->sequence);
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

static PyMethodDef iter_methods[] = {{"__length_hint__", iter_length_hint, METH_NOARGS, nullptr},
                                     {nullptr, nullptr, 0, nullptr}};
static PyType_Slot iter_slots[] = {
    {Py_tp_dealloc, slot(iter_dealloc)},   {Py_tp_traverse, slot(iter_traverse)},
    {Py_tp_iter, slot(PyObject_SelfIter)}, {Py_tp_iternext, slot(iter_next)},
    {Py_tp_methods, iter_methods},         {0, nullptr}};
static PyType_Spec iter_spec = {"tvm_ffi.core._SequenceIterator", sizeof(SequenceIter), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, iter_slots};
static PyType_Slot sequence_slots[] = {
    {Py_tp_doc, const_cast<char*>("Reading half of Array and List.")},
    {Py_sq_length, slot(sequence_length)},
    {Py_mp_length, slot(sequence_length)},
    {Py_sq_item, slot(sequence_item)},
    {Py_mp_subscript, slot(sequence_subscript)},
    {Py_tp_iter, slot(sequence_iter)},
    {0, nullptr}};
static PyType_Spec sequence_spec = {"tvm_ffi.core._SequenceBase", sizeof(Container), 0,
                                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, sequence_slots};

int init_container_types(State* s, PyObject* module) {
  s->container_base = make_type(module, &base_spec, as_py(s->cobject));
  if (s->container_base == nullptr) return -1;
  s->sequence_base = make_type(module, &sequence_spec, as_py(s->container_base));
  s->sequence_iter = make_type(module, &iter_spec, nullptr);
  return s->sequence_base == nullptr || s->sequence_iter == nullptr ? -1 : 0;
}

}  // namespace tvm_ffi_py
