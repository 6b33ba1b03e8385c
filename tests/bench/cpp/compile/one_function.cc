// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//
// Compile-time benchmark: the smallest extension, one function.
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;

namespace {

int64_t AddOne(int64_t x) { return x + 1; }

TVM_FFI_STATIC_INIT_BLOCK() { ffi::reflection::GlobalDef().def("bench.add_one", AddOne); }

}  // namespace
