/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/list_obj.h: storage of List and positions in it (layer 1).
 * What ListObj declares itself may be called from several threads at once; the references and
 * pointers of its base are good until the next change.
 */
#ifndef TVM_FFI_CONTAINER_LIST_OBJ_H_
#define TVM_FFI_CONTAINER_LIST_OBJ_H_

#include <tvm/ffi/container/seq_base.h>

#include <utility>

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

  size_t size() const {
    detail::SharedLock lock(this);
    return SeqBaseObj::size();
  }
  size_t capacity() const {
    detail::SharedLock lock(this);
    return SeqBaseObj::capacity();
  }
  bool empty() const { return size() == 0; }

  /// Element i, with a reference of its own.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE Any Item(int64_t i) const {
    int64_t n;
    {
      detail::SharedLock lock(this);
      n = TVMFFISeqCell::size;
      if (static_cast<uint64_t>(i) < static_cast<uint64_t>(n)) return begin()[i];
    }
    detail::ThrowIndex(i, n);
  }
  /// First or last element; false when there is none.
  bool TryEdge(bool last, Any* out) const {
    detail::SharedLock lock(this);
    int64_t n = TVMFFISeqCell::size;
    if (n != 0) *out = begin()[last ? n - 1 : 0];
    return n != 0;
  }
  /// Element i, which leaves the list.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE Any TakeItem(int64_t i) {
    int64_t n;
    {
      detail::SharedLock lock(this);
      n = TVMFFISeqCell::size;
      if (static_cast<uint64_t>(i) < static_cast<uint64_t>(n)) {
        Any taken;
        TVMFFIAny* at = detail::SeqCore::Data(this) + i;
        *detail::RawOf(&taken) = *at;
        std::memmove(static_cast<void*>(at), at + 1, sizeof(TVMFFIAny) * (n - i - 1));
        --TVMFFISeqCell::size;
        return taken;
      }
    }
    detail::ThrowIndex(i, n);
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void SetItem(int64_t i, Any item) {
    int64_t n;
    {
      detail::SharedLock lock(this);
      n = TVMFFISeqCell::size;
      if (static_cast<uint64_t>(i) < static_cast<uint64_t>(n)) {
        std::swap(detail::SeqCore::Data(this)[i], *detail::RawOf(&item));
        return;
      }
    }
    detail::ThrowIndex(i, n);
  }
  void SetItemAfterCheck(int64_t i, Any item) { SetItem(i, std::move(item)); }

  void Reserve(int64_t n) {
    detail::SharedLock lock(this);
    if (n > TVMFFISeqCell::capacity) detail::SeqCore::Regrow(cell(), n);
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void push_back(Any item) {
    detail::SharedLock lock(this);
    detail::SeqCore::EnsureRoom(cell(), 1);
    detail::SeqCore::PushRaw(cell(), detail::TakeRaw(&item));
  }
  void insert(int64_t idx, Any item) { InsertRaw(idx, detail::RawOf(&item), 1); }
  template <typename IterType>
  void insert(int64_t idx, IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot insert a range of negative size");
    // Collected first: the range may lie in this list, and reading it may run user code.
    ObjectPtr<ListObj> fresh = Empty(n);
    fresh->InitRange(0, first, last);
    Splice(idx, fresh.get());
  }
  /// Move the elements of a list that nobody else has.
  void Splice(int64_t idx, ListObj* fresh) {
    InsertRaw(idx, detail::SeqCore::Data(fresh->cell()), fresh->TVMFFISeqCell::size);
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void pop_back() {
    {
      Any last;
      detail::SharedLock lock(this);
      if (TVMFFISeqCell::size != 0) {
        *detail::RawOf(&last) = detail::SeqCore::Data(this)[--TVMFFISeqCell::size];
        return;
      }
    }
    detail::ThrowSeqError("IndexError", "pop_back on empty sequence");
  }
  void erase(int64_t idx) { static_cast<void>(TakeItem(idx)); }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void erase(int64_t first, int64_t last) {
    if (first == last) return;
    int64_t n;
    {
      detail::RemovedElements removed;
      detail::SharedLock lock(this);
      n = TVMFFISeqCell::size;
      if (first >= 0 && first < last && last <= n) return removed.Take(cell(), first, last);
    }
    detail::ThrowEraseRange(first, last, n);
  }
  void clear() {
    detail::RemovedElements removed;
    detail::SharedLock lock(this);
    removed.Take(cell(), 0, TVMFFISeqCell::size);
  }
  void Reverse() {
    detail::SharedLock lock(this);
    detail::SeqCore::Reverse(cell());
  }
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void resize(int64_t n) {
    if (n < 0) detail::ThrowSeqError("ValueError", "Cannot resize to negative size");
    detail::RemovedElements removed;
    detail::SharedLock lock(this);
    if (n < TVMFFISeqCell::size) return removed.Take(cell(), n, TVMFFISeqCell::size);
    detail::SeqCore::EnsureRoom(cell(), n - TVMFFISeqCell::size);
    detail::SeqCore::Resize(cell(), n);
  }
  /// Exchange the elements with a list that nobody else has.
  void SwapWith(ListObj* fresh) {
    detail::SharedLock lock(this);
    std::swap(*fresh->cell(), *cell());
  }

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIList;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIList, ListObj, Object);

 private:
  /// Moves n values into the list; they stay where they are when it throws.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void InsertRaw(int64_t idx, TVMFFIAny* values,
                                                         int64_t n) {
    int64_t size;
    {
      detail::SharedLock lock(this);
      size = TVMFFISeqCell::size;
      if (idx >= 0 && idx <= size) {
        if (n == 0) return;
        detail::SeqCore::EnsureRoom(cell(), n);
        std::memcpy(detail::SeqCore::OpenGap(cell(), idx, n), values, sizeof(TVMFFIAny) * n);
        TVMFFISeqCell::size += n;
        for (int64_t i = 0; i < n; ++i) values[i] = detail::kRawNone;
        return;
      }
    }
    detail::ThrowInsertIndex(idx, size);
  }
};

