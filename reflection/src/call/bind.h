// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// From values by position and by name to the positions of a signature (layer 2). Texts of errors
// are Python's, followed by the signature.
#ifndef TVM_FFI_REFLECTION_CALL_BIND_H_
#define TVM_FFI_REFLECTION_CALL_BIND_H_

#include <tvm/ffi/c_api.h>

#include <string>
#include <vector>

#include "signature.h"

namespace tvm::ffi::reflection::detail {

/// What a caller passes: values by position, then one value for each of names.
struct GivenArguments {
  const TVMFFIAny* values;
  int32_t num_positional;
  const TVMFFIByteArray* names;
  int32_t num_names;

  std::string_view name(int32_t i) const {
    return {names[i].data == nullptr ? "" : names[i].data, names[i].size};
  }
};

/// Cells of a call, borrowed from the given values and the signature's defaults.
using Frame = std::vector<TVMFFIAny>;

/// Whether the arguments fit the names and the number of parameters; the frame is then complete.
bool Bind(const Signature& signature, const GivenArguments& given, Frame* frame);

/// Why Bind said no.
std::string WhyNot(const Signature& signature, const GivenArguments& given);

/// Most cells that a frame of these arguments takes.
size_t FrameBound(const Signature& signature, const GivenArguments& given);

/// Whether values may be of the parameters' types: false only when a conversion must fail.
bool TypesMayFit(const Signature& signature, const Frame& frame);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_CALL_BIND_H_
