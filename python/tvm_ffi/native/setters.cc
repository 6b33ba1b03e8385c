// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// setters.cc: the table from exact Python type to setter, and the order in which a new type is
// tried (core module). The order is contract. Classes in the table are kept alive, so a pointer
// never means two types; a program that makes classes without end has only the first thousands of
// them kept. A class that gains a protocol method after its first use keeps its first setter.
#include <cstdlib>

#include "args.h"
#include "device.h"
#include "dtype.h"
#include "error.h"
#include "function.h"
#include "opaque.h"
#include "protocols.h"
#include "tensor.h"
#include "text.h"

namespace tvm_ffi_py {

struct SetterTable {
  SetterEntry* entries;
  size_t mask;
  size_t used;
};
static constexpr size_t kMostTypes = 4096;
static SetterTable g_setters;  // process-wide like the State; guarded by the GIL or the lock below
#ifdef Py_GIL_DISABLED
static PyMutex g_setters_lock;
#else
SetterEntry g_last_setter;
#endif

static inline size_t home_of(PyTypeObject* type, size_t mask) {
  return static_cast<size_t>((reinterpret_cast<uintptr_t>(type) >> 4) * 0x9E3779B97F4A7C15ull >>
                             32) &
         mask;
}

static const SetterEntry* find(PyTypeObject* type) {
  if (UNLIKELY(g_setters.entries == nullptr)) return nullptr;
  for (size_t i = home_of(type, g_setters.mask);; i = (i + 1) & g_setters.mask) {
    if (LIKELY(g_setters.entries[i].type == type)) return &g_setters.entries[i];
    if (g_setters.entries[i].type == nullptr) return nullptr;
  }
}

static void insert(const SetterEntry& entry) {
  size_t i = home_of(entry.type, g_setters.mask);
  while (g_setters.entries[i].type != nullptr) i = (i + 1) & g_setters.mask;
  g_setters.entries[i] = entry;
}

// Without memory, or with the table full, the type is simply looked at again next time.
static void remember(const SetterEntry& entry) {
  if (g_setters.used == kMostTypes || find(entry.type) != nullptr) return;
  if (g_setters.entries == nullptr || g_setters.used * 2 > g_setters.mask) {
    const SetterTable old = g_setters;
    const size_t capacity = old.entries == nullptr ? 256 : (old.mask + 1) * 2;
    auto* entries = static_cast<SetterEntry*>(std::calloc(capacity, sizeof(SetterEntry)));
    if (entries == nullptr) return;
    g_setters.entries = entries;
    g_setters.mask = capacity - 1;
    for (size_t i = 0; old.entries != nullptr && i <= old.mask; ++i) {
      if (old.entries[i].type != nullptr) insert(old.entries[i]);
    }
    std::free(old.entries);
  }
  Py_INCREF(as_py(entry.type));
  insert(entry);
  ++g_setters.used;
}

static int set_any_int(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  return set_int(frame, o, out);
}
static int set_any_str(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  return set_str_slow(frame, o, out);
}
static int set_any_float(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  set_pod(out, kTVMFFIFloat, 0);
  out->v_float64 = PyFloat_AS_DOUBLE(o);
  return 0;
}
static int set_any_bool(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  set_pod(out, kTVMFFIBool, o == Py_True);
  return 0;
}
static int set_bytes(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  return set_bytes_content(frame, PyBytes_AS_STRING(o), static_cast<size_t>(PyBytes_GET_SIZE(o)),
                           out);
}
static int set_bytearray(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  return set_bytes_content(frame, PyByteArray_AS_STRING(o),
                           static_cast<size_t>(PyByteArray_GET_SIZE(o)), out);
}
static int set_rvalue_ref(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  PyObject* object = reinterpret_cast<RValueRef*>(o)->object;
  if (object == nullptr || handle_of(object) == nullptr) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "ObjectRValueRef is not initialised");
    return -1;
  }
  // The callee may empty the slot; the wrapper must not be found by its old handle then.
  void* handle = as_cobject(object)->chandle;
  identity_remove(handle, object);
  if (!frame.borrow(handle, out)) return -1;
  set_pointer(out, kTVMFFIObjectRValueRef, &as_cobject(object)->chandle);
  return 0;
}

