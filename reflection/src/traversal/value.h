// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Values as the ABI lays them out, for the traversals (layer 2).
// Traversals read cells and object bodies directly: the layouts are contract, and a traversal must
// not pay for a typed view per node. Everything here borrows; only Own() takes a reference.
#ifndef TVM_FFI_TRAVERSAL_VALUE_H_
#define TVM_FFI_TRAVERSAL_VALUE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/c_api.h>

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi {
namespace traversal {

inline const TVMFFIAny& Raw(const Any& value) {
  return *reinterpret_cast<const TVMFFIAny*>(&value);
}
inline const TVMFFIAny& Raw(const AnyView& value) {
  return *reinterpret_cast<const TVMFFIAny*>(&value);
}
inline AnyView View(const TVMFFIAny& value) { return AnyView::CopyFromTVMFFIAny(value); }
inline Any Own(const TVMFFIAny& value) { return Any(View(value)); }

inline bool IsObject(const TVMFFIAny& value) {
  return value.type_index >= kTVMFFIStaticObjectBegin;
}

inline TVMFFIAny ObjectCell(TVMFFIObject* obj) {
  TVMFFIAny cell;
  cell.type_index = obj->type_index;
  cell.zero_padding = 0;
  cell.v_int64 = 0;
  cell.v_obj = obj;
  return cell;
}

inline bool SameCell(const TVMFFIAny& a, const TVMFFIAny& b) {
  return a.type_index == b.type_index && a.zero_padding == b.zero_padding && a.v_int64 == b.v_int64;
}

/// Strong references that exist now; other threads may change it, so it only guides bookkeeping.
inline uint32_t UseCount(const TVMFFIObject* obj) {
  return static_cast<uint32_t>(__atomic_load_n(&obj->combined_ref_count, __ATOMIC_RELAXED));
}

template <typename Cell>
inline const Cell* BodyOf(const TVMFFIObject* obj) {
  return reinterpret_cast<const Cell*>(reinterpret_cast<const char*>(obj) + sizeof(TVMFFIObject));
}

inline bool IsStr(int32_t index) { return index == kTVMFFIStr || index == kTVMFFISmallStr; }
inline bool IsBytes(int32_t index) { return index == kTVMFFIBytes || index == kTVMFFISmallBytes; }
inline bool IsSeq(int32_t index) { return index == kTVMFFIArray || index == kTVMFFIList; }
inline bool IsMap(int32_t index) { return index == kTVMFFIMap || index == kTVMFFIDict; }

/// Content of a string or bytes value, inline or on the heap.
inline std::string_view TextOf(const TVMFFIAny& value) {
  if (value.type_index == kTVMFFISmallStr || value.type_index == kTVMFFISmallBytes) {
    return {value.v_bytes, value.small_str_len};
  }
  const auto* cell = BodyOf<TVMFFIByteArray>(value.v_obj);
  return {cell->data, cell->size};
}

inline std::string_view TextOf(const TVMFFIByteArray& text) { return {text.data, text.size}; }

struct BigIntCell {
  size_t word_count;
  int64_t words[1];
};
inline std::string_view BigIntBytes(const TVMFFIObject* obj) {
  const auto* cell = BodyOf<BigIntCell>(obj);
  return {reinterpret_cast<const char*>(cell->words), cell->word_count * sizeof(int64_t)};
}

inline uint64_t Combine(uint64_t key, uint64_t value) {
  return detail::StableHashCombine(key, value);
}
inline uint64_t HashText(std::string_view text) {
  return detail::StableHashBytes(text.data(), text.size());
}

/// The payload of a float with all NaN alike.
inline uint64_t CanonicalFloat(const TVMFFIAny& value) {
  if (value.v_float64 == value.v_float64) return value.v_uint64;
  double nan = std::numeric_limits<double>::quiet_NaN();
  uint64_t bits;
  std::memcpy(&bits, &nan, sizeof(bits));
  return bits;
}

inline const TVMFFITypeInfo* TypeOf(int32_t type_index) { return TVMFFIGetTypeInfo(type_index); }
inline std::string TypeKeyOf(int32_t type_index) {
  return std::string(TextOf(TVMFFIGetTypeInfo(type_index)->type_key));
}

/// The same in recursive and structural hashes.
inline uint64_t HashShape(const TVMFFIAny& value) {
  const auto* shape = BodyOf<TVMFFIShapeCell>(value.v_obj);
  uint64_t hash = Combine(TypeOf(kTVMFFIShape)->type_key_hash, shape->size);
  for (size_t i = 0; i < shape->size; ++i) {
    hash = Combine(hash, static_cast<uint64_t>(shape->data[i]));
  }
  return hash;
}

}  // namespace traversal
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_TRAVERSAL_VALUE_H_
