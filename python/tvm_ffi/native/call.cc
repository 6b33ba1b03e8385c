// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// call.cc: what a call needs beyond the common case: streams, keywords, defaults, many arguments,
// failure (core module). See call.h for the common case.
#include "call.h"

#include <algorithm>

#include "error.h"
#include "keywords.h"
#include "tensor.h"

// Where this package's own library keeps the allocator of the calling thread, in no header: each of
// the two ways through the ABI costs a call three times as much. NULL in a process that had another
// implementation of the ABI loaded already.
extern "C" __attribute__((weak)) DLPackManagedTensorAllocator* TVMFFIEnvThreadTensorAllocator(void);

namespace tvm_ffi_py {

// What the frameworks of the arguments bring along is the thread's own while a call runs: the
// stream of the first device, and the allocator by which the callee makes tensors of the framework.
class StreamScope {
 public:
  explicit StreamScope(const CallFrame& frame) : frame_(frame) {}

  int enter() {
    if (frame_.device_type == 0) return 0;
    return TVMFFIEnvSetStream(frame_.device_type, frame_.device_id, frame_.stream, &previous_) == 0
               ? 0
               : raise_last_error();
  }
  void leave() const {
    if (frame_.device_type != 0 && frame_.stream != previous_)
      TVMFFIEnvSetStream(frame_.device_type, frame_.device_id, previous_, nullptr);
  }

 private:
  const CallFrame& frame_;
  void* previous_ = nullptr;
};

// Runs native code with the allocator of the frame's framework. Where the allocator was the
// thread's before, another one that the callee sets stays.
template <class Call>
static ALWAYS_INLINE int run_with_allocator(const CallFrame& frame, bool release_gil, Call call) {
  PyThreadState* thread = release_gil ? PyEval_SaveThread() : nullptr;
  const DLPackManagedTensorAllocator allocator =
      frame.api != nullptr ? frame.api->managed_tensor_allocator : nullptr;
  DLPackManagedTensorAllocator* place = nullptr;
  DLPackManagedTensorAllocator previous = allocator;
  if (LIKELY(allocator != nullptr && TVMFFIEnvThreadTensorAllocator != nullptr)) {
    place = TVMFFIEnvThreadTensorAllocator();
    previous = std::exchange(*place, allocator);
  } else if (allocator != nullptr) {
    TVMFFIEnvSetDLPackManagedTensorAllocator(allocator, 0, &previous);
  }
  const int rc = call();
  if (previous != allocator) {
    if (LIKELY(place != nullptr))
      *place = previous;
    else
      TVMFFIEnvSetDLPackManagedTensorAllocator(previous, 0, nullptr);
  }
  if (thread != nullptr) or_wait_for_exit([thread] { PyEval_RestoreThread(thread); });
  return LIKELY(rc == 0) ? 0 : raise_last_error();
}

static __attribute__((noinline)) int call_with_allocator(void* handle, const CallFrame& frame,
                                                         int32_t num_args, bool release_gil,
                                                         TVMFFIAny* result) {
  return run_with_allocator(frame, release_gil, [&] {
    return body_of<TVMFFIFunctionCell>(handle)->safe_call(handle, frame.args, num_args, result);
  });
}

static __attribute__((noinline)) int call_on_stream(void* handle, const CallFrame& frame,
                                                    int32_t num_args, bool release_gil,
                                                    TVMFFIAny* result) {
  StreamScope stream(frame);
  if (stream.enter() != 0) return -1;
  const int rc = call_with_allocator(handle, frame, num_args, release_gil, result);
  stream.leave();
  return rc;
}

int call_in_environment(void* handle, const CallFrame& frame, int32_t num_args, bool release_gil,
                        TVMFFIAny* result) {
  if (UNLIKELY(frame.device_type != 0))
    return call_on_stream(handle, frame, num_args, release_gil, result);
  return call_with_allocator(handle, frame, num_args, release_gil, result);
}

// A DLTensor pointer that came back: the tensor it belongs to, when that is an argument, else a
// lent view.
COLD PyObject* returned_view(CallFrame& frame, Py_ssize_t n, const TVMFFIAny& result) {
  for (Py_ssize_t i = 0; i < n; ++i) {
    const TVMFFIAny& arg = frame.args[i];
    if (arg.type_index == kTVMFFITensor && body_of<DLTensor>(arg.v_ptr) == result.v_ptr) {
      inc_ref(arg.v_ptr);
      return wrap_tensor(arg.v_ptr);
    }
  }
  return wrap_tensor_view(static_cast<const DLTensor*>(result.v_ptr));
}

__attribute__((noinline)) int borrow_objects_again(CallFrame& frame, PyObject* receiver,
                                                   PyObject* const* args, Py_ssize_t total) {
  for (Py_ssize_t i = 0; i < total; ++i) {
    if (LIKELY(!holds_object(frame.args[i]))) continue;
    PyObject* arg = receiver == nullptr ? args[i] : i == 0 ? receiver : args[i - 1];
    if (!is_cobject(arg)) continue;
    void* handle = handle_of(arg);
    if (handle == nullptr) return -1;
    if (!frame.borrow(handle, &frame.args[i])) return -1;
  }
  return 0;
}

static int convert_all(CallFrame& frame, PyObject* receiver, PyObject* const* args, Py_ssize_t n,
                       Py_ssize_t* total) {
  const Py_ssize_t first = receiver != nullptr ? 1 : 0;
  if (UNLIKELY(n > INT32_MAX - 1)) {
    PyErr_SetString(PyExc_OverflowError, "too many arguments");
    return -1;
  }
  if (!frame.reserve(n + first)) return -1;
  if (receiver != nullptr && set_arg(frame, receiver, &frame.args[0]) < 0) return -1;
  for (Py_ssize_t i = 0; i < n; ++i) {
    if (UNLIKELY(set_arg(frame, args[i], &frame.args[i + first]) < 0)) return -1;
  }
  *total = n + first;
  return borrow_again(frame, receiver, args, *total);
}

// Binds by name and by default in the library; of the frame's cells the last ones are named.
static int call_bound(void* handle, CallFrame& frame, int32_t total, const KeywordNames& names,
                      bool release_gil, TVMFFIAny* result) {
  StreamScope stream(frame);
  if (stream.enter() != 0) return -1;
  const int rc = run_with_allocator(frame, release_gil, [&] {
    return call_keywords(handle, frame.args, total - names.count(), names, result);
  });
  stream.leave();
  return rc;
}

static bool is_among(PyObject* name, PyObject* names) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); ++i) {
    PyObject* known = PyTuple_GET_ITEM(names, i);
    if (known == name || PyUnicode_Compare(known, name) == 0) return true;
  }
  return false;
}

