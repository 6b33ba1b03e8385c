// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// address_range.h: a piece of mapped memory.
#ifndef TVM_FFI_ORCJIT_ADDRESS_RANGE_H_
#define TVM_FFI_ORCJIT_ADDRESS_RANGE_H_

#include <cstdint>
#include <vector>

namespace tvm {
namespace ffi {
namespace orcjit {

struct AddressRange {
  uintptr_t begin;
  uintptr_t end;
  bool Has(uintptr_t address) const { return begin <= address && address < end; }
};

inline bool HasAddress(const std::vector<AddressRange>& ranges, uintptr_t address) {
  for (const AddressRange& range : ranges) {
    if (range.Has(address)) return true;
  }
  return false;
}

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_ADDRESS_RANGE_H_
