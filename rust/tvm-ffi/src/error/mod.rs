// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Errors that cross languages: a kind, a message, a backtrace, a cause.

mod kind;
mod object;
mod raised;
mod raising;
mod value;

pub use kind::*;
pub use value::Error;

/// Result of everything that may fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;
