// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`ErrorKind`]: the name by which languages agree on an error; any text is allowed.

use std::fmt;

/// Kind of an error. Compare with the constants, also in `match` patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorKind<'a>(pub &'a str);

impl<'a> ErrorKind<'a> {
    /// The kind's name, e.g. `ValueError`.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }
}

impl fmt::Display for ErrorKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        pub const $name: ErrorKind<'static> = ErrorKind($text);
    )*};
}

kinds! {
    /// A value that is wrong in itself.
    VALUE_ERROR = "ValueError";
    /// A value of another type.
    TYPE_ERROR = "TypeError";
    /// Anything that went wrong while running.
    RUNTIME_ERROR = "RuntimeError";
    /// A field or method that is missing or read-only.
    ATTRIBUTE_ERROR = "AttributeError";
    /// A key that is not there.
    KEY_ERROR = "KeyError";
    /// An index that is out of bounds.
    INDEX_ERROR = "IndexError";
    /// A number that is out of range.
    OVERFLOW_ERROR = "OverflowError";
    /// Something that does not exist yet.
    NOT_IMPLEMENTED_ERROR = "NotImplementedError";
    /// A broken invariant, or a foreign exception.
    INTERNAL_ERROR = "InternalError";
    /// A failed assertion.
    ASSERTION_ERROR = "AssertionError";
    /// A division by zero.
    ZERO_DIVISION_ERROR = "ZeroDivisionError";
    /// The end of an iteration.
    STOP_ITERATION = "StopIteration";
    /// The system's own errors.
    OS_ERROR = "OSError";
    /// An allocation that failed.
    MEMORY_ERROR = "MemoryError";
    /// The host language has an exception set already; the text is there.
    ENV_ERROR_ALREADY_SET = "EnvErrorAlreadySet";
}