static_assert(sizeof(ListObj) == 56, "layout is ABI");

namespace detail {

/// Place in a list by number, which no change of the list makes dangle: reading where nothing is
/// any more is an IndexError.
class ListPosition {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using difference_type = int64_t;
  using value_type = Any;
  using pointer = const Any*;
  using reference = Any;

  ListPosition() = default;
  ListPosition(const ListObj* list, int64_t at) : list_(list), at_(at) {}
  Any operator*() const { return list_->Item(at_); }
  Any operator[](int64_t n) const { return list_->Item(at_ + n); }
  ListPosition& operator++() { return *this += 1; }
  ListPosition& operator--() { return *this += -1; }
  ListPosition& operator+=(int64_t n) {
    at_ += n;
    return *this;
  }
  ListPosition& operator-=(int64_t n) { return *this += -n; }
  ListPosition operator+(int64_t n) const { return {list_, at_ + n}; }
  ListPosition operator-(int64_t n) const { return {list_, at_ - n}; }
  int64_t operator-(const ListPosition& other) const { return at_ - other.at_; }
  bool operator==(const ListPosition& other) const { return at_ == other.at_; }
  bool operator!=(const ListPosition& other) const { return at_ != other.at_; }
  bool operator<(const ListPosition& other) const { return at_ < other.at_; }
  bool operator>(const ListPosition& other) const { return at_ > other.at_; }
  bool operator<=(const ListPosition& other) const { return at_ <= other.at_; }
  bool operator>=(const ListPosition& other) const { return at_ >= other.at_; }

 private:
  const ListObj* list_ = nullptr;
  int64_t at_ = 0;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_LIST_OBJ_H_
