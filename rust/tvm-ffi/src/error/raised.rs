// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The thread's slot in which errors cross the C ABI.
//!
//! While no library is loaded, only Rust calls Rust, and a slot of this crate serves.

use super::object::new_error;
use super::{Error, INTERNAL_ERROR};
use crate::object::{Object, ObjectType};
use std::cell::Cell;
use std::ptr::{null_mut, NonNull};
use tvm_ffi_sys::loaded;

thread_local!(static WITHOUT_LIBRARY: Cell<Option<Error>> = const { Cell::new(None) });

impl Error {
    /// Takes the error that a failed call left behind.
    #[cold]
    pub(crate) fn take_raised() -> Self {
        if let Some(error) = WITHOUT_LIBRARY.take() {
            return error;
        }
        let mut raised = null_mut();
        if let Some(api) = loaded() {
            // SAFETY: the result is null or a new reference to an error.
            unsafe { (api.TVMFFIErrorMoveFromRaised)(&raw mut raised) };
        }
        match NonNull::new(raised) {
            // SAFETY: the reference is ours and the object an error.
            Some(error) => unsafe { Self::from_object_unchecked(Object::from_raw(error.cast())) },
            None => Self::of_kind(INTERNAL_ERROR, "a call failed without raising an error"),
        }
    }

    /// Leaves the error for the caller of a callback.
    ///
    /// C++ frames extend the backtrace while the error travels, so what others hold is not sent, but a copy.
    #[cold]
    pub(crate) fn set_raised(self) {
        let Some(api) = loaded() else { return WITHOUT_LIBRARY.set(Some(self)) };
        let sent = if self.as_ref().is_unique() {
            self
        } else {
            let copy = new_error(
                self.kind().as_str(),
                &self.message(),
                &self.backtrace(),
                self.cause().cloned(),
            );
            // SAFETY: made as an error just now.
            unsafe { Self::from_object_unchecked(copy) }
        };
        // SAFETY: the library takes its own reference.
        unsafe { (api.TVMFFIErrorSetRaised)(sent.as_ref().as_ptr().cast()) };
    }
}
