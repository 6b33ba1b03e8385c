/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/object_ptr.h: strong pointers ObjectPtr and Arc (layer 1).
 * Invariant: one pointer to the header; a polymorphic class has its header at another C++ offset,
 * get() adjusts.
 */
#ifndef TVM_FFI_OBJECT_OBJECT_PTR_H_
#define TVM_FFI_OBJECT_OBJECT_PTR_H_

#include <tvm/ffi/object/object.h>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

template <typename T>
class WeakObjectPtr;

/// Counted pointer to an object, may be null.
template <typename T>
class ObjectPtr {
 public:
  ObjectPtr() = default;
  ObjectPtr(std::nullptr_t) {}  // NOLINT
  ObjectPtr(const ObjectPtr<T>& other) : data_(other.data_) { Retain(); }
  template <typename U>
  ObjectPtr(const ObjectPtr<U>& other) : data_(other.data_) {  // NOLINT
    static_assert(std::is_base_of_v<T, U>, "can only copy a pointer to a derived object");
    Retain();
  }
  ObjectPtr(ObjectPtr<T>&& other) noexcept : data_(other.data_) { other.data_ = nullptr; }
  template <typename Y>
  ObjectPtr(ObjectPtr<Y>&& other) noexcept : data_(other.data_) {  // NOLINT
    static_assert(std::is_base_of_v<T, Y>, "can only move a pointer to a derived object");
    other.data_ = nullptr;
  }
  ~ObjectPtr() {
    if (data_ != nullptr) detail::DecStrongRef(Header(data_));
  }

  void swap(ObjectPtr<T>& other) { std::swap(data_, other.data_); }
  T* get() const { return static_cast<T*>(data_); }
  T* operator->() const { return get(); }
  T& operator*() const { return *get(); }

  ObjectPtr<T>& operator=(const ObjectPtr<T>& other) {
    ObjectPtr(other).swap(*this);
    return *this;
  }
  ObjectPtr<T>& operator=(ObjectPtr<T>&& other) noexcept {
    ObjectPtr(std::move(other)).swap(*this);
    return *this;
  }
  explicit operator bool() const { return data_ != nullptr; }

  TVM_FFI_INLINE void reset() {
    if (data_ != nullptr) {
      // Cleared first: the destructor may look at this pointer again.
      Object* old = data_;
      data_ = nullptr;
      detail::DecStrongRef(Header(old));
    }
  }
  int use_count() const { return data_ != nullptr ? static_cast<int>(data_->use_count()) : 0; }
  bool unique() const { return data_ != nullptr && data_->unique(); }

  bool operator==(const ObjectPtr<T>& other) const { return data_ == other.data_; }
  bool operator!=(const ObjectPtr<T>& other) const { return data_ != other.data_; }
  bool operator==(std::nullptr_t) const { return data_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return data_ != nullptr; }

 private:
  Object* data_{nullptr};

  TVM_FFI_INLINE static TVMFFIObject* Header(Object* obj) {
    return reinterpret_cast<TVMFFIObject*>(obj);
  }
  TVM_FFI_INLINE void Retain() {
    if (data_ != nullptr) detail::IncStrongRef(Header(data_));
  }

  friend struct detail::ObjectUnsafe;
  template <typename>
  friend class ObjectPtr;
  template <typename>
  friend class WeakObjectPtr;
};

/// An ObjectPtr that is never null through its safe API; a moved-from Arc is null.
template <typename T>
class Arc : public ObjectPtr<T> {
 public:
  Arc() = delete;
  Arc(std::nullptr_t) = delete;  // NOLINT
  Arc(const Arc&) = default;
  Arc(Arc&&) noexcept = default;
  template <typename U, std::enable_if_t<std::is_base_of_v<T, U>, int> = 0>
  Arc(const Arc<U>& other) : ObjectPtr<T>(static_cast<const ObjectPtr<U>&>(other)) {}  // NOLINT
  template <typename U, std::enable_if_t<std::is_base_of_v<T, U>, int> = 0>
  Arc(Arc<U>&& other) : ObjectPtr<T>(static_cast<ObjectPtr<U>&&>(other)) {}  // NOLINT
  explicit Arc(UnsafeInit) : ObjectPtr<T>(nullptr) {}
  Arc& operator=(const Arc&) = default;
  Arc& operator=(Arc&&) noexcept = default;

 private:
  explicit Arc(ObjectPtr<T> data) : ObjectPtr<T>(std::move(data)) {}
  friend struct detail::ObjectUnsafe;
};

namespace detail {
template <typename T>
inline constexpr bool is_object_ptr_type_v = false;
template <typename T>
inline constexpr bool is_object_ptr_type_v<ObjectPtr<T>> = true;
template <typename T>
inline constexpr bool is_arc_type_v = false;
template <typename T>
inline constexpr bool is_arc_type_v<Arc<T>> = true;
}  // namespace detail

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_OBJECT_PTR_H_
