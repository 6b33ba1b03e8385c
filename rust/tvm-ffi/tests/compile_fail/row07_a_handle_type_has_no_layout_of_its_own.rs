// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0080
// Row 7: a struct with further fields is no handle type.
use tvm_ffi::Object;

#[derive(Clone)]
struct Fake(tvm_ffi::Handle<Self, Object>, u64);

tvm_ffi::object_type! { Fake: [Object], key = "ffi.Error" }

fn main() {}
