// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// mapping.cc: core._MappingBase, the reading half of Map and Dict (core module).
// An iterator works on a copy of the entries taken when it starts, so changing a Dict meanwhile is
// harmless.
#include <new>
#include <vector>

#include "args.h"
#include "container.h"
#include "error.h"
#include "function.h"
#include "result.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static inline Container* as_container(PyObject* o) { return reinterpret_cast<Container*>(o); }

// The handle of a wrapper that holds a Map or Dict, or NULL with an exception.
static inline void* map_of(PyObject* self) {
  void* handle = handle_of(self);
  if (UNLIKELY(handle == nullptr)) return nullptr;
  const int32_t index = type_index_of(handle);
  if (LIKELY(index == kTVMFFIMap || index == kTVMFFIDict)) return handle;
  return raise_foreign_body(self);
}

static Py_ssize_t mapping_length(PyObject* self) {
  void* handle = map_of(self);
  if (handle == nullptr) return -1;
  const ContainerLock lock(handle);
  return static_cast<Py_ssize_t>(map_size(handle));
}

static GlobalFunction g_map_get{"ffi.MapGetItemOrMissing"};
static GlobalFunction g_dict_get{"ffi.DictGetItemOrMissing"};

// 1 with the value in *out, 0 when the key is absent, -1 with an exception. The frame then holds
// the mapping and the key.
static inline int find(CallFrame& frame, PyObject* self, PyObject* key, TVMFFIAny* out) {
  void* handle = handle_of(self);
  if (UNLIKELY(handle == nullptr)) return -1;
  set_object(&frame.args[0], handle);
  if (UNLIKELY(set_arg(frame, key, &frame.args[1]) < 0)) return -1;
  GlobalFunction& get = type_index_of(handle) == kTVMFFIMap ? g_map_get : g_dict_get;
  *out = none_value();
  if (UNLIKELY(get.call(frame.args, 2, out) != 0)) return -1;
  if (holds_object(*out) && out->v_ptr == as_cobject(state().missing)->chandle) {
    drop_value(out);
    return 0;
  }
  return 1;
}

static PyObject* mapping_subscript(PyObject* self, PyObject* key) {
  CallFrame frame;
  TVMFFIAny value;
  const int found = find(frame, self, key, &value);
  if (LIKELY(found > 0)) return to_python(&value, as_container(self)->api);
  if (found == 0) PyErr_SetString(PyExc_KeyError, "key is not in Map");
  return nullptr;
}

static int mapping_contains(PyObject* self, PyObject* key) {
  CallFrame frame;
  TVMFFIAny value;
  const int found = find(frame, self, key, &value);
  if (found > 0) drop_value(&value);
  return found;
}

static GlobalFunction g_dict_erase{"ffi.DictErase"};

// The value of a key, which leaves the Dict; the fallback when it is absent. No other thread of the
// interpreter runs between the two calls.
static PyObject* mapping_take(PyObject* self, PyObject* args) {
  PyObject *key, *fallback;
  if (!PyArg_ParseTuple(args, "OO:_take", &key, &fallback)) return nullptr;
  CallFrame frame;
  OwnedAny value, nothing;
  const int found = find(frame, self, key, &value.value);
  if (found <= 0) return found < 0 ? nullptr : Py_NewRef(fallback);
  if (g_dict_erase.call(frame.args, 2, &nothing.value) != 0) return nullptr;
  TVMFFIAny taken = std::exchange(value.value, none_value());
  return to_python(&taken, as_container(self)->api);
}

static PyObject* mapping_get(PyObject* self, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"key", "default", nullptr};
  PyObject* key;
  PyObject* fallback = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:get", const_cast<char**>(keywords), &key,
                                   &fallback)) {
    return nullptr;
  }
  CallFrame frame;
  TVMFFIAny value;
  const int found = find(frame, self, key, &value);
  if (found > 0) return to_python(&value, as_container(self)->api);
  return found < 0 ? nullptr : Py_NewRef(fallback);
}

enum IterKind { kKeys, kValues, kItems };

struct MappingIter {
  PyObject_HEAD std::vector<TVMFFIAny>* cells;  // owned copies: keys, values, or both in turn
  size_t next;
  const DLPackExchangeAPI* api;
  IterKind kind;
};

