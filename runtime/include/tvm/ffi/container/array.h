/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/array.h: Array<T>, an immutable sequence with copy on write (layer 1).
 * Elements lie behind the object in the same block. A mutator edits in place only while nobody
 * else, not even a weak reference, knows the object.
 */
#ifndef TVM_FFI_CONTAINER_ARRAY_H_
#define TVM_FFI_CONTAINER_ARRAY_H_

#include <tvm/ffi/container/seq_base.h>

#include <initializer_list>
#include <type_traits>
#include <vector>

// Sources name what earlier releases of this header brought along.
// IWYU pragma: begin_exports
#include <tvm/ffi/optional.h>
// IWYU pragma: end_exports

namespace tvm {
namespace ffi {

/// Storage of Array and Tuple.
class ArrayObj : public SeqBaseObj {
 public:
  /// New object with `cap` slots holding copies of from's elements.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ArrayObj> CopyFrom(int64_t cap,
                                                                              ArrayObj* from) {
    ObjectPtr<ArrayObj> result = NewRaw(Larger(cap, from->TVMFFISeqCell::size));
    const TVMFFIAny* src = detail::SeqCore::Data(from);
    size_t n = from->size();
    detail::RetainValues(src, n);
    if (n != 0) std::memcpy(result->data, src, n * sizeof(TVMFFIAny));
    result->TVMFFISeqCell::size = static_cast<int64_t>(n);
    return result;
  }
  /// Same, taking the elements out of `from`.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ArrayObj> MoveFrom(int64_t cap,
                                                                              ArrayObj* from) {
    ObjectPtr<ArrayObj> result = NewRaw(Larger(cap, from->TVMFFISeqCell::size));
    size_t n = from->size();
    if (n != 0) std::memcpy(result->data, from->data, n * sizeof(TVMFFIAny));
    result->TVMFFISeqCell::size = static_cast<int64_t>(n);
    from->TVMFFISeqCell::size = 0;
    return result;
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ArrayObj> CreateRepeated(
      int64_t n, const Any& val) {
    if (n < 0) {
      detail::ThrowSeqError("ValueError", "cannot construct an Array of negative size");
    }
    ObjectPtr<ArrayObj> result = NewRaw(n);
    TVMFFIAny raw = *detail::RawOf(&val);
    for (int64_t i = 0; i < n; ++i) {
      detail::RetainValues(&raw, 1);
      detail::SeqCore::PushRaw(result.get(), raw);
    }
    return result;
  }
  /// New object that takes over n owned values.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ArrayObj> FromRaw(
      const TVMFFIAny* values, size_t n) {
    ObjectPtr<ArrayObj> result = NewRaw(static_cast<int64_t>(n));
    if (n != 0) std::memcpy(result->data, values, n * sizeof(TVMFFIAny));
    result->TVMFFISeqCell::size = static_cast<int64_t>(n);
    return result;
  }
  /// Room for cap elements in an array that only `data` knows.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void Grow(ObjectPtr<Object>* data, int64_t cap) {
    ArrayObj* arr = static_cast<ArrayObj*>(data->get());
#if !defined(_MSC_VER)
    // A block of our own often grows where it is.
    if (detail::ObjectUnsafe::GetHeader(arr)->deleter == Delete && arr->data == arr + 1 &&
        cap <= detail::kMaxSeqSize) {
      TVMFFIObject* old = detail::ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(*data));
      void* block = std::realloc(old, sizeof(ArrayObj) + sizeof(TVMFFIAny) * cap);
      void* held = block != nullptr ? block : old;
      *data = detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(held));
      if (block == nullptr) detail::ThrowBadAlloc();
      arr = static_cast<ArrayObj*>(data->get());
      arr->data = arr + 1;
      arr->TVMFFISeqCell::capacity = cap;
      return;
    }
