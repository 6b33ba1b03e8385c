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

// The cells as Python values in stack[1..n]; -1 with an exception, everything made so far in place.
static int to_python_args(const Closure* closure, const TVMFFIAny* args, int32_t n,
                          PyObject** stack, bool* lent) {
  for (int32_t i = 0; i < n; ++i) {
    if (args[i].type_index == kTVMFFIDLTensorPtr) *lent = true;
    stack[i + 1] = view_to_python(args[i], closure->api);
    if (stack[i + 1] == nullptr) return -1;
  }
  return 0;
}

static void drop_args(const TVMFFIAny* args, int32_t n, PyObject** stack, bool lent) {
  for (int32_t i = 0; i < n; ++i) {
    PyObject* o = stack[i + 1];
    if (o == nullptr) continue;
    if (lent && args[i].type_index == kTVMFFIDLTensorPtr && is_a(o, state().tensor))
      expire_tensor_view(o);
    Py_DECREF(o);
  }
}

static int call_closure(const Closure* closure, const TVMFFIAny* args, int32_t n,
                        TVMFFIAny* result) {
  PyObject* inline_stack[kInlineCallbackArgs + 1];
  PyObject** stack = inline_stack;
  if (UNLIKELY(n > kInlineCallbackArgs)) {
    stack = PyMem_New(PyObject*, static_cast<size_t>(n) + 1);
    if (stack == nullptr) {
      PyErr_NoMemory();
      return -1;
    }
  }
  std::memset(stack, 0, sizeof(PyObject*) * (static_cast<size_t>(n) + 1));
  bool lent = false;
  PyObject* returned = nullptr;
  // Native code may call while an exception of its host is pending; Python must not see it.
  if (to_python_args(closure, args, n, stack, &lent) == 0) {
    returned =
        PyObject_Vectorcall(closure->callable, stack + 1,
                            static_cast<size_t>(n) | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr);
  }
  int rc = -1;
  if (returned != nullptr) {
    if (returned == Py_None) {
      *result = none_value();
      rc = 0;
    } else {
      rc = set_owned(returned, result);
    }
    Py_DECREF(returned);
  }
  if (rc == 0) {
    drop_args(args, n, stack, lent);
  } else {
    SavedError saved;
    drop_args(args, n, stack, lent);
  }
  if (UNLIKELY(stack != inline_stack)) PyMem_Free(stack);
  return rc;
}

static int safe_call(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  if (UNLIKELY(interpreter_is_gone())) {
    TVMFFIErrorSetRaisedFromCStr("RuntimeError",
                                 "a Python callback was called after the interpreter had ended");
    return -1;
  }
  const GilGuard gil;
  const auto* closure = static_cast<const Closure*>(self);
  // The function may be released while it runs; the callable must outlive the call.
  const Ref held = Ref::borrow(closure->callable);
  if (LIKELY(call_closure(closure, args, n, result) == 0)) return 0;
  return hand_over_exception();
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
                        Py_TYPE(args[0])->tp_name);
  }
  const DLPackExchangeAPI* api = nullptr;
  if (n == 2 && args[1] != Py_None) {
    PyObject* attribute =
        PyType_Check(args[1])
            ? type_attr(reinterpret_cast<PyTypeObject*>(args[1]), names().__dlpack_c_exchange_api__)
            : nullptr;
    if (attribute == nullptr) {
      return PyErr_Format(PyExc_TypeError, "tensor_cls %R has no __dlpack_c_exchange_api__",
                          args[1]);
    }
    api = exchange_api_of(attribute);
    if (api == nullptr) return nullptr;
  }
  void* handle = make_callback(args[0], api);
  return handle == nullptr ? nullptr : wrap_function(handle);
}

}  // namespace tvm_ffi_py
