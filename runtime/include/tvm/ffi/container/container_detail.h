/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/container_detail.h: what the typed shells of all containers share (layer 1).
 * Containers store Any; a Converter turns a stored value into the element type on the way out.
 */
#ifndef TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_
#define TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/object/destroy.h>

#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

static_assert(sizeof(Any) == sizeof(TVMFFIAny), "containers store Any as TVMFFIAny");

inline TVMFFIAny* RawOf(Any* value) { return reinterpret_cast<TVMFFIAny*>(value); }
inline const TVMFFIAny* RawOf(const Any* value) {
  return reinterpret_cast<const TVMFFIAny*>(value);
}

inline constexpr TVMFFIAny kRawNone = {};

/// Take the value out and leave None.
inline TVMFFIAny TakeRaw(Any* value) {
  TVMFFIAny raw = *RawOf(value);
  *RawOf(value) = kRawNone;
  return raw;
}

/// One more owner of each value.
inline void RetainValues(const TVMFFIAny* values, size_t count) {
  for (const TVMFFIAny* end = values + count; values != end; ++values) {
    if (values->type_index >= kTVMFFIStaticObjectBegin) IncStrongRef(values->v_obj);
  }
}

/// Give up values; the memory under them may be reused afterwards.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline void ReleaseValues(const TVMFFIAny* values,
                                                                  size_t count) noexcept {
  for (const TVMFFIAny* end = values + count; values != end; ++values) {
    if (values->type_index >= kTVMFFIStaticObjectBegin) DecStrongRef(values->v_obj);
  }
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowBadAlloc() {
  throw std::bad_alloc();
}

/// Memory for one container body or buffer.
inline void* AllocateBytes(size_t bytes) {
#if defined(_MSC_VER)
  return AllocateObjectMemory(bytes, alignof(TVMFFIObject));
#else
  void* memory = std::malloc(bytes);
  if (TVM_FFI_PREDICT_FALSE(memory == nullptr)) ThrowBadAlloc();
  return memory;
#endif
}
inline void FreeBytes(void* memory) { FreeObjectMemory(memory); }

/// Adopt a fresh object.
template <typename T>
inline ObjectPtr<T> AdoptFresh(TVMFFIObject* header) {
  return ObjectUnsafe::ObjectPtrFromOwned<T>(header);
}

template <typename... T>
inline constexpr bool all_storage_enabled_v = (storage_enabled_v<T> && ...);
template <typename... T>
inline constexpr bool all_object_ref_v = (std::is_base_of_v<ObjectRef, T> && ...);

/// A stored value of known type as T.
template <typename T>
inline T StoredAs(const Any& value) {
  if constexpr (std::is_same_v<T, Any>) {
    return value;
  } else {
    return AnyUnsafe::CopyFromAnyViewAfterCheck<T>(value);
  }
}

/// The same, out of a value that is not needed any more.
template <typename T>
inline T StoredAs(Any&& value) {
  if constexpr (std::is_same_v<T, Any>) {
    return std::move(value);
  } else {
    return AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(value));
  }
}

/// Iterator over values that become elements of type T on the way into a container.
template <typename T, typename IterType>
struct ElementIter {
  IterType iter;
  Any operator*() const {
    using From = std::remove_cv_t<std::remove_reference_t<decltype(*iter)>>;
    if constexpr (std::is_same_v<T, From> || std::is_same_v<From, Any> || std::is_same_v<T, Any> ||
                  (std::is_base_of_v<ObjectRef, T> && std::is_base_of_v<T, From>)) {
      return Any(*iter);
    } else {
      return Any(T(*iter));
    }
  }
  ElementIter& operator++() {
    ++iter;
    return *this;
  }
  bool operator!=(const ElementIter& other) const { return iter != other.iter; }
};

