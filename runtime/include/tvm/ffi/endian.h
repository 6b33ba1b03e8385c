/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/endian.h: byte order (layer 1).
 */
#ifndef TVM_FFI_ENDIAN_H_
#define TVM_FFI_ENDIAN_H_

#include <cstddef>
#include <cstdint>

/* Byte order of this platform. */
#ifndef TVM_FFI_LITTLE_ENDIAN
#if defined(TVM_FFI_CMAKE_LITTLE_ENDIAN)
#define TVM_FFI_LITTLE_ENDIAN TVM_FFI_CMAKE_LITTLE_ENDIAN
#elif defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define TVM_FFI_LITTLE_ENDIAN 0
#else
#define TVM_FFI_LITTLE_ENDIAN 1
#endif
#endif

/* Byte order of binary files. */
#ifndef TVM_FFI_IO_USE_LITTLE_ENDIAN
#define TVM_FFI_IO_USE_LITTLE_ENDIAN 1
#endif

#define TVM_FFI_IO_NO_ENDIAN_SWAP (TVM_FFI_LITTLE_ENDIAN == TVM_FFI_IO_USE_LITTLE_ENDIAN)

namespace tvm {
namespace ffi {

/// Reverse the bytes of each of num_elems elements of elem_bytes bytes.
inline void ByteSwap(void* data, size_t elem_bytes, size_t num_elems) {
  uint8_t* element = static_cast<uint8_t*>(data);
  for (size_t i = 0; i < num_elems; ++i, element += elem_bytes) {
    for (size_t low = 0, high = elem_bytes; low + 1 < high; ++low) {
      --high;
      const uint8_t swapped = element[low];
      element[low] = element[high];
      element[high] = swapped;
    }
  }
}

}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ENDIAN_H_
