// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// An object that registers a global function when it is loaded.
#include <tvm/ffi/reflection/registry.h>

namespace {
int64_t One() { return 1; }
}  // namespace

TVM_FFI_STATIC_INIT_BLOCK() {
  tvm::ffi::reflection::GlobalDef().def("testing.orcjit.twice", [](int64_t x) { return 2 * x; });
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(one, One);
