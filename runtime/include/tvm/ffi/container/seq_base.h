/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/seq_base.h: common base of ArrayObj and ListObj, and of their type traits
 * (layer 1). Layout is ABI: object header, then TVMFFISeqCell. Mutators need room already reserved.
 */
#ifndef TVM_FFI_CONTAINER_SEQ_BASE_H_
#define TVM_FFI_CONTAINER_SEQ_BASE_H_

#include <tvm/ffi/container/seq_core.h>
#include <tvm/ffi/container/shared_lock.h>

namespace tvm {
namespace ffi {

/// Sequence of Any. References into it are good until the next change; ListObj adds what several
/// threads may do at once.
class SeqBaseObj : public Object, protected TVMFFISeqCell {
 public:
  SeqBaseObj() {
    data = nullptr;
    TVMFFISeqCell::size = 0;
    TVMFFISeqCell::capacity = 0;
    data_deleter = nullptr;
  }
  SeqBaseObj(const SeqBaseObj&) = delete;
  SeqBaseObj& operator=(const SeqBaseObj&) = delete;
  ~SeqBaseObj() { detail::SeqCore::DestroyNow(this); }

  size_t size() const { return static_cast<size_t>(TVMFFISeqCell::size); }
  size_t capacity() const { return static_cast<size_t>(TVMFFISeqCell::capacity); }
  bool empty() const { return TVMFFISeqCell::size == 0; }

  const Any& at(int64_t i) const { return operator[](i); }
  const Any& operator[](int64_t i) const {
    detail::SeqCore::CheckIndex(this, i);
    return begin()[i];
  }
  const Any& front() const {
    if (TVM_FFI_PREDICT_FALSE(empty())) {
      detail::ThrowSeqError("IndexError", "front() on empty sequence");
    }
    return *begin();
  }
  const Any& back() const {
    if (TVM_FFI_PREDICT_FALSE(empty())) {
      detail::ThrowSeqError("IndexError", "back() on empty sequence");
    }
    return *(end() - 1);
  }
  const Any* begin() const { return static_cast<const Any*>(data); }
  const Any* end() const { return begin() + TVMFFISeqCell::size; }

  void clear() { detail::SeqCore::Clear(this); }
  void SetItem(int64_t i, Any item) {
    detail::SeqCore::CheckIndex(this, i);
    detail::SeqCore::SetRaw(this, i, &item);
  }
  void SetItemAfterCheck(int64_t i, Any item) { detail::SeqCore::SetRaw(this, i, &item); }

  /// Fill uninitialised elements from idx on; size grows with each, so a throwing iterator leaves a
  /// valid object.
  template <typename IterType>
  SeqBaseObj* InitRange(int64_t idx, IterType first, IterType last) {
    Any* at = MutableBegin() + idx;
    for (; first != last; ++first, ++TVMFFISeqCell::size) new (at++) Any(*first);
    return this;
  }
  void pop_back() { detail::SeqCore::PopBack(this); }
  void erase(int64_t idx) { detail::SeqCore::EraseOne(this, idx); }
  void erase(int64_t first, int64_t last) { detail::SeqCore::EraseChecked(this, first, last); }
  void insert(int64_t idx, Any item) { detail::SeqCore::InsertOne(this, idx, &item); }
  template <typename IterType>
  void insert(int64_t idx, IterType first, IterType last) {
    int64_t n = static_cast<int64_t>(std::distance(first, last));
    if (idx < 0 || idx > TVMFFISeqCell::size) detail::ThrowInsertIndex(idx, TVMFFISeqCell::size);
    if (n < 0) detail::ThrowSeqError("ValueError", "cannot insert a range of negative size");
    detail::SeqCore::CheckRoom(this, n);
    InsertCounted(idx, n, first);
  }
  void Reverse() { detail::SeqCore::Reverse(this); }
  void resize(int64_t n) { detail::SeqCore::Resize(this, n); }

  static constexpr const bool _type_mutable = true;
  static constexpr const TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;

 protected:
  template <typename, typename>
  friend class Array;
  template <typename, typename>
  friend class List;
  template <typename...>
  friend class Tuple;

  /// Values of n steps of an iterator; idx and room were checked. What a throwing step leaves open
  /// is closed again.
  template <typename IterType>
  void InsertCounted(int64_t idx, int64_t n, IterType iter) {
    struct Gap {
      TVMFFISeqCell* cell;
      int64_t from, to;
      ~Gap() { detail::SeqCore::EraseRange(cell, from, to); }
    };
    TVMFFIAny* slots = detail::SeqCore::OpenGap(this, idx, n);
    for (int64_t i = 0; i < n; ++i) slots[i] = detail::kRawNone;
    TVMFFISeqCell::size += n;
    Gap gap{this, idx, idx + n};
    for (; gap.from != gap.to; ++gap.from, ++iter) {
      Any value(*iter);
      detail::SeqCore::Data(this)[gap.from] = detail::TakeRaw(&value);
    }
  }
  /// Deleter of ArrayObj and ListObj.
  TVM_FFI_DETAILS_LOCAL static void Delete(void* self, int flags) {
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0 &&
        !detail::SeqCore::Destroy(Body(self)->cell(), self, flags, &Destroy)) {
      return;
    }
    if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) detail::FreeBytes(self);
  }
  Any* MutableBegin() const { return static_cast<Any*>(data); }
  TVMFFISeqCell* cell() { return this; }
  const TVMFFISeqCell* cell() const { return this; }

