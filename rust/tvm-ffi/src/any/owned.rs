// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Any`]: one owned value. Invariant: never a view-only kind, so it may live as long as it likes.

use super::AnyView;
use crate::convert::{FromAny, ToAny};
use crate::error::{Error, Result};
use crate::object::{refcount, Object};
use std::fmt;
use std::ptr::NonNull;
use tvm_ffi_sys::type_index::{
    kTVMFFIDLTensorPtr, kTVMFFIObjectRValueRef, kTVMFFIStaticObjectBegin,
};
use tvm_ffi_sys::TVMFFIAny;

/// An owned value of any type.
#[repr(transparent)]
pub struct Any {
    raw: TVMFFIAny,
}

impl Any {
    /// The value None.
    pub const NONE: Any = Any { raw: TVMFFIAny::NONE };

    /// A value from Rust.
    pub fn new(value: impl ToAny) -> Self {
        value.into_any()
    }

    /// Takes over a cell.
    ///
    /// # Safety
    /// `raw` is an owned value, not of a view-only kind, and the caller gives it up.
    #[inline]
    pub(crate) const unsafe fn from_raw(raw: TVMFFIAny) -> Self {
        Self { raw }
    }

    /// Takes over what a call left in its result cell; borrowed kinds, which the ABI forbids there but C++
    /// functions returning `DLTensor*` or `const char*` produce, are copied or refused.
    ///
    /// # Safety
    /// `raw` is the result of a call that succeeded.
    #[inline]
    pub(crate) unsafe fn from_result(raw: TVMFFIAny) -> Result<Self> {
        if (kTVMFFIDLTensorPtr..=kTVMFFIObjectRValueRef).contains(&raw.type_index) {
            // SAFETY: a borrowed result refers to data that outlives the return of the call.
            return unsafe { Self::from_borrowed_result(raw) };
        }
        Ok(Self { raw })
    }

    /// # Safety
    /// `raw` is a valid view for now.
    #[cold]
    unsafe fn from_borrowed_result(raw: TVMFFIAny) -> Result<Self> {
        // SAFETY: by contract.
        unsafe { AnyView::from_raw(raw) }.to_any()
    }

    /// Gives the cell away.
    #[inline]
    pub(crate) fn into_raw(self) -> TVMFFIAny {
        let raw = self.raw;
        std::mem::forget(self);
        raw
    }

    /// The cell.
    #[inline]
    pub(crate) const fn raw(&self) -> &TVMFFIAny {
        &self.raw
    }

    /// Index of the value's type.
    #[must_use]
    #[inline]
    pub const fn type_index(&self) -> i32 {
        self.raw.type_index
    }

    /// Key of the value's type.
    #[must_use]
    pub fn type_key(&self) -> String {
        crate::reflection::type_key_of(self.raw.type_index)
    }

    /// Whether the value is None.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.raw.type_index == 0
    }

    /// A borrowed view.
    #[must_use]
    #[inline]
    pub fn as_view(&self) -> AnyView<'_> {
        // SAFETY: the cell is valid while `self` is borrowed.
        unsafe { AnyView::from_raw(self.raw) }
    }

    /// The value as a `T`, with the conversions that arguments have (an int where a float is wanted).
    ///
    /// # Errors
    /// `TypeError` for another type, `OverflowError` for an integer out of range.
    #[inline]
    pub fn try_into_value<T: FromAny>(self) -> Result<T> {
        T::from_any(self)
    }

    /// As [`Any::try_into_value`], keeping the value.
    ///
    /// # Errors
    /// As [`Any::try_into_value`].
    pub fn get<T: FromAny>(&self) -> Result<T> {
        T::from_view(self.as_view())
    }

    /// The value as a `T` when it is one, without conversions between kinds.
    #[must_use]
    pub fn try_as<T: FromAny>(&self) -> Option<T> {
        self.as_view().try_as()
    }

    /// The object that the value refers to.
    pub(crate) fn into_object(self) -> Result<Object, Any> {
        if self.raw.type_index < kTVMFFIStaticObjectBegin {
            return Err(self);
        }
        let raw = self.into_raw();
        // SAFETY: an object kind holds a strong reference, which moves to the handle.
        unsafe { NonNull::new(raw.value.v_obj).map(|p| Object::from_raw(p)).ok_or(Any::NONE) }
    }

    /// Error for a value of another type than `T`.
    pub(crate) fn mismatch<T: FromAny>(&self) -> Error {
        self.as_view().mismatch::<T>()
    }
}

impl Clone for Any {
    #[inline]
    fn clone(&self) -> Self {
        if self.raw.type_index >= kTVMFFIStaticObjectBegin {
            // SAFETY: an object kind holds a live object.
            unsafe { refcount::inc_strong(self.raw.value.v_obj) };
        }
        Self { raw: self.raw }
    }
}

impl Drop for Any {
    #[inline]
    fn drop(&mut self) {
        if self.raw.type_index >= kTVMFFIStaticObjectBegin {
            // SAFETY: an object kind owns one strong reference, which ends here.
            unsafe { refcount::dec_strong(self.raw.value.v_obj) };
        }
    }
}

impl Default for Any {
    fn default() -> Self {
        Self::NONE
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_view().fmt(f)
    }
}

macro_rules! from_value {
    ($($type:ty),* $(,)?) => {$(
        impl From<$type> for Any {
            #[inline]
            fn from(value: $type) -> Any {
                value.into_any()
            }
        }
    )*};
}

from_value!(
    (),
    bool,
    i8,
    i16,
    i32,
    i64,
    isize,
    u8,
    u16,
    u32,
    f32,
    f64,
    &str,
    String,
    &[u8],
    Vec<u8>,
    Object,
    crate::Str,
    crate::Bytes,
    crate::Device,
    crate::DataType,
);

impl<T: ToAny> From<Option<T>> for Any {
    fn from(value: Option<T>) -> Any {
        value.into_any()
    }
}
