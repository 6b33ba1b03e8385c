// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`TypeSlot`]: a type index, looked up and checked once.

use super::resolve;
use crate::error::Result;
use crate::object::ObjectType;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicI32, Ordering};

/// Caches the index of the type `T`; index 0 means "not yet".
#[derive(Debug)]
pub struct TypeSlot<T> {
    index: AtomicI32,
    owner: PhantomData<fn() -> T>,
}

impl<T> TypeSlot<T> {
    /// An empty slot.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self { index: AtomicI32::new(0), owner: PhantomData }
    }

    /// The index, when it is known.
    #[inline]
    pub(crate) fn filled(&self) -> Option<i32> {
        match self.index.load(Ordering::Acquire) {
            0 => None,
            index => Some(index),
        }
    }

    /// Stores an index that was given out for `T`.
    pub(crate) fn fill_with(&self, index: i32) {
        self.index.store(index, Ordering::Release);
    }
}

impl<T: ObjectType> TypeSlot<T> {
    /// The index of `T`.
    ///
    /// # Errors
    /// When the type is not registered or differs from what the code expects; asked again next time.
    #[inline]
    pub fn get(&self) -> Result<i32> {
        match self.filled() {
            Some(index) => Ok(index),
            None => self.look_up(),
        }
    }

    #[cold]
    fn look_up(&self) -> Result<i32> {
        let index = resolve::<T>()?;
        self.fill_with(index);
        Ok(index)
    }
}
