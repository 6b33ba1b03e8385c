// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`WeakObject`]: a reference that does not keep the object alive.

use super::{refcount, IsA, Object, ObjectType};
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use tvm_ffi_sys::TVMFFIObject;

/// A weak reference to an object of type `T`.
pub struct WeakObject<T = Object> {
    pointer: NonNull<TVMFFIObject>,
    target: PhantomData<T>,
}

impl<T: ObjectType> WeakObject<T> {
    /// A weak reference to `object`.
    #[must_use]
    pub fn new(object: &impl IsA<T>) -> Self {
        let pointer = object.as_parent().as_object().as_ptr();
        // SAFETY: the borrowed handle keeps the object alive; its pointer is not null.
        unsafe {
            refcount::inc_weak(pointer);
            Self { pointer: NonNull::new_unchecked(pointer), target: PhantomData }
        }
    }

    /// A strong reference, or none when the object has ended.
    #[must_use]
    pub fn upgrade(&self) -> Option<T> {
        // SAFETY: this is a weak reference; after a successful upgrade one strong reference is ours, and the
        // type was T when the weak reference was made.
        unsafe {
            refcount::try_upgrade(self.pointer.as_ptr())
                .then(|| T::from_object_unchecked(Object::from_raw(self.pointer)))
        }
    }
}

impl<T> Clone for WeakObject<T> {
    fn clone(&self) -> Self {
        // SAFETY: this is a weak reference.
        unsafe { refcount::inc_weak(self.pointer.as_ptr()) };
        Self { pointer: self.pointer, target: PhantomData }
    }
}

impl<T> Drop for WeakObject<T> {
    fn drop(&mut self) {
        // SAFETY: one weak reference is owned and ends here.
        unsafe { refcount::dec_weak(self.pointer.as_ptr()) }
    }
}

impl<T> fmt::Debug for WeakObject<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(Weak)")
    }
}