#endif
    *data = MoveFrom(cap, arr);
  }
  /// Empty object with room for cap elements.
  static ObjectPtr<ArrayObj> Empty(int64_t cap = kInitSize) { return NewRaw(cap); }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIArray;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIArray, ArrayObj, Object);

 private:
  template <typename, typename>
  friend class Array;
  template <typename...>
  friend class Tuple;
  friend struct detail::SeqCore;

  /// Append an owned value to an array that may be shared, full or null.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static inline void AppendToAny(ObjectPtr<Object>* data,
                                                                         TVMFFIAny value);

  static constexpr int64_t kInitSize = 4;
  static int64_t Larger(int64_t a, int64_t b) { return a > b ? a : b; }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static ObjectPtr<ArrayObj> NewRaw(int64_t cap) {
    if (cap < 0 || cap > detail::kMaxSeqSize) detail::ThrowBadAlloc();
    char* block = static_cast<char*>(
        detail::AllocateBytes(sizeof(ArrayObj) + sizeof(TVMFFIAny) * static_cast<size_t>(cap)));
    ArrayObj* self = new (block) ArrayObj();
    self->data = block + sizeof(ArrayObj);
    self->TVMFFISeqCell::capacity = cap;
    TVMFFIObject* header = detail::ObjectUnsafe::GetHeader(self);
    detail::InitHeader(header, _type_index, Delete);
    return detail::AdoptFresh<ArrayObj>(header);
  }
};

static_assert(sizeof(ArrayObj) == 56, "layout is ABI");

template <typename T, typename>
class Optional;

/// What an Array<T> may be filled from.
template <typename T, typename IterType>
struct is_valid_iterator
    : std::bool_constant<
          std::is_same_v<
              T, std::remove_cv_t<std::remove_reference_t<decltype(*std::declval<IterType>())>>> ||
          std::is_base_of_v<
              T, std::remove_cv_t<std::remove_reference_t<decltype(*std::declval<IterType>())>>>> {
};
template <typename T, typename IterType>
struct is_valid_iterator<Optional<T, void>, IterType> : is_valid_iterator<T, IterType> {};
template <typename IterType>
struct is_valid_iterator<Any, IterType> : std::true_type {};
template <typename T, typename IterType>
inline constexpr bool is_valid_iterator_v = is_valid_iterator<T, IterType>::value;

namespace detail {

/// The object that may be edited in place with room for `extra` more elements; replaces *data when
/// shared or full.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline ArrayObj* ArrayWithRoom(ObjectPtr<Object>* data,
                                                                       int64_t extra) {
  ArrayObj* arr = static_cast<ArrayObj*>(data->get());
  if (arr == nullptr) {
    *data = ArrayObj::Empty(extra > 4 ? extra : 4);
  } else if (!arr->unique()) {
    int64_t needed = static_cast<int64_t>(arr->size()) + extra;
    int64_t cap = static_cast<int64_t>(arr->capacity());
    if (extra != 0) cap = needed <= cap ? cap : SeqCore::GrownCapacity(cap, needed);
    *data = ArrayObj::CopyFrom(cap, arr);
  } else {
    int64_t needed = static_cast<int64_t>(arr->size()) + extra;
    int64_t cap = static_cast<int64_t>(arr->capacity());
    if (needed <= cap) return arr;
    ArrayObj::Grow(data, SeqCore::GrownCapacity(cap, needed));
  }
  return static_cast<ArrayObj*>(data->get());
}

}  // namespace detail

void ArrayObj::AppendToAny(ObjectPtr<Object>* data, TVMFFIAny value) {
  Any held = detail::AnyUnsafe::MoveTVMFFIAnyToAny(&value);
  ArrayObj* arr = detail::ArrayWithRoom(data, 1);
  detail::SeqCore::PushRaw(arr->cell(), detail::TakeRaw(&held));
}

/// Sequence of T with value semantics; copies share storage until one of them is changed.
template <typename T, typename = typename std::enable_if_t<detail::storage_enabled_v<T>>>
class Array : public ObjectRef {
 private:
  struct ValueConverter {
    using ResultType = T;
    static T convert(const Any& value) { return detail::StoredAs<T>(value); }
  };

 public:
  using value_type = T;
  using iterator = detail::IterAdapter<ValueConverter, const Any*>;
  using reverse_iterator = detail::ReverseIterAdapter<ValueConverter, const Any*>;
  using ContainerType = ArrayObj;
  static constexpr bool _type_container_is_exact = false;

