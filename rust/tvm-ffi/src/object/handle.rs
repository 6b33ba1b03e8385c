// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Object`]: one strong reference to an object of any type.

use super::refcount;
use crate::error::Result;
use crate::reflection::type_key_of;
use std::fmt;
use std::ptr::NonNull;
use tvm_ffi_sys::TVMFFIObject;

/// A strong reference to an object of any type; `Clone` adds a reference, `Drop` removes one.
///
/// Neither `Send` nor `Sync`: the counts are atomic, but the content is the C++ library's, and most types
/// there may be used from one thread at a time only.
#[repr(transparent)]
pub struct Object {
    pointer: NonNull<TVMFFIObject>,
}

impl Object {
    /// Takes over a strong reference.
    ///
    /// # Safety
    /// `pointer` is a live object and the caller gives up one strong reference to it.
    pub(crate) const unsafe fn from_raw(pointer: NonNull<TVMFFIObject>) -> Self {
        Self { pointer }
    }

    /// Adds a strong reference to a borrowed object.
    ///
    /// # Safety
    /// `pointer` is a live object.
    pub(crate) unsafe fn from_borrowed(pointer: NonNull<TVMFFIObject>) -> Self {
        // SAFETY: live by contract.
        unsafe { refcount::inc_strong(pointer.as_ptr()) };
        Self { pointer }
    }

    /// Gives the reference away.
    pub(crate) fn into_raw(self) -> NonNull<TVMFFIObject> {
        let pointer = self.pointer;
        std::mem::forget(self);
        pointer
    }

    /// The header's address; valid while this handle lives.
    #[inline]
    pub(crate) const fn as_ptr(&self) -> *mut TVMFFIObject {
        self.pointer.as_ptr()
    }

    /// Address of the body's first byte, behind the header, as a `T`.
    #[inline]
    pub(crate) const fn body<T>(&self) -> *mut T {
        // SAFETY: every object is at least a header; one past it is in or at the end of the allocation.
        unsafe { self.pointer.as_ptr().add(1).cast() }
    }

    /// Exact type of the object.
    #[must_use]
    #[inline]
    pub fn type_index(&self) -> i32 {
        // SAFETY: alive; the type index never changes.
        unsafe { (*self.as_ptr()).type_index }
    }

    /// Key of the exact type, e.g. `ffi.Array`.
    #[must_use]
    pub fn type_key(&self) -> String {
        type_key_of(self.type_index())
    }

    /// Whether both handles refer to one object.
    #[must_use]
    pub fn same_as(&self, other: &impl AsRef<Object>) -> bool {
        self.pointer == other.as_ref().pointer
    }

    /// Strong references at this moment; for tests and logs, others may change it at any time.
    #[must_use]
    pub fn use_count(&self) -> u32 {
        // SAFETY: this handle is a strong reference.
        unsafe { refcount::strong_count(self.as_ptr()) }
    }

    /// Whether this is the only reference, weak ones included.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        // SAFETY: this handle is a strong reference.
        unsafe { refcount::is_unique(self.as_ptr()) }
    }

    /// The object's own text, as Python's `repr` shows it.
    ///
    /// # Errors
    /// When the library is missing or the type's own hook fails.
    pub fn repr(&self) -> Result<crate::Str> {
        crate::function::call_global("ffi.ReprPrint", (self,))
    }
}

impl Clone for Object {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: this handle keeps the object alive.
        unsafe { Self::from_borrowed(self.pointer) }
    }
}

impl Drop for Object {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the handle owns one strong reference and ends here.
        unsafe { refcount::dec_strong(self.as_ptr()) }
    }
}

impl AsRef<Object> for Object {
    fn as_ref(&self) -> &Object {
        self
    }
}

impl fmt::Debug for Object {
    /// The repr, or key and address where there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.repr() {
            Ok(text) => f.write_str(&text),
            Err(_) => write!(f, "<{} at {:p}>", self.type_key(), self.as_ptr()),
        }
    }
}
