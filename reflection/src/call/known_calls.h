// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Signatures of functions that were called by keyword before (layer 2). Any thread. What is known
// once lives as long as the process, since another thread may be in the middle of a call with it.
#ifndef TVM_FFI_REFLECTION_CALL_KNOWN_CALLS_H_
#define TVM_FFI_REFLECTION_CALL_KNOWN_CALLS_H_

#include <tvm/ffi/c_api.h>

#include <string>
#include <vector>

#include "signature.h"

namespace tvm::ffi::reflection::detail {

/// One per overload, in order of registration; null when nothing is known of the function.
const std::vector<Signature>* KnownSignatures(TVMFFIObject* function);

/// {"name": …, "overloads": [records]} as JSON; empty when nothing is known of the function.
std::string DescribeCallee(TVMFFIObject* function);

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_CALL_KNOWN_CALLS_H_
