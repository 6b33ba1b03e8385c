/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/hash.h: the hash functions that every binary shares (layer 1).
 * ABI: maps made by one library are probed by another, so no value may ever change.
 */
#ifndef TVM_FFI_BASE_HASH_H_
#define TVM_FFI_BASE_HASH_H_

#include <tvm/ffi/base/attributes.h>

#include <cstring>

namespace tvm {
namespace ffi {
namespace detail {

/// Fold value into key.
inline constexpr uint64_t StableHashCombine(uint64_t key, uint64_t value) {
  return key ^ (value + 0x9e3779b9u + (key << 6) + (key >> 2));
}

inline constexpr uint64_t kStableHashMultiplier = 1099511628211ULL;
inline constexpr uint64_t kStableHashModulus = 2147483647ULL;

/// Hash of at most seven bytes that lie zero-padded in a cell's payload; equals StableHashBytes of
/// the content.
inline uint64_t StableHashSmallStrBytes(const TVMFFIAny* data) {
  return data->v_uint64 % kStableHashModulus;
}

/// Polynomial hash over little-endian 8-byte chunks, the last one zero-padded.
inline uint64_t StableHashBytes(const void* data_ptr, size_t size) {
  const unsigned char* bytes = static_cast<const unsigned char*>(data_ptr);
  uint64_t result = 0;
  auto load = [](const unsigned char* from, size_t n) {
    uint64_t chunk = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (size_t i = 0; i < n; ++i) chunk |= static_cast<uint64_t>(from[i]) << (8 * i);
#else
    std::memcpy(&chunk, from, n);
#endif
    return chunk;
  };
  size_t pos = 0;
  for (; pos + 8 <= size; pos += 8) {
    result = (result * kStableHashMultiplier + load(bytes + pos, 8)) % kStableHashModulus;
  }
  if (pos < size) {
    uint64_t chunk;
#if !defined(__BYTE_ORDER__) || __BYTE_ORDER__ != __ORDER_BIG_ENDIAN__
    // The last eight bytes hold the rest at their top end.
    if (size >= 8) {
      chunk = load(bytes + size - 8, 8) >> (8 * (8 - (size - pos)));
    } else {
      chunk = load(bytes + pos, size - pos);
    }
#else
    chunk = load(bytes + pos, size - pos);
#endif
    result = (result * kStableHashMultiplier + chunk) % kStableHashModulus;
  }
  return result;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BASE_HASH_H_
