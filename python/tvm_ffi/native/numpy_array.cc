// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// numpy_array.cc: numpy arrays read in place (core module); see numpy_array.h for what may be
// relied on.
#include "numpy_array.h"

#include <cstdlib>

#include "error.h"
#include "opaque.h"
#include "protocols.h"

namespace tvm_ffi_py {

struct NumpyDescr {
  PyObject_HEAD PyTypeObject* type_object;
  char kind;
  char type;
  char byte_order;
  char former_flags;
  int type_number;
};

struct NumpyArray {
  PyObject_HEAD char* data;
  int ndim;
  Py_ssize_t* dimensions;
  Py_ssize_t* strides;
  PyObject* base;
  NumpyDescr* descr;
  int flags;
};

constexpr int kAligned = 0x100;
constexpr int kWriteable = 0x400;
constexpr int kNumBuiltinTypes = 24;

struct ElementType {
  uint8_t code;
  uint8_t bytes;  // 0: not taken in place
};
// By numpy's type number; long is 8 bytes where this is compiled with LP64.
static constexpr ElementType kElementTypes[kNumBuiltinTypes] = {{kDLBool, 1},
                                                                {kDLInt, 1},
                                                                {kDLUInt, 1},
                                                                {kDLInt, 2},
                                                                {kDLUInt, 2},
                                                                {kDLInt, 4},
                                                                {kDLUInt, 4},
                                                                {kDLInt, sizeof(long)},
                                                                {kDLUInt, sizeof(long)},
                                                                {kDLInt, 8},
                                                                {kDLUInt, 8},
                                                                {kDLFloat, 4},
                                                                {kDLFloat, 8},
                                                                {0, 0},
                                                                {kDLComplex, 8},
                                                                {kDLComplex, 16},
                                                                {0, 0},
                                                                {0, 0},
                                                                {0, 0},
                                                                {0, 0},
                                                                {0, 0},
                                                                {0, 0},
                                                                {0, 0},
                                                                {kDLFloat, 2}};

static inline const NumpyArray* as_array(PyObject* o) {
  return reinterpret_cast<const NumpyArray*>(o);
}

bool is_numpy_array_type(PyTypeObject* type) {
  if (std::strcmp(type_name(type), "numpy.ndarray") != 0) return false;
  Ref cls(loaded_attr("numpy", "ndarray"));
  return cls.get() == as_py(type);
}

bool numpy_is_plain(PyObject* o) {
  const NumpyArray* array = as_array(o);
  const NumpyDescr* descr = array->descr;
  if (descr->type_number < 0 || descr->type_number >= kNumBuiltinTypes) return false;
  const unsigned bytes = kElementTypes[descr->type_number].bytes;
  if (bytes == 0 || (descr->byte_order != '=' && descr->byte_order != '|')) return false;
  if ((array->flags & (kAligned | kWriteable)) != (kAligned | kWriteable)) return false;
  for (int i = 0; i < array->ndim; ++i) {
    if ((array->strides[i] & static_cast<Py_ssize_t>(bytes - 1)) != 0) return false;
  }
  return true;
}

// dims has room for 2 * ndim numbers.
static inline void fill(const NumpyArray* array, DLTensor* tensor, int64_t* dims) {
  const ElementType element = kElementTypes[array->descr->type_number];
  const int shift = __builtin_ctz(element.bytes);
  tensor->data = array->data;
  tensor->device = DLDevice{kDLCPU, 0};
  tensor->ndim = array->ndim;
  tensor->dtype = DLDataType{element.code, static_cast<uint8_t>(element.bytes * 8), 1};
  tensor->byte_offset = 0;
  tensor->shape = dims;
  tensor->strides = dims + array->ndim;
  for (int i = 0; i < array->ndim; ++i) {
    dims[i] = array->dimensions[i];
    dims[i + array->ndim] = array->strides[i] >> shift;
  }
}

int numpy_lend(CallFrame& frame, PyObject* o, TVMFFIAny* out) {
  const NumpyArray* array = as_array(o);
  const NumpyDescr* descr = array->descr;
  const auto number = static_cast<unsigned>(descr->type_number);
  if (UNLIKELY(number >= kNumBuiltinTypes)) return 0;
  const ElementType element = kElementTypes[number];
  if (UNLIKELY(element.bytes == 0 || (descr->byte_order != '=' && descr->byte_order != '|') ||
               (array->flags & (kAligned | kWriteable)) != (kAligned | kWriteable)))
    return 0;
  const int ndim = array->ndim;
  auto* tensor = static_cast<DLTensor*>(
      frame.scratch(sizeof(DLTensor) + 2 * static_cast<size_t>(ndim) * sizeof(int64_t)));
  if (UNLIKELY(tensor == nullptr)) return -1;
  auto* shape = reinterpret_cast<int64_t*>(tensor + 1);
  int64_t* strides = shape + ndim;
  const int shift = __builtin_ctz(element.bytes);
  Py_ssize_t odd = 0;
  for (int i = 0; i < ndim; ++i) {
    odd |= array->strides[i];
    shape[i] = array->dimensions[i];
    strides[i] = array->strides[i] >> shift;
  }
  if (UNLIKELY((odd & (element.bytes - 1)) != 0)) return 0;
  tensor->data = array->data;
  tensor->device = DLDevice{kDLCPU, 0};
  tensor->ndim = ndim;
  tensor->dtype = DLDataType{element.code, static_cast<uint8_t>(element.bytes * 8), 1};
  tensor->shape = shape;
  tensor->strides = strides;
  tensor->byte_offset = 0;
  set_pod(out, kTVMFFIDLTensorPtr, 0);
  out->v_ptr = tensor;
  return 1;
}

struct OwnedArray {
  DLManagedTensorVersioned managed;
  PyObject* owner;
};

static void drop_owned_array(DLManagedTensorVersioned* managed) {
  release_from_anywhere(reinterpret_cast<OwnedArray*>(managed)->owner);
  std::free(managed);
}

void* numpy_own(PyObject* o) {
  const NumpyArray* array = as_array(o);
  const size_t size = sizeof(OwnedArray) + 2 * static_cast<size_t>(array->ndim) * sizeof(int64_t);
  auto* owned = static_cast<OwnedArray*>(std::malloc(size));
  if (owned == nullptr) return PyErr_NoMemory();
  owned->owner = Py_NewRef(o);
  owned->managed.version = DLPackVersion{DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION};
  owned->managed.manager_ctx = owned;
  owned->managed.deleter = drop_owned_array;
  owned->managed.flags = 0;
  fill(array, &owned->managed.dl_tensor, reinterpret_cast<int64_t*>(owned + 1));
  void* handle = nullptr;
  if (TVMFFITensorFromDLPackVersioned(&owned->managed, 0, 0, &handle) != 0) {
    drop_owned_array(&owned->managed);
    raise_last_error();
    return nullptr;
  }
  return handle;
}

}  // namespace tvm_ffi_py
