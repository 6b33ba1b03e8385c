// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// dlpack_py.cc: DLPack capsules and the C exchange interface (core module).
// A capsule is consumed by renaming it; whoever fails before that leaves it untouched, so nothing
// is freed twice.
#include "dlpack_py.h"

#include "error.h"
#include "protocols.h"
#include "tensor.h"

namespace tvm_ffi_py {

constexpr const char* kLegacy = "dltensor";
constexpr const char* kLegacyUsed = "used_dltensor";
constexpr const char* kVersioned = "dltensor_versioned";
constexpr const char* kVersionedUsed = "used_dltensor_versioned";

const DLPackExchangeAPI* exchange_api_of(PyObject* attribute) {
  const void* pointer = nullptr;
  if (PyCapsule_CheckExact(attribute)) {
    pointer = PyCapsule_GetPointer(attribute, "dlpack_exchange_api");
  } else if (PyLong_Check(attribute)) {
    pointer = PyLong_AsVoidPtr(attribute);
    // No table lies in the first page, beside its alignment or in the upper half, the kernel's.
    const auto address = reinterpret_cast<uintptr_t>(pointer);
    if (address < 4096 || address % alignof(DLPackExchangeAPI) != 0 || address > PTRDIFF_MAX)
      pointer = nullptr;
  }
  if (pointer == nullptr) {
    PyErr_Clear();
    PyErr_SetString(PyExc_ValueError,
                    "Invalid __dlpack_c_exchange_api__: expected a PyCapsule named "
                    "'dlpack_exchange_api' or its address");
    return nullptr;
  }
  const auto* api = static_cast<const DLPackExchangeAPI*>(pointer);
  if (api->header.version.major != DLPACK_MAJOR_VERSION) {
    PyErr_Format(PyExc_ValueError,
                 "__dlpack_c_exchange_api__ has major version %u, supported is %d",
                 api->header.version.major, DLPACK_MAJOR_VERSION);
    return nullptr;
  }
  return api;
}

int raise_call_failure() {
  if (!PyErr_Occurred())
    PyErr_SetString(PyExc_BufferError, "the framework refused to export its tensor");
  return -1;
}

void* tensor_from_exchange(const DLPackExchangeAPI* api, PyObject* o) {
  DLManagedTensorVersioned* managed = nullptr;
  if (api->managed_tensor_from_py_object_no_sync(o, &managed) != 0 || managed == nullptr) {
    raise_call_failure();
    return nullptr;
  }
  void* handle = nullptr;
  if (TVMFFITensorFromDLPackVersioned(managed, 0, 0, &handle) == 0) return handle;
  if (managed->deleter != nullptr) managed->deleter(managed);
  raise_last_error();
  return nullptr;
}

void* tensor_from_capsule(PyObject* capsule, int alignment, int contiguous) {
  void* handle = nullptr;
  if (PyCapsule_IsValid(capsule, kVersioned)) {
    auto* managed =
        static_cast<DLManagedTensorVersioned*>(PyCapsule_GetPointer(capsule, kVersioned));
    if (managed->version.major != DLPACK_MAJOR_VERSION) {
      PyErr_Format(PyExc_BufferError, "unsupported DLPack version %u.%u", managed->version.major,
                   managed->version.minor);
      return nullptr;
    }
    if (managed->flags & DLPACK_FLAG_BITMASK_READ_ONLY) {
      PyErr_SetString(PyExc_BufferError, "read-only tensors are not supported");
      return nullptr;
    }
    if (TVMFFITensorFromDLPackVersioned(managed, alignment, contiguous, &handle) != 0) {
      raise_last_error();
      return nullptr;
    }
    PyCapsule_SetName(capsule, kVersionedUsed);
    return handle;
  }
  if (PyCapsule_IsValid(capsule, kLegacy)) {
    auto* managed = static_cast<DLManagedTensor*>(PyCapsule_GetPointer(capsule, kLegacy));
    if (TVMFFITensorFromDLPack(managed, alignment, contiguous, &handle) != 0) {
      raise_last_error();
      return nullptr;
    }
    PyCapsule_SetName(capsule, kLegacyUsed);
    return handle;
  }
  PyErr_SetString(PyExc_ValueError, "Expect a dltensor field, PyCapsule can only be consumed once");
  return nullptr;
}

const DLTensor* tensor_in_capsule(PyObject* capsule) {
  if (!PyCapsule_IsValid(capsule, kLegacy)) return nullptr;
  return &static_cast<DLManagedTensor*>(PyCapsule_GetPointer(capsule, kLegacy))->dl_tensor;
}

void* tensor_from_dlpack_method(PyObject* o, int alignment, int contiguous) {
  Ref capsule(PyObject_CallMethodObjArgs(o, names().__dlpack__, nullptr));
  return capsule ? tensor_from_capsule(capsule.get(), alignment, contiguous) : nullptr;
}

PyObject* tensor_to_exchange(const DLPackExchangeAPI* api, void* handle) {
  DLManagedTensorVersioned* managed = nullptr;
  const int rc = TVMFFITensorToDLPackVersioned(handle, &managed);
  dec_ref(handle);
  if (rc != 0) return raise_last_error_null();
  void* made = nullptr;
  if (api->managed_tensor_to_py_object_no_sync(managed, &made) == 0 && made != nullptr) {
    return static_cast<PyObject*>(made);
  }
  raise_call_failure();
  return nullptr;
}

static void drop_legacy(PyObject* capsule) {
  if (!PyCapsule_IsValid(capsule, kLegacy)) return;
  auto* managed = static_cast<DLManagedTensor*>(PyCapsule_GetPointer(capsule, kLegacy));
  if (managed->deleter != nullptr) managed->deleter(managed);
}

static void drop_versioned(PyObject* capsule) {
  if (!PyCapsule_IsValid(capsule, kVersioned)) return;
  auto* managed = static_cast<DLManagedTensorVersioned*>(PyCapsule_GetPointer(capsule, kVersioned));
  if (managed->deleter != nullptr) managed->deleter(managed);
}

template <class Managed>
static PyObject* make_capsule(Managed* managed, const char* name, PyCapsule_Destructor destructor) {
  PyObject* capsule = PyCapsule_New(managed, name, destructor);
  if (capsule == nullptr) managed->deleter(managed);
  return capsule;
}

PyObject* tensor_to_capsule(void* handle, bool versioned) {
  if (versioned) {
    DLManagedTensorVersioned* managed = nullptr;
    if (TVMFFITensorToDLPackVersioned(handle, &managed) != 0) return raise_last_error_null();
    return make_capsule(managed, kVersioned, drop_versioned);
  }
  DLManagedTensor* managed = nullptr;
  if (TVMFFITensorToDLPack(handle, &managed) != 0) return raise_last_error_null();
  return make_capsule(managed, kLegacy, drop_legacy);
}

static void* import_tensor(PyObject* o, int alignment, int contiguous) {
  PyTypeObject* type = Py_TYPE(o);
  PyObject* attribute =
      state().skip_exchange_api ? nullptr : type_attr(type, names().__dlpack_c_exchange_api__);
  if (attribute != nullptr && alignment == 0 && contiguous == 0) {
    const DLPackExchangeAPI* api = exchange_api_of(attribute);
    if (api == nullptr) return nullptr;
    if (api->managed_tensor_from_py_object_no_sync != nullptr) {
      void* handle = tensor_from_exchange(api, o);
      if (handle != nullptr || !PyErr_ExceptionMatches(PyExc_BufferError)) return handle;
      PyErr_Clear();
    }
  }
  if (type_has(type, names().__dlpack__))
    return tensor_from_dlpack_method(o, alignment, contiguous);
  if (PyCapsule_CheckExact(o)) return tensor_from_capsule(o, alignment, contiguous);
  PyErr_Format(
      PyExc_TypeError,
      "Expect from_dlpack to take either a compatible tensor or PyCapsule, got `%s`, which has no "
      "__dlpack__",
      type_name(type));
  return nullptr;
}

PyObject* from_dlpack(PyObject*, PyObject* args, PyObject* kwargs) {
  static const char* keywords[] = {"ext_tensor", "require_alignment", "require_contiguous",
                                   nullptr};
  PyObject* o;
  int alignment = 0, contiguous = 0;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$ip:from_dlpack", const_cast<char**>(keywords),
                                   &o, &alignment, &contiguous)) {
    return nullptr;
  }
  void* handle = import_tensor(o, alignment, contiguous);
  return handle == nullptr ? nullptr : wrap_tensor(handle);
}

}  // namespace tvm_ffi_py
