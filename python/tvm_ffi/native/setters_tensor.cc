// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// setters_tensor.cc: foreign tensors as arguments (core module): the DLPack C exchange, CUDA
// streams, __dlpack__. Where the parameter is known to take a DLTensor pointer, the tensor is lent:
// a DLTensor in the frame, no managed tensor, no reference beyond the caller's own.
#include "args.h"
#include "dlpack_py.h"
#include "error.h"
#include "function.h"
#include "numpy_array.h"
#include "protocols.h"

namespace tvm_ffi_py {

bool may_take_sequence(const CallFrame& frame, const TVMFFIAny* out) {
  if (frame.target == nullptr) return false;
  const Plan* plan = plan_of(frame.target, nullptr);
  return plan != nullptr && plan->take_sequence.has(out - frame.args);
}

bool may_lend_tensor(const CallFrame& frame, const TVMFFIAny* out) {
  if (frame.target == nullptr) return false;
  const Plan* plan = frame.target->plan;
  if (UNLIKELY(plan == nullptr)) plan = plan_of(frame.target, nullptr);
  return plan != nullptr && plan->lend_tensor.has(out - frame.args);
}

__attribute__((noinline)) void note_device(CallFrame& frame, const DLTensor* tensor,
                                           const DLPackExchangeAPI* api) {
  const auto type = static_cast<int32_t>(tensor->device.device_type);
  if (type == kDLCPU || frame.device_type != 0) return;
  void* stream = nullptr;
  if (api != nullptr && api->current_work_stream != nullptr &&
      api->current_work_stream(tensor->device.device_type, tensor->device.device_id, &stream) !=
          0) {
    PyErr_Clear();
    return;
  }
  frame.device_type = type;
  frame.device_id = tensor->device.device_id;
  frame.stream = stream;
  frame.in_environment = true;
}

static int own_by_exchange(CallFrame& frame, PyObject* o, TVMFFIAny* out, void* data) {
  const auto* api = static_cast<const DLPackExchangeAPI*>(data);
  void* handle = tensor_from_exchange(api, o);
  if (handle == nullptr) return -1;
  frame.use_framework(api);
  note_device(frame, body_of<DLTensor>(handle), api);
  return keep_object(frame, handle, out);
}

static ALWAYS_INLINE int lend_into(DLTensor* lent, CallFrame& frame, PyObject* o, TVMFFIAny* out,
                                   const DLPackExchangeAPI* api) {
  set_pointer(out, kTVMFFIDLTensorPtr, lent);
  frame.use_framework(api);
  if (UNLIKELY(api->dltensor_from_py_object_no_sync(o, lent) != 0)) return raise_call_failure();
  if (UNLIKELY(lent->device.device_type != kDLCPU)) note_device(frame, lent, api);
  return 0;
}

static __attribute__((noinline)) int lend_or_own(CallFrame& frame, PyObject* o, TVMFFIAny* out,
                                                 void* data) {
  if (!may_lend_tensor(frame, out)) return own_by_exchange(frame, o, out, data);
  auto* lent = static_cast<DLTensor*>(frame.scratch(sizeof(DLTensor)));
  if (lent == nullptr) return -1;
  return lend_into(lent, frame, o, out, static_cast<const DLPackExchangeAPI*>(data));
}

// Written for the plan that is there, the parameter that takes a view and the room in the frame, so
// that nothing has to be kept for the other cases.
static int lend_by_exchange(CallFrame& frame, PyObject* o, TVMFFIAny* out, void* data) {
  if (UNLIKELY(frame.target == nullptr || frame.target->plan == nullptr ||
               !frame.target->plan->lend_tensor.has(out - frame.args)))
    return lend_or_own(frame, o, out, data);
  auto* lent = frame.scratch_at_hand<DLTensor>();
  if (UNLIKELY(lent == nullptr)) return lend_or_own(frame, o, out, data);
  return lend_into(lent, frame, o, out, static_cast<const DLPackExchangeAPI*>(data));
}

int set_numpy_array(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  if (LIKELY(may_lend_tensor(frame, out))) {
    const int lent = numpy_lend(frame, o, out);
    if (LIKELY(lent != 0)) return lent < 0 ? -1 : 0;
  }
  if (UNLIKELY(!numpy_is_plain(o))) {
    frame.ran_python = true;
    return set_by_dlpack(frame, o, out, nullptr);
  }
  void* handle = numpy_own(o);
  return handle == nullptr ? -1 : keep_object(frame, handle, out);
}

// Row 11: through Python; an optional __tvm_ffi_env_stream__() names the stream.
int set_by_dlpack(CallFrame& frame, PyObject* o, TVMFFIAny* out, void*) {
  void* handle = tensor_from_dlpack_method(o, 0, 0);
  if (handle == nullptr) return -1;
  if (keep_object(frame, handle, out) < 0) return -1;
  const DLTensor* tensor = body_of<DLTensor>(handle);
  if (tensor->device.device_type == kDLCPU || frame.device_type != 0) return 0;
  if (!type_has(Py_TYPE(o), names().__tvm_ffi_env_stream__)) return 0;
  Ref stream(PyObject_CallMethodObjArgs(o, names().__tvm_ffi_env_stream__, nullptr));
  if (!stream) return -1;
  const unsigned long long address = PyLong_AsUnsignedLongLongMask(stream.get());
  if (PyErr_Occurred()) return -1;
  frame.device_type = tensor->device.device_type;
  frame.device_id = tensor->device.device_id;
  frame.stream = reinterpret_cast<void*>(static_cast<uintptr_t>(address));
  frame.in_environment = true;
  return 0;
}

static int set_driver_stream(CallFrame&, PyObject* o, TVMFFIAny* out, void*) {
  Ref value(PyNumber_Long(o));
  if (!value) return -1;
  const unsigned long long address = PyLong_AsUnsignedLongLongMask(value.get());
  if (PyErr_Occurred()) return -1;
  set_pointer(out, kTVMFFIOpaquePtr, reinterpret_cast<void*>(static_cast<uintptr_t>(address)));
  return 0;
}

static bool is_driver_stream(PyObject* o) {
  for (const char* module : {"cuda.bindings.driver", "cuda.cuda"}) {
    Ref cls(loaded_attr(module, "CUstream"));
    if (cls && PyType_Check(cls.get()) && is_a(o, reinterpret_cast<PyTypeObject*>(cls.get())))
      return true;
  }
  return false;
}

Setter find_tensor_setter(PyTypeObject* type, PyObject* o, void** data, bool* failed) {
  const Names& n = names();
  PyObject* attribute =
      state().skip_exchange_api ? nullptr : type_attr(type, n.__dlpack_c_exchange_api__);
  if (attribute != nullptr) {
    const DLPackExchangeAPI* api = exchange_api_of(attribute);
    if (api == nullptr) {
      *failed = true;
      return nullptr;
    }
    if (api->managed_tensor_from_py_object_no_sync != nullptr) {
      *data = const_cast<DLPackExchangeAPI*>(api);
      return api->dltensor_from_py_object_no_sync != nullptr ? lend_by_exchange : own_by_exchange;
    }
  }
  if (type_has(type, n.__cuda_stream__)) return set_by_cuda_stream;
  if (is_driver_stream(o)) return set_driver_stream;
  if (PyObject* exporter = torch_exporter(type)) {
    *data = exporter;
    return set_by_torch;
  }
  if (!type_has(type, n.__dlpack__)) return nullptr;
  return is_numpy_array_type(type) ? set_numpy_array : set_by_dlpack;
}

}  // namespace tvm_ffi_py
