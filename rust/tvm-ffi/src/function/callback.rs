// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Where C++ enters Rust: results, errors and panics become what the C ABI expects.

use crate::any::Any;
use crate::error::{Error, Result};
use std::any::Any as Payload;
use std::panic::{catch_unwind, AssertUnwindSafe};
use tvm_ffi_sys::TVMFFIAny;

/// Runs `body` and stores what it gives; nothing unwinds out of here.
///
/// # Safety
/// `result` is the result cell of a safe call.
#[inline]
pub(crate) unsafe fn guarded(result: *mut TVMFFIAny, body: impl FnOnce() -> Result<Any>) -> i32 {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(value)) => {
            // SAFETY: the cell holds nothing owned and takes the value over.
            unsafe { *result = value.into_raw() };
            0
        }
        Ok(Err(error)) => {
            error.set_raised();
            -1
        }
        Err(payload) => {
            panicked(payload).set_raised();
            -1
        }
    }
}

/// The error that stands for a panic.
#[cold]
pub(crate) fn panicked(payload: Box<dyn Payload + Send>) -> Error {
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        format!("panicked: {text}")
    } else if let Some(text) = payload.downcast_ref::<String>() {
        format!("panicked: {text}")
    } else {
        "panicked".to_owned()
    };
    discard(payload);
    Error::runtime_error(&message)
}

/// Drops a panic's payload, whose destructor may panic in turn.
pub(crate) fn discard(payload: Box<dyn Payload + Send>) {
    let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) else { return };
    // Texts end without running code of others; anything else might go on panicking for ever.
    if !second.is::<&str>() && !second.is::<String>() {
        std::mem::forget(second);
    }
}
