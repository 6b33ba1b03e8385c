// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// callback.cc: Python callables as FFI functions (core module).
// The closure is called from any native thread and takes the GIL itself. Tensors that native code
// only lends to the call are taken back when it returns.
#include "callback.h"

#include <new>

#include "args.h"
#include "dlpack_py.h"
#include "error.h"
#include "function.h"
#include "opaque.h"
#include "protocols.h"
#include "result.h"
#include "tensor.h"

namespace tvm_ffi_py {

struct Closure {
  PyObject* callable;
  const DLPackExchangeAPI* api;
};

constexpr int kInlineCallbackArgs = 8;

// One argument as a Python value. The commonest kinds are told apart here.
static inline PyObject* argument_to_python(const TVMFFIAny& cell, const DLPackExchangeAPI* api) {
  if (LIKELY(cell.type_index == kTVMFFIInt)) return PyLong_FromLongLong(cell.v_int64);
  if (cell.type_index == kTVMFFIFloat) return PyFloat_FromDouble(cell.v_float64);
  return view_to_python(cell, api);
}

// Tensors that native code only lends are taken back.
static inline void drop_args(const TVMFFIAny* args, int32_t n, PyObject** stack) {
  for (int32_t i = 0; i < n; ++i) {
    if (UNLIKELY(args[i].type_index == kTVMFFIDLTensorPtr && is_a(stack[i], state().tensor)))
      expire_tensor_view(stack[i]);
    Py_DECREF(stack[i]);
  }
}

static inline int take_result(PyObject* returned, TVMFFIAny* result) {
  if (LIKELY(set_scalar(returned, result))) return 0;
  return set_owned(returned, result);
}

// stack has room for n values, and one before the first that the callee may use.
static ALWAYS_INLINE int call_on_stack(const Closure* closure, const TVMFFIAny* args, int32_t n,
                                       PyObject** stack, TVMFFIAny* result) {
  int32_t made = 0;
  for (; made < n; ++made) {
    stack[made] = argument_to_python(args[made], closure->api);
    if (UNLIKELY(stack[made] == nullptr)) break;
  }
  PyObject* returned = nullptr;
  if (LIKELY(made == n)) {
    // The function may be released while it runs; the callable must outlive the call.
    PyObject* callable = Py_NewRef(closure->callable);
    returned = or_wait_for_exit([&] {
      return PyObject_Vectorcall(callable, stack,
                                 static_cast<size_t>(n) | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr);
    });
    Py_DECREF(callable);
  }
  int rc = -1;
  if (LIKELY(returned != nullptr)) {
    rc = take_result(returned, result);
    Py_DECREF(returned);
  }
  if (LIKELY(rc == 0)) {
    drop_args(args, made, stack);
  } else {
    SavedError saved;
    drop_args(args, made, stack);
  }
  return rc;
}

static COLD int call_on_heap(const Closure* closure, const TVMFFIAny* args, int32_t n,
                             TVMFFIAny* result) {
  PyObject** stack = PyMem_New(PyObject*, static_cast<size_t>(n) + 1);
  if (stack == nullptr) {
    PyErr_NoMemory();
    return -1;
  }
  const int rc = call_on_stack(closure, args, n, stack + 1, result);
  PyMem_Free(stack);
  return rc;
}

static COLD int refuse_call() {
  TVMFFIErrorSetRaisedFromCStr("RuntimeError",
                               "a Python callback was called after the interpreter had ended");
  return -1;
}

static int safe_call(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  if (UNLIKELY(interpreter_is_gone())) return refuse_call();
  const GilGuard gil;
  const auto* closure = static_cast<const Closure*>(self);
  PyObject* stack[kInlineCallbackArgs + 1];
  const int rc = LIKELY(n <= kInlineCallbackArgs)
                     ? call_on_stack(closure, args, n, stack + 1, result)
                     : call_on_heap(closure, args, n, result);
  return LIKELY(rc == 0) ? 0 : hand_over_exception();
}

static void delete_closure(void* self) {
  auto* closure = static_cast<Closure*>(self);
  release_from_anywhere(closure->callable);
  delete closure;
}

// Body of a function made by TVMFFIFunctionCreate, as the ABI lays it out behind the function cell.
struct ExternBody {
  TVMFFIFunctionCell cell;
  void* self;
  TVMFFISafeCallType safe_call;
};
static TVMFFISafeCallType g_trampoline;  // safe_call of every such function; NULL until seen

static void learn_layout(void* handle, const Closure* closure) {
  const auto* body = body_of<ExternBody>(handle);
  if (g_trampoline == nullptr && body->self == closure && body->safe_call == safe_call) {
    g_trampoline = body->cell.safe_call;
  }
}

PyObject* callback_of(void* function) {
  const auto* body = body_of<ExternBody>(function);
  if (g_trampoline == nullptr || body->cell.safe_call != g_trampoline ||
      body->safe_call != safe_call)
    return nullptr;
  return static_cast<const Closure*>(body->self)->callable;
}

void* make_callback(PyObject* callable, const DLPackExchangeAPI* api) {
  auto* closure = new (std::nothrow) Closure{callable, api};
  if (closure == nullptr) return PyErr_NoMemory();
  Py_INCREF(callable);
  void* handle = nullptr;
  if (TVMFFIFunctionCreate(closure, safe_call, delete_closure, &handle) != 0) {
    delete_closure(closure);
    raise_last_error();
    return nullptr;
  }
  learn_layout(handle, closure);
  return handle;
}

PyObject* convert_func(PyObject*, PyObject* const* args, Py_ssize_t n) {
  if (n < 1 || n > 2)
    return PyErr_Format(PyExc_TypeError, "_convert_to_ffi_func takes 1 or 2 arguments, got %zd", n);
  if (!PyCallable_Check(args[0])) {
    return PyErr_Format(PyExc_TypeError, "expected a callable, got '%s'",
                        type_name(Py_TYPE(args[0])));
  }
  const DLPackExchangeAPI* api = nullptr;
  if (n == 2 && args[1] != Py_None) {
    PyObject* attribute =
        PyType_Check(args[1])
            ? type_attr(reinterpret_cast<PyTypeObject*>(args[1]), names().__dlpack_c_exchange_api__)
            : nullptr;
    if (attribute == nullptr) {
      return PyErr_Format(PyExc_TypeError, "tensor_cls %R must expose __dlpack_c_exchange_api__",
                          args[1]);
    }
    api = exchange_api_of(attribute);
    if (api == nullptr) return nullptr;
  }
  void* handle = make_callback(args[0], api);
  return handle == nullptr ? nullptr : wrap_function(handle);
}

}  // namespace tvm_ffi_py
