/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/list.h: List<T>, a mutable sequence that all its references share (layer 1).
 * Elements lie in a buffer of their own, which moves as the list grows. Every operation may be
 * called from several threads at once, and code that runs while an element dies may edit the list;
 * what several operations shall see together, the caller locks.
 */
#ifndef TVM_FFI_CONTAINER_LIST_H_
#define TVM_FFI_CONTAINER_LIST_H_

#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/list_obj.h>

#include <initializer_list>
#include <type_traits>
#include <vector>

namespace tvm {
namespace ffi {

/// Shared mutable sequence of T.
template <typename T, typename = typename std::enable_if_t<detail::storage_enabled_v<T>>>
class List : public ObjectRef {
 private:
  struct ValueConverter {
    using ResultType = T;
    static T convert(Any&& value) { return detail::StoredAs<T>(std::move(value)); }
  };

 public:
  using value_type = T;
  using iterator = detail::IterAdapter<ValueConverter, detail::ListPosition>;
  using reverse_iterator = detail::ReverseIterAdapter<ValueConverter, detail::ListPosition>;
  using ContainerType = ListObj;
  static constexpr bool _type_container_is_exact = false;

  explicit List(UnsafeInit tag) : ObjectRef(tag) {}
  List() : ObjectRef(ListObj::Empty()) {}
  List(List<T>&& other) noexcept : ObjectRef(std::move(other.data_)) {}
  List(const List<T>& other) : ObjectRef(other.data_) {}
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  List(List<U>&& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other))) {}
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  List(const List<U>& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other)) {}
  List<T>& operator=(List<T>&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  List<T>& operator=(const List<T>& other) {
    data_ = other.data_;
    return *this;
  }
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  List<T>& operator=(List<U>&& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other));
    return *this;
  }
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  List<T>& operator=(const List<U>& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other);
    return *this;
  }
  explicit List(ObjectPtr<Object> n) : ObjectRef(std::move(n)) {}
  template <typename IterType, typename = decltype(*std::declval<IterType&>())>
  List(IterType first, IterType last) : ObjectRef(Filled(first, last)) {}
  List(std::initializer_list<T> init) : ObjectRef(Filled(init.begin(), init.end())) {}  // NOLINT
  List(const std::vector<T>& init) : ObjectRef(Filled(init.begin(), init.end())) {}     // NOLINT
  explicit List(const size_t n, const T& val)
      : ObjectRef(ListObj::CreateRepeated(static_cast<int64_t>(n), Any(val))) {}

  iterator begin() const { return iterator(At(0)); }
  iterator end() const { return iterator(At(static_cast<int64_t>(size()))); }
  reverse_iterator rbegin() const { return reverse_iterator(At(static_cast<int64_t>(size()) - 1)); }
  reverse_iterator rend() const { return reverse_iterator(At(-1)); }

  T operator[](int64_t i) const { return detail::StoredAs<T>(Checked()->Item(i)); }
  size_t size() const { return data_ != nullptr ? GetListObj()->size() : 0; }
  size_t capacity() const { return data_ != nullptr ? GetListObj()->capacity() : 0; }
  bool empty() const { return size() == 0; }
  T front() const { return Edge(false, "front() on empty sequence"); }
  T back() const { return Edge(true, "back() on empty sequence"); }

  void push_back(const T& item) { Existing()->push_back(Any(item)); }
  template <typename... Args>
  void emplace_back(Args&&... args) {
    Existing()->push_back(Any(T(std::forward<Args>(args)...)));
  }
  void insert(iterator position, const T& val) {
    Checked("cannot insert to a null list");
    GetListObj()->insert(position - begin(), Any(val));
  }
  template <typename IterType>
  void insert(iterator position, IterType first, IterType last) {
    if (first == last) return;
    Checked("cannot insert to a null list");
    GetListObj()->Splice(position - begin(), Filled(first, last).get());
  }
  void pop_back() {
    Checked("cannot pop_back a null list");
    GetListObj()->pop_back();
  }
  void erase(iterator position) {
    Checked("cannot erase a null list");
    GetListObj()->erase(position - begin());
  }
  void erase(iterator first, iterator last) {
    if (first == last) return;
    Checked("cannot erase a null list");
    GetListObj()->erase(first - begin(), last - begin());
  }
  void resize(int64_t n) {
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot resize a List to negative size");
    Existing()->resize(n);
  }
  void reserve(int64_t n) { Existing()->Reserve(n); }
  void clear() {
    if (data_ != nullptr) GetListObj()->clear();
  }
  void Set(int64_t i, T value) {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) detail::ThrowIndex(i, 0);
    GetListObj()->SetItem(i, Any(std::move(value)));
  }

  ListObj* GetListObj() const { return static_cast<ListObj*>(data_.get()); }

  /// Replace the content; the object stays the same.
  template <typename IterType>
  void Assign(IterType first, IterType last) {
    // The range may lie in this list.
    ObjectPtr<ListObj> fresh = Filled(first, last);
    Existing()->SwapWith(fresh.get());
  }

 private:
  template <typename IterType>
  static ObjectPtr<ListObj> Filled(IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot construct a List of negative size");
    ObjectPtr<ListObj> fresh = ListObj::Empty(n);
    fresh->InitRange(0, detail::ElementIter<T, IterType>{first},
                     detail::ElementIter<T, IterType>{last});
    return fresh;
  }
  detail::ListPosition At(int64_t i) const { return {GetListObj(), i}; }
  T Edge(bool last, const char* when_empty) const {
    Any element;
    if (!Checked()->TryEdge(last, &element)) detail::ThrowSeqError("IndexError", when_empty);
    return detail::StoredAs<T>(std::move(element));
  }
  ListObj* Existing() {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) data_ = ListObj::Empty();
    return GetListObj();
  }
  const ListObj* Checked() const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) {
      detail::ThrowSeqError("IndexError", "cannot index a null list");
    }
    return GetListObj();
  }
  void Checked(const char* message) const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) detail::ThrowSeqError("RuntimeError", message);
  }
};

template <typename T>
inline constexpr bool use_default_type_traits_v<List<T>> = false;

template <typename T>
struct TypeTraits<List<T>> : public SeqTypeTraitsBase<TypeTraits<List<T>>, List<T>, T> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIList;
  static constexpr int32_t kPrimaryTypeIndex = TypeIndex::kTVMFFIList;
  static constexpr int32_t kOtherTypeIndex = TypeIndex::kTVMFFIArray;
  static constexpr const char* kStaticName = "List";
  static constexpr detail::TypeText kTypeText{"List", StaticTypeKey::kTVMFFIList,
                                              detail::TypeTextList<T>::value, 1, 1};
};

template <typename T, typename U>
inline constexpr bool type_subsumes_v<List<T>, List<U>> = type_subsumes_v<T, U>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_LIST_H_
