// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Two objects known by identity (layer 2): MISSING, the answer "not there" of look-ups, and KWARGS,
// which starts the name/value pairs in the arguments of a generated constructor.
#ifndef TVM_FFI_REFLECTION_INIT_SENTINEL_H_
#define TVM_FFI_REFLECTION_INIT_SENTINEL_H_

#include <tvm/ffi/object.h>

namespace tvm::ffi::reflection::detail {

/// Live as long as the process.
const ObjectRef& MissingSentinel();
const ObjectRef& KwargsSentinel();

}  // namespace tvm::ffi::reflection::detail
#endif  // TVM_FFI_REFLECTION_INIT_SENTINEL_H_
