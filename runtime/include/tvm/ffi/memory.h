/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/memory.h: making objects (layer 1).
 * Invariant: the header is complete only after the constructor returned; a constructor that throws
 * leaks nothing.
 */
#ifndef TVM_FFI_MEMORY_H_
#define TVM_FFI_MEMORY_H_

#include <tvm/ffi/object.h>
#include <tvm/ffi/object/destroy.h>

#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

/// obj is the header's address, flags a TVMFFIObjectDeleterFlagBitMask.
using FObjectDeleter = void (*)(void* obj, int flags);

namespace detail {

/// Memory of malloc, or aligned beyond what malloc promises; std::bad_alloc when there is none.
TVM_FFI_NO_INLINE inline void* AllocateObjectMemory(size_t size, size_t alignment) {
  void* memory = nullptr;
#if defined(_MSC_VER)
  memory = _aligned_malloc(size, alignment);
#else
  if (alignment <= alignof(std::max_align_t)) {
    memory = std::malloc(size);
  } else if (posix_memalign(&memory, alignment, size) != 0) {
    memory = nullptr;
  }
#endif
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowNoObjectMemory() {
  throw std::bad_alloc();
}

/// Same in line for the alignment that malloc promises.
template <size_t kAlignment>
TVM_FFI_INLINE void* AllocateObject(size_t size) {
#if !defined(_MSC_VER)
  if constexpr (kAlignment <= alignof(std::max_align_t)) {
    void* memory = std::malloc(size);
    if (TVM_FFI_PREDICT_FALSE(memory == nullptr)) ThrowNoObjectMemory();
    return memory;
  }
#endif
  return AllocateObjectMemory(size, kAlignment);
}

inline void FreeObjectMemory(void* memory) {
#if defined(_MSC_VER)
  _aligned_free(memory);
#else
  std::free(memory);
#endif
}

/// Owns raw memory until a constructor succeeded.
struct MemoryGuard {
  void* memory;
  ~MemoryGuard() {
    if (memory != nullptr) FreeObjectMemory(memory);
  }
};

/// Deleter of objects without a destructor worth running whose header is at the start.
TVM_FFI_NO_INLINE inline void DeleteTrivialObject(void* self, int flags) {
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) FreeObjectMemory(self);
}

template <typename T>
struct ObjectLifetime {
  static T* Body(void* header) {
    return ObjectUnsafe::RawObjectPtrFromUnowned<T>(static_cast<TVMFFIObject*>(header));
  }
  /// Start of the block. Computed without looking at the object, which may be destructed by now.
  static void* Block(void* header) {
    T* probe = reinterpret_cast<T*>(uintptr_t{1} << 16);
    const char* probe_header = reinterpret_cast<const char*>(static_cast<Object*>(probe));
    return static_cast<char*>(header) - (probe_header - reinterpret_cast<const char*>(probe));
  }
  static void Destroy(TVMFFIObject* self) {
    // The exact class, so a virtual destructor is not needed.
    if constexpr (std::is_nothrow_destructible_v<T>) {
      Body(self)->T::~T();
    } else {
      // Whoever releases the last reference did not ask for this error and cannot take it.
      try {
        Body(self)->T::~T();
      } catch (...) {
      }
    }
  }
  static void Delete(void* self, int flags) {
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0 &&
        !DestroyBounded(static_cast<TVMFFIObject*>(self), flags, &Destroy)) {
      return;
    }
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) FreeObjectMemory(Block(self));
  }
  static constexpr FObjectDeleter Deleter() {
    if constexpr (std::is_trivially_destructible_v<T> && !std::is_polymorphic_v<T>) {
      return &DeleteTrivialObject;
    } else {
      return &Delete;
    }
  }
};

template <typename T>
TVM_FFI_INLINE ObjectPtr<T> FinishObject(T* body, int32_t type_index) {
  TVMFFIObject* header = ObjectUnsafe::GetHeader(body);
  InitHeader(header, type_index, ObjectLifetime<T>::Deleter());
  return ObjectUnsafe::ObjectPtrFromOwned<T>(header);
}

}  // namespace detail

/// Allocate and construct an object.
template <typename T, typename... Args>
inline ObjectPtr<T> make_object(Args&&... args) {
  static_assert(std::is_base_of_v<Object, T>, "make_object makes objects only");
  // Asked for first: between the constructor and the header's last words nothing may look at it.
  const int32_t type_index = T::RuntimeTypeIndex();
  detail::MemoryGuard guard{detail::AllocateObject<alignof(T)>(sizeof(T))};
  T* body = new (guard.memory) T(std::forward<Args>(args)...);
  guard.memory = nullptr;
  return detail::FinishObject<T>(body, type_index);
}

/// Same, as a pointer that is never null.
template <typename T, typename... Args>
inline Arc<T> make_arc(Args&&... args) {
  return detail::ObjectUnsafe::ArcFromObjectPtr<T>(make_object<T>(std::forward<Args>(args)...));
}

/// One allocation for ArrayType and num_elems ElemType behind it; the elements are not constructed.
template <typename ArrayType, typename ElemType, typename... Args>
inline ObjectPtr<ArrayType> make_inplace_array_object(size_t num_elems, Args&&... args) {
  static_assert(std::is_base_of_v<Object, ArrayType>,
                "make_inplace_array_object makes objects only");
  static_assert(
      alignof(ArrayType) % alignof(ElemType) == 0 && sizeof(ArrayType) % alignof(ElemType) == 0,
      "elements behind the object would not be aligned");
  if (TVM_FFI_PREDICT_FALSE(num_elems > (SIZE_MAX / 2 - sizeof(ArrayType)) / sizeof(ElemType))) {
    throw std::bad_alloc();
  }
  detail::MemoryGuard guard{detail::AllocateObjectMemory(
      sizeof(ArrayType) + num_elems * sizeof(ElemType), alignof(ArrayType))};
  ArrayType* body = new (guard.memory) ArrayType(std::forward<Args>(args)...);
  guard.memory = nullptr;
  return detail::FinishObject<ArrayType>(body, ArrayType::RuntimeTypeIndex());
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_MEMORY_H_
