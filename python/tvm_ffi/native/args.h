// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// args.h: Python values as FFI arguments (core module).
// A CallFrame lives on the stack for one call: it keeps alive what the argument cells borrow, and
// remembers the framework and stream that tensors brought along. Commonest types are told apart by
// pointer; the rest goes through a table from exact type to setter, filled on first sight
// (setters.cc).
#ifndef TVM_FFI_PYTHON_NATIVE_ARGS_H_
#define TVM_FFI_PYTHON_NATIVE_ARGS_H_

#include "object.h"

namespace tvm_ffi_py {

struct Target;

constexpr int kInlineArgs = 8;
constexpr int kInlineTemps = 8;
constexpr size_t kInlineScratch = 512;

enum class TempKind : uint8_t { kHandle, kWeak, kPython, kMemory };

struct Temp {
  void* pointer;
  TempKind kind;
};

class CallFrame {
 public:
  // Only what every call reads is written here.
  explicit CallFrame(const Target* callee = nullptr) : args(inline_args_), target(callee) {}
  // Over cells of the caller, of which some may be filled.
  CallFrame(const Target* callee, TVMFFIAny* cells) : args(cells), target(callee) {}
  ~CallFrame() {
    if (UNLIKELY(num_temps_ != 0)) release();
  }
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

  // Room for n arguments; false with MemoryError.
  bool reserve(Py_ssize_t n) {
    if (LIKELY(n <= kInlineArgs)) return true;
    return reserve_heap(n);
  }
  // The frame releases pointer when it ends; false with MemoryError, pointer then released already.
  bool keep(void* pointer, TempKind kind) {
    if (LIKELY(num_temps_ < kInlineTemps)) {
      inline_temps_[num_temps_++] = Temp{pointer, kind};
      return true;
    }
    return keep_heap(pointer, kind);
  }
  // Writes the handle of an object whose wrapper the collector knows. A call may run without the
  // interpreter lock, and the collector must not look into the object then: it leaves those alone
  // that have weak references, which nobody who counts owners sees. False with MemoryError.
  bool borrow(void* handle, TVMFFIAny* out) {
    set_object(out, handle);
    inc_weak(handle);
    return keep(handle, TempKind::kWeak);
  }
  // Memory that lives as long as the frame, 8-byte aligned; NULL with MemoryError.
  void* scratch(size_t size) {
    if (LIKELY(size <= sizeof(scratch_) - scratch_used_)) {
      void* memory = scratch_ + scratch_used_;
      scratch_used_ += static_cast<uint32_t>((size + 7) & ~size_t{7});
      return memory;
    }
    return scratch_heap(size);
  }
  // The same for what most frames have room for: NULL without exception where this one has none.
  template <class T>
  T* scratch_at_hand() {
    static_assert(sizeof(T) % 8 == 0 && alignof(T) <= 8);
    if (UNLIKELY(scratch_used_ > sizeof(scratch_) - sizeof(T))) return nullptr;
    void* memory = scratch_ + scratch_used_;
    scratch_used_ += sizeof(T);
    return static_cast<T*>(memory);
  }
  // A tensor argument is of this framework: results are to be as well, and what the callee
  // allocates.
  void use_framework(const DLPackExchangeAPI* framework) {
    api = framework;
    in_environment = true;
  }
  void release();
  // The same after a call that has not raised: no exception needs to be put aside.
  void finish() {
    if (UNLIKELY(num_temps_ != 0)) release_all();
  }

  TVMFFIAny* args;
  // What is called, if its parameters are known; decides what may be lent.
  const Target* target;
  // Framework of the tensor arguments, NULL when none has the exchange interface.
  const DLPackExchangeAPI* api = nullptr;
  // First non-CPU tensor's device, 0 when none; the others are set with it: the stream is the one
  // its framework works on.
  int32_t device_type = 0;
  int32_t device_id;
  void* stream;
  // Whether the call may need a stream or the allocator of a framework.
  bool in_environment = false;
  // Whether converting ran code of a class: it may have emptied wrappers that were converted
  // before.
  bool ran_python = false;

 private:
  bool reserve_heap(Py_ssize_t n);
  bool keep_heap(void* pointer, TempKind kind);
  void* scratch_heap(size_t size);
  void release_all();
  static void release_one(const Temp& temp);

