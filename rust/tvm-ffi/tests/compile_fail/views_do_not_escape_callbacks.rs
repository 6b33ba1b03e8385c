// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0277
// Arguments of a callback end with the call.
use std::sync::Mutex;
use tvm_ffi::{Any, AnyView, Function};

static KEPT: Mutex<Vec<AnyView<'static>>> = Mutex::new(Vec::new());

fn main() {
    let _ = Function::from_packed(|args| {
        KEPT.lock().unwrap().push(args[0]);
        Ok(Any::NONE)
    });
}
