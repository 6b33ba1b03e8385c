/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/big_int/words.h: how integers beyond int64 are stored (layer 1).
 * Layout is ABI: two's complement words, least significant first, as few as possible; what fits
 * int64 is kTVMFFIInt.
 */
#ifndef TVM_FFI_BIG_INT_WORDS_H_
#define TVM_FFI_BIG_INT_WORDS_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base/hash.h>
#include <tvm/ffi/container/container_detail.h>

#include <cstring>
#include <vector>

namespace tvm {
namespace ffi {

/// Storage of an integer that does not fit int64; the words lie behind it.
class BigIntObj : public Object {
 public:
  const int64_t* words() const {
    return reinterpret_cast<const int64_t*>(reinterpret_cast<const char*>(this) +
                                            sizeof(BigIntObj));
  }
  size_t word_count() const { return word_count_; }

  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIBigInt;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIBigInt, BigIntObj, Object);

  /// words are copied; they must be in the minimal form.
  explicit BigIntObj(const uint64_t* words, size_t count) : word_count_(count) {
    std::memcpy(static_cast<void*>(this + 1), words, count * sizeof(uint64_t));
  }

 private:
  size_t word_count_;
};

static_assert(sizeof(BigIntObj) == 32, "layout is ABI");

namespace detail {

using BigWords = std::vector<uint64_t>;

/// Borrowed two's complement words, at least one.
struct WordsView {
  const uint64_t* data;
  size_t size;

  bool negative() const { return (data[size - 1] >> 63) != 0; }
  uint64_t extension() const { return negative() ? ~static_cast<uint64_t>(0) : 0; }
  /// Word i of the infinite two's complement number.
  uint64_t at(size_t i) const { return i < size ? data[i] : extension(); }
};

/// Words of a cell that holds an Int or a BigInt; borrowed from the cell.
inline WordsView WordsOfCell(const TVMFFIAny* cell) {
  if (cell->type_index == TypeIndex::kTVMFFIBigInt) {
    const auto* obj = ObjectUnsafe::RawObjectPtrFromUnowned<BigIntObj>(cell->v_obj);
    return WordsView{reinterpret_cast<const uint64_t*>(obj->words()), obj->word_count()};
  }
  return WordsView{&cell->v_uint64, 1};
}

/// Owned cell of a number in any number of words (none is zero): Int where it fits.
TVM_FFI_DETAILS_LOCAL TVM_FFI_NO_INLINE inline TVMFFIAny CellOfWords(const uint64_t* words,
                                                                     size_t count) {
  TVMFFIAny cell;
  // A top word that only repeats the sign of the one below says nothing.
  while (count > 1 && words[count - 1] == ((words[count - 2] >> 63) != 0 ? ~uint64_t{0} : 0)) {
    --count;
  }
  if (count <= 1) {
    SetInline(&cell, TypeIndex::kTVMFFIInt, count == 0 ? 0 : static_cast<int64_t>(words[0]));
    return cell;
  }
  ObjectUnsafe::StoreObject(
      ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(
          make_inplace_array_object<BigIntObj, uint64_t>(count, words, count)),
      &cell);
  return cell;
}

inline uint64_t HashWordsOfCell(const TVMFFIAny* cell) {
  if (cell->type_index != TypeIndex::kTVMFFIBigInt) return cell->v_uint64;
  WordsView words = WordsOfCell(cell);
  return StableHashBytes(words.data, words.size * sizeof(uint64_t));
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BIG_INT_WORDS_H_
