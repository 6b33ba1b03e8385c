// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Which parameters go by position or by name only (layer 2): pos_only(n) and kw_only(n) tell it by
// number, so that the names may come from elsewhere. Checked when the function is registered, since
// only then all extras and the number of parameters are known.
#ifndef TVM_FFI_REFLECTION_REGISTRY_PARAMETER_KINDS_H_
#define TVM_FFI_REFLECTION_REGISTRY_PARAMETER_KINDS_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/reflection/registry/signature_text.h>

#include <string>

namespace tvm {
namespace ffi {
namespace reflection {
namespace TVM_FFI_DETAILS_LOCAL detail {

/// [ValueError] when the counts mean parameters that the function lacks, or one of them twice.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void CheckKindCounts(const SignatureText& signature,
                                                                const std::string& function,
                                                                int num_params) {
  const int64_t first = signature.num_by_position;
  const int64_t last = signature.num_by_name;
  if (num_params < 0) {
    TVM_FFI_THROW(ValueError) << "refl::pos_only(n) and refl::kw_only(n) count parameters, but `"
                              << function << "` takes any; register a function of known parameters";
  }
  if (first < 0 || first > num_params) {
    TVM_FFI_THROW(ValueError) << "refl::pos_only(" << first << ") on `" << function
                              << "`, which takes " << num_params << " parameters";
  }
  if (last < 0 || last > num_params) {
    TVM_FFI_THROW(ValueError) << "refl::kw_only(" << last << ") on `" << function
                              << "`, which takes " << num_params << " parameters";
  }
  if (first + last > num_params) {
    TVM_FFI_THROW(ValueError) << "refl::pos_only(" << first << ") and refl::kw_only(" << last
                              << ") on `" << function << "` mean a parameter twice: it takes "
                              << num_params;
  }
}

/// [ValueError] unless those by position come first, those by name last, and no parameter that has
/// a position and no default follows one that has both.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void CheckKindOrder(const std::string& kinds,
                                                               const std::string& function) {
  int rank = 0;
  bool optional = false;
  for (size_t i = 0; i < kinds.size(); ++i) {
    const int way = kinds[i] & kWays;
    if (way == kWays) {
      TVM_FFI_THROW(ValueError) << "Parameter #" << i << " of `" << function
                                << "` goes by position only and by name only";
    }
    const int now = way == kByPosition ? 0 : way == kByName ? 2 : 1;
    if (now < rank) {
      TVM_FFI_THROW(ValueError) << "Parameter #" << i << " of `" << function
                                << "` goes by position, but one before it does not: parameters by "
                                   "position only come first, those by name only last";
    }
    rank = now;
    const bool has_default = (kinds[i] & kOptional) != 0;
    if (way != kByName && optional && !has_default) {
      TVM_FFI_THROW(ValueError) << "Parameter #" << i << " of `" << function
                                << "` has no default, but one before it has: give it a default, or "
                                   "let refl::kw_only(n) mean it";
    }
    optional = optional || has_default;
  }
}

/// SignatureText::settle of registrations with pos_only or kw_only.
TVM_FFI_DETAILS_IF_USED
TVM_FFI_COLD_CODE TVM_FFI_NO_INLINE inline void SettleKinds(SignatureText* signature,
                                                            const std::string& function,
                                                            int num_params) {
  std::string& kinds = signature->kinds;
  if (signature->has_mark && kinds.empty() && num_params != 0) {
    TVM_FFI_THROW(ValueError) << "refl::pos_only() and refl::kw_only() stand between the names of "
                                 "parameters, and `"
                              << function << "` names none: say how many, as in refl::kw_only(1)";
  }
  if (signature->num_by_position != 0 || signature->num_by_name != 0) {
    CheckKindCounts(*signature, function, num_params);
    kinds.resize(static_cast<size_t>(num_params), static_cast<char>(kEither));
    for (int64_t i = 0; i < num_params; ++i) {
      char& kind = kinds[static_cast<size_t>(i)];
      if (i < signature->num_by_position) kind = static_cast<char>(kind | kByPosition);
      if (i >= num_params - signature->num_by_name) kind = static_cast<char>(kind | kByName);
    }
  }
  CheckKindOrder(kinds, function);
}

}  // namespace TVM_FFI_DETAILS_LOCAL detail
}  // namespace reflection
}  // namespace ffi
}  // namespace tvm
#endif  // TVM_FFI_REFLECTION_REGISTRY_PARAMETER_KINDS_H_
