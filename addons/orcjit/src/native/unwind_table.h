// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// native/unwind_table.h: whether an .eh_frame can be handed to the unwinder of the process.
// It walks all tables it has at the next exception, whoever throws it, and believes what they say;
// so a damaged one would end the process far from the object that it came from.
#ifndef TVM_FFI_ORCJIT_NATIVE_UNWIND_TABLE_H_
#define TVM_FFI_ORCJIT_NATIVE_UNWIND_TABLE_H_

#include <string_view>

#include "address_range.h"

// Of the library that unwinds.
extern "C" void __register_frame(void* begin);
extern "C" void __deregister_frame(void* begin);

namespace tvm {
namespace ffi {
namespace orcjit {

// NULL, or what is wrong. table: the relocated section where it lies in memory; entries may speak
// of code in the range alone.
const char* FlawOfUnwindTable(std::string_view table, const AddressRange& code);

}  // namespace orcjit
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_ORCJIT_NATIVE_UNWIND_TABLE_H_
