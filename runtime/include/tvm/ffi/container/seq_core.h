/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/container/seq_core.h: editing the cell of an Array or List, for all element types at once
 * (layer 1). Works on raw values so that a typed shell compiles to a call. A value leaves the cell
 * before it is released: its destructor may run code that edits the same list.
 */
#ifndef TVM_FFI_CONTAINER_SEQ_CORE_H_
#define TVM_FFI_CONTAINER_SEQ_CORE_H_

#include <tvm/ffi/container/container_detail.h>

#include <cstdlib>
#include <cstring>

namespace tvm {
namespace ffi {
namespace detail {

/// More elements than any address space holds; keeps byte counts from overflowing.
inline constexpr int64_t kMaxSeqSize = INT64_MAX / 32;

TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowIndex(
    int64_t i, int64_t n) {
  TVM_FFI_THROW(IndexError) << "Index " << i << " out of bounds " << n;
}
TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowInsertIndex(
    int64_t i, int64_t n) {
  TVM_FFI_THROW(IndexError) << "Index " << i << " out of bounds [0, " << n << "]";
}
TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowEraseRange(
    int64_t first, int64_t last, int64_t n) {
  TVM_FFI_THROW(IndexError) << "Erase range [" << first << ", " << last << ") out of bounds " << n;
}
TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowSeqError(
    const char* kind, const char* message) {
  throw Error(kind, message, TVMFFIBacktrace(nullptr, 0, nullptr, 0));
}
TVM_FFI_DETAILS_LOCAL TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE [[noreturn]] inline void ThrowNoRoom(
    int64_t needed, int64_t capacity) {
  TVM_FFI_THROW(InternalError) << "the sequence holds at most " << capacity << " elements but "
                               << needed << " are needed; reserve before inserting";
}

/// Elements that left their cell; released when this goes.
class RemovedElements {
 public:
  RemovedElements() = default;
  RemovedElements(const RemovedElements&) = delete;
  RemovedElements& operator=(const RemovedElements&) = delete;
  ~RemovedElements() {
    ReleaseValues(values_, static_cast<size_t>(count_));
    if (values_ != few_) FreeBytes(values_);
  }

  /// Move [first, last) here, once; both were checked.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE void Take(TVMFFISeqCell* cell, int64_t first,
                                                    int64_t last) {
    int64_t count = last - first;
    if (count == 0) return;
    if (count > kOnStack) {
      values_ = static_cast<TVMFFIAny*>(AllocateBytes(sizeof(TVMFFIAny) * count));
    }
    count_ = count;
    TVMFFIAny* at = static_cast<TVMFFIAny*>(cell->data) + first;
    std::memcpy(values_, at, sizeof(TVMFFIAny) * count);
    std::memmove(static_cast<void*>(at), at + count, sizeof(TVMFFIAny) * (cell->size - last));
    cell->size -= count;
  }

 private:
  static constexpr int64_t kOnStack = 16;
  TVMFFIAny few_[kOnStack];
  TVMFFIAny* values_ = few_;
  int64_t count_ = 0;
};

/// Operations on a TVMFFISeqCell whose data is an array of owned TVMFFIAny.
struct SeqCore {
  static TVMFFIAny* Data(const TVMFFISeqCell* cell) { return static_cast<TVMFFIAny*>(cell->data); }

  static void CheckIndex(const TVMFFISeqCell* cell, int64_t i) {
    if (TVM_FFI_PREDICT_FALSE(static_cast<uint64_t>(i) >= static_cast<uint64_t>(cell->size))) {
      ThrowIndex(i, cell->size);
    }
  }
  static void CheckRoom(const TVMFFISeqCell* cell, int64_t extra) {
    if (TVM_FFI_PREDICT_FALSE(cell->capacity - cell->size < extra)) {
      ThrowNoRoom(cell->size + extra, cell->capacity);
    }
  }

  static void FreeBuffer(void* data) { FreeBytes(data); }

  /// Move the elements to a buffer of their own with room for `capacity` (>= size).
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void Regrow(TVMFFISeqCell* cell,
                                                             int64_t capacity) {
    if (capacity > kMaxSeqSize) ThrowBadAlloc();
#if !defined(_MSC_VER)
    if (cell->data_deleter == FreeBuffer) {
      // A buffer of our own often grows where it is.
      void* grown = std::realloc(cell->data, sizeof(TVMFFIAny) * capacity);
      if (grown == nullptr) ThrowBadAlloc();
      cell->data = grown;
      cell->capacity = capacity;
      return;
    }
#endif
    auto* fresh = static_cast<TVMFFIAny*>(AllocateBytes(sizeof(TVMFFIAny) * capacity));
    if (cell->size != 0) std::memcpy(fresh, cell->data, sizeof(TVMFFIAny) * cell->size);
    void* old = cell->data;
    void (*old_deleter)(void*) = cell->data_deleter;
    cell->data = fresh;
    cell->capacity = capacity;
    cell->data_deleter = FreeBuffer;
    if (old_deleter != nullptr) old_deleter(old);
  }

  /// Capacity for `needed` elements by the doubling rule.
  static int64_t GrownCapacity(int64_t capacity, int64_t needed) {
    return capacity * 2 > needed ? capacity * 2 : needed;
  }

