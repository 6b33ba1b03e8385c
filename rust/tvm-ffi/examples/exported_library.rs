// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! A shared library written in Rust, which C++, Python or Rust load as a module.

use tvm_ffi::{Error, Result, Str};

// Parameters of exported functions are owned.
#[allow(clippy::needless_pass_by_value)]
fn greet(name: Str, times: i64) -> Result<String> {
    let times =
        usize::try_from(times).map_err(|_| Error::value_error("a negative number of times"))?;
    Ok(format!("hello {name} ").repeat(times).trim_end().to_owned())
}

tvm_ffi::export_function!("greet", greet);
tvm_ffi::export_function!("fail", || -> i64 { panic!("on purpose") });
