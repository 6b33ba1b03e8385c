// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`SharedFunction`]: a function that all threads may use.

use super::closure::{wrap, CallableFn};
use super::Function;
use crate::any::{Any, AnyView};
use crate::error::Result;
use std::fmt;
use std::ops::Deref;

/// A function that may be sent to and called from any thread: one of the global table, which every thread
/// can reach anyway, one a library exports, or a Rust closure that is `Send + Sync`.
#[derive(Clone)]
pub struct SharedFunction(Function);

// SAFETY: see the type: only functions without thread-bound state are wrapped.
unsafe impl Send for SharedFunction {}
// SAFETY: as above.
unsafe impl Sync for SharedFunction {}

impl SharedFunction {
    /// Wraps a function.
    ///
    /// # Safety
    /// It may be called and dropped on any thread, also at the same time.
    pub unsafe fn new_unchecked(function: Function) -> Self {
        Self(function)
    }

    /// A function from a typed closure; see [`Function::from_fn`].
    pub fn from_fn<F, A>(f: F) -> Self
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        Self(Function::from_fn(f))
    }

    /// A function from a closure over views; see [`Function::from_packed`].
    pub fn from_packed<F>(f: F) -> Self
    where
        F: Fn(&[AnyView<'_>]) -> Result<Any> + Send + Sync + 'static,
    {
        Self(wrap(f))
    }
}

impl Deref for SharedFunction {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.0
    }
}

impl fmt::Debug for SharedFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
