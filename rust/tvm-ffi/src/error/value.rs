// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Error`]: a handle to an error object.

use super::object::new_error;
use super::{
    ErrorKind, Result, INDEX_ERROR, KEY_ERROR, OVERFLOW_ERROR, RUNTIME_ERROR, TYPE_ERROR,
    VALUE_ERROR,
};
use crate::object::{builtin_handle, Object};
use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use tvm_ffi_sys::type_index::kTVMFFIError;
use tvm_ffi_sys::{TVMFFIByteArray, TVMFFIErrorCell};

/// An error of any language; `Clone` adds a reference.
///
/// `Display` is `Kind: message`; the alternate form `{:#}` is the traceback as Python prints it.
#[derive(Clone)]
#[repr(transparent)]
pub struct Error(Object);

// SAFETY: kind, message and cause never change. The backtrace changes only while the error travels through
// C++ frames; `set_raised` sends a copy when others hold the error, so nobody reads it meanwhile.
unsafe impl Send for Error {}
// SAFETY: as above.
unsafe impl Sync for Error {}

impl Error {
    /// An error with a backtrace in the ABI's form (most recent call first, `  File "f", line 1, in g`).
    #[must_use]
    pub fn new(kind: ErrorKind<'_>, message: &str, backtrace: &str) -> Self {
        Self(new_error(kind.as_str(), message, backtrace, None))
    }

    /// An error with the caller's place as backtrace.
    #[must_use]
    #[track_caller]
    pub fn of_kind(kind: ErrorKind<'_>, message: &str) -> Self {
        Self(new_error(kind.as_str(), message, &here(Location::caller()), None))
    }

    /// A `ValueError`.
    #[must_use]
    #[track_caller]
    pub fn value_error(message: &str) -> Self {
        Self::of_kind(VALUE_ERROR, message)
    }

    /// A `TypeError`.
    #[must_use]
    #[track_caller]
    pub fn type_error(message: &str) -> Self {
        Self::of_kind(TYPE_ERROR, message)
    }

    /// A `RuntimeError`.
    #[must_use]
    #[track_caller]
    pub fn runtime_error(message: &str) -> Self {
        Self::of_kind(RUNTIME_ERROR, message)
    }

    /// An `IndexError`.
    #[must_use]
    #[track_caller]
    pub fn index_error(message: &str) -> Self {
        Self::of_kind(INDEX_ERROR, message)
    }

    /// A `KeyError`.
    #[must_use]
    #[track_caller]
    pub fn key_error(message: &str) -> Self {
        Self::of_kind(KEY_ERROR, message)
    }

    /// An `OverflowError`.
    #[must_use]
    #[track_caller]
    pub fn overflow_error(message: &str) -> Self {
        Self::of_kind(OVERFLOW_ERROR, message)
    }

    /// A new error of the same kind and text whose cause is `cause`.
    #[must_use]
    pub fn with_cause(&self, cause: Error) -> Self {
        Self(new_error(self.kind().as_str(), &self.message(), &self.backtrace(), Some(cause)))
    }

    /// A new error of the same kind and cause with `context: ` before the message.
    #[must_use]
    pub fn with_context(&self, context: &str) -> Self {
        let message = format!("{context}: {}", self.message());
        Self(new_error(self.kind().as_str(), &message, &self.backtrace(), self.cause().cloned()))
    }

    fn cell(&self) -> &TVMFFIErrorCell {
        // SAFETY: an error object's body begins with the cell, alive while `self` is.
        unsafe { &*self.0.body::<TVMFFIErrorCell>() }
    }

    /// Kind; empty when its bytes are no UTF-8.
    #[must_use]
    pub fn kind(&self) -> ErrorKind<'_> {
        // SAFETY: the object's texts live as long as it does; the kind never changes.
        ErrorKind(std::str::from_utf8(unsafe { self.cell().kind.as_slice() }).unwrap_or(""))
    }

    /// Message; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        // SAFETY: as for the kind.
        String::from_utf8_lossy(unsafe { self.cell().message.as_slice() })
    }

    /// Backtrace so far, most recent call first. A copy: it grows while the error travels.
    #[must_use]
    pub fn backtrace(&self) -> String {
        // SAFETY: the object lives; the view is read at once. The cell is read by copy because another
        // frame may have changed it since the last look.
        unsafe {
            let view: TVMFFIByteArray =
                std::ptr::read(&raw const (*self.0.body::<TVMFFIErrorCell>()).backtrace);
            String::from_utf8_lossy(view.as_slice()).into_owned()
        }
    }

    /// The error that led to this one.
    #[must_use]
    pub fn cause(&self) -> Option<&Error> {
        let cause = &raw const self.cell().cause_chain;
        // SAFETY: the cell holds null or a reference to an error, which never changes; an Error is one
        // pointer of the same representation.
        unsafe { (!(*cause).is_null()).then(|| &*cause.cast::<Error>()) }
    }

    /// The whole text, as Python prints it, causes first.
    #[must_use]
    pub fn traceback(&self) -> String {
        let mut text = String::new();
        if let Some(cause) = self.cause() {
            text.push_str(&cause.traceback());
            text.push_str(
                "\nThe above exception was the direct cause of the following exception:\n\n",
            );
        }
        text.push_str("Traceback (most recent call last):\n");
        for line in self.backtrace().lines().rev() {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&self.to_string());
        text.push('\n');
        text
    }

    /// [`Error::traceback`] under the name that the published crate gave it.
    #[must_use]
    pub fn traceback_most_recent_call_last(&self) -> String {
        self.traceback()
    }
}

/// A place in Rust code as a backtrace line.
fn here(place: &Location<'_>) -> String {
    format!("  File \"{}\", line {}, in <rust>\n", place.file(), place.line())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return f.write_str(self.traceback().trim_end());
        }
        write!(f, "{}: {}", self.kind(), self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.traceback().trim_end())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<tvm_ffi_sys::LoadError> for Error {
    fn from(error: tvm_ffi_sys::LoadError) -> Self {
        Self::runtime_error(&error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::of_kind(super::OS_ERROR, &error.to_string())
    }
}

builtin_handle!(Error, kTVMFFIError, "ffi.Error");