  int32_t num_temps_ = 0;
  uint32_t scratch_used_ = 0;
  int32_t heap_temps_capacity_;  // this and heap_temps_: once there are more than kInlineTemps
  Temp* heap_temps_;
  TVMFFIAny inline_args_[kInlineArgs];
  Temp inline_temps_[kInlineTemps];
  alignas(8) char scratch_[kInlineScratch];
};

using Setter = int (*)(CallFrame& frame, PyObject* o, TVMFFIAny* out, void* data);

struct SetterEntry {
  PyTypeObject* type;
  Setter setter;
  void* data;
  bool runs_python;
};
inline int set_by_entry(const SetterEntry& entry, CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  frame.ran_python |= entry.runs_python;
  return entry.setter(frame, o, out, entry.data);
}

#ifdef Py_GIL_DISABLED
inline const SetterEntry* same_as_last(PyTypeObject*) { return nullptr; }
#else
// Arguments of one type come in rows. Types in the table are never freed, so the pointer tells.
extern HIDDEN SetterEntry g_last_setter;
inline const SetterEntry* same_as_last(PyTypeObject* type) {
  return g_last_setter.type == type ? &g_last_setter : nullptr;
}
#endif

// By the table, which learns new types.
int set_arg_by_type(CallFrame& frame, PyObject* o, TVMFFIAny* out);
int set_int_slow(CallFrame& frame, PyObject* o, TVMFFIAny* out);
int set_str_slow(CallFrame& frame, PyObject* o, TVMFFIAny* out);

// Whether o, an int, is small enough to be read in place; then it is in out.
inline bool set_compact_int(PyObject* o, TVMFFIAny* out) {
#if PY_VERSION_HEX >= 0x030C0000
  if (UNLIKELY(!PyUnstable_Long_IsCompact(reinterpret_cast<PyLongObject*>(o)))) return false;
  set_pod(out, kTVMFFIInt, PyUnstable_Long_CompactValue(reinterpret_cast<PyLongObject*>(o)));
#else
  const Py_ssize_t size = Py_SIZE(o);
  if (UNLIKELY(size < -1 || size > 1)) return false;
  const auto digit = static_cast<int64_t>(reinterpret_cast<PyLongObject*>(o)->ob_digit[0]);
  set_pod(out, kTVMFFIInt, size == 0 ? 0 : size * digit);
#endif
  return true;
}

// Whether o, a str, fits into a cell; then it is in out.
inline bool set_short_str(PyObject* o, TVMFFIAny* out) {
  if (UNLIKELY(!PyUnicode_IS_COMPACT_ASCII(o)) || ascii_length(o) > 7) return false;
  set_small(out, kTVMFFISmallStr, reinterpret_cast<const char*>(PyUnicode_1BYTE_DATA(o)),
            static_cast<size_t>(ascii_length(o)));
  return true;
}

inline int set_int(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  return LIKELY(set_compact_int(o, out)) ? 0 : set_int_slow(frame, o, out);
}
inline int set_str(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  return LIKELY(set_short_str(o, out)) ? 0 : set_str_slow(frame, o, out);
}

// Plain values, which borrow from nothing and run no Python code: whether o is one, then in out.
inline bool set_scalar(PyObject* o, TVMFFIAny* out) {
  PyTypeObject* type = Py_TYPE(o);
  if (type == &PyLong_Type) return set_compact_int(o, out);
  if (type == &PyUnicode_Type) return set_short_str(o, out);
  if (type == &PyFloat_Type) {
    set_pod(out, kTVMFFIFloat, 0);
    out->v_float64 = PyFloat_AS_DOUBLE(o);
    return true;
  }
  if (o == Py_None) {
    set_pod(out, kTVMFFINone, 0);
    return true;
  }
  if (type != &PyBool_Type) return false;
  set_pod(out, kTVMFFIBool, o == Py_True);
  return true;
}

// The same with objects, whose handles the cell borrows: all that needs no CallFrame.
inline bool set_plain(PyObject* o, TVMFFIAny* out) {
  PyTypeObject* type = Py_TYPE(o);
  if (type == &PyLong_Type) return set_compact_int(o, out);
  if (type == &PyUnicode_Type) return set_short_str(o, out);
  if (is_object_class(type) && class_data(type)->passes_handle) {
    void* handle = as_cobject(o)->chandle;
    if (UNLIKELY(handle == nullptr)) return false;
    set_object(out, handle);
    return true;
  }
  return set_scalar(o, out);
}

// What set_plain leaves over. Inline, so that what it found out about the type is not asked again.
inline int set_other(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  PyTypeObject* type = Py_TYPE(o);
  if (const SetterEntry* entry = same_as_last(type)) return set_by_entry(*entry, frame, o, out);
  if (type == &PyLong_Type) return set_int_slow(frame, o, out);
  if (type == &PyUnicode_Type) return set_str_slow(frame, o, out);
  if (is_object_class(type) && class_data(type)->passes_handle) {
    raise_no_handle(o);
    return -1;
  }
  return set_arg_by_type(frame, o, out);
}

// Writes o into out, which borrows from frame. 0, or -1 with an exception.
inline int set_arg(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  return LIKELY(set_plain(o, out)) ? 0 : set_other(frame, o, out);
}

// Writes o as an owned value; out must hold nothing.
int set_owned(PyObject* o, TVMFFIAny* out);

// Setters for values whose kind is already known.
int set_object_arg(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_text_content(CallFrame& frame, const char* data, size_t size, TVMFFIAny* out);
int set_bytes_content(CallFrame& frame, const char* data, size_t size, TVMFFIAny* out);
int set_sequence(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_dict(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_callable(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_opaque(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_exception(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
// Keeps an owned handle for the frame and writes it.
int keep_object(CallFrame& frame, void* handle, TVMFFIAny* out);

// Tensors (setters_tensor.cc).
Setter find_tensor_setter(PyTypeObject* type, PyObject* o, void** data, bool* failed);
int set_numpy_array(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
int set_by_dlpack(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*);
void note_device(CallFrame& frame, const DLTensor* tensor, const DLPackExchangeAPI* api);
// For a torch without the exchange interface (setters_torch.cc); data is the function by which it
// exports tensors: borrowed, NULL without exception where the type is none of torch's.
int set_by_torch(CallFrame& frame, PyObject* o, TVMFFIAny* out, void* data);
PyObject* torch_exporter(PyTypeObject* type);

// Whether the parameter that out stands for takes a DLTensor pointer.
bool may_lend_tensor(const CallFrame& frame, const TVMFFIAny* out);
// Whether it takes an Array or List.
bool may_take_sequence(const CallFrame& frame, const TVMFFIAny* out);

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_ARGS_H_