// Chosen parameters as a call gives them: by position, then by name.
static uint64_t bits_of_call(void* handle, const Target* target, Py_ssize_t positional,
                             PyObject* kwnames, Plan::Chosen Plan::* chosen) {
  PyObject* known = names_of(target, handle, chosen);
  if (known == nullptr) return 0;
  const uint64_t all = (target->plan->*chosen).bits;
  uint64_t bits = positional < 64 ? all & ((uint64_t{1} << positional) - 1) : all;
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  for (Py_ssize_t i = 0; i < named && positional + i < 64; ++i) {
    if (is_among(PyTuple_GET_ITEM(kwnames, i), known)) bits |= uint64_t{1} << (positional + i);
  }
  return bits;
}

// Converts, then binds and calls; kwnames may be NULL.
static int convert_and_bind(void* handle, CallFrame& frame, const Target* target, bool release_gil,
                            PyObject* receiver, PyObject* const* args, Py_ssize_t n,
                            PyObject* kwnames, TVMFFIAny* result, Py_ssize_t* total) {
  KeywordNames names;
  if (!names.read(kwnames)) return -1;
  // Cells are in the order of the call, which the plan of the callee does not know.
  const Py_ssize_t first = n + (receiver != nullptr ? 1 : 0);
  Plan plan{};
  for (auto chosen : {&Plan::lend_tensor, &Plan::take_sequence})
    (plan.*chosen).bits = bits_of_call(handle, target, first, kwnames, chosen);
  Target called{};
  called.plan = &plan;
  frame.target = &called;
  const int rc = convert_all(frame, receiver, args, n + names.count(), total);
  frame.target = nullptr;
  if (rc < 0) return -1;
  return call_bound(handle, frame, static_cast<int32_t>(*total), names, release_gil, result);
}

static COLD PyObject* call_named(void* handle, const Target* target, bool release_gil,
                                 PyObject* receiver, PyObject* const* args, Py_ssize_t n,
                                 PyObject* kwnames) {
  TVMFFIAny result = none_value();
  CallFrame frame(nullptr);
  Py_ssize_t total;
  if (convert_and_bind(handle, frame, target, release_gil, receiver, args, n, kwnames, &result,
                       &total) < 0) {
    return nullptr;
  }
  return result_to_python(frame, total, &result);
}

// A call with too few arguments has failed before the callee did anything: it checks their number
// first. If the missing ones have defaults it may be made again with them, and later calls of this
// function look first. Otherwise the exception stays.
static COLD bool learn_defaults(void* handle, const Target* target, PyObject* receiver,
                                PyObject* const* args, Py_ssize_t n) {
  if (target == nullptr || !PyErr_ExceptionMatches(PyExc_TypeError)) return false;
  Py_ssize_t total = 0;
  int32_t full = -1;
  {
    const SavedError saved;
    CallFrame frame(nullptr);
    if (convert_all(frame, receiver, args, n, &total) == 0)
      full = count_with_defaults(handle, frame.args, static_cast<int32_t>(total));
    PyErr_Clear();
  }
  const auto given = static_cast<int32_t>(total);
  if (full <= given) return false;
  PyErr_Clear();
  auto* known = const_cast<Target*>(target);
  known->fills_from = known->fills_defaults ? std::min(known->fills_from, given) : given;
  known->fills_to = full;
  known->fills_defaults = true;
  return true;
}

