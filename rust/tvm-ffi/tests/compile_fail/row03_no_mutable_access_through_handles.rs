// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

// refused: E0594
// Row 3: a handle to a Rust object gives no `&mut`, since others may hold the object.
use tvm_ffi::define::Ref;

#[derive(tvm_ffi::Object)]
#[ffi(type_key = "compile_fail.Holder")]
struct Holder {
    text: String,
}

fn main() {
    let mut first = Ref::new(Holder { text: "x".to_owned() }).unwrap();
    let second = first.clone();
    let borrowed = &second.text;
    first.text = String::new();
    println!("{borrowed}");
}
