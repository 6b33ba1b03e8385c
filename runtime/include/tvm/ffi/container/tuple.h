/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/tuple.h: Tuple<...>, an Array of fixed length with a type per element (layer
 * 1).
 */
#ifndef TVM_FFI_CONTAINER_TUPLE_H_
#define TVM_FFI_CONTAINER_TUPLE_H_

#include <tvm/ffi/container/array.h>

#include <tuple>
#include <type_traits>
#include <utility>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/optional.h>
// IWYU pragma: end_exports

namespace tvm {
namespace ffi {

/// Fixed sequence of typed elements; copies share storage until one of them is changed.
template <typename... Types>
class Tuple : public ObjectRef {
 public:
  static_assert(detail::all_storage_enabled_v<Types...>,
                "all element types must be able to live in a container");
  using ContainerType = ArrayObj;
  static constexpr bool _type_container_is_exact = false;
  template <size_t I>
  using ElementType = std::tuple_element_t<I, std::tuple<Types...>>;

  Tuple() : ObjectRef(MakeDefault()) {}
  explicit Tuple(UnsafeInit tag) : ObjectRef(tag) {}
  Tuple(const Tuple<Types...>& other) : ObjectRef(other) {}
  Tuple(Tuple<Types...>&& other) noexcept : ObjectRef(std::move(other)) {}
  template <
      typename... UTypes,
      typename = std::enable_if_t<
          sizeof...(Types) == sizeof...(UTypes) && (type_subsumes_v<Types, UTypes> && ...), int>>
  Tuple(const Tuple<UTypes...>& other) : ObjectRef(other) {}  // NOLINT
  template <
      typename... UTypes,
      typename = std::enable_if_t<
          sizeof...(Types) == sizeof...(UTypes) && (type_subsumes_v<Types, UTypes> && ...), int>>
  Tuple(Tuple<UTypes...>&& other) : ObjectRef(std::move(other)) {}  // NOLINT
  template <
      typename... UTypes,
      typename = std::enable_if_t<sizeof...(Types) == sizeof...(UTypes) && sizeof...(Types) != 0 &&
                                  !(sizeof...(Types) == 1 &&
                                    (std::is_same_v<std::decay_t<UTypes>, Tuple<Types>> && ...))>>
  explicit Tuple(UTypes&&... args) : ObjectRef(MakeFrom(std::forward<UTypes>(args)...)) {}
  explicit Tuple(ObjectPtr<ArrayObj> n) : ObjectRef(std::move(n)) {}

  Tuple& operator=(const Tuple<Types...>& other) {
    data_ = other.data_;
    return *this;
  }
  Tuple& operator=(Tuple<Types...>&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  template <typename... UTypes,
            typename = std::enable_if_t<sizeof...(Types) == sizeof...(UTypes) &&
                                        (type_subsumes_v<Types, UTypes> && ...)>>
  Tuple& operator=(const Tuple<UTypes...>& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other);
    return *this;
  }
  template <typename... UTypes,
            typename = std::enable_if_t<sizeof...(Types) == sizeof...(UTypes) &&
                                        (type_subsumes_v<Types, UTypes> && ...)>>
  Tuple& operator=(Tuple<UTypes...>&& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other));
    return *this;
  }

  using ObjectRef::get;
  template <size_t I>
  auto get() const& {
    static_assert(I < sizeof...(Types), "tuple index out of bounds");
    return detail::StoredAs<ElementType<I>>(Checked()->operator[](I));
  }
  template <size_t I>
  auto get() && {
    static_assert(I < sizeof...(Types), "tuple index out of bounds");
    if (!Checked()->unique()) return std::as_const(*this).template get<I>();
    Any taken;
    std::swap(taken, GetArrayObj()->MutableBegin()[I]);
    if constexpr (std::is_same_v<ElementType<I>, Any>) {
      return taken;
    } else {
      return detail::AnyUnsafe::MoveFromAnyAfterCheck<ElementType<I>>(std::move(taken));
    }
  }
  /// Replace an element; the storage is copied first unless this is the only reference.
  template <size_t I, typename U>
  void Set(U&& item) {
    static_assert(I < sizeof...(Types), "tuple index out of bounds");
    Any value(ElementType<I>(std::forward<U>(item)));
    Checked();
    detail::SeqCore::SetRaw(detail::ArrayWithRoom(&data_, 0)->cell(), I, &value);
  }

 private:
  ArrayObj* GetArrayObj() const { return static_cast<ArrayObj*>(data_.get()); }
  const ArrayObj* Checked() const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) {
      detail::ThrowSeqError("IndexError", "cannot index a null tuple");
    }
    return GetArrayObj();
  }
  static void Push(ArrayObj* arr, Any value) {
    detail::SeqCore::PushRaw(arr->cell(), detail::TakeRaw(&value));
  }
  static ObjectPtr<Object> MakeDefault() {
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(sizeof...(Types));
    (Push(arr.get(), Any(Types())), ...);
    return arr;
  }
  template <typename... UTypes>
  static ObjectPtr<Object> MakeFrom(UTypes&&... args) {
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(sizeof...(Types));
    (Push(arr.get(), Any(Types(std::forward<UTypes>(args)))), ...);
    return arr;
  }
};