  explicit Array(UnsafeInit tag) : ObjectRef(tag) {}
  Array() : ObjectRef(ArrayObj::Empty()) {}
  Array(Array<T>&& other) noexcept : ObjectRef(std::move(other.data_)) {}
  Array(const Array<T>& other) : ObjectRef(other.data_) {}
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  Array(Array<U>&& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other))) {}
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  Array(const Array<U>& other)  // NOLINT
      : ObjectRef(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other)) {}
  Array<T>& operator=(Array<T>&& other) noexcept {
    data_ = std::move(other.data_);
    return *this;
  }
  Array<T>& operator=(const Array<T>& other) {
    data_ = other.data_;
    return *this;
  }
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  Array<T>& operator=(Array<U>&& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(other));
    return *this;
  }
  template <typename U, typename = std::enable_if_t<type_subsumes_v<T, U>>>
  Array<T>& operator=(const Array<U>& other) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(other);
    return *this;
  }
  explicit Array(ObjectPtr<Object> n) : ObjectRef(std::move(n)) {}
  template <typename IterType, typename = decltype(*std::declval<IterType&>())>
  Array(IterType first, IterType last) : ObjectRef(UnsafeInit{}) {
    static_assert(is_valid_iterator_v<T, IterType> || std::is_constructible_v<T, decltype(*first)>,
                  "the iterator must give elements of the array's type");
    Assign(first, last);
  }
  Array(std::initializer_list<T> init) : ObjectRef(UnsafeInit{}) {  // NOLINT
    Assign(init.begin(), init.end());
  }
  Array(const std::vector<T>& init) : ObjectRef(UnsafeInit{}) {  // NOLINT
    Assign(init.begin(), init.end());
  }
  explicit Array(const size_t n, const T& val)
      : ObjectRef(ArrayObj::CreateRepeated(static_cast<int64_t>(n), Any(val))) {}

  iterator begin() const { return iterator(Begin()); }
  iterator end() const { return iterator(End()); }
  reverse_iterator rbegin() const { return reverse_iterator(End() - 1); }
  reverse_iterator rend() const { return reverse_iterator(Begin() - 1); }

  const T operator[](int64_t i) const { return detail::StoredAs<T>(Checked()->operator[](i)); }
  size_t size() const { return data_ != nullptr ? GetArrayObj()->size() : 0; }
  size_t capacity() const { return data_ != nullptr ? GetArrayObj()->capacity() : 0; }
  bool empty() const { return size() == 0; }
  T front() const { return detail::StoredAs<T>(Checked()->front()); }
  T back() const { return detail::StoredAs<T>(Checked()->back()); }

  void push_back(const T& item) {
    if constexpr (std::is_same_v<T, Any>) {
      TVMFFIAny value = *detail::RawOf(&item);
      detail::RetainValues(&value, 1);
      AppendRaw(value);
    } else if constexpr (std::is_base_of_v<ObjectRef, T> && use_default_type_traits_v<T>) {
      // Straight from the reference: a copy of it in between costs as much as the rest.
      TVMFFIAny value;
      TypeTraits<T>::CopyToAnyView(item, &value);
      detail::RetainValues(&value, 1);
      AppendRaw(value);
    } else {
      emplace_back(item);
    }
  }
  template <typename... Args>
  void emplace_back(Args&&... args) {
    T element(std::forward<Args>(args)...);
    TVMFFIAny value;
    if constexpr (std::is_same_v<T, Any>) {
      value = detail::TakeRaw(&element);
    } else {
      TypeTraits<T>::MoveToAny(std::move(element), &value);
    }
    AppendRaw(value);
  }
  void insert(iterator position, const T& val) {
    Checked("cannot insert a null array");
    int64_t idx = position - begin();
    Any value(val);
    CheckInsert(idx);
    detail::SeqCore::InsertOne(Room(1)->cell(), idx, &value);
  }
  template <typename IterType>
  void insert(iterator position, IterType first, IterType last) {
    if (first == last) return;
    Checked("cannot insert a null array");
    int64_t idx = position - begin();
    CheckInsert(idx);
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot insert a range of negative size");
    if constexpr (std::is_same_v<IterType, iterator>) {
      // A range of this very array would move away under the iterator.
      if (first >= begin() && first < end()) {
        const Array<T> held(first, last);
        return insert(iterator(Begin() + idx), held.begin().Base(), held.end().Base());
      }
    }
    Room(n)->InsertCounted(idx, n, detail::ElementIter<T, IterType>{first});
  }
  void pop_back() {
    Checked("cannot pop_back a null array");
    detail::SeqCore::PopBack(CopyOnWrite()->cell());
  }
  void erase(iterator position) {
    Checked("cannot erase a null array");
    int64_t idx = position - begin();
    detail::SeqCore::CheckIndex(GetArrayObj()->cell(), idx);
    detail::SeqCore::EraseRange(CopyOnWrite()->cell(), idx, idx + 1);
  }
  void erase(iterator first, iterator last) {
    if (first == last) return;
    Checked("cannot erase a null array");
    int64_t from = first - begin(), to = last - begin(), n = static_cast<int64_t>(size());
    if (from < 0 || to > n || from > to) detail::ThrowEraseRange(from, to, n);
    detail::SeqCore::EraseRange(CopyOnWrite()->cell(), from, to);
  }
  void resize(int64_t n) {
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot resize an Array to negative size");
    int64_t extra = n - static_cast<int64_t>(size());
    detail::SeqCore::Resize(Room(extra > 0 ? extra : 0)->cell(), n);
  }
  void reserve(int64_t n) {
    if (data_ == nullptr || n > static_cast<int64_t>(capacity())) {
      if (data_ == nullptr) {
        data_ = ArrayObj::Empty(n > 0 ? n : 0);
      } else {
        ArrayObj* arr = GetArrayObj();
        if (arr->unique()) {
          ArrayObj::Grow(&data_, n);
        } else {
          data_ = ArrayObj::CopyFrom(n, arr);
        }
      }
    }
  }
  void clear() {
    if (data_ == nullptr) return;
    if (GetArrayObj()->unique()) {
      GetArrayObj()->clear();
    } else {
      data_ = ArrayObj::Empty();
    }
  }
  void Set(int64_t i, T value) {
    if (TVM_FFI_PREDICT_FALSE(static_cast<uint64_t>(i) >= size())) {
      detail::ThrowIndex(i, static_cast<int64_t>(size()));
    }
    Any item(std::move(value));
    detail::SeqCore::SetRaw(CopyOnWrite()->cell(), i, &item);
  }

  ArrayObj* GetArrayObj() const { return static_cast<ArrayObj*>(data_.get()); }

  /// Array of fmap's results; shares this array when all results are the same objects.
  template <typename F, typename U = std::invoke_result_t<F, T>>
  Array<U> Map(F fmap) const {
    if (data_ == nullptr) return Array<U>(UnsafeInit{});
    const Array<T> keep = *this;
    const int64_t n = static_cast<int64_t>(size());
    constexpr bool kShareable = std::is_same_v<T, U>;
    ObjectPtr<ArrayObj> result;
    int64_t same = 0;
    if constexpr (kShareable) {
      for (; same < n; ++same) {
        Any mapped(fmap(keep[same]));
        if (mapped.same_as(Begin()[same])) continue;
        result = ArrayObj::Empty(n);
        result->InitRange(0, keep.Begin(), keep.Begin() + same);
        detail::SeqCore::PushRaw(result->cell(), detail::TakeRaw(&mapped));
        ++same;
        break;
      }
      if (result == nullptr) return *this;
    } else {
      result = ArrayObj::Empty(n);
    }
    for (; same < n; ++same) {
      Any mapped(fmap(keep[same]));
      detail::SeqCore::PushRaw(result->cell(), detail::TakeRaw(&mapped));
    }
    return Array<U>(ObjectPtr<Object>(std::move(result)));
  }
  /// Replace every element by fmutate's result, in place while this is the only reference.
  template <typename F, typename = std::enable_if_t<std::is_same_v<T, std::invoke_result_t<F, T>>>>
  void MutateByApply(F fmutate) {
    if (data_ == nullptr) return;
    if (!GetArrayObj()->unique()) {
      *this = Map(std::move(fmutate));
      return;
    }
    // Kept out of reach: fmutate may hold no copy of the array that is being edited.
    ObjectPtr<Object> held = std::move(data_);
    struct Restore {
      Array<T>* self;
      ObjectPtr<Object>* held;
      int64_t hole;
      ~Restore() {
        auto* arr = static_cast<ArrayObj*>(held->get());
        // fmutate threw: its element is gone.
        if (hole >= 0) detail::SeqCore::EraseRange(arr->cell(), hole, hole + 1);
        self->data_ = std::move(*held);
      }
    } restore{this, &held, -1};
    ArrayObj* arr = static_cast<ArrayObj*>(held.get());
    for (int64_t i = 0; i < static_cast<int64_t>(arr->size()); ++i) {
      Any* slot = arr->MutableBegin() + i;
      restore.hole = i;
      T element = detail::AnyUnsafe::MoveFromAnyAfterCheck<T>(
          detail::AnyUnsafe::MoveTVMFFIAnyToAny(detail::RawOf(slot)));
      Any changed(fmutate(std::move(element)));
      slot->swap(changed);
      restore.hole = -1;
    }
  }

  template <typename IterType>
  void Assign(IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot construct an Array of negative size");
    // Always a new object: the range may point into the old one.
    ObjectPtr<ArrayObj> fresh = ArrayObj::Empty(n);
    fresh->InitRange(0, detail::ElementIter<T, IterType>{first},
                     detail::ElementIter<T, IterType>{last});
    data_ = std::move(fresh);
  }

  ArrayObj* CopyOnWrite() { return Room(0); }

  /// Concatenate arrays and single elements.
  template <typename... Args>
  static Array<T> Agregate(Args... args) {
    Array<T> result;
    result.reserve(static_cast<int64_t>(CalcCapacityImpl(args...)));
    AgregateImpl(result, args...);
    return result;
  }
  template <typename... Args>
  static size_t CalcCapacityImpl() {
    return 0;
  }
  template <typename... Args>
  static size_t CalcCapacityImpl(Array<T> value, Args... args) {
    return value.size() + CalcCapacityImpl(args...);
  }
  template <typename... Args>
  static size_t CalcCapacityImpl(T value, Args... args) {
    static_cast<void>(value);
    return 1 + CalcCapacityImpl(args...);
  }
  template <typename... Args>
  static void AgregateImpl(Array<T>& dest) {
    static_cast<void>(dest);
  }
  template <typename... Args>
  static void AgregateImpl(Array<T>& dest, Array<T> value, Args... args) {
    dest.insert(dest.end(), value.begin(), value.end());
    AgregateImpl(dest, args...);
  }
  template <typename... Args>
  static void AgregateImpl(Array<T>& dest, T value, Args... args) {
    dest.push_back(value);
    AgregateImpl(dest, args...);
  }

 private:
  template <typename, typename>
  friend class Array;

  const Any* Begin() const { return data_ != nullptr ? GetArrayObj()->begin() : nullptr; }
  const Any* End() const { return data_ != nullptr ? GetArrayObj()->end() : nullptr; }
  ArrayObj* Room(int64_t extra) {
    ArrayObj* arr = GetArrayObj();
    if (TVM_FFI_PREDICT_TRUE(arr != nullptr && arr->unique() &&
                             static_cast<int64_t>(arr->capacity() - arr->size()) >= extra)) {
      return arr;
    }
    return detail::ArrayWithRoom(&data_, extra);
  }
  /// The value, owned, is complete before the array is looked at: it may be made from the array.
  TVM_FFI_INLINE void AppendRaw(TVMFFIAny value) {
    ArrayObj* arr = GetArrayObj();
    if (TVM_FFI_PREDICT_TRUE(arr != nullptr && arr->unique() &&
                             arr->TVMFFISeqCell::size < arr->TVMFFISeqCell::capacity)) {
      detail::SeqCore::PushRaw(arr->cell(), value);
    } else {
      ArrayObj::AppendToAny(&data_, value);
    }
  }
  const ArrayObj* Checked() const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) {
      detail::ThrowSeqError("IndexError", "cannot index a null array");
    }
    return GetArrayObj();
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

/// lhs followed by rhs; edits lhs in place when it is the only reference.
template <typename T, typename = typename std::enable_if_t<std::is_same_v<T, Any> ||
                                                           TypeTraits<T>::convert_enabled>>
inline Array<T> Concat(Array<T> lhs, const Array<T>& rhs) {
  const Array<T> held = rhs;
  lhs.insert(lhs.end(), held.begin(), held.end());
  return lhs;
}

template <typename T>
inline constexpr bool use_default_type_traits_v<Array<T>> = false;

template <typename T>
struct TypeTraits<Array<T>> : public SeqTypeTraitsBase<TypeTraits<Array<T>>, Array<T>, T> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIArray;
  static constexpr int32_t kPrimaryTypeIndex = TypeIndex::kTVMFFIArray;
  static constexpr int32_t kOtherTypeIndex = TypeIndex::kTVMFFIList;
  static constexpr const char* kStaticName = "Array";
  static constexpr detail::TypeText kTypeText{"Array", StaticTypeKey::kTVMFFIArray,
                                              detail::TypeTextList<T>::value, 1, 1};
};

template <typename T, typename U>
inline constexpr bool type_subsumes_v<Array<T>, Array<U>> = type_subsumes_v<T, U>;

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_ARRAY_H_
