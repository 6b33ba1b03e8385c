// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0277
// Row 6: a function may hold objects of one thread.
use tvm_ffi::Function;

fn main() {
    let function = Function::get_global("testing.echo").unwrap();
    std::thread::spawn(move || function.call::<i64>((1,)));
}
