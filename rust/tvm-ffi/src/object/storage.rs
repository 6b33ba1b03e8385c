// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Storage`]: owned memory that the body of an object points into.
//!
//! Unlike a `Box` it may be moved while pointers into it are in use elsewhere.

use std::ptr::NonNull;

/// Owns a slice.
pub(crate) struct Storage<T>(NonNull<[T]>);

// SAFETY: owns its elements as a Box does.
unsafe impl<T: Send> Send for Storage<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Storage<T> {}

impl<T> Storage<T> {
    pub(crate) fn new(items: Vec<T>) -> Self {
        Self(NonNull::from(Box::leak(items.into_boxed_slice())))
    }

    /// The first element; valid while the storage lives, wherever it is moved.
    pub(crate) const fn as_ptr(&self) -> *mut T {
        self.0.as_ptr().cast()
    }

    /// Number of elements.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T> Drop for Storage<T> {
    fn drop(&mut self) {
        // SAFETY: leaked from a Box by `new`, once.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}
