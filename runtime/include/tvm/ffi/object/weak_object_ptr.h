/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/weak_object_ptr.h: weak pointer (layer 1). Keeps the memory, not the object;
 * lock() promotes.
 */
#ifndef TVM_FFI_OBJECT_WEAK_OBJECT_PTR_H_
#define TVM_FFI_OBJECT_WEAK_OBJECT_PTR_H_

#include <tvm/ffi/object/object_ptr.h>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

template <typename T>
class WeakObjectPtr {
 public:
  WeakObjectPtr() = default;
  WeakObjectPtr(std::nullptr_t) {}  // NOLINT
  WeakObjectPtr(const WeakObjectPtr<T>& other) : data_(other.data_) { Retain(); }
  WeakObjectPtr(const ObjectPtr<T>& other) : data_(other.data_) { Retain(); }  // NOLINT
  template <typename U>
  WeakObjectPtr(const WeakObjectPtr<U>& other) : data_(other.data_) {  // NOLINT
    static_assert(std::is_base_of_v<T, U>, "can only copy a pointer to a derived object");
    Retain();
  }
  template <typename U>
  WeakObjectPtr(const ObjectPtr<U>& other) : data_(other.data_) {  // NOLINT
    static_assert(std::is_base_of_v<T, U>, "can only watch a derived object");
    Retain();
  }
  WeakObjectPtr(WeakObjectPtr<T>&& other) : data_(other.data_) { other.data_ = nullptr; }
  template <typename Y>
  WeakObjectPtr(WeakObjectPtr<Y>&& other) : data_(other.data_) {  // NOLINT
    static_assert(std::is_base_of_v<T, Y>, "can only move a pointer to a derived object");
    other.data_ = nullptr;
  }
  ~WeakObjectPtr() { reset(); }

  void swap(WeakObjectPtr<T>& other) { std::swap(data_, other.data_); }
  WeakObjectPtr<T>& operator=(const WeakObjectPtr<T>& other) {
    WeakObjectPtr(other).swap(*this);
    return *this;
  }
  WeakObjectPtr<T>& operator=(WeakObjectPtr<T>&& other) {
    WeakObjectPtr(std::move(other)).swap(*this);
    return *this;
  }

  /// A strong pointer, or null when the object is gone.
  ObjectPtr<T> lock() const {
    ObjectPtr<T> result;
    if (data_ != nullptr && detail::TryPromoteWeakRef(Header(data_))) result.data_ = data_;
    return result;
  }
  void reset() {
    if (data_ != nullptr) {
      detail::DecWeakRef(Header(data_));
      data_ = nullptr;
    }
  }
  int use_count() const { return data_ != nullptr ? static_cast<int>(data_->use_count()) : 0; }
  bool expired() const { return data_ == nullptr || data_->use_count() == 0; }

 private:
  Object* data_{nullptr};

  TVM_FFI_INLINE static TVMFFIObject* Header(Object* obj) {
    return reinterpret_cast<TVMFFIObject*>(obj);
  }
  TVM_FFI_INLINE void Retain() {
    if (data_ != nullptr) detail::IncWeakRef(Header(data_));
  }
  template <typename>
  friend class WeakObjectPtr;
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_WEAK_OBJECT_PTR_H_
