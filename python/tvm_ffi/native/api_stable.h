// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// api_stable.h: the core under the stable ABI of 3.12, from the same source (core module).
// The wheel for 3.12 and later links stable functions only. What it reads in place all the same
// (integers, ASCII text, items, the head of a class) lies where it did in every release so far;
// probe_layouts() compares each with what the stable functions say and leaves out what differs, so
// that a Python of another layout costs speed and nothing else.
#ifndef TVM_FFI_PYTHON_NATIVE_API_STABLE_H_
#define TVM_FFI_PYTHON_NATIVE_API_STABLE_H_

#define TYPE_SLOT(kind, type, name) (reinterpret_cast<kind>(PyType_GetSlot((type), Py_##name)))

namespace tvm_ffi_py {

// The part of a class object that is the same from 3.8 on.
struct TypeHead {
  PyVarObject base;
  const char* name;
  Py_ssize_t basicsize, itemsize;
  destructor dealloc;
  Py_ssize_t vectorcall_offset;
  void* until_flags[13];
  unsigned long flags;
  const char* doc;
  traverseproc traverse;
  inquiry clear;
  void* compare;
  Py_ssize_t weaklistoffset;
  void* until_base[5];
  PyTypeObject* parent;
  PyObject* dict;
  void* until_dictoffset[2];
  Py_ssize_t dictoffset;
  void* init;
  allocfunc alloc;
  newfunc make;
  freefunc free;
  void* is_gc;
  PyObject* bases;
  PyObject* order;
  void* until_finalize[5];
  destructor finalize;
};

struct Layouts {
  bool types;              // TypeHead holds
  uintptr_t compact_tags;  // an int whose tag is below is one digit; 0 when LongHead does not hold
  uint32_t text_mask;      // of a str's state, to tell compact ASCII
  uint32_t text_ascii;     // what is left of the state then
  bool lists;              // ListHead holds
  Py_ssize_t tuple_items;  // offset, 0 when unknown
};
HIDDEN extern Layouts g_layouts;

struct LongHead {
  PyObject base;
  uintptr_t tag;  // sign in two bits, one more bit, number of digits
  uint32_t digit;
};
struct AsciiHead {
  PyObject base;
  Py_ssize_t length;
  Py_hash_t hash;
  uint32_t state;
};
struct ListHead {
  PyVarObject base;
  PyObject** items;
};

int probe_layouts();
const char* type_name_slow(PyTypeObject* type);
Py_ssize_t basic_size(PyTypeObject* type);
int finalize_in_dealloc(PyObject* self);
PyObject* type_attr(PyTypeObject* type, PyObject* name);
PyObject* order_of(PyTypeObject* type);
PyObject* bind(PyObject* function, PyObject* self);
bool is_finalizing();
// For tracebacks: a code object that only names a place, and a frame of it.
PyObject* place_code(PyObject* file, PyObject* function, int line);
PyFrameObject* place_frame(PyObject* code, PyObject* globals);

inline TypeHead* head_of(const PyTypeObject* type) {
  return reinterpret_cast<TypeHead*>(const_cast<PyTypeObject*>(type));
}
inline const char* type_name(const PyTypeObject* type) {
  return LIKELY(g_layouts.types) ? head_of(type)->name
                                 : type_name_slow(const_cast<PyTypeObject*>(type));
}
inline void free_instance(PyTypeObject* type, PyObject* self) {
  if (LIKELY(g_layouts.types))
    head_of(type)->free(self);
  else
    TYPE_SLOT(freefunc, type, tp_free)(self);
}
inline bool has_finalizer(PyTypeObject* type) {
  if (LIKELY(g_layouts.types)) return head_of(type)->finalize != nullptr;
  return PyType_GetSlot(type, Py_tp_finalize) != nullptr;
}

// Counting in place, as modules built for the stable ABI of 3.2 to 3.11 do and may for good.
// A negative half word stands for an object that lives for ever.
inline int32_t* count_of(PyObject* o) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return reinterpret_cast<int32_t*>(o);
#else
  return reinterpret_cast<int32_t*>(o) + 1;
#endif
}
inline Py_ssize_t strong_references(PyObject* o) {
  return static_cast<Py_ssize_t>(static_cast<uint32_t>(*count_of(o)));
}
inline void hold(PyObject* o) {
  int32_t* count = count_of(o);
  if (*count >= 0) ++*count;
}
inline void let_go(PyObject* o) {
  int32_t* count = count_of(o);
  if (*count >= 0 && --*count == 0) _Py_Dealloc(o);
}
inline PyObject* held(PyObject* o) {
  hold(o);
  return o;
}

