// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0277
// Row 6: C++ may call a closure from any thread.
use std::cell::Cell;
use std::rc::Rc;
use tvm_ffi::Function;

fn main() {
    let count = Rc::new(Cell::new(0_i64));
    let _ = Function::from_fn(move || {
        count.set(count.get() + 1);
        count.get()
    });
}