  static void EnsureRoom(TVMFFISeqCell* cell, int64_t extra) {
    if (TVM_FFI_PREDICT_FALSE(cell->capacity - cell->size < extra)) {
      Regrow(cell, GrownCapacity(cell->capacity, cell->size + extra));
    }
  }

  /// Append an owned value; room must be there.
  static void PushRaw(TVMFFISeqCell* cell, const TVMFFIAny& value) {
    // Word by word: values tend to be in registers.
    TVMFFIAny* at = Data(cell) + cell->size++;
    at->type_index = value.type_index;
    at->zero_padding = value.zero_padding;
    at->v_int64 = value.v_int64;
  }

  /// Make a gap of n uninitialised elements at idx; room must be there. The caller fills it and
  /// adds n to size.
  static TVMFFIAny* OpenGap(TVMFFISeqCell* cell, int64_t idx, int64_t n) {
    TVMFFIAny* at = Data(cell) + idx;
    std::memmove(static_cast<void*>(at + n), at, sizeof(TVMFFIAny) * (cell->size - idx));
    return at;
  }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void InsertOne(TVMFFISeqCell* cell, int64_t idx,
                                                                Any* value) {
    if (idx < 0 || idx > cell->size) ThrowInsertIndex(idx, cell->size);
    CheckRoom(cell, 1);
    *OpenGap(cell, idx, 1) = TakeRaw(value);
    ++cell->size;
  }

  static void SetRaw(TVMFFISeqCell* cell, int64_t i, Any* value) {
    TVMFFIAny old = Data(cell)[i];
    Data(cell)[i] = TakeRaw(value);
    if (old.type_index >= kTVMFFIStaticObjectBegin) ReleaseValues(&old, 1);
  }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void PopBack(TVMFFISeqCell* cell) {
    if (cell->size == 0) ThrowSeqError("IndexError", "pop_back on empty sequence");
    TVMFFIAny old = Data(cell)[--cell->size];
    ReleaseValues(&old, 1);
  }

  /// Remove [first, last); both were checked.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void EraseRange(TVMFFISeqCell* cell, int64_t first,
                                                                 int64_t last) {
    RemovedElements removed;
    removed.Take(cell, first, last);
  }

  static void EraseOne(TVMFFISeqCell* cell, int64_t idx) {
    CheckIndex(cell, idx);
    EraseRange(cell, idx, idx + 1);
  }
  static void EraseChecked(TVMFFISeqCell* cell, int64_t first, int64_t last) {
    if (first == last) return;
    if (first < 0 || last > cell->size || first > last) ThrowEraseRange(first, last, cell->size);
    EraseRange(cell, first, last);
  }

  static void Clear(TVMFFISeqCell* cell) { EraseRange(cell, 0, cell->size); }

  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void Reverse(TVMFFISeqCell* cell) {
    TVMFFIAny* front = Data(cell);
    TVMFFIAny* back = front + cell->size;
    while (front < --back) {
      TVMFFIAny held = *front;
      *front++ = *back;
      *back = held;
    }
  }

  /// Grow with None or cut; room must be there.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void Resize(TVMFFISeqCell* cell, int64_t n) {
    if (n < 0) ThrowSeqError("ValueError", "Cannot resize to negative size");
    if (n < cell->size) {
      EraseRange(cell, n, cell->size);
    } else {
      CheckRoom(cell, n - cell->size);
      while (cell->size < n) PushRaw(cell, kRawNone);
    }
  }

  /// The object dies: give up the elements and their buffer.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static void DestroyNow(TVMFFISeqCell* cell) noexcept {
    ReleaseValues(Data(cell), static_cast<size_t>(cell->size));
    cell->size = 0;
    if (cell->data_deleter != nullptr) cell->data_deleter(cell->data);
  }
  /// Same from a deleter, in bounded stack; false when it was put off.
  TVM_FFI_INLINE static bool Destroy(TVMFFISeqCell* cell, void* self, int flags,
                                     FDestroy destroy) noexcept {
    const TVMFFIAny* values = Data(cell);
    for (const TVMFFIAny* end = values + cell->size; values != end; ++values) {
      if (values->type_index >= kTVMFFIStaticObjectBegin) {
        return DestroyObjects(cell, self, flags, destroy);
      }
    }
    if (cell->data_deleter != nullptr) cell->data_deleter(cell->data);
    return true;
  }
  /// Only objects that die with the sequence need bookkeeping; the others are just released.
  TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE static bool DestroyObjects(TVMFFISeqCell* cell,
                                                                     void* self, int flags,
                                                                     FDestroy destroy) noexcept {
    // Those move to the front.
    TVMFFIAny* dying = Data(cell);
    const TVMFFIAny* values = dying;
    for (const TVMFFIAny* end = values + cell->size; values != end; ++values) {
      if (values->type_index < kTVMFFIStaticObjectBegin) continue;
      TVMFFIObject* object = values->v_obj;
      if ((RefLoad(object) & kRefStrongMask) == kRefStrongOne) {
        *dying++ = *values;
      } else {
        DecStrongRef(object);
      }
    }
    cell->size = dying - Data(cell);
    if (cell->size != 0) return DestroyBounded(static_cast<TVMFFIObject*>(self), flags, destroy);
    if (cell->data_deleter != nullptr) cell->data_deleter(cell->data);
    return true;
  }
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_CONTAINER_SEQ_CORE_H_
