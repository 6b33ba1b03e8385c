/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/extra/stl/sequence.h: std::array, std::vector and std::tuple (layer 1).
 * An element that does not convert makes the whole value not convert.
 */
#ifndef TVM_FFI_EXTRA_STL_SEQUENCE_H_
#define TVM_FFI_EXTRA_STL_SEQUENCE_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/list.h>

#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

/// Traits of standard containers: convertible, never stored as themselves.
struct StlTraitsBase : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr bool travels_owned = true;
};

/// Store a finished array in a cell.
inline void MoveArrayToCell(ObjectPtr<ArrayObj> arr, TVMFFIAny* result) {
  ObjectUnsafe::StoreObject(ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(arr)), result);
}

/// Element of a sequence as T.
template <typename T>
inline std::optional<T> ElementAs(const Any& item) {
  if constexpr (std::is_same_v<T, Any>) {
    return item;
  } else {
    return TypeTraits<T>::TryCastFromAnyView(RawOf(&item));
  }
}

/// The sequence in a cell, null when it holds none; List only where a range of any length is
/// welcome.
inline const SeqBaseObj* SeqOfCell(const TVMFFIAny* src, bool accept_list) {
  if (src->type_index == TypeIndex::kTVMFFIArray ||
      (accept_list && src->type_index == TypeIndex::kTVMFFIList)) {
    return ObjectUnsafe::RawObjectPtrFromUnowned<SeqBaseObj>(src->v_obj);
  }
  return nullptr;
}

/// Decimal text of a constant.
template <size_t N>
struct NumberText {
  struct Chars {
    char text[24];
  };
  static constexpr Chars Make() {
    Chars chars{};
    int digits = 1;
    for (size_t rest = N; rest >= 10; rest /= 10) ++digits;
    size_t rest = N;
    for (int i = digits - 1; i >= 0; --i, rest /= 10) {
      chars.text[i] = static_cast<char>('0' + rest % 10);
    }
    return chars;
  }
  static constexpr Chars kChars = Make();
  static constexpr TypeText kText{kChars.text, kChars.text, nullptr, 0, 0, TypeTextForm::kLiteral};
};

template <typename T, size_t N>
struct StdArrayText {
  static constexpr const TypeText* list[2] = {kTypeTextOf<T>, &NumberText<N>::kText};
};

}  // namespace detail

template <typename T>
struct TypeTraits<std::vector<T>> : public detail::StlTraitsBase {
  static constexpr detail::TypeText kTypeText{"std::vector", "std::vector",
                                              detail::TypeTextList<T>::value, 1, 1};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void MoveToAny(std::vector<T> src, TVMFFIAny* result) {
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(static_cast<int64_t>(src.size()));
    for (size_t i = 0; i < src.size(); ++i)
      arr->insert(static_cast<int64_t>(i), Any(T(std::move(src[i]))));
    detail::MoveArrayToCell(std::move(arr), result);
  }
  static std::optional<std::vector<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    const SeqBaseObj* seq = detail::SeqOfCell(src, true);
    if (seq == nullptr) return std::nullopt;
    std::vector<T> result;
    const auto append = [&result](const Any& element) {
      auto item = detail::ElementAs<T>(element);
      if (!item) return false;
      result.push_back(*std::move(item));
      return true;
    };
    if (src->type_index == TypeIndex::kTVMFFIList) {
      // Other threads may change it meanwhile.
      Any held;
      for (int64_t i = 0; detail::ReadElement(seq, true, i, &held); ++i) {
        if (!append(held)) return std::nullopt;
      }
      return result;
    }
    result.reserve(seq->size());
    for (const Any& element : *seq) {
      if (!append(element)) return std::nullopt;
    }
    return result;
  }
};

template <typename T, std::size_t Nm>
struct TypeTraits<std::array<T, Nm>> : public detail::StlTraitsBase {
  static_assert(Nm > 0, "an empty std::array has no elements to convert");
  static constexpr detail::TypeText kTypeText{"std::array", "std::array",
                                              detail::StdArrayText<T, Nm>::list, 2, 2};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void MoveToAny(std::array<T, Nm> src, TVMFFIAny* result) {
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(static_cast<int64_t>(Nm));
    for (size_t i = 0; i < Nm; ++i) arr->insert(static_cast<int64_t>(i), Any(std::move(src[i])));
    detail::MoveArrayToCell(std::move(arr), result);
  }
  static std::optional<std::array<T, Nm>> TryCastFromAnyView(const TVMFFIAny* src) {
    const SeqBaseObj* seq = detail::SeqOfCell(src, false);
    if (seq == nullptr || seq->size() != Nm) return std::nullopt;
    return Convert(seq->begin(), std::make_index_sequence<Nm>{});
  }

 private:
  template <size_t... I>
  static std::optional<std::array<T, Nm>> Convert(const Any* items, std::index_sequence<I...>) {
    // Collected first: T may not be default constructible.
    std::array<std::optional<T>, Nm> parts;
    if (!((parts[I] = detail::ElementAs<T>(items[I])).has_value() && ...)) return std::nullopt;
    return std::array<T, Nm>{*std::move(parts[I])...};
  }
};

template <typename... Args>
struct TypeTraits<std::tuple<Args...>> : public detail::StlTraitsBase {
  static constexpr detail::TypeText kTypeText{
      "std::tuple",    "std::tuple",    detail::TypeTextList<Args...>::value,
      sizeof...(Args), sizeof...(Args), detail::TypeTextForm::kGenericSpaced};
  TVM_FFI_DETAILS_TYPE_TEXT_MEMBERS(TypeTraits);

  static void MoveToAny(std::tuple<Args...> src, TVMFFIAny* result) {
    ObjectPtr<ArrayObj> arr = ArrayObj::Empty(sizeof...(Args));
    std::apply(
        [&arr](Args&... items) {
          (arr->insert(static_cast<int64_t>(arr->size()), Any(std::move(items))), ...);
        },
        src);
    detail::MoveArrayToCell(std::move(arr), result);
  }
  static std::optional<std::tuple<Args...>> TryCastFromAnyView(const TVMFFIAny* src) {
    const SeqBaseObj* seq = detail::SeqOfCell(src, false);
    if (seq == nullptr || seq->size() != sizeof...(Args)) return std::nullopt;
    return Convert(seq->begin(), std::index_sequence_for<Args...>{});
  }

 private:
  template <size_t... I>
  static std::optional<std::tuple<Args...>> Convert([[maybe_unused]] const Any* items,
                                                    std::index_sequence<I...>) {
    std::tuple<std::optional<Args>...> parts;
    if (!((std::get<I>(parts) = detail::ElementAs<Args>(items[I])).has_value() && ...)) {
      return std::nullopt;
    }
    return std::tuple<Args...>(*std::move(std::get<I>(parts))...);
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_EXTRA_STL_SEQUENCE_H_
