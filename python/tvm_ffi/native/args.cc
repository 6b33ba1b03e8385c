// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// args.cc: the call frame and the conversions with storage of their own: big integers, text, bytes,
// containers (core module).
#include "args.h"

#include <cstdlib>
#include <vector>

#include "callback.h"
#include "error.h"
#include "function.h"
#include "opaque.h"

namespace tvm_ffi_py {

void CallFrame::release_one(const Temp& temp) {
  switch (temp.kind) {
    case TempKind::kHandle:
      dec_ref(temp.pointer);
      break;
    case TempKind::kWeak:
      dec_weak(temp.pointer);
      break;
    case TempKind::kPython:
      Py_DECREF(static_cast<PyObject*>(temp.pointer));
      break;
    case TempKind::kMemory:
      std::free(temp.pointer);
      break;
  }
}

__attribute__((noinline)) void CallFrame::release_all() {
  const int count = std::exchange(num_temps_, 0);
  if (LIKELY(count == 1 && inline_temps_[0].kind == TempKind::kHandle)) {
    dec_ref(inline_temps_[0].pointer);
    return;
  }
  Temp* heap = count > kInlineTemps ? heap_temps_ : nullptr;
  for (int i = count; i-- > 0;) {
    release_one(LIKELY(i < kInlineTemps) ? inline_temps_[i] : heap[i - kInlineTemps]);
  }
  if (UNLIKELY(heap != nullptr)) std::free(heap);
}

// Releasing may run deleters, so a raised exception is put aside.
COLD void CallFrame::release() {
  if (PyErr_Occurred() == nullptr) return release_all();
  SavedError saved;
  release_all();
}

COLD bool CallFrame::reserve_heap(Py_ssize_t n) {
  auto* cells = static_cast<TVMFFIAny*>(std::malloc(static_cast<size_t>(n) * sizeof(TVMFFIAny)));
  if (cells == nullptr) {
    PyErr_NoMemory();
    return false;
  }
  args = cells;
  return keep(cells, TempKind::kMemory);
}

COLD bool CallFrame::keep_heap(void* pointer, TempKind kind) {
  const int index = num_temps_ - kInlineTemps;
  if (index == 0) {
    heap_temps_ = nullptr;
    heap_temps_capacity_ = 0;
  }
  if (index >= heap_temps_capacity_) {
    const int capacity = heap_temps_capacity_ == 0 ? 16 : heap_temps_capacity_ * 2;
    auto* grown =
        static_cast<Temp*>(std::realloc(heap_temps_, static_cast<size_t>(capacity) * sizeof(Temp)));
    if (grown == nullptr) {
      release_one(Temp{pointer, kind});
      PyErr_NoMemory();
      return false;
    }
    heap_temps_ = grown;
    heap_temps_capacity_ = capacity;
  }
  heap_temps_[index] = Temp{pointer, kind};
  ++num_temps_;
  return true;
}

COLD void* CallFrame::scratch_heap(size_t size) {
  void* memory = std::malloc(size);
  if (memory == nullptr) return PyErr_NoMemory();
  return keep(memory, TempKind::kMemory) ? memory : nullptr;
}

int keep_object(CallFrame& frame, void* handle, TVMFFIAny* out) {
  set_object(out, handle);
  return frame.keep(handle, TempKind::kHandle) ? 0 : -1;
}

int set_int_slow(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  int overflow;
  const long long value = PyLong_AsLongLongAndOverflow(o, &overflow);
  if (value == -1 && !overflow && PyErr_Occurred()) return -1;
  if (!overflow) {
    set_pod(out, kTVMFFIInt, value);
    return 0;
  }
  // Two's complement words, least significant first, through int.to_bytes.
  Ref bits(PyObject_CallMethod(o, "bit_length", nullptr));
  if (!bits) return -1;
  const Py_ssize_t size = (PyLong_AsSsize_t(bits.get()) / 64 + 1) * 8;
  Ref method(PyObject_GetAttrString(o, "to_bytes"));
  Ref positional(Py_BuildValue("(ns)", size, "little"));
  Ref keywords(Py_BuildValue("{sO}", "signed", Py_True));
  if (!method || !positional || !keywords) return -1;
  Ref words(PyObject_Call(method.get(), positional.get(), keywords.get()));
  if (!words) return -1;
  const TVMFFIByteArray content{PyBytes_AS_STRING(words.get()),
                                static_cast<size_t>(PyBytes_GET_SIZE(words.get()))};
  if (TVMFFIBigIntFromByteArray(&content, out) != 0) return raise_last_error();
  return holds_object(*out) ? keep_object(frame, out->v_ptr, out) : 0;
}

int set_text_content(CallFrame& frame, const char* data, size_t size, TVMFFIAny* out) {
  if (size <= 7) {
    set_small(out, kTVMFFISmallStr, data, size);
    return 0;
  }
  const TVMFFIByteArray content{data, size};
  if (TVMFFIStringFromByteArray(&content, out) != 0) return raise_last_error();
  return frame.keep(out->v_ptr, TempKind::kHandle) ? 0 : -1;
}

int set_bytes_content(CallFrame& frame, const char* data, size_t size, TVMFFIAny* out) {
  if (size <= 7) {
    set_small(out, kTVMFFISmallBytes, data, size);
    return 0;
  }
  const TVMFFIByteArray content{data, size};
  if (TVMFFIBytesFromByteArray(&content, out) != 0) return raise_last_error();
  return frame.keep(out->v_ptr, TempKind::kHandle) ? 0 : -1;
}

int set_str_slow(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  if (PyUnicode_IS_COMPACT_ASCII(o)) {
    return set_text_content(frame, reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(o)),
                            static_cast<size_t>(ascii_length(o)), out);
  }
  Py_ssize_t size;
  const char* data = PyUnicode_AsUTF8AndSize(o, &size);
  if (data == nullptr) return -1;
  return set_text_content(frame, data, static_cast<size_t>(size), out);
}