 private:
  static SeqBaseObj* Body(void* self) {
    return static_cast<SeqBaseObj*>(static_cast<Object*>(self));
  }
  TVM_FFI_DETAILS_LOCAL static void Destroy(TVMFFIObject* self) {
    detail::SeqCore::DestroyNow(Body(self)->cell());
  }
};

namespace detail {

/// Copies up to n elements from i on, and says how many; `out` holds None.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline int64_t ReadShared(const SeqBaseObj* seq, int64_t i,
                                                                  Any* out, int64_t n) {
  SharedLock lock(seq);
  int64_t left = static_cast<int64_t>(seq->size()) - i;
  if (left <= 0) return 0;
  if (n > left) n = left;
  for (int64_t k = 0; k < n; ++k) out[k] = seq->begin()[i + k];
  return n;
}

/// Element i, if it is still there. A List may change while it is read.
inline bool ReadElement(const SeqBaseObj* seq, bool shared, int64_t i, Any* out) {
  out->reset();
  if (shared) return ReadShared(seq, i, out, 1) == 1;
  if (i >= static_cast<int64_t>(seq->size())) return false;
  *out = seq->begin()[i];
  return true;
}

/// First of the n elements that is not strictly a T, or n.
template <typename T>
inline size_t FirstNotStrict(const Any* values, size_t n) {
  if constexpr (!std::is_same_v<T, Any>) {
    for (size_t i = 0; i < n; ++i) {
      if (!AnyUnsafe::CheckAnyStrict<T>(values[i])) return i;
    }
  }
  return n;
}
/// All elements are strictly a T.
template <typename T>
inline bool AllStrict(const SeqBaseObj* seq, bool shared) {
  if constexpr (!std::is_same_v<T, Any>) {
    if (!shared) return FirstNotStrict<T>(seq->begin(), seq->size()) == seq->size();
    constexpr int64_t kAtOnce = 16;
    for (int64_t i = 0;; i += kAtOnce) {
      Any some[kAtOnce];
      int64_t n = ReadShared(seq, i, some, kAtOnce);
      if (FirstNotStrict<T>(some, static_cast<size_t>(n)) != static_cast<size_t>(n)) return false;
      if (n < kAtOnce) return true;
    }
  }
  return true;
}

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline std::string DescribeElement(
    const char* container, size_t index, const std::string& what) {
  return std::string(container) + "[index " + std::to_string(index) + ": " + what + "]";
}

}  // namespace detail

/// Conversion of Array<T> and List<T>. Derived gives kPrimaryTypeIndex, kOtherTypeIndex and
/// kStaticName.
template <typename Derived, typename SeqRef, typename T>
struct SeqTypeTraitsBase : public ObjectRefTypeTraitsBase<SeqRef> {
  using Base = ObjectRefTypeTraitsBase<SeqRef>;
  using TypeTextOwner = SeqTypeTraitsBase;

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == Derived::kPrimaryTypeIndex &&
           detail::AllStrict<T>(SeqOf(src), IsShared(src));
  }

  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if (!IsSeq(src)) return TypeTraitsBase::GetMismatchTypeInfo(src);
    if constexpr (!std::is_same_v<T, Any>) {
      // Conversion of an element may run user code: it is held, and the list may change.
      Any held;
      for (int64_t i = 0; detail::ReadElement(SeqOf(src), IsShared(src), i, &held); ++i) {
        const TVMFFIAny* item = detail::RawOf(&held);
        if (TypeTraits<T>::CheckAnyStrict(item) || TypeTraits<T>::TryCastFromAnyView(item))
          continue;
        return detail::DescribeElement(Derived::kStaticName, static_cast<size_t>(i),
                                       TypeTraits<T>::GetMismatchTypeInfo(item));
      }
    }
    return TypeTraitsBase::GetMismatchTypeInfo(src);
  }

  static std::optional<SeqRef> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!IsSeq(src)) return std::nullopt;
    if (CheckAnyStrict(src)) return Base::CopyFromAnyViewAfterCheck(src);
    SeqRef result;
    if (!IsShared(src)) result.reserve(static_cast<int64_t>(SeqOf(src)->size()));
    Any held;
    for (int64_t i = 0; detail::ReadElement(SeqOf(src), IsShared(src), i, &held); ++i) {
      if constexpr (std::is_same_v<T, Any>) {
        result.push_back(held);
      } else {
        auto converted = TypeTraits<T>::TryCastFromAnyView(detail::RawOf(&held));
        if (!converted) return std::nullopt;
        result.push_back(*std::move(converted));
      }
    }
    return result;
  }

  static std::string TypeStr() { return detail::TypeTextToStr(Derived::kTypeText); }
  static std::string TypeSchema() { return detail::TypeTextToSchema(Derived::kTypeText); }

 private:
  static bool IsSeq(const TVMFFIAny* src) {
    return src->type_index == Derived::kPrimaryTypeIndex ||
           src->type_index == Derived::kOtherTypeIndex;
  }
  static bool IsShared(const TVMFFIAny* src) { return src->type_index == kTVMFFIList; }
  static const SeqBaseObj* SeqOf(const TVMFFIAny* src) {
    return detail::ObjectUnsafe::RawObjectPtrFromUnowned<SeqBaseObj>(src->v_obj);
  }
};

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_SEQ_BASE_H_
