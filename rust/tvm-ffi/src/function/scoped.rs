// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Functions that borrow: a closure that may change what it captures, for the time of one call.

use super::Function;
use crate::any::{Any, AnyView};
use crate::error::{Error, Result};
use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;
use std::thread::{self, ThreadId};

type Borrowed<'f> = dyn FnMut(&[AnyView<'_>]) -> Result<Any> + 'f;

/// Where the closure is while its scope runs and nobody is inside it.
struct Slot {
    thread: ThreadId,
    closure: Cell<Option<NonNull<Borrowed<'static>>>>,
}

// SAFETY: `closure` is touched only by `thread`: `call` compares, and the scope does not leave it.
unsafe impl Send for Slot {}
// SAFETY: as above.
unsafe impl Sync for Slot {}

impl Slot {
    fn call(&self, args: &[AnyView<'_>]) -> Result<Any> {
        if thread::current().id() != self.thread {
            return Err(Error::runtime_error("a scoped closure was called on another thread"));
        }
        let Some(mut closure) = self.closure.take() else {
            return Err(Error::runtime_error(
                "a scoped closure was called after its scope, or from within itself",
            ));
        };
        let back = PutBack { slot: self, closure };
        // SAFETY: the scope is running on this thread, so the borrow is alive; taking the pointer out of the
        // slot keeps everybody else away.
        let result = unsafe { closure.as_mut()(args) };
        drop(back);
        result
    }
}

/// Makes the closure callable again, after a panic as well.
struct PutBack<'s> {
    slot: &'s Slot,
    closure: NonNull<Borrowed<'static>>,
}

impl Drop for PutBack<'_> {
    fn drop(&mut self) {
        self.slot.closure.set(Some(self.closure));
    }
}

/// Ends the scope, after a panic as well.
struct End(Arc<Slot>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.closure.set(None);
    }
}

impl Function {
    /// Runs `body` with a function that calls `closure`, which may borrow and change what it likes.
    ///
    /// Once `body` has returned, on other threads, and from within itself, the function only raises errors,
    /// so it does no harm when somebody keeps it.
    ///
    /// ```
    /// let mut seen = Vec::new();
    /// let mut note = |args: &[tvm_ffi::AnyView<'_>]| {
    ///     seen.push(args[0].get::<i64>()?);
    ///     Ok(tvm_ffi::Any::NONE)
    /// };
    /// tvm_ffi::Function::scoped(&mut note, |f| f.call::<()>((7,))).unwrap();
    /// assert_eq!(seen, [7]);
    /// ```
    pub fn scoped<R>(
        closure: &mut dyn FnMut(&[AnyView<'_>]) -> Result<Any>,
        body: impl FnOnce(&Function) -> R,
    ) -> R {
        let pointer = NonNull::from(closure);
        // SAFETY: only the lifetime changes; `End` empties the slot before the borrow ends.
        let pointer = unsafe {
            std::mem::transmute::<NonNull<Borrowed<'_>>, NonNull<Borrowed<'static>>>(pointer)
        };
        let slot =
            Arc::new(Slot { thread: thread::current().id(), closure: Cell::new(Some(pointer)) });
        let end = End(Arc::clone(&slot));
        let function = Self::from_packed(move |args| slot.call(args));
        let result = body(&function);
        drop(end);
        result
    }
}
