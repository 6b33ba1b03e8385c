// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// result.cc: FFI values as Python values (core module): objects by kind, then the rare plain kinds.
#include "result.h"

#include "container.h"
#include "device.h"
#include "dlpack_py.h"
#include "dtype.h"
#include "error.h"
#include "function.h"
#include "opaque.h"
#include "tensor.h"
#include "text.h"
#include "type_registry.h"

namespace tvm_ffi_py {

static PyObject* wrap_big_int(void* handle) {
  TVMFFIAny value;
  set_object(&value, handle);
  const TVMFFIByteArray words = TVMFFIBigIntGetContentByteArray(&value);
  PyObject* number = PyObject_CallMethod(as_py(&PyLong_Type), "from_bytes", "y#s", words.data,
                                         static_cast<Py_ssize_t>(words.size), "little");
  if (number != nullptr && words.size > 0 && (words.data[words.size - 1] & 0x80) != 0) {
    // from_bytes read it as unsigned; the top bit says it is negative.
    Ref unsigned_number(number);
    Ref bits(PyLong_FromSize_t(words.size * 8));
    Ref one(PyLong_FromLong(1));
    Ref modulus(bits && one ? PyNumber_Lshift(one.get(), bits.get()) : nullptr);
    number = modulus ? PyNumber_Subtract(unsigned_number.get(), modulus.get()) : nullptr;
  }
  dec_ref(handle);
  return number;
}

static PyObject* unwrap_opaque(void* handle) {
  PyObject* content = opaque_content(handle);
  if (content == nullptr) return wrap_object(handle);
  Py_INCREF(content);
  dec_ref(handle);
  return content;
}

// Classes derived from Python's own types are built from the object by the class itself.
static PyObject* wrap_native(PyTypeObject* type, void* handle) {
  Ref object(wrap_as(state().object, handle));
  if (!object) return nullptr;
  return PyObject_CallMethodObjArgs(as_py(type), names().__from_tvm_ffi_object__, as_py(type),
                                    object.get(), nullptr);
}

PyObject* object_to_python(TVMFFIAny* value, const DLPackExchangeAPI* api) {
  void* handle = value->v_ptr;
  switch (value->type_index) {
    case kTVMFFIStr:
      return wrap_string(handle);
    case kTVMFFIBytes:
      return wrap_bytes(handle);
    case kTVMFFIFunction:
      return wrap_function(handle);
    case kTVMFFITensor:
      if (UNLIKELY(api != nullptr && api->managed_tensor_to_py_object_no_sync != nullptr)) {
        return tensor_to_exchange(api, handle);
      }
      return wrap_tensor(handle);
    case kTVMFFIShape:
      return wrap_shape(handle);
    case kTVMFFIArray:
    case kTVMFFIMap:
    case kTVMFFIList:
    case kTVMFFIDict:
      return wrap_container(handle, api);
    case kTVMFFIOpaquePyObject:
      return unwrap_opaque(handle);
    case kTVMFFIBigInt:
      return wrap_big_int(handle);
    default:
      break;
  }
  PyTypeObject* type = class_of_index(value->type_index);
  if (UNLIKELY(type == nullptr)) {
    dec_ref(handle);
    return nullptr;
  }
  if (LIKELY(is_object_class(type) || PyType_IsSubtype(type, state().cobject)))
    return wrap_object_as(type, handle);
  return wrap_native(type, handle);
}

PyObject* other_to_python(TVMFFIAny* value) {
  switch (value->type_index) {
    case kTVMFFISmallBytes:
      return PyBytes_FromStringAndSize(value->v_bytes,
                                       static_cast<Py_ssize_t>(value->small_str_len));
    case kTVMFFIOpaquePtr:
      return make_c_void_p(value->v_ptr);
    case kTVMFFIDataType:
      return wrap_dtype(value->v_dtype);
    case kTVMFFIDevice:
      return wrap_device(value->v_device);
    case kTVMFFIDLTensorPtr:
      return wrap_tensor_view(static_cast<const DLTensor*>(value->v_ptr));
    default:
      return PyErr_Format(PyExc_ValueError, "a value of type index %d cannot be returned to Python",
                          static_cast<int>(value->type_index));
  }
}

PyObject* view_to_python(const TVMFFIAny& view, const DLPackExchangeAPI* api) {
  switch (view.type_index) {
    case kTVMFFIRawStr:
      return to_str(bytes_of(view.v_c_str));
    case kTVMFFIByteArrayPtr: {
      const auto* bytes = static_cast<const TVMFFIByteArray*>(view.v_ptr);
      return PyBytes_FromStringAndSize(bytes->data, static_cast<Py_ssize_t>(bytes->size));
    }
    case kTVMFFIObjectRValueRef: {
      TVMFFIAny owned = none_value();
      if (TVMFFIAnyViewToOwnedAny(&view, &owned) != 0) return raise_last_error_null();
      return to_python(&owned, api);
    }
    default:
      break;
  }
  TVMFFIAny owned = view;
  if (holds_object(owned)) inc_ref(owned.v_ptr);
  return to_python(&owned, api);
}

}  // namespace tvm_ffi_py