/// Random access iterator giving elements by value.
template <typename Converter, typename TIter>
class IterAdapter {
 public:
  using difference_type = typename std::iterator_traits<TIter>::difference_type;
  using value_type = typename Converter::ResultType;
  using pointer = typename Converter::ResultType*;
  using reference = typename Converter::ResultType;
  using iterator_category = typename std::iterator_traits<TIter>::iterator_category;

  explicit IterAdapter(TIter iter) : iter_(iter) {}
  IterAdapter() : iter_() {}
  IterAdapter& operator++() {
    ++iter_;
    return *this;
  }
  IterAdapter& operator--() {
    --iter_;
    return *this;
  }
  IterAdapter operator++(int) {
    IterAdapter copy = *this;
    ++iter_;
    return copy;
  }
  IterAdapter operator--(int) {
    IterAdapter copy = *this;
    --iter_;
    return copy;
  }
  IterAdapter& operator+=(difference_type offset) {
    iter_ += offset;
    return *this;
  }
  IterAdapter& operator-=(difference_type offset) {
    iter_ -= offset;
    return *this;
  }
  IterAdapter operator+(difference_type offset) const { return IterAdapter(iter_ + offset); }
  IterAdapter operator-(difference_type offset) const { return IterAdapter(iter_ - offset); }
  friend IterAdapter operator+(difference_type offset, const IterAdapter& iter) {
    return iter + offset;
  }
  difference_type operator-(const IterAdapter& rhs) const { return iter_ - rhs.iter_; }
  bool operator==(const IterAdapter& rhs) const { return iter_ == rhs.iter_; }
  bool operator!=(const IterAdapter& rhs) const { return iter_ != rhs.iter_; }
  bool operator<(const IterAdapter& rhs) const { return iter_ < rhs.iter_; }
  bool operator>(const IterAdapter& rhs) const { return iter_ > rhs.iter_; }
  bool operator<=(const IterAdapter& rhs) const { return iter_ <= rhs.iter_; }
  bool operator>=(const IterAdapter& rhs) const { return iter_ >= rhs.iter_; }
  const value_type operator*() const { return Converter::convert(*iter_); }
  value_type operator[](difference_type i) const { return Converter::convert(iter_[i]); }
  /// Position among the stored values.
  TIter Base() const { return iter_; }

 private:
  TIter iter_;
};

/// IterAdapter walking backwards; iter_ stands on the element itself.
template <typename Converter, typename TIter>
class ReverseIterAdapter {
 public:
  using difference_type = typename std::iterator_traits<TIter>::difference_type;
  using value_type = typename Converter::ResultType;
  using pointer = typename Converter::ResultType*;
  using reference = typename Converter::ResultType;
  using iterator_category = typename std::iterator_traits<TIter>::iterator_category;

  explicit ReverseIterAdapter(TIter iter) : iter_(iter) {}
  ReverseIterAdapter() : iter_() {}
  ReverseIterAdapter& operator++() {
    --iter_;
    return *this;
  }
  ReverseIterAdapter& operator--() {
    ++iter_;
    return *this;
  }
  ReverseIterAdapter operator++(int) {
    ReverseIterAdapter copy = *this;
    --iter_;
    return copy;
  }
  ReverseIterAdapter operator--(int) {
    ReverseIterAdapter copy = *this;
    ++iter_;
    return copy;
  }
  ReverseIterAdapter operator+(difference_type offset) const {
    return ReverseIterAdapter(iter_ - offset);
  }
  ReverseIterAdapter operator-(difference_type offset) const {
    return ReverseIterAdapter(iter_ + offset);
  }
  difference_type operator-(const ReverseIterAdapter& rhs) const { return rhs.iter_ - iter_; }
  bool operator==(const ReverseIterAdapter& rhs) const { return iter_ == rhs.iter_; }
  bool operator!=(const ReverseIterAdapter& rhs) const { return iter_ != rhs.iter_; }
  const value_type operator*() const { return Converter::convert(*iter_); }

 private:
  TIter iter_;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_