// Rows 12 to 14 of the contract, for types other than int, float and bool.
static Setter find_number_setter(PyTypeObject* type, PyObject* o) {
  if (PyLong_Check(o)) return set_any_int;
  const int integral = is_registered_number(o, "Integral");
  if (integral > 0) return set_by_index;
  if (PyFloat_Check(o)) return set_any_float;
  if (integral < 0) return nullptr;
  return is_registered_number(o, "Real") > 0 &&
                 (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) || PyNumber_Check(o))
             ? set_by_float
             : nullptr;
}

static Setter find_setter(PyTypeObject* type, PyObject* o, void** data, bool* failed) {
  const State& s = state();
  if (o == Py_None) return nullptr;
  if (PyType_IsSubtype(type, s.tensor)) return set_tensor;
  if (PyType_IsSubtype(type, s.container_base)) return set_container;
  if (PyType_IsSubtype(type, s.cobject)) return set_object_arg;
  if (PyType_IsSubtype(type, s.rvalue_ref)) return set_rvalue_ref;
  if (type_has(type, names().__tvm_ffi_object__)) return set_by_object_protocol;
  if (Setter tensor = find_tensor_setter(type, o, data, failed)) return tensor;
  if (*failed) return nullptr;
  if (PyBool_Check(o)) return set_any_bool;
  if (Setter number = find_number_setter(type, o)) return number;
  if (PyType_IsSubtype(type, s.data_type)) return set_data_type;
  if (PyType_IsSubtype(type, s.dtype_base)) return set_dtype;
  if (PyType_IsSubtype(type, s.device)) return set_device;
  if (PyType_IsSubtype(type, s.string)) return set_string_object;
  if (s.class_shape != nullptr && PyType_IsSubtype(type, s.class_shape)) return set_shape;
  if (PyUnicode_Check(o)) return set_any_str;
  if (PyBytes_Check(o)) return set_bytes;
  if (PyByteArray_Check(o)) return set_bytearray;
  if (PyTuple_Check(o) || PyList_Check(o)) return set_sequence;
  if (PyDict_Check(o)) return set_dict;
  return find_protocol_setter(type, o, data);
}

// Whether a setter may call methods of the value's class. Containers tell through their elements,
// numpy's setter when it does.
static bool runs_python(Setter setter) {
  constexpr Setter kOwnCode[] = {
      set_tensor,    set_container, set_object_arg, set_rvalue_ref, set_any_bool, set_any_int,
      set_any_float, set_any_str,   set_bytes,      set_bytearray,  set_sequence, set_dict,
      set_data_type, set_dtype,     set_device,     set_callable,   set_opaque,   set_numpy_array};
  for (Setter own : kOwnCode) {
    if (setter == own) return false;
  }
  return true;
}

// A type that is not in the table.
static __attribute__((noinline)) int set_new_type(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  PyTypeObject* type = Py_TYPE(o);
  void* data = nullptr;
  bool failed = false;
  Setter setter = find_setter(type, o, &data, &failed);
  if (setter == nullptr) {
    if (!PyErr_Occurred())
      PyErr_Format(PyExc_TypeError, "cannot pass '%s' to an FFI function", type_name(type));
    return -1;
  }
#ifdef Py_GIL_DISABLED
  PyMutex_Lock(&g_setters_lock);
  remember(SetterEntry{type, setter, data, runs_python(setter)});
  PyMutex_Unlock(&g_setters_lock);
#else
  remember(SetterEntry{type, setter, data, runs_python(setter)});
#endif
  frame.ran_python = true;
  return setter(frame, o, out, data);
}

int set_arg_by_type(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
#ifdef Py_GIL_DISABLED
  PyMutex_Lock(&g_setters_lock);
  const SetterEntry* entry = find(Py_TYPE(o));
  const SetterEntry found = entry != nullptr ? *entry : SetterEntry{};
  PyMutex_Unlock(&g_setters_lock);
  if (LIKELY(entry != nullptr)) return set_by_entry(found, frame, o, out);
#else
  const SetterEntry* entry = find(Py_TYPE(o));
  if (LIKELY(entry != nullptr)) {
    g_last_setter = *entry;
    return set_by_entry(*entry, frame, o, out);
  }
#endif
  return set_new_type(frame, o, out);
}

}  // namespace tvm_ffi_py
