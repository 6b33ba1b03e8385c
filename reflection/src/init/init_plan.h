// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// How the generated __ffi_init__ of one type binds its arguments (layer 2). Made when the first
// object is made, so that it does not matter in which order members were registered.
#ifndef TVM_FFI_REFLECTION_INIT_INIT_PLAN_H_
#define TVM_FFI_REFLECTION_INIT_INIT_PLAN_H_

#include <tvm/ffi/c_api.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tvm::ffi::reflection::detail {

class InitPlan {
 public:
  explicit InitPlan(const TVMFFITypeInfo* type_info);

  const TVMFFITypeInfo* type_info() const { return type_info_; }
  /// All fields, those of the furthest ancestor first. Copies: the table's arrays may still move.
  const std::vector<TVMFFIFieldInfo>& fields() const { return fields_; }
  /// Indices into fields() in the order of positional arguments: required ones, then defaulted
  /// ones.
  const std::vector<size_t>& positional() const { return positional_; }
  /// Whether the positional arguments are the fields, all of them, in their own order.
  bool takes_fields_in_order() const { return takes_fields_in_order_; }
  /// Index of a field that may be named, or -1.
  ptrdiff_t IndexOf(std::string_view name) const;

 private:
  const TVMFFITypeInfo* type_info_;
  std::vector<TVMFFIFieldInfo> fields_;
  std::vector<size_t> positional_;
  std::unordered_map<std::string_view, size_t> by_name_;
  bool takes_fields_in_order_ = false;
};

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_INIT_INIT_PLAN_H_
