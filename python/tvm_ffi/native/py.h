// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// py.h: CPython's header with the few things missing from it (core module).
// The core uses C structs and C functions of libtvm_ffi only, never its C++ headers, so it stays
// independent of them; Ref owns one Python reference, and "steals"/"borrows" in comments follow
// CPython's own use.
#ifndef TVM_FFI_PYTHON_NATIVE_PY_H_
#define TVM_FFI_PYTHON_NATIVE_PY_H_

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <cxxabi.h>
#include <frameobject.h>
#include <structmember.h>
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>

#include <cstdint>
#include <cstring>
#include <utility>

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define ALWAYS_INLINE __attribute__((always_inline)) inline
// Declared so, a variable of another file is read without the indirection of a shared library.
#define HIDDEN __attribute__((visibility("hidden")))
#define COLD __attribute__((noinline, cold))

#if PY_VERSION_HEX < 0x030A0000
static inline PyObject* Py_NewRef(PyObject* o) {
  Py_INCREF(o);
  return o;
}
static inline PyObject* Py_XNewRef(PyObject* o) {
  Py_XINCREF(o);
  return o;
}
static inline int PyModule_AddObjectRef(PyObject* module, const char* name, PyObject* value) {
  Py_INCREF(value);
  if (PyModule_AddObject(module, name, value) == 0) return 0;
  Py_DECREF(value);
  return -1;
}
#endif

#ifdef Py_LIMITED_API
#include "api_stable.h"
#else
#include "api_full.h"
#endif

namespace tvm_ffi_py {

// One owned Python reference, possibly NULL.
class Ref {
 public:
  Ref() = default;
  explicit Ref(PyObject* owned) : p_(owned) {}
  Ref(Ref&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
  Ref& operator=(Ref&& other) noexcept {
    PyObject* old = std::exchange(p_, std::exchange(other.p_, nullptr));
    Py_XDECREF(old);
    return *this;
  }
  Ref(const Ref&) = delete;
  Ref& operator=(const Ref&) = delete;
  ~Ref() { Py_XDECREF(p_); }
  static Ref borrow(PyObject* o) { return Ref(Py_XNewRef(o)); }
  PyObject* get() const { return p_; }
  PyObject* release() { return std::exchange(p_, nullptr); }
  explicit operator bool() const { return p_ != nullptr; }

 private:
  PyObject* p_ = nullptr;
};

// Keeps the raised exception of this thread aside while cleanup code runs.
class SavedError {
 public:
  SavedError() { PyErr_Fetch(&type_, &value_, &tb_); }
  ~SavedError() { PyErr_Restore(type_, value_, tb_); }
  SavedError(const SavedError&) = delete;
  SavedError& operator=(const SavedError&) = delete;

 private:
  PyObject *type_, *value_, *tb_;
};

// Before 3.14 Python ends a thread that asks for the GIL while the interpreter goes down, by
// unwinding its stack. That would run destructors of this module and of native code without the
// GIL, and end the process where a frame must not be unwound: such a thread waits for the end here.
[[noreturn]] void wait_for_exit();
template <class Call>
#ifdef __SANITIZE_ADDRESS__
// What unwinds is no C++ object: the reference that is caught refers to nothing.
__attribute__((noinline, no_sanitize("null")))
#endif
inline auto or_wait_for_exit(Call&& call) -> decltype(call()) {
#ifdef __GLIBCXX__
  try {
    return call();
  } catch (abi::__forced_unwind&) {
    wait_for_exit();
  }
#else
  return call();
#endif
}

// Holds the interpreter for the life of the object; usable from any thread.
class GilGuard {
 public:
  GilGuard() : state_(or_wait_for_exit([] { return PyGILState_Ensure(); })) {}
  ~GilGuard() { PyGILState_Release(state_); }
  GilGuard(const GilGuard&) = delete;
  GilGuard& operator=(const GilGuard&) = delete;

 private:
  PyGILState_STATE state_;
};

// Whether the interpreter can no longer run Python code.
inline bool interpreter_is_gone() {
#ifdef Py_LIMITED_API
  return !Py_IsInitialized() || is_finalizing();
#elif PY_VERSION_HEX >= 0x030D0000
  return !Py_IsInitialized() || Py_IsFinalizing();
#else
  return !Py_IsInitialized() || _Py_IsFinalizing();
#endif
}

template <class T>
inline PyObject* as_py(T* o) {
  return reinterpret_cast<PyObject*>(o);
}
template <class F>
inline PyCFunction as_cfunction(F f) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(f));
}
template <class F>
inline void* slot(F f) {
  return reinterpret_cast<void*>(f);
}

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_PY_H_