inline bool long_is_compact(PyLongObject* o) {
  return reinterpret_cast<LongHead*>(o)->tag < g_layouts.compact_tags;
}
inline Py_ssize_t compact_value(PyLongObject* o) {
  const auto* head = reinterpret_cast<LongHead*>(o);
  return (1 - static_cast<Py_ssize_t>(head->tag & 3)) * static_cast<Py_ssize_t>(head->digit);
}
inline bool is_compact_ascii(PyObject* o) {
  return (reinterpret_cast<AsciiHead*>(o)->state & g_layouts.text_mask) == g_layouts.text_ascii;
}
inline Py_ssize_t ascii_length(PyObject* text) {
  return reinterpret_cast<AsciiHead*>(text)->length;
}
inline char* ascii_data(PyObject* text) { return reinterpret_cast<char*>(text) + 40; }
// Writes an item of a tuple that nobody else has seen; returns the former one, steals the new one.
inline PyObject* exchange_item(PyObject* tuple, Py_ssize_t i, PyObject* item) {
  auto** items =
      reinterpret_cast<PyObject**>(reinterpret_cast<char*>(tuple) + g_layouts.tuple_items);
  return std::exchange(items[i], item);
}
// PyObject_Init for memory that was an object of such a class before.
inline void init_again(PyObject* o, PyTypeObject* type) {
  hold(reinterpret_cast<PyObject*>(type));
  *reinterpret_cast<int64_t*>(o) = 1;
  o->ob_type = type;
}
inline bool can_exchange_items() { return g_layouts.tuple_items != 0; }
inline PyObject* tuple_item(PyObject* o, Py_ssize_t i) {
  if (UNLIKELY(g_layouts.tuple_items == 0)) return PyTuple_GetItem(o, i);
  return reinterpret_cast<PyObject**>(reinterpret_cast<char*>(o) + g_layouts.tuple_items)[i];
}
inline PyObject* list_item(PyObject* o, Py_ssize_t i) {
  return LIKELY(g_layouts.lists) ? reinterpret_cast<ListHead*>(o)->items[i] : PyList_GetItem(o, i);
}
}  // namespace tvm_ffi_py

static_assert(sizeof(void*) == 8, "the stable build counts references in place on 64 bits");
#undef Py_INCREF
#undef Py_DECREF
#undef Py_XINCREF
#undef Py_XDECREF
#undef Py_NewRef
#undef Py_XNewRef
#undef PySequence_Fast_GET_SIZE
#undef PySequence_Fast_GET_ITEM
#define Py_INCREF(o) tvm_ffi_py::hold((PyObject*)(o))
#define Py_DECREF(o) tvm_ffi_py::let_go((PyObject*)(o))
#define Py_XINCREF(o) tvm_ffi_py::hold_any((PyObject*)(o))
#define Py_XDECREF(o) tvm_ffi_py::let_go_any((PyObject*)(o))
#define Py_NewRef(o) tvm_ffi_py::held((PyObject*)(o))
#define Py_XNewRef(o) tvm_ffi_py::held_any((PyObject*)(o))
namespace tvm_ffi_py {
inline void hold_any(PyObject* o) {
  if (o != nullptr) hold(o);
}
inline void let_go_any(PyObject* o) {
  if (o != nullptr) let_go(o);
}
inline PyObject* held_any(PyObject* o) {
  hold_any(o);
  return o;
}
}  // namespace tvm_ffi_py

// The bit in front is the protocol's own and cannot move.
#define PyVectorcall_NARGS(n) static_cast<Py_ssize_t>((n) & ~PY_VECTORCALL_ARGUMENTS_OFFSET)
#define PyTuple_GET_SIZE(o) Py_SIZE(o)
#define PyTuple_GET_ITEM(o, i) tvm_ffi_py::tuple_item((o), (i))
#define PyTuple_SET_ITEM(o, i, v) PyTuple_SetItem((o), (i), (v))
#define PyList_GET_SIZE(o) Py_SIZE(o)
#define PyList_GET_ITEM(o, i) tvm_ffi_py::list_item((o), (i))
#define PyDict_GET_SIZE(o) PyDict_Size(o)
#define PyBytes_GET_SIZE(o) Py_SIZE(o)
#define PyBytes_AS_STRING(o) PyBytes_AsString(o)
#define PyByteArray_GET_SIZE(o) Py_SIZE(o)
#define PyByteArray_AS_STRING(o) PyByteArray_AsString(o)
#define PyFloat_AS_DOUBLE(o) PyFloat_AsDouble(o)
#define PySequence_Fast_GET_SIZE(o) Py_SIZE(o)
#define PySequence_Fast_GET_ITEM(o, i) \
  (PyList_Check(o) ? PyList_GET_ITEM((o), (i)) : PyTuple_GET_ITEM((o), (i)))
#define PyUnicode_IS_COMPACT_ASCII(o) tvm_ffi_py::is_compact_ascii(o)
#define PyUnicode_1BYTE_DATA(o) tvm_ffi_py::ascii_data(o)
#define PyUnicode_AsUTF8(o) PyUnicode_AsUTF8AndSize((o), nullptr)
#define PyUnstable_Long_IsCompact(o) tvm_ffi_py::long_is_compact(o)
#define PyUnstable_Long_CompactValue(o) tvm_ffi_py::compact_value(o)

#endif  // TVM_FFI_PYTHON_NATIVE_API_STABLE_H_
