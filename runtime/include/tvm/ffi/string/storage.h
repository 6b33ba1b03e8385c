/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/string/storage.h: the cell behind String and Bytes (layer 1).
 * Invariant: at most seven bytes lie in the cell, zero-padded; longer ones, and all taken from a
 * std::string&&, in a heap object. A moved-from cell is None and reads as empty.
 */
#ifndef TVM_FFI_STRING_STORAGE_H_
#define TVM_FFI_STRING_STORAGE_H_

#include <tvm/ffi/any/hash_equal.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/string/heap_text.h>

#include <cstring>
#include <string>
#include <utility>

namespace tvm {
namespace ffi {
namespace detail {

inline constexpr size_t kMaxSmallTextSize = 7;

/// Body of heap text: the header and a view of the bytes, wherever they lie.
template <int32_t kTypeIndex>
class TextObj : public Object, public TVMFFIByteArray {
 public:
  static constexpr int32_t _type_index = kTypeIndex;
  static constexpr const char* _type_key =
      kTypeIndex == TypeIndex::kTVMFFIStr ? StaticTypeKey::kTVMFFIStr : StaticTypeKey::kTVMFFIBytes;
  static constexpr bool _type_final = true;
  static constexpr int32_t _type_depth = 1;
  static int32_t RuntimeTypeIndex() { return kTypeIndex; }
  static int32_t _GetOrAllocRuntimeTypeIndex() { return kTypeIndex; }
};

/// Heap text that took over a std::string.
template <int32_t kTypeIndex>
class StdTextObj : public TextObj<kTypeIndex> {
 public:
  explicit StdTextObj(std::string&& text) : text_(std::move(text)) {
    this->data = text_.data();
    this->size = text_.size();
  }

 private:
  std::string text_;
};

static_assert(sizeof(TextObj<TypeIndex::kTVMFFIStr>) == 40, "layout of strings is ABI");

/// Shared by String (kSmall 11, kHeap 65) and Bytes (kSmall 12, kHeap 66).
template <int32_t kSmall, int32_t kHeap>
class TextCell {
 public:
  TextCell() { SetInline(&data_, kSmall, 0); }
  TextCell(const TextCell& other) : data_(other.data_) {
    if (data_.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) IncStrongRef(data_.v_obj);
  }
  TextCell(TextCell&& other) noexcept : data_(other.data_) { SetNone(&other.data_); }
  TextCell& operator=(const TextCell& other) {
    TextCell(other).swap(*this);
    return *this;
  }
  TextCell& operator=(TextCell&& other) noexcept {
    TextCell(std::move(other)).swap(*this);
    return *this;
  }
  ~TextCell() {
    if (data_.type_index >= TypeIndex::kTVMFFIStaticObjectBegin) DecStrongRef(data_.v_obj);
  }
  TVM_FFI_INLINE TextCell(const char* data, size_t size) {
    if (size <= kMaxSmallTextSize) {
      data_.type_index = kSmall;
      data_.small_str_len = static_cast<uint32_t>(size);
      data_.v_uint64 = 0;
      if (size != 0) std::memcpy(data_.v_bytes, data, size);
    } else if (TVM_FFI_DETAILS_IS_CONSTANT(size) && size <= kMaxInlineTextSize) {
      MakeConstantText<kHeap>(data, size, &data_);
    } else {
      MakeHeapText(kHeap, data, size, &data_);
    }
  }
  explicit TextCell(std::string&& text) { TakeString(std::move(text)); }

  TVM_FFI_INLINE void swap(TextCell& other) noexcept { std::swap(data_, other.data_); }
  TVM_FFI_INLINE const char* data() const noexcept {
    return data_.type_index < TypeIndex::kTVMFFIStaticObjectBegin
               ? data_.v_bytes
               : TVMFFIBytesGetByteArrayPtr(data_.v_obj)->data;
  }
  TVM_FFI_INLINE size_t size() const noexcept {
    return data_.type_index < TypeIndex::kTVMFFIStaticObjectBegin
               ? static_cast<size_t>(data_.small_str_len)
               : TVMFFIBytesGetByteArrayPtr(data_.v_obj)->size;
  }

  TVM_FFI_INLINE const TVMFFIAny* cell() const { return &data_; }
  /// The owned cell, this becomes None.
  TVM_FFI_INLINE TVMFFIAny Take() {
    TVMFFIAny result = data_;
    SetNone(&data_);
    return result;
  }
  struct FromOwned {};
  TextCell(FromOwned, TVMFFIAny owned) : data_(owned) {}

 private:
  TVMFFIAny data_;

  TVM_FFI_NO_INLINE void TakeString(std::string&& text) {
    auto obj = make_object<StdTextObj<kHeap>>(std::move(text));
    data_.type_index = kHeap;
    data_.zero_padding = 0;
    TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(&data_);
    data_.v_obj = ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(obj));
  }
};

/// Lexicographic order of chars as this platform compares them; a prefix comes first.
TVM_FFI_NO_INLINE inline int CompareText(const char* lhs, size_t lhs_size, const char* rhs,
                                         size_t rhs_size) {
  if (lhs == rhs && lhs_size == rhs_size) return 0;
  const size_t common = lhs_size < rhs_size ? lhs_size : rhs_size;
  for (size_t i = 0; i < common; ++i) {
    if (lhs[i] < rhs[i]) return -1;
    if (lhs[i] > rhs[i]) return 1;
  }
  return lhs_size < rhs_size ? -1 : (lhs_size > rhs_size ? 1 : 0);
}

inline bool EqualText(const void* lhs, const void* rhs, size_t lhs_size, size_t rhs_size) {
  return lhs_size == rhs_size &&
         (lhs == rhs || lhs_size == 0 || std::memcmp(lhs, rhs, lhs_size) == 0);
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_STRING_STORAGE_H_
