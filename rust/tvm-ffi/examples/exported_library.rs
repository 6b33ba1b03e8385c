// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! A shared library written in Rust, which C++, Python or Rust load as a module.

use std::sync::atomic::{AtomicI64, Ordering};
use tvm_ffi::define::{Members, Ref, RustMethods};
use tvm_ffi::{Error, Object, Result, Str};

/// Counts what it is told.
#[derive(Debug, Object)]
#[ffi(type_key = "rust.example.Tally", methods)]
struct Tally {
    /// What is counted.
    name: Str,
    /// How many there were.
    count: AtomicI64,
}

impl Tally {
    fn new(name: Str) -> Self {
        Self { name, count: AtomicI64::new(0) }
    }
}

impl RustMethods for Tally {
    fn methods(members: &mut Members<Self>) {
        members.init("Starts at zero.", Self::new).method(
            "add",
            "Adds and returns the sum.",
            |this: Ref<Self>, by: i64| this.count.fetch_add(by, Ordering::Relaxed) + by,
        );
    }
}

// Parameters of exported functions are owned.
#[allow(clippy::needless_pass_by_value)]
fn greet(name: Str, times: i64) -> Result<String> {
    let times =
        usize::try_from(times).map_err(|_| Error::value_error("a negative number of times"))?;
    Ok(format!("hello {name} ").repeat(times).trim_end().to_owned())
}

tvm_ffi::export_function!("greet", greet);
tvm_ffi::export_function!("fail", || -> i64 { panic!("on purpose") });
tvm_ffi::export_function!("tally", |name: Str| Ref::new(Tally::new(name)));
