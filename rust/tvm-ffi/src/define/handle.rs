// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Ref`]: a handle to an object whose content is a Rust struct.

use super::{register, RustObject};
use crate::convert::{object_any, object_arg};
use crate::error::Result;
use crate::object::{allocate, HasHeader, IsA, Object, ObjectType};
use crate::{Any, Arg, ToAny};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use tvm_ffi_sys::TVMFFIObject;

/// The object: header, then the struct.
#[repr(C)]
pub(super) struct Body<T> {
    header: TVMFFIObject,
    pub(super) value: T,
}

// SAFETY: repr(C), header first; the type index is the struct's own.
unsafe impl<T> HasHeader for Body<T> {}

/// A counted reference to a `T`, shared with other languages; derefs to it.
pub struct Ref<T> {
    object: Object,
    value: PhantomData<T>,
}

// SAFETY: the content is `Send + Sync` (RustObject) and the count is atomic.
unsafe impl<T: RustObject> Send for Ref<T> {}
// SAFETY: as above.
unsafe impl<T: RustObject> Sync for Ref<T> {}

impl<T: RustObject> Ref<T> {
    /// Moves a value into a new object.
    ///
    /// # Errors
    /// When the type cannot be registered: no library, or its key is taken.
    pub fn new(value: T) -> Result<Self> {
        let index = register::<T>()?;
        let object = allocate(index, |header| Body { header, value });
        Ok(Self { object, value: PhantomData })
    }

    /// The value for changing, when this is the only reference.
    pub fn try_as_mut(&mut self) -> Option<&mut T> {
        if !self.object.is_unique() {
            return None;
        }
        // SAFETY: the object is a Body<T>; the only reference is borrowed mutably.
        Some(unsafe { &mut (*self.object.as_ptr().cast::<Body<T>>()).value })
    }
}

impl<T: RustObject> Deref for Ref<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: objects of this index are made by `new` only, as Body<T>; nobody changes the value but
        // through its own synchronised fields.
        unsafe { &(*self.object.as_ptr().cast::<Body<T>>()).value }
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { object: self.object.clone(), value: PhantomData }
    }
}

impl<T> AsRef<Object> for Ref<T> {
    fn as_ref(&self) -> &Object {
        &self.object
    }
}

// SAFETY: one Object and a marker; the key is registered by `register`, which refuses one that exists, so
// that all objects of the index have this body; the type is final.
unsafe impl<T: RustObject> ObjectType for Ref<T> {
    type Parent = Object;
    const TYPE_KEY: &'static str = T::TYPE_KEY;

    fn type_index() -> Result<i32> {
        register::<T>()
    }

    fn into_object(self) -> Object {
        self.object
    }

    unsafe fn from_object_unchecked(object: Object) -> Self {
        Self { object, value: PhantomData }
    }
}

// SAFETY: every type descends from the root.
unsafe impl<T: RustObject> IsA<Object> for Ref<T> {
    fn as_parent(&self) -> &Object {
        &self.object
    }
}

// SAFETY: the type itself.
unsafe impl<T: RustObject> IsA<Ref<T>> for Ref<T> {
    fn as_parent(&self) -> &Ref<T> {
        self
    }
}

impl<T: RustObject> ToAny for Ref<T> {
    fn type_str() -> std::borrow::Cow<'static, str> {
        T::TYPE_KEY.into()
    }

    fn to_arg(&self) -> Arg<'_> {
        object_arg(&self.object)
    }

    fn into_any(self) -> Any {
        object_any(self.object)
    }
}

impl<T: RustObject> From<Ref<T>> for Any {
    fn from(handle: Ref<T>) -> Self {
        object_any(handle.object)
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)
    }
}