int set_object_arg(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = handle_of(o);
  if (UNLIKELY(handle == nullptr)) return -1;
  return frame.borrow(handle, out) ? 0 : -1;
}

// Elements of a list or tuple as one packed call of the container's constructor, from one flat
// buffer.
static int pack_values(CallFrame& frame, GlobalFunction& constructor, const TVMFFIAny* values,
                       size_t count, TVMFFIAny* out) {
  OwnedAny made;
  if (constructor.call(const_cast<TVMFFIAny*>(values), static_cast<int32_t>(count), &made.value) !=
      0)
    return -1;
  if (!holds_object(made.value)) {
    PyErr_Format(PyExc_SystemError, "%s returned no object", constructor.name);
    return -1;
  }
  return keep_object(frame, made.release().v_ptr, out);
}

// Keeps what the cell of an element borrows; 0, or -1 with an exception. Steals item.
static int hold_element(CallFrame& frame, PyObject* item, const TVMFFIAny& cell) {
  if (is_plain_scalar(cell)) {
    Py_DECREF(item);
    return 0;
  }
  // Code run for later elements may empty the wrapper.
  if (holds_object(cell) && is_cobject(item)) {
    inc_ref(cell.v_ptr);
    Py_DECREF(item);
    return frame.keep(cell.v_ptr, TempKind::kHandle) ? 0 : -1;
  }
  return frame.keep(item, TempKind::kPython) ? 0 : -1;
}

// A frame for elements: what they bring along (framework, stream) belongs to the outer call.
class ElementFrame {
 public:
  explicit ElementFrame(CallFrame& outer) : outer_(outer) { copy(outer, &inner); }
  ~ElementFrame() { copy(inner, &outer_); }
  CallFrame inner;

 private:
  static void copy(const CallFrame& from, CallFrame* to) {
    to->api = from.api;
    to->ran_python |= from.ran_python;
    to->in_environment = from.in_environment;
    to->device_type = from.device_type;
    if (from.device_type == 0) return;
    to->device_id = from.device_id;
    to->stream = from.stream;
  }
  CallFrame& outer_;
};

// While elements are converted the parameters of the callee say nothing about them.
class ElementScope {
 public:
  explicit ElementScope(CallFrame& frame)
      : frame_(frame), target_(std::exchange(frame.target, nullptr)) {}
  ~ElementScope() { frame_.target = target_; }
  ElementScope(const ElementScope&) = delete;
  ElementScope& operator=(const ElementScope&) = delete;

 private:
  CallFrame& frame_;
  const Target* target_;
};

// Python's own limit counts calls and may be set to any number; a level here takes some KiB of the
// thread's stack.
constexpr int kMaxNesting = 1000;
static thread_local int g_nesting;

class RecursionGuard {
 public:
  RecursionGuard() : entered_(enter()) { g_nesting += entered_; }
  ~RecursionGuard() {
    if (!entered_) return;
    --g_nesting;
    Py_LeaveRecursiveCall();
  }
  bool entered() const { return entered_; }

 private:
  static bool enter() {
    if (UNLIKELY(g_nesting >= kMaxNesting)) {
      PyErr_Format(PyExc_RecursionError,
                   "maximum recursion depth exceeded while converting a container to an FFI value: "
                   "it is nested more than %d levels deep or contains itself",
                   kMaxNesting);
      return false;
    }
    return Py_EnterRecursiveCall(" while converting a container to an FFI value") == 0;
  }
  bool entered_;
};

