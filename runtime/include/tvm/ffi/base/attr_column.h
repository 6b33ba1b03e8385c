/* SPDX-FileCopyrightText: The tvm-ffi authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * tvm/ffi/base/attr_column.h: reading a column of type attributes without a lock (layer 1).
 * Registration on another thread may grow the column meanwhile. It publishes bigger cells before
 * the size, and a cell's content before its type index, so a reader goes the other way round.
 */
#ifndef TVM_FFI_BASE_ATTR_COLUMN_H_
#define TVM_FFI_BASE_ATTR_COLUMN_H_

#include <tvm/ffi/base/attributes.h>
#include <tvm/ffi/c_api.h>

namespace tvm {
namespace ffi {
namespace detail {

template <typename T>
TVM_FFI_INLINE T LoadPublished(const T* place) {
#if defined(_MSC_VER)
  return *static_cast<const volatile T*>(place);
#else
  return __atomic_load_n(place, __ATOMIC_ACQUIRE);
#endif
}

/// The attribute of a type, which lives as long as the process; null when it has none.
TVM_FFI_INLINE const TVMFFIAny* FindAttrCell(const TVMFFITypeAttrColumn* column,
                                             int32_t type_index) {
  if (column == nullptr) return nullptr;
  const int32_t slot = type_index - column->begin_index;
  if (slot < 0 || slot >= LoadPublished(&column->size)) return nullptr;
  const TVMFFIAny* cell = LoadPublished(&column->data) + slot;
  return LoadPublished(&cell->type_index) != kTVMFFINone ? cell : nullptr;
}

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_BASE_ATTR_COLUMN_H_
