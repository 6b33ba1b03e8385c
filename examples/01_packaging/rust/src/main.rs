// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0
//! Uses the generated crate: constructor, getters, setter, methods, and an error raised in C++.
use my_ffi_extension::{raise_error, IntPair};

fn main() -> Result<(), tvm_ffi::Error> {
    let pair = IntPair::new(1, 2)?;
    pair.set_a(40)?;
    let second = IntPair::static_get_second(&pair)?;
    println!("{pair}: {} {} {} {second}", pair.a(), pair.b(), pair.sum()?);

    match raise_error("error happens") {
        Ok(()) => println!("no error"),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
