// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Typed handles: what a handle type promises, and which types it may stand for.

use super::Object;
use crate::convert::ToAny;
use crate::error::Result;
use std::marker::PhantomData;
use std::ops::Deref;
use tvm_ffi_sys::type_index::kTVMFFIObject;

/// A field whose bytes are read directly: its name and where the code expects it.
///
/// The expectation is compared with the loaded type table before the first handle of the type exists.
#[derive(Clone, Copy, Debug)]
pub struct PlainField {
    pub(crate) name: &'static str,
    pub(crate) offset: usize,
    pub(crate) size: usize,
    pub(crate) align: usize,
    pub(crate) static_type_index: i32,
}

impl PlainField {
    /// A field of type `T` at `offset` from the object header.
    #[must_use]
    pub const fn new<T: crate::codegen::Plain>(name: &'static str, offset: usize) -> Self {
        let (size, align) = (size_of::<T>(), align_of::<T>());
        Self { name, offset, size, align, static_type_index: T::STATIC_TYPE_INDEX }
    }
}

/// A handle type for objects of one registered type and its subtypes.
///
/// Implemented by the macro [`object_type!`](crate::object_type), which keeps the promises below.
///
/// # Safety
/// A handle consists of its parent's handle and nothing else, down to [`Object`], so that references to
/// them may be cast; `type_index` succeeds only after the loaded type table was compared with
/// `TYPE_KEY`, `Parent`, `METADATA_HASH` and `LAYOUT`; all ways to make a handle go through it.
pub unsafe trait ObjectType: Clone + AsRef<Object> + ToAny + 'static {
    /// Handle of the base type; [`Object`] itself at the root.
    type Parent: ObjectType;
    /// Key in the type table.
    const TYPE_KEY: &'static str;
    /// Digest of the type's metadata the code was written against, 0 when it does not matter.
    const METADATA_HASH: u64 = 0;
    /// Fields read directly.
    const LAYOUT: &'static [PlainField] = &[];

    /// Index of the type in this process.
    ///
    /// # Errors
    /// When the type is not registered (its library is not loaded) or differs from what the code expects.
    fn type_index() -> Result<i32>;

    /// The handle as [`Object`].
    fn as_object(&self) -> &Object {
        self.as_ref()
    }

    /// Gives up the type.
    fn into_object(self) -> Object;

    /// Takes the type for granted.
    ///
    /// # Safety
    /// The object is of this type or a subtype, and `type_index` has succeeded before.
    unsafe fn from_object_unchecked(object: Object) -> Self;
}

/// The only field of a handle type `S` with the base type `P`: a checked reference.
///
/// Nobody can make one for `S` but the checked conversions of `S`, also where the field is visible.
#[repr(transparent)]
pub struct Handle<S, P> {
    parent: P,
    owner: PhantomData<fn() -> S>,
}

impl<S: ObjectType, P: ObjectType> Handle<S, P> {
    /// Takes the type for granted.
    ///
    /// # Safety
    /// As for [`ObjectType::from_object_unchecked`] of `S`.
    #[inline]
    pub unsafe fn from_object_unchecked(object: Object) -> Self {
        // SAFETY: an object of type `S` is one of its base type, which was checked first.
        Self { parent: unsafe { P::from_object_unchecked(object) }, owner: PhantomData }
    }

    /// Gives up the type.
    #[inline]
    pub fn into_object(self) -> Object {
        self.parent.into_object()
    }
}

impl<S, P: Clone> Clone for Handle<S, P> {
    #[inline]
    fn clone(&self) -> Self {
        Self { parent: self.parent.clone(), owner: PhantomData }
    }
}

impl<S, P> Deref for Handle<S, P> {
    type Target = P;

    #[inline]
    fn deref(&self) -> &P {
        &self.parent
    }
}

impl<S, P: std::fmt::Debug> std::fmt::Debug for Handle<S, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.parent.fmt(f)
    }
}

/// Marks that a handle may be used where a `T` is wanted; implemented for the type itself and its ancestors.
///
/// # Safety
/// `T` is the type itself or an ancestor, which `type_index` compares with the loaded table.
pub unsafe trait IsA<T>: ObjectType {
    /// The handle as its ancestor.
    fn as_parent(&self) -> &T;
}

// SAFETY: the root handle; its index is fixed.
unsafe impl ObjectType for Object {
    type Parent = Object;
    const TYPE_KEY: &'static str = "ffi.Object";

    fn type_index() -> Result<i32> {
        Ok(kTVMFFIObject)
    }

    fn into_object(self) -> Object {
        self
    }

    unsafe fn from_object_unchecked(object: Object) -> Self {
        object
    }
}

// SAFETY: the root itself.
unsafe impl IsA<Object> for Object {
    fn as_parent(&self) -> &Object {
        self
    }
}
