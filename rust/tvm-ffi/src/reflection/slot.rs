// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`TypeSlot`]: a type index, looked up and checked once.

use super::resolve;
use crate::error::Result;
use crate::object::ObjectType;
use std::sync::atomic::{AtomicI32, Ordering};

/// Caches the index of one handle type; index 0 means "not yet".
#[derive(Debug)]
pub struct TypeSlot(AtomicI32);

impl TypeSlot {
    /// An empty slot.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(AtomicI32::new(0))
    }

    /// The index of `T`, for which alone the slot must be used.
    ///
    /// # Errors
    /// When the type is not registered or differs from what the code expects; asked again next time.
    #[inline]
    pub fn get<T: ObjectType>(&self) -> Result<i32> {
        match self.0.load(Ordering::Acquire) {
            0 => self.fill::<T>(),
            index => Ok(index),
        }
    }

    /// The index, when it is known.
    #[inline]
    pub(crate) fn filled(&self) -> Option<i32> {
        match self.0.load(Ordering::Acquire) {
            0 => None,
            index => Some(index),
        }
    }

    /// Stores an index that was given out for this slot's type.
    pub(crate) fn fill_with(&self, index: i32) {
        self.0.store(index, Ordering::Release);
    }

    #[cold]
    fn fill<T: ObjectType>(&self) -> Result<i32> {
        let index = resolve::<T>()?;
        self.0.store(index, Ordering::Release);
        Ok(index)
    }
}
