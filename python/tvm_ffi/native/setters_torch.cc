// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// setters_torch.cc: tensors of a torch without the C exchange interface (core module), row 10 of
// the contract, through torch's own functions. The __dlpack__ of its tensors is Python code, knows
// no stream, and refuses what requires a gradient. Where results are to be torch's, a table stands
// for the interface that is missing.
#include "args.h"
#include "dlpack_py.h"
#include "error.h"
#include "protocols.h"

namespace tvm_ffi_py {

// Torch's function takes capsules without a version only.
static int torch_takes(DLManagedTensorVersioned* managed, void** out) {
  void* handle = nullptr;
  if (TVMFFITensorFromDLPackVersioned(managed, 0, 0, &handle) != 0) {
    if (managed->deleter != nullptr) managed->deleter(managed);
    return raise_last_error();
  }
  Ref capsule(tensor_to_capsule(handle, false));
  dec_ref(handle);
  Ref take(loaded_attr("torch.utils.dlpack", "from_dlpack"));
  if (!capsule || !take) return -1;
  *out = PyObject_CallFunctionObjArgs(take.get(), capsule.get(), nullptr);
  return *out != nullptr ? 0 : -1;
}

static int torch_works_on(DLDeviceType type, int32_t index, void** out) {
  *out = nullptr;
  if (type != kDLCUDA && type != kDLROCM) return 0;
  Ref current(loaded_attr("torch._C", "_cuda_getCurrentRawStream"));
  if (!current) return 0;
  Ref stream(PyObject_CallFunction(current.get(), "i", static_cast<int>(index)));
  if (!stream) return -1;
  *out =
      reinterpret_cast<void*>(static_cast<uintptr_t>(PyLong_AsUnsignedLongLongMask(stream.get())));
  return PyErr_Occurred() ? -1 : 0;
}

static constexpr DLPackExchangeAPI make_table() {
  DLPackExchangeAPI made{};
  made.header.version = DLPackVersion{DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION};
  made.managed_tensor_to_py_object_no_sync = torch_takes;
  made.current_work_stream = torch_works_on;
  return made;
}
static constexpr DLPackExchangeAPI g_torch = make_table();

// Elements of a conjugate view are not those in memory. The first releases of torch had no such
// view.
static COLD int refuse_conjugate(PyObject* o) {
  if (!PyObject_HasAttrString(o, "is_conj")) return 0;
  Ref conjugate(PyObject_CallMethod(o, "is_conj", nullptr));
  const int is = conjugate ? PyObject_IsTrue(conjugate.get()) : -1;
  if (is > 0)
    PyErr_SetString(PyExc_BufferError,
                    "a conjugate view cannot be shared: pass tensor.resolve_conj()");
  return is == 0 ? 0 : -1;
}

int set_by_torch(CallFrame& frame, PyObject* o, TVMFFIAny* out, void* to_dlpack) {
  Ref capsule(PyObject_CallFunctionObjArgs(static_cast<PyObject*>(to_dlpack), o, nullptr));
  if (!capsule) return -1;
  const DLTensor* tensor = may_lend_tensor(frame, out) ? tensor_in_capsule(capsule.get()) : nullptr;
  if (tensor != nullptr) {
    set_pointer(out, kTVMFFIDLTensorPtr, tensor);
    if (!frame.keep(capsule.release(), TempKind::kPython)) return -1;
  } else {
    void* handle = tensor_from_capsule(capsule.get(), 0, 0);
    if (handle == nullptr || keep_object(frame, handle, out) < 0) return -1;
    tensor = body_of<DLTensor>(handle);
  }
  if (tensor->dtype.code == kDLComplex && refuse_conjugate(o) < 0) return -1;
  frame.use_framework(&g_torch);
  note_device(frame, tensor, &g_torch);
  return 0;
}

PyObject* torch_exporter(PyTypeObject* type) {
  static PyObject* kept;
  Ref cls(loaded_attr("torch", "Tensor"));
  if (!cls || !PyType_Check(cls.get()) ||
      !PyType_IsSubtype(type, reinterpret_cast<PyTypeObject*>(cls.get())))
    return nullptr;
  if (kept == nullptr) kept = loaded_attr("torch.utils.dlpack", "to_dlpack");
  return kept;
}

}  // namespace tvm_ffi_py
