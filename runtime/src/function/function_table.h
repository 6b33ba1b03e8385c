// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// function/function_table.h: global functions by name (layer 1).
// Written under the registry lock, read without one. What a replacement or removal takes out is
// released after every reader that may have seen it is done, outside of the lock, because a
// function's deleter is foreign code.
#ifndef TVM_FFI_FUNCTION_FUNCTION_TABLE_H_
#define TVM_FFI_FUNCTION_FUNCTION_TABLE_H_

#include <tvm/ffi/c_api.h>

#include <string_view>
#include <vector>

namespace tvm {
namespace ffi {
namespace detail {

struct FunctionRecord {
  // Texts live as long as the process; method is an owned Function.
  TVMFFIMethodInfo info;
  // Code that registered it.
  const void* origin;
  // Grows with every registration under a new name.
  uint64_t sequence;

  std::string_view name() const { return {info.name.data, info.name.size}; }
};

class FunctionTable {
 public:
  // New reference, or NULL. Any thread, no lock.
  static TVMFFIObject* Get(std::string_view name) noexcept;
  // Give the code of the C functions. short_text: the message that TVMFFIFunctionSetGlobal has for
  // a duplicate.
  static int Set(const TVMFFIMethodInfo& info, bool allow_override, bool short_text,
                 const void* origin);
  // False when there is none of that name.
  static bool Remove(std::string_view name);
  // In order of registration; records stay valid until the function is replaced or removed (texts:
  // for ever).
  static std::vector<FunctionRecord> List();
  // False when there is none; the record's method is not counted for the caller.
  static bool Describe(std::string_view name, FunctionRecord* out) noexcept;
};

}  // namespace detail
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_FUNCTION_FUNCTION_TABLE_H_