static bool fills_defaults(const Target* target, Py_ssize_t total) {
  return target != nullptr && target->fills_defaults && total >= target->fills_from &&
         total < target->fills_to;
}

static bool has_names(PyObject* kwnames) {
  return kwnames != nullptr && PyTuple_GET_SIZE(kwnames) != 0;
}

PyObject* call_python(void* handle, const Target* target, bool release_gil, PyObject* receiver,
                      PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  if (has_names(kwnames) || fills_defaults(target, receiver == nullptr ? n : n + 1)) {
    return call_named(handle, target, release_gil, receiver, args, n, kwnames);
  }
  {
    TVMFFIAny result = none_value();
    CallFrame frame(target);
    Py_ssize_t total;
    if (convert_all(frame, receiver, args, n, &total) < 0) return nullptr;
    if (call_handle(handle, frame, static_cast<int32_t>(total), release_gil, &result) == 0)
      return result_to_python(frame, total, &result);
  }
  if (!learn_defaults(handle, target, receiver, args, n)) return nullptr;
  return call_named(handle, target, release_gil, receiver, args, n, nullptr);
}

COLD PyObject* repeat_or_fail(void* handle, const Target* target, bool release_gil,
                              PyObject* const* args, Py_ssize_t n) {
  if (!learn_defaults(handle, target, nullptr, args, n)) return nullptr;
  return call_named(handle, target, release_gil, nullptr, args, n, nullptr);
}

COLD void* raise_no_object(int32_t type_index) {
  PyErr_Format(PyExc_TypeError, "a constructor must return an object, got a value of type index %d",
               static_cast<int>(type_index));
  return nullptr;
}

static void* call_once_for_object(void* handle, const Target* target, bool release_gil,
                                  PyObject* const* args, Py_ssize_t n, bool* called) {
  OwnedAny result;
  CallFrame frame(target);
  Py_ssize_t total;
  if (UNLIKELY(convert_all(frame, nullptr, args, n, &total) < 0)) return nullptr;
  *called = true;
  if (UNLIKELY(call_handle(handle, frame, static_cast<int32_t>(total), release_gil,
                           &result.value) != 0)) {
    return nullptr;
  }
  frame.finish();
  if (UNLIKELY(!holds_object(result.value))) return raise_no_object(result.value.type_index);
  return result.release().v_ptr;
}

static COLD void* call_named_for_object(void* handle, const Target* target, bool release_gil,
                                        PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  OwnedAny result;
  CallFrame frame(nullptr);
  Py_ssize_t total;
  if (convert_and_bind(handle, frame, target, release_gil, nullptr, args, n, kwnames, &result.value,
                       &total) < 0) {
    return nullptr;
  }
  frame.finish();
  if (UNLIKELY(!holds_object(result.value))) return raise_no_object(result.value.type_index);
  return result.release().v_ptr;
}

void* call_python_for_object(void* handle, const Target* target, bool release_gil,
                             PyObject* const* args, Py_ssize_t n, PyObject* kwnames) {
  if (UNLIKELY(has_names(kwnames) || fills_defaults(target, n))) {
    return call_named_for_object(handle, target, release_gil, args, n, kwnames);
  }
  bool called = false;
  void* made = call_once_for_object(handle, target, release_gil, args, n, &called);
  if (LIKELY(made != nullptr) || !called || !learn_defaults(handle, target, nullptr, args, n))
    return made;
  return call_named_for_object(handle, target, release_gil, args, n, nullptr);
}

void* call_for_object(PyObject* function, PyObject* const* args, Py_ssize_t n) {
  void* handle = handle_of(function);
  if (handle == nullptr) return nullptr;
  const auto* f = reinterpret_cast<Function*>(function);
  return call_python_for_object(handle, &f->target, f->release_gil, args, n, nullptr);
}

void* GlobalFunction::get() {
  if (LIKELY(handle != nullptr)) return handle;
  const TVMFFIByteArray key = bytes_of(name);
  void* found = nullptr;
  if (TVMFFIFunctionGetGlobal(&key, &found) != 0) {
    raise_last_error();
    return nullptr;
  }
  if (found == nullptr) PyErr_Format(PyExc_ValueError, "Cannot find global function %s", name);
  handle = found;
  return found;
}

int GlobalFunction::call(TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  void* function = get();
  if (UNLIKELY(function == nullptr)) return -1;
  return LIKELY(TVMFFIFunctionCall(function, args, n, result) == 0) ? 0 : raise_last_error();
}

PyObject* GlobalFunction::operator()(TVMFFIAny* args, int32_t n) {
  TVMFFIAny result = none_value();
  return call(args, n, &result) == 0 ? to_python(&result, nullptr) : nullptr;
}

}  // namespace tvm_ffi_py