template <typename... UTypes>
Tuple(UTypes&&...) -> Tuple<std::remove_cv_t<std::remove_reference_t<UTypes>>...>;

template <std::size_t I, typename... Types>
inline auto get(const Tuple<Types...>& t) -> std::tuple_element_t<I, std::tuple<Types...>> {
  return t.template get<I>();
}
template <std::size_t I, typename... Types>
inline auto get(Tuple<Types...>&& t) -> std::tuple_element_t<I, std::tuple<Types...>> {
  return std::move(t).template get<I>();
}

template <typename... Types>
inline constexpr bool use_default_type_traits_v<Tuple<Types...>> = false;

template <typename... Types>
struct TypeTraits<Tuple<Types...>> : public ObjectRefTypeTraitsBase<Tuple<Types...>> {
  using Self = Tuple<Types...>;
  using Base = ObjectRefTypeTraitsBase<Self>;
  static constexpr detail::TypeText kTypeText{sizeof...(Types) != 0 ? "Tuple" : "Tuple<>", "Tuple",
                                              detail::TypeTextList<Types...>::value,
                                              sizeof...(Types), sizeof...(Types)};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    const Any* items = Items(src);
    return items != nullptr && AllStrict(items, std::index_sequence_for<Types...>{});
  }

  static std::optional<Self> TryCastFromAnyView(const TVMFFIAny* src) {
    const Any* items = Items(src);
    if (items == nullptr) return std::nullopt;
    if (AllStrict(items, std::index_sequence_for<Types...>{})) {
      return Base::CopyFromAnyViewAfterCheck(src);
    }
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(sizeof...(Types));
    if (!Convert(arr.get(), items, std::index_sequence_for<Types...>{})) return std::nullopt;
    return Self(std::move(arr));
  }

  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if (src->type_index != TypeIndex::kTVMFFIArray) return TypeTraitsBase::GetMismatchTypeInfo(src);
    const Any* items = Items(src);
    if (items == nullptr) {
      const auto* arr = detail::ObjectUnsafe::RawObjectPtrFromUnowned<ArrayObj>(src->v_obj);
      return "Array[size=" + std::to_string(arr->size()) + "]";
    }
    return Describe(items, src, std::index_sequence_for<Types...>{});
  }

 private:
  static const Any* Items(const TVMFFIAny* src) {
    if (src->type_index != TypeIndex::kTVMFFIArray) return nullptr;
    const auto* arr = detail::ObjectUnsafe::RawObjectPtrFromUnowned<ArrayObj>(src->v_obj);
    return arr->size() == sizeof...(Types) ? arr->begin() : nullptr;
  }
  template <typename T>
  static bool Strict(const Any& item) {
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(detail::RawOf(&item));
    }
  }
  template <typename T>
  static bool ConvertOne(ArrayObj* arr, const Any& item) {
    if constexpr (std::is_same_v<T, Any>) {
      arr->insert(static_cast<int64_t>(arr->size()), item);
      return true;
    } else {
      auto value = TypeTraits<T>::TryCastFromAnyView(detail::RawOf(&item));
      if (!value) return false;
      arr->insert(static_cast<int64_t>(arr->size()), Any(*std::move(value)));
      return true;
    }
  }
  template <typename T>
  static bool DescribeOne(const Any& item, size_t index, std::string* out) {
    if constexpr (!std::is_same_v<T, Any>) {
      const TVMFFIAny* raw = detail::RawOf(&item);
      if (!TypeTraits<T>::CheckAnyStrict(raw) && !TypeTraits<T>::TryCastFromAnyView(raw)) {
        *out = detail::DescribeElement("Array", index, TypeTraits<T>::GetMismatchTypeInfo(raw));
        return true;
      }
    }
    return false;
  }
  template <size_t... I>
  static bool AllStrict([[maybe_unused]] const Any* items, std::index_sequence<I...>) {
    return (Strict<Types>(items[I]) && ...);
  }
  template <size_t... I>
  static bool Convert([[maybe_unused]] ArrayObj* arr, [[maybe_unused]] const Any* items,
                      std::index_sequence<I...>) {
    return (ConvertOne<Types>(arr, items[I]) && ...);
  }
  template <size_t... I>
  static std::string Describe([[maybe_unused]] const Any* items, const TVMFFIAny* src,
                              std::index_sequence<I...>) {
    std::string out;
    if ((DescribeOne<Types>(items[I], I, &out) || ...)) return out;
    return TypeTraitsBase::GetMismatchTypeInfo(src);
  }
};

template <typename... T, typename... U>
inline constexpr bool type_subsumes_v<Tuple<T...>, Tuple<U...>> = [] {
  if constexpr (sizeof...(T) == sizeof...(U)) {
    return (type_subsumes_v<T, U> && ...);
  } else {
    return false;
  }
}();

}  // namespace ffi
}  // namespace tvm

namespace std {
template <typename... Types>
struct tuple_size<::tvm::ffi::Tuple<Types...>>
    : public std::integral_constant<size_t, sizeof...(Types)> {};
template <size_t I, typename... Types>
struct tuple_element<I, ::tvm::ffi::Tuple<Types...>> {
  using type = std::tuple_element_t<I, std::tuple<Types...>>;
};
}  // namespace std
#endif  // TVM_FFI_CONTAINER_TUPLE_H_