static GlobalFunction g_make_array{"ffi.Array"};
static GlobalFunction g_make_map{"ffi.Map"};
constexpr Py_ssize_t kMaxElements = INT32_MAX / 2;

// An element that is no plain value. Converting it may run code that changes a list, so what its
// cell borrows is kept with the frame.
static __attribute__((noinline)) int set_element(CallFrame& frame, PyObject* item, TVMFFIAny* out) {
  RecursionGuard guard;
  if (!guard.entered()) return -1;
  Ref held = Ref::borrow(item);
  if (set_arg(frame, item, out) < 0) return -1;
  return hold_element(frame, held.release(), *out);
}

// Items are taken one by one, since a list may change meanwhile. The number of cells, or -1.
static inline Py_ssize_t set_elements(CallFrame& frame, PyObject* o, Py_ssize_t count,
                                      TVMFFIAny* cells) {
  Py_ssize_t i = 0;
  for (; i < count && i < PySequence_Fast_GET_SIZE(o); ++i) {
    PyObject* item = PySequence_Fast_GET_ITEM(o, i);
    if (LIKELY(set_scalar(item, &cells[i]))) continue;
    if (UNLIKELY(set_element(frame, item, &cells[i]) < 0)) return -1;
  }
  return i;
}

constexpr Py_ssize_t kShortSequence = 16;

static __attribute__((noinline)) int set_long_sequence(CallFrame& frame, PyObject* o,
                                                       Py_ssize_t count, TVMFFIAny* out) {
  if (count > kMaxElements) {
    PyErr_SetString(PyExc_OverflowError, "sequence is too long for an FFI Array");
    return -1;
  }
  ElementFrame elements(frame);
  if (!elements.inner.reserve(count)) return -1;
  const Py_ssize_t made = set_elements(elements.inner, o, count, elements.inner.args);
  if (made < 0) return -1;
  return pack_values(frame, g_make_array, elements.inner.args, static_cast<size_t>(made), out);
}

int set_sequence(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  const Py_ssize_t count = PySequence_Fast_GET_SIZE(o);
  if (UNLIKELY(count > kShortSequence)) return set_long_sequence(frame, o, count, out);
  TVMFFIAny cells[kShortSequence];
  const ElementScope scope(frame);
  const Py_ssize_t made = set_elements(frame, o, count, cells);
  if (UNLIKELY(made < 0)) return -1;
  return pack_values(frame, g_make_array, cells, static_cast<size_t>(made), out);
}

int set_dict(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  RecursionGuard guard;
  if (!guard.entered()) return -1;
  const Py_ssize_t count = PyDict_GET_SIZE(o);
  if (count > kMaxElements / 2) {
    PyErr_SetString(PyExc_OverflowError, "dict is too large for an FFI Map");
    return -1;
  }
  ElementFrame elements(frame);
  if (!elements.inner.reserve(count * 2)) return -1;
  TVMFFIAny* values = elements.inner.args;
  PyObject *key, *value;
  Py_ssize_t position = 0, i = 0;
  while (i < count && PyDict_Next(o, &position, &key, &value)) {
    Py_INCREF(key);
    Py_INCREF(value);
    values[2 * i] = values[2 * i + 1] = none_value();
    const bool done = set_arg(elements.inner, key, &values[2 * i]) == 0 &&
                      set_arg(elements.inner, value, &values[2 * i + 1]) == 0;
    const bool kept = hold_element(elements.inner, key, values[2 * i]) == 0;
    if (hold_element(elements.inner, value, values[2 * i + 1]) < 0 || !kept || !done) return -1;
    if (PyDict_GET_SIZE(o) != count) {
      PyErr_SetString(PyExc_RuntimeError, "dict changed size while it was converted to an FFI Map");
      return -1;
    }
    ++i;
  }
  return pack_values(frame, g_make_map, values, static_cast<size_t>(2 * i), out);
}

int set_callable(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = make_callback(o, nullptr);
  return handle == nullptr ? -1 : keep_object(frame, handle, out);
}

int set_opaque(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = make_opaque(o);
  return handle == nullptr ? -1 : keep_object(frame, handle, out);
}

int set_exception(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = error_from_exception(o);
  return handle == nullptr ? -1 : keep_object(frame, handle, out);
}

int set_owned(PyObject* o, TVMFFIAny* out) {
  CallFrame frame;
  TVMFFIAny view;
  if (set_arg(frame, o, &view) < 0) return -1;
  if (is_plain_scalar(view)) {
    *out = view;
    return 0;
  }
  *out = none_value();
  return TVMFFIAnyViewToOwnedAny(&view, out) == 0 ? 0 : raise_last_error();
}

}  // namespace tvm_ffi_py
