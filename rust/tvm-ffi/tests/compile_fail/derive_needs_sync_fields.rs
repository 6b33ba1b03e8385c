// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0277
// Other languages use objects on any thread.
use std::cell::Cell;

#[derive(tvm_ffi::Object)]
#[ffi(type_key = "compile_fail.NotSync")]
struct NotSync {
    #[ffi(skip)]
    count: Cell<i64>,
}

fn main() {}
