// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Order of the arguments of a generated constructor (layer 2).
#include "init_plan.h"

#include <tvm/ffi/reflection/accessor.h>

#include <algorithm>

namespace tvm::ffi::reflection::detail {

InitPlan::InitPlan(const TVMFFITypeInfo* type_info) : type_info_(type_info) {
  ForEachFieldInfo(type_info, [this](const TVMFFIFieldInfo* field) { fields_.push_back(*field); });
  std::vector<size_t> defaulted;
  for (size_t i = 0; i < fields_.size(); ++i) {
    const int64_t flags = fields_[i].flags;
    if (flags & kTVMFFIFieldFlagBitMaskInitOff) continue;
    // A field that hides one of an ancestor is the one that its name means.
    by_name_[std::string_view(fields_[i].name.data, fields_[i].name.size)] = i;
    if (flags & kTVMFFIFieldFlagBitMaskKwOnly) continue;
    (flags & kTVMFFIFieldFlagBitMaskHasDefault ? defaulted : positional_).push_back(i);
  }
  positional_.insert(positional_.end(), defaulted.begin(), defaulted.end());
  takes_fields_in_order_ = positional_.size() == fields_.size() &&
                           std::is_sorted(positional_.begin(), positional_.end());
}

ptrdiff_t InitPlan::IndexOf(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? -1 : static_cast<ptrdiff_t>(found->second);
}

}  // namespace tvm::ffi::reflection::detail
