/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/variant.h: Variant<...>, one value of several types (layer 1).
 * Stored as one Any. Conversion takes an alternative that fits exactly before one that merely
 * converts.
 */
#ifndef TVM_FFI_CONTAINER_VARIANT_H_
#define TVM_FFI_CONTAINER_VARIANT_H_

#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/optional.h>

#include <optional>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

/// T is one of V, or can stand for one of them as it is.
template <typename T, typename... V>
inline constexpr bool variant_contains_v = (type_subsumes_v<V, T> || ...);

}  // namespace detail

/// One of V.
template <typename... V>
class Variant {
 public:
  static_assert(detail::all_storage_enabled_v<V...>,
                "all alternatives must be able to live in a container");
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool all_object_v = detail::all_object_ref_v<V...>;
  template <typename T>
  static constexpr bool variant_contains_v = detail::variant_contains_v<T, V...>;
  template <typename T>
  using enable_if_variant_contains_t = std::enable_if_t<variant_contains_v<T>>;

  Variant(const Variant<V...>& other) = default;
  Variant(Variant<V...>&& other) noexcept = default;
  Variant& operator=(const Variant<V...>& other) = default;
  Variant& operator=(Variant<V...>&& other) noexcept = default;

  template <typename T, typename = enable_if_variant_contains_t<T>>
  Variant(T other) : data_(std::move(other)) {}  // NOLINT
  template <typename T, typename = enable_if_variant_contains_t<T>>
  Variant& operator=(T other) {
    data_ = Any(std::move(other));
    return *this;
  }

  /// The value if it is exactly a T.
  template <typename T, typename = enable_if_variant_contains_t<T>>
  std::optional<T> as() const {
    return data_.template as<T>();
  }
  template <typename T, typename = std::enable_if_t<std::is_base_of_v<Object, T>>, typename = void>
  const T* as() const {
    return data_.template as<T>();
  }
  /// The value converted to T, or a TypeError.
  template <typename T, typename = enable_if_variant_contains_t<T>>
  T get() const& {
    return data_.template cast<T>();
  }
  template <typename T, typename = enable_if_variant_contains_t<T>>
  T get() && {
    return std::move(data_).template cast<T>();
  }

  std::string GetTypeKey() const { return data_.GetTypeKey(); }
  int32_t type_index() const { return data_.type_index(); }
  bool same_as(const Variant<V...>& other) const { return data_.same_as(other.data_); }

 private:
  friend struct TypeTraits<Variant<V...>>;
  friend struct ObjectPtrHash;
  friend struct ObjectPtrEqual;
  explicit Variant(UnsafeInit, Any data) : data_(std::move(data)) {}

  const Object* ObjectAddress() const {
    return reinterpret_cast<const Object*>(detail::RawOf(&data_)->v_obj);
  }

  Any data_;
};

template <typename... V>
inline constexpr bool use_default_type_traits_v<Variant<V...>> = false;

template <typename... V>
struct TypeTraits<Variant<V...>> : public TypeTraitsBase {
  using Self = Variant<V...>;
  static constexpr detail::TypeText kTypeText{
      "Variant", "Variant", detail::TypeTextList<V...>::value, sizeof...(V), sizeof...(V)};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  TVM_FFI_INLINE static void CopyToAnyView(const Self& src, TVMFFIAny* result) {
    *result = *detail::RawOf(&src.data_);
  }
  TVM_FFI_INLINE static void MoveToAny(Self src, TVMFFIAny* result) {
    *result = detail::TakeRaw(&src.data_);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return (Strict<V>(src) || ...); }
  static Self CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return Self(UnsafeInit{}, Any(AnyView::CopyFromTVMFFIAny(*src)));
  }
  static Self MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return Self(UnsafeInit{}, std::move(*reinterpret_cast<Any*>(src)));
  }
  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    std::optional<Self> result;
    static_cast<void>((Convert<V>(src, &result) || ...));
    return result;
  }

 private:
  template <typename T>
  static bool Strict(const TVMFFIAny* src) {
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(src);
    }
  }
  template <typename T>
  static bool Convert(const TVMFFIAny* src, std::optional<Self>* result) {
    if constexpr (!std::is_same_v<T, Any>) {
      auto value = TypeTraits<T>::TryCastFromAnyView(src);
      if (!value) return false;
      *result = Self(UnsafeInit{}, Any(*std::move(value)));
    }
    return true;
  }
};

template <typename... V>
inline size_t ObjectPtrHash::operator()(const Variant<V...>& a) const {
  static_assert(Variant<V...>::all_object_v, "all alternatives must be object references");
  return reinterpret_cast<size_t>(a.ObjectAddress());
}
template <typename... V>
inline bool ObjectPtrEqual::operator()(const Variant<V...>& a, const Variant<V...>& b) const {
  static_assert(Variant<V...>::all_object_v, "all alternatives must be object references");
  return a.ObjectAddress() == b.ObjectAddress();
}

template <typename... V, typename T>
inline constexpr bool type_subsumes_v<Variant<V...>, T> = (type_subsumes_v<V, T> || ...);
template <typename... V, typename... U>
inline constexpr bool type_subsumes_v<Variant<V...>, Variant<U...>> =
    (type_subsumes_v<Variant<V...>, U> && ...);

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_VARIANT_H_
