/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/list.h: List<T>, a mutable sequence that all its references share (layer 1).
 * Elements lie in a buffer of their own, which moves as the list grows. Not synchronised: any
 * number of threads may read at once, a writer needs the list to itself. Code that runs while an
 * element dies may edit the list.
 */
#ifndef TVM_FFI_CONTAINER_LIST_H_
#define TVM_FFI_CONTAINER_LIST_H_

#include <tvm/ffi/container/array.h>

#include <initializer_list>
#include <type_traits>
#include <vector>

namespace tvm {
namespace ffi {

/// Storage of List.
class ListObj : public SeqBaseObj {
 public:
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ListObj> CreateRepeated(int64_t n,
                                                                                   const Any& val) {
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot construct a List of negative size");
    ObjectPtr<ListObj> result = Empty(n);
    TVMFFIAny raw = *detail::RawOf(&val);
    for (int64_t i = 0; i < n; ++i) {
      detail::RetainValues(&raw, 1);
      detail::SeqCore::PushRaw(result->cell(), raw);
    }
    return result;
  }
  /// New list with room for n elements.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ListObj> Empty(int64_t n = 0) {
    ListObj* self = new (detail::AllocateBytes(sizeof(ListObj))) ListObj();
    TVMFFIObject* header = detail::ObjectUnsafe::GetHeader(self);
    detail::InitHeader(header, _type_index, Delete);
    ObjectPtr<ListObj> result = detail::AdoptFresh<ListObj>(header);
    // Code made with the reference's headers calls it whether there is a buffer or not.
    self->data_deleter = detail::SeqCore::FreeBuffer;
    if (n > 0) detail::SeqCore::Regrow(self->cell(), n);
    return result;
  }
  void Reserve(int64_t n) {
    if (n > static_cast<int64_t>(capacity())) detail::SeqCore::Regrow(cell(), n);
  }

  void push_back(Any item) {
    detail::SeqCore::EnsureRoom(cell(), 1);
    detail::SeqCore::PushRaw(cell(), detail::TakeRaw(&item));
  }
  void insert(int64_t idx, Any item) {
    detail::SeqCore::EnsureRoom(cell(), 1);
    detail::SeqCore::InsertOne(cell(), idx, &item);
  }
  template <typename IterType>
  void insert(int64_t idx, IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n > 0) detail::SeqCore::EnsureRoom(cell(), n);
    SeqBaseObj::insert(idx, first, last);
  }
  void resize(int64_t n) {
    int64_t extra = n - static_cast<int64_t>(size());
    if (extra > 0) detail::SeqCore::EnsureRoom(cell(), extra);
    detail::SeqCore::Resize(cell(), n);
  }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIList;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIList, ListObj, Object);

 private:
  template <typename, typename>
  friend class List;

  static ListObj* Body(void* self) { return static_cast<ListObj*>(static_cast<Object*>(self)); }
  TVM_FFI_DETAILS_LOCAL static void Destroy(TVMFFIObject* self) {
    detail::SeqCore::DestroyNow(Body(self)->cell());
  }
  TVM_FFI_DETAILS_LOCAL static void Delete(void* self, int flags) {
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0 &&
        !detail::SeqCore::Destroy(Body(self)->cell(), self, flags, &Destroy)) {
      return;
    }
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) detail::FreeBytes(self);
  }
};

static_assert(sizeof(ListObj) == 56, "layout is ABI");

/// Shared mutable sequence of T.
template <typename T, typename = typename std::enable_if_t<detail::storage_enabled_v<T>>>
class List : public ObjectRef {
 private:
  struct ValueConverter {
    using ResultType = T;
    static T convert(const Any& value) { return detail::StoredAs<T>(value); }
  };

 public:
  using value_type = T;
  using iterator = detail::IterAdapter<ValueConverter, const Any*>;
  using reverse_iterator = detail::ReverseIterAdapter<ValueConverter, const Any*>;
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
  List(IterType first, IterType last) : ObjectRef(ListObj::Empty()) {
    Assign(first, last);
  }
  List(std::initializer_list<T> init) : ObjectRef(ListObj::Empty()) {  // NOLINT
    Assign(init.begin(), init.end());
  }
  List(const std::vector<T>& init) : ObjectRef(ListObj::Empty()) {  // NOLINT
    Assign(init.begin(), init.end());
  }
  explicit List(const size_t n, const T& val)
      : ObjectRef(ListObj::CreateRepeated(static_cast<int64_t>(n), Any(val))) {}

