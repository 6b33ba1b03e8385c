// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a Function object is registered (layer 2). Functions carry no metadata; their place in the
// tables does. A place is remembered by its owner, so it is looked up once and checked after that.
#ifndef TVM_FFI_REFLECTION_CALL_CALLEE_H_
#define TVM_FFI_REFLECTION_CALL_CALLEE_H_

#include <tvm/ffi/c_api.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signature.h"

namespace tvm::ffi::reflection::detail {

struct Place {
  enum class Kind { kGlobal, kMethod, kGeneratedConstructor };
  Kind kind;
  /// Of a method or constructor.
  const TVMFFITypeInfo* type = nullptr;
  /// First entry of the method.
  int32_t method = 0;
  /// Of a global function; lives as long as the process.
  std::string_view name;
  /// Its metadata text, which tells it from another one of the same name and address.
  const char* metadata = nullptr;
};

/// Searches all tables.
std::optional<Place> FindPlace(const TVMFFIObject* function);

/// Whether the function still is what the place holds.
bool IsAt(const Place& place, const TVMFFIObject* function);

/// Records as in the export, one per overload.
std::vector<Json> RecordsOf(const Place& place);
/// Of the function `__tvm_ffi_<name>`; metadata and doc are its library's answers.
std::vector<Json> RecordsOfSymbol(std::string_view name, std::string_view doc,
                                  std::string_view metadata, const void* symbol);

std::vector<Signature> SignaturesOf(const Place& place);
std::vector<Signature> SignaturesOfSymbol(std::string_view name, std::string_view metadata,
                                          const void* symbol);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_CALL_CALLEE_H_
