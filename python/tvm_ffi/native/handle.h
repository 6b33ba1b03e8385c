// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// handle.h: reference counts and value cells of libtvm_ffi as the ABI lays them out (core module).
// The counting protocol is part of the ABI, so it is inlined here as every client does.
#ifndef TVM_FFI_PYTHON_NATIVE_HANDLE_H_
#define TVM_FFI_PYTHON_NATIVE_HANDLE_H_

#include "py.h"

namespace tvm_ffi_py {

inline void inc_ref(void* handle) {
  __atomic_fetch_add(&static_cast<TVMFFIObject*>(handle)->combined_ref_count, 1, __ATOMIC_RELAXED);
}

constexpr uint64_t kWeakUnit = uint64_t{1} << 32;
constexpr uint64_t kBothOne = kWeakUnit | 1;  // all strong references count as one weak one

void drop_last_ref(TVMFFIObject* object, uint64_t before);
void drop_last_weak_ref(TVMFFIObject* object);

// Releases one strong reference; may run any deleter, Python code included.
inline void dec_ref(void* handle) {
  if (handle == nullptr) return;
  auto* object = static_cast<TVMFFIObject*>(handle);
  const uint64_t before = __atomic_fetch_sub(&object->combined_ref_count, 1, __ATOMIC_RELEASE);
  if (UNLIKELY(static_cast<uint32_t>(before) == 1)) drop_last_ref(object, before);
}

// A weak reference keeps the memory of an object, but not what is in it.
inline void inc_weak(void* handle) {
  __atomic_fetch_add(&static_cast<TVMFFIObject*>(handle)->combined_ref_count, kWeakUnit,
                     __ATOMIC_RELAXED);
}
inline void dec_weak(void* handle) {
  auto* object = static_cast<TVMFFIObject*>(handle);
  const uint64_t before =
      __atomic_fetch_sub(&object->combined_ref_count, kWeakUnit, __ATOMIC_RELEASE);
  if (UNLIKELY(before == kWeakUnit)) drop_last_weak_ref(object);
}

inline int32_t type_index_of(void* handle) {
  return static_cast<TVMFFIObject*>(handle)->type_index;
}
// Strong references in the low half, weak ones in the high half.
inline uint64_t both_counts(void* handle) {
  return __atomic_load_n(&static_cast<TVMFFIObject*>(handle)->combined_ref_count, __ATOMIC_RELAXED);
}

inline bool holds_object(const TVMFFIAny& value) {
  return value.type_index >= kTVMFFIStaticObjectBegin;
}

// A value that borrows from nothing.
inline bool is_plain_scalar(const TVMFFIAny& value) {
  return value.type_index < kTVMFFIDLTensorPtr || value.type_index == kTVMFFISmallStr ||
         value.type_index == kTVMFFISmallBytes;
}

// Index and padding in one store where the layout allows.
inline void set_kind(TVMFFIAny* out, int32_t type_index) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const uint64_t both = static_cast<uint32_t>(type_index);
  std::memcpy(out, &both, sizeof(both));
#else
  out->type_index = type_index;
  out->zero_padding = 0;
#endif
}
inline void set_pod(TVMFFIAny* out, int32_t type_index, int64_t payload) {
  set_kind(out, type_index);
  out->v_int64 = payload;
}
inline TVMFFIAny none_value() {
  TVMFFIAny value;
  set_pod(&value, kTVMFFINone, 0);
  return value;
}
inline void set_object(TVMFFIAny* out, void* handle) {
  set_kind(out, type_index_of(handle));
  out->v_ptr = handle;
}
inline void set_pointer(TVMFFIAny* out, int32_t type_index, const void* pointer) {
  set_pod(out, type_index, 0);
  out->v_ptr = const_cast<void*>(pointer);
}
// Text or bytes of at most seven bytes, inside the cell.
inline void set_small(TVMFFIAny* out, int32_t type_index, const char* data, size_t size) {
  out->type_index = type_index;
  out->small_str_len = static_cast<uint32_t>(size);
  out->v_int64 = 0;
  std::memcpy(out->v_bytes, data, size);
}
inline void drop_value(TVMFFIAny* value) {
  if (holds_object(*value)) dec_ref(value->v_ptr);
  value->type_index = kTVMFFINone;
}

// One owned value cell.
class OwnedAny {
 public:
  OwnedAny() : value(none_value()) {}
  ~OwnedAny() { drop_value(&value); }
  OwnedAny(const OwnedAny&) = delete;
  OwnedAny& operator=(const OwnedAny&) = delete;
  TVMFFIAny release() {
    const TVMFFIAny out = value;
    value.type_index = kTVMFFINone;
    return out;
  }
  TVMFFIAny value;
};

template <class T>
inline T* body_of(void* handle) {
  return reinterpret_cast<T*>(static_cast<char*>(handle) + sizeof(TVMFFIObject));
}

inline TVMFFIByteArray bytes_of(const char* text) {
  return TVMFFIByteArray{text, std::strlen(text)};
}
// The characters of a text or bytes value of either form.
inline TVMFFIByteArray content_of(const TVMFFIAny& value) {
  if (value.type_index >= kTVMFFIStaticObjectBegin) return *body_of<TVMFFIByteArray>(value.v_ptr);
  return TVMFFIByteArray{value.v_bytes, value.small_str_len};
}
inline PyObject* to_str(const TVMFFIByteArray& text, const char* errors = nullptr) {
  return PyUnicode_DecodeUTF8(text.size == 0 ? "" : text.data, static_cast<Py_ssize_t>(text.size),
                              errors);
}
// For messages: text that is not UTF-8 must not hide what it says.
inline PyObject* to_message(const TVMFFIByteArray& text) {
  return to_str(text, "backslashreplace");
}

// Whether index is that of type or of one below it.
inline bool is_instance_index(int32_t index, int32_t type) {
  if (index == type) return true;
  if (index < type || index < kTVMFFIStaticObjectBegin) return false;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(index);
  for (int32_t depth = 0; depth < info->type_depth; ++depth) {
    if (info->type_ancestors[depth]->type_index == type) return true;
  }
  return false;
}

}  // namespace tvm_ffi_py
#endif  // TVM_FFI_PYTHON_NATIVE_HANDLE_H_