  iterator begin() const { return iterator(Begin()); }
  iterator end() const { return iterator(End()); }
  reverse_iterator rbegin() const { return reverse_iterator(End() - 1); }
  reverse_iterator rend() const { return reverse_iterator(Begin() - 1); }

  T operator[](int64_t i) const { return detail::StoredAs<T>(Checked()->operator[](i)); }
  size_t size() const { return data_ != nullptr ? GetListObj()->size() : 0; }
  size_t capacity() const { return data_ != nullptr ? GetListObj()->capacity() : 0; }
  bool empty() const { return size() == 0; }
  T front() const { return detail::StoredAs<T>(Checked()->front()); }
  T back() const { return detail::StoredAs<T>(Checked()->back()); }

  void push_back(const T& item) { emplace_back(item); }
  template <typename... Args>
  void emplace_back(Args&&... args) {
    T element(std::forward<Args>(args)...);
    ListObj* list = Existing();
    detail::SeqCore::EnsureRoom(list->cell(), 1);
    new (list->MutableBegin() + list->TVMFFISeqCell::size) Any(std::move(element));
    ++list->TVMFFISeqCell::size;
  }
  void insert(iterator position, const T& val) {
    Checked("cannot insert to a null list");
    int64_t idx = position - begin();
    CheckInsert(idx);
    Any value(val);
    detail::SeqCore::EnsureRoom(GetListObj()->cell(), 1);
    detail::SeqCore::InsertOne(GetListObj()->cell(), idx, &value);
  }
  template <typename IterType>
  void insert(iterator position, IterType first, IterType last) {
    if (first == last) return;
    Checked("cannot insert to a null list");
    int64_t idx = position - begin();
    CheckInsert(idx);
    // Copied first: the range may lie in this list, whose buffer is about to move.
    Array<T> held(first, last);
    GetListObj()->insert(idx, held.GetArrayObj()->begin(), held.GetArrayObj()->end());
  }
  void pop_back() {
    Checked("cannot pop_back a null list");
    detail::SeqCore::PopBack(GetListObj()->cell());
  }
  void erase(iterator position) {
    Checked("cannot erase a null list");
    detail::SeqCore::EraseOne(GetListObj()->cell(), position - begin());
  }
  void erase(iterator first, iterator last) {
    if (first == last) return;
    Checked("cannot erase a null list");
    detail::SeqCore::EraseChecked(GetListObj()->cell(), first - begin(), last - begin());
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
    if (TVM_FFI_PREDICT_FALSE(static_cast<uint64_t>(i) >= size())) {
      detail::ThrowIndex(i, static_cast<int64_t>(size()));
    }
    Any item(std::move(value));
    detail::SeqCore::SetRaw(GetListObj()->cell(), i, &item);
  }

  ListObj* GetListObj() const { return static_cast<ListObj*>(data_.get()); }

  /// Replace the content; the object stays the same.
  template <typename IterType>
  void Assign(IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot construct a List of negative size");
    ListObj* list = Existing();
    if (list->empty()) {
      list->Reserve(n);
      list->InitRange(0, detail::ElementIter<T, IterType>{first},
                      detail::ElementIter<T, IterType>{last});
      return;
    }
    // The range may lie in this list, so fill another one and exchange the buffers.
    ObjectPtr<ListObj> fresh = ListObj::Empty(n);
    fresh->InitRange(0, detail::ElementIter<T, IterType>{first},
                     detail::ElementIter<T, IterType>{last});
    std::swap(*fresh->cell(), *list->cell());
  }

 private:
  const Any* Begin() const { return data_ != nullptr ? GetListObj()->begin() : nullptr; }
  const Any* End() const { return data_ != nullptr ? GetListObj()->end() : nullptr; }
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
  void CheckInsert(int64_t idx) const {
    if (idx < 0 || idx > static_cast<int64_t>(size())) {
      detail::ThrowInsertIndex(idx, static_cast<int64_t>(size()));
    }
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