static PyObject* make_iter(PyObject* self, IterKind kind) {
  void* handle = map_of(self);
  if (handle == nullptr) return nullptr;
  auto* made = reinterpret_cast<MappingIter*>(PyType_GenericAlloc(state().mapping_iter, 0));
  if (made == nullptr) return nullptr;
  Ref holder(as_py(made));
  made->cells = new (std::nothrow) std::vector<TVMFFIAny>();
  if (made->cells == nullptr) return PyErr_NoMemory();
  made->api = as_container(self)->api;
  made->kind = kind;
  const ContainerLock lock(handle);
  const size_t count = map_size(handle) * (kind == kItems ? 2 : 1);
  if (count > PTRDIFF_MAX / sizeof(TVMFFIAny)) return PyErr_NoMemory();
  made->cells->reserve(count);
  MapCursor cursor(handle);
  const TVMFFIAny *key, *value;
  while (cursor.next(&key, &value)) {
    if (kind != kValues) made->cells->push_back(*key);
    if (kind != kKeys) made->cells->push_back(*value);
  }
  for (const TVMFFIAny& cell : *made->cells) {
    if (holds_object(cell)) inc_ref(cell.v_ptr);
  }
  return holder.release();
}

static PyObject* iter_keys(PyObject* self) { return make_iter(self, kKeys); }
static PyObject* iter_values(PyObject* self, PyObject*) { return make_iter(self, kValues); }
static PyObject* iter_items(PyObject* self, PyObject*) { return make_iter(self, kItems); }

static PyObject* take_next(MappingIter* it) {
  TVMFFIAny& cell = (*it->cells)[it->next++];
  TVMFFIAny value = cell;
  cell.type_index = kTVMFFINone;
  return to_python(&value, it->api);
}

static PyObject* iter_next(PyObject* self) {
  auto* it = reinterpret_cast<MappingIter*>(self);
  if (it->cells == nullptr || it->next >= it->cells->size()) return nullptr;
  if (it->kind != kItems) return take_next(it);
  Ref key(take_next(it));
  Ref value(take_next(it));
  return key && value ? PyTuple_Pack(2, key.get(), value.get()) : nullptr;
}

static PyObject* iter_length_hint(PyObject* self, PyObject*) {
  auto* it = reinterpret_cast<MappingIter*>(self);
  const size_t left = it->cells == nullptr ? 0 : it->cells->size() - it->next;
  return PyLong_FromSize_t(it->kind == kItems ? left / 2 : left);
}

static void iter_dealloc(PyObject* self) {
  auto* it = reinterpret_cast<MappingIter*>(self);
  if (it->cells != nullptr) {
    for (TVMFFIAny& cell : *it->cells) drop_value(&cell);
    delete it->cells;
  }
  PyTypeObject* type = Py_TYPE(self);
  free_instance(type, self);
  Py_DECREF(type);
}

static PyMethodDef iter_methods[] = {{"__length_hint__", iter_length_hint, METH_NOARGS, nullptr},
                                     {nullptr, nullptr, 0, nullptr}};
static PyType_Slot iter_slots[] = {{Py_tp_dealloc, slot(iter_dealloc)},
                                   {Py_tp_iter, slot(PyObject_SelfIter)},
                                   {Py_tp_iternext, slot(iter_next)},
                                   {Py_tp_methods, iter_methods},
                                   {0, nullptr}};
static PyType_Spec iter_spec = {"tvm_ffi.core._MappingIterator", sizeof(MappingIter), 0,
                                Py_TPFLAGS_DEFAULT, iter_slots};

static PyMethodDef mapping_methods[] = {
    {"get", as_cfunction(mapping_get), METH_VARARGS | METH_KEYWORDS,
     "Return the value of key, or default."},
    {"_take", mapping_take, METH_VARARGS, "Return the value of key, which is removed, or default."},
    {"_iter_values", iter_values, METH_NOARGS, "Return an iterator over the values."},
    {"_iter_items", iter_items, METH_NOARGS, "Return an iterator over the (key, value) pairs."},
    {nullptr, nullptr, 0, nullptr}};
static PyType_Slot mapping_slots[] = {
    {Py_tp_doc, const_cast<char*>("Reading half of Map and Dict.")},
    {Py_mp_length, slot(mapping_length)},
    {Py_mp_subscript, slot(mapping_subscript)},
    {Py_sq_contains, slot(mapping_contains)},
    {Py_tp_iter, slot(iter_keys)},
    {Py_tp_methods, mapping_methods},
    {0, nullptr}};
static PyType_Spec mapping_spec = {"tvm_ffi.core._MappingBase", sizeof(Container), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, mapping_slots};

int init_mapping_types(State* s, PyObject* module) {
  s->mapping_base = make_type(module, &mapping_spec, as_py(s->container_base));
  s->mapping_iter = make_type(module, &iter_spec, nullptr);
  return s->mapping_base == nullptr || s->mapping_iter == nullptr ? -1 : 0;
}

}  // namespace tvm_ffi_py
