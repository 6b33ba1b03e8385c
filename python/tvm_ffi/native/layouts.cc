// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// layouts.cc: probes of what api_stable.h reads in place (core module). Empty in builds for one
// version of Python.
#include "py.h"

#ifdef Py_LIMITED_API

namespace tvm_ffi_py {

Layouts g_layouts;

static Py_ssize_t number_attr(PyTypeObject* type, const char* name) {
  Ref value(PyObject_GetAttrString(as_py(type), name));
  return value ? PyLong_AsSsize_t(value.get()) : -1;
}
Py_ssize_t basic_size(PyTypeObject* type) { return number_attr(type, "__basicsize__"); }

static bool slot_is(PyTypeObject* type, int id, void* met) {
  return PyType_GetSlot(type, id) == met;
}

static bool head_holds(PyTypeObject* type, const char* name) {
  const TypeHead* head = head_of(type);
  Ref parent(PyObject_GetAttrString(as_py(type), "__base__"));
  Ref order(order_of(type));
  return head->basicsize == basic_size(type) &&
         head->itemsize == number_attr(type, "__itemsize__") &&
         head->dictoffset == number_attr(type, "__dictoffset__") &&
         head->weaklistoffset == number_attr(type, "__weakrefoffset__") &&
         head->flags == PyType_GetFlags(type) && as_py(head->parent) == parent.get() &&
         head->order == order.get() && slot_is(type, Py_tp_dealloc, slot(head->dealloc)) &&
         slot_is(type, Py_tp_traverse, slot(head->traverse)) &&
         slot_is(type, Py_tp_clear, slot(head->clear)) &&
         slot_is(type, Py_tp_alloc, slot(head->alloc)) &&
         slot_is(type, Py_tp_new, slot(head->make)) &&
         slot_is(type, Py_tp_free, slot(head->free)) &&
         slot_is(type, Py_tp_finalize, slot(head->finalize)) && std::strcmp(head->name, name) == 0;
}

// Classes of Python and of C, with and without each of the parts.
static int probe_types() {
  Ref plain(PyObject_CallFunction(as_py(&PyType_Type), "s(){ss}", "Plain", "__doc__", "d"));
  Ref slots(PyObject_CallFunction(as_py(&PyType_Type), "s(){s(s)sO}", "Slots", "__slots__", "a",
                                  "__del__", Py_None));
  if (!plain || !slots) return -1;
  g_layouts.types = head_holds(reinterpret_cast<PyTypeObject*>(plain.get()), "Plain") &&
                    head_holds(reinterpret_cast<PyTypeObject*>(slots.get()), "Slots") &&
                    head_holds(&PyTuple_Type, "tuple") && head_holds(&PyDict_Type, "dict") &&
                    head_holds(&PyUnicode_Type, "str");
  return PyErr_Occurred() ? -1 : 0;
}

static int probe_integers() {
  constexpr long long kSmall[] = {0, 1, -1, 256, -5, 1000, -1000, 1 << 20, (1 << 30) - 1};
  constexpr long long kLarge[] = {1LL << 30, -(1LL << 30), 1LL << 40, INT64_MAX, INT64_MIN};
  g_layouts.compact_tags = 2 << 3;
  bool holds = true;
  for (long long number : kSmall) {
    Ref made(PyLong_FromLongLong(number));
    if (!made) return -1;
    auto* o = reinterpret_cast<PyLongObject*>(made.get());
    holds = holds && long_is_compact(o) && compact_value(o) == number;
  }
  for (long long number : kLarge) {
    Ref made(PyLong_FromLongLong(number));
    if (!made) return -1;
    holds = holds && !long_is_compact(reinterpret_cast<PyLongObject*>(made.get()));
  }
  if (!holds) g_layouts.compact_tags = 0;
  return 0;
}

// Whether ASCII text, and no other, is told by kind, compact and ascii at this place of the state.
static bool text_holds(PyObject* const* ascii, size_t num_ascii, PyObject* const* other,
                       size_t num_other) {
  for (size_t i = 0; i < num_ascii; ++i) {
    Py_ssize_t size;
    const char* data = PyUnicode_AsUTF8AndSize(ascii[i], &size);
    if (data == nullptr || !is_compact_ascii(ascii[i]) || ascii_length(ascii[i]) != size ||
        ascii_data(ascii[i]) != data)
      return false;
  }
  for (size_t i = 0; i < num_other; ++i) {
    if (is_compact_ascii(other[i])) return false;
  }
  return true;
}

static int probe_texts() {
  Ref word(PyUnicode_FromString("tvm_ffi probes the layout of text that is in nobody's table"));
  Ref letter(PyUnicode_FromString("a"));
  Ref interned(PyUnicode_InternFromString("__init__"));
  Ref latin(PyUnicode_FromString("caf\xc3\xa9"));
  Ref wide(PyUnicode_FromString("\xe2\x82\xac 5"));
  Ref wider(PyUnicode_FromString("\xf0\x9f\x99\x82"));
  Ref cls(PyObject_CallFunction(as_py(&PyType_Type), "s(O){}", "Text", as_py(&PyUnicode_Type)));
  Ref derived(cls ? PyObject_CallFunction(cls.get(), "s", "derived") : nullptr);
  if (!word || !letter || !interned || !latin || !wide || !wider || !derived) return -1;
  PyObject* const ascii[] = {word.get(), letter.get(), interned.get()};
  PyObject* const other[] = {latin.get(), wide.get(), wider.get(), derived.get()};
  for (int shift : {2, 8, 16}) {
    g_layouts.text_mask = 0x1fu << shift;
    g_layouts.text_ascii = 0x19u << shift;
    if (text_holds(ascii, 3, other, 4)) return 0;
  }
  g_layouts.text_mask = 0;
  g_layouts.text_ascii = 1;
  return 0;
}

static int probe_sequences() {
  Ref one(PyUnicode_FromString("the first"));
  Ref two(PyUnicode_FromString("the second"));
  Ref tuple(one && two ? PyTuple_Pack(2, one.get(), two.get()) : nullptr);
  Ref list(tuple ? PySequence_List(tuple.get()) : nullptr);
  if (!list) return -1;
  const auto* words = reinterpret_cast<PyObject* const*>(tuple.get());
  for (size_t at : {3, 4}) {  // with or without a hash in front
    const bool holds = words[at] == one.get() && words[at + 1] == two.get();
    if (holds) g_layouts.tuple_items = static_cast<Py_ssize_t>(at * sizeof(PyObject*));
  }
  PyObject* const* items = reinterpret_cast<ListHead*>(list.get())->items;
  g_layouts.lists = items[0] == one.get() && items[1] == two.get();
  return 0;
}

int probe_layouts() {
  return probe_types() < 0 || probe_integers() < 0 || probe_texts() < 0 || probe_sequences() < 0
             ? -1
             : 0;
}

}  // namespace tvm_ffi_py
#endif
