/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/object/object_ref.h: ObjectRef, base of all reference classes, and pointer hash and
 * equality (layer 1). Invariant: one pointer; identity semantics.
 */
#ifndef TVM_FFI_OBJECT_OBJECT_REF_H_
#define TVM_FFI_OBJECT_OBJECT_REF_H_

#include <tvm/ffi/object/object_ptr.h>
#include <tvm/ffi/traits/protocol.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {

template <typename... V>
class Variant;
template <typename T, typename = void>
class Optional;

class ObjectRef {
 public:
  using ContainerType = Object;
  static constexpr bool _type_is_nullable = true;
  /// The container type says all there is to know; false where element types matter.
  static constexpr bool _type_container_is_exact = true;

  ObjectRef() = default;
  ObjectRef(const ObjectRef& other) = default;
  ObjectRef(ObjectRef&& other) noexcept : data_(std::move(other.data_)) {}
  ObjectRef& operator=(const ObjectRef& other) = default;
  ObjectRef& operator=(ObjectRef&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  explicit ObjectRef(ObjectPtr<Object> data) : data_(std::move(data)) {}
  explicit ObjectRef(UnsafeInit) : data_(nullptr) {}

  bool same_as(const ObjectRef& other) const { return data_ == other.data_; }
  bool operator==(const ObjectRef& other) const { return data_ == other.data_; }
  bool operator!=(const ObjectRef& other) const { return data_ != other.data_; }
  bool operator<(const ObjectRef& other) const { return data_.get() < other.data_.get(); }

  bool defined() const { return data_ != nullptr; }
  const Object* get() const { return data_.get(); }
  const Object* operator->() const { return get(); }
  bool unique() const { return data_.unique(); }
  int use_count() const { return data_.use_count(); }

  /// The object if it is an ObjectType, else null.
  template <typename ObjectType, typename = std::enable_if_t<std::is_base_of_v<Object, ObjectType>>>
  TVM_FFI_INLINE const ObjectType* as() const& {
    Object* ptr = data_.get();
    if (ptr != nullptr && ptr->IsInstance<ObjectType>()) return static_cast<ObjectType*>(ptr);
    return nullptr;
  }
  /// The reference if the strict check passes; null passes only for nullable classes.
  template <typename ObjectRefType,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, ObjectRefType>>>
  std::optional<ObjectRefType> as() const&;
  template <typename ObjectRefType,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, ObjectRefType>>>
  std::optional<ObjectRefType> as() &&;

  /// As as(), but a TypeError says what was met and what was expected.
  template <typename ObjectRefType,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, ObjectRefType>>>
  ObjectRefType as_or_throw() const&;
  template <typename ObjectRefType,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, ObjectRefType>>>
  ObjectRefType as_or_throw() &&;

  int32_t type_index() const {
    return data_ != nullptr ? data_->type_index() : static_cast<int32_t>(TypeIndex::kTVMFFINone);
  }
  std::string GetTypeKey() const { return TypeIndexToTypeKey(type_index()); }

 protected:
  ObjectPtr<Object> data_;
  Object* get_mutable() const { return data_.get(); }
  friend struct detail::ObjectUnsafe;
};

static_assert(sizeof(ObjectRef) == sizeof(void*), "ObjectRef is one pointer");

/// Hash by address.
struct ObjectPtrHash {
  size_t operator()(const ObjectRef& a) const { return reinterpret_cast<size_t>(a.get()); }
  template <typename T>
  size_t operator()(const ObjectPtr<T>& a) const {
    return reinterpret_cast<size_t>(static_cast<Object*>(a.get()));
  }
  template <typename... V>
  size_t operator()(const Variant<V...>& a) const;
};

/// Equality of addresses.
struct ObjectPtrEqual {
  bool operator()(const ObjectRef& a, const ObjectRef& b) const { return a.same_as(b); }
  template <typename T>
  bool operator()(const ObjectPtr<T>& a, const ObjectPtr<T>& b) const {
    return a == b;
  }
  template <typename... V>
  bool operator()(const Variant<V...>& a, const Variant<V...>& b) const;
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_OBJECT_OBJECT_REF_H_
