// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`AnyView`]: a borrowed value, as arguments travel.

use super::{bits, Any};
use crate::convert::FromAny;
use crate::error::{Error, Result};
use crate::object::{refcount, Object};
use crate::reflection::type_key_of;
use crate::text::{Bytes, Str};
use std::ffi::CStr;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use tvm_ffi_sys::type_index::{
    kTVMFFIBool, kTVMFFIByteArrayPtr, kTVMFFIBytes, kTVMFFIDLTensorPtr, kTVMFFIFloat, kTVMFFIInt,
    kTVMFFIObjectRValueRef, kTVMFFIRawStr, kTVMFFISmallBytes, kTVMFFISmallStr,
    kTVMFFIStaticObjectBegin, kTVMFFIStr,
};
use tvm_ffi_sys::{TVMFFIAny, TVMFFIByteArray, TVMFFIObject};

/// A value that somebody else keeps alive during `'a`.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct AnyView<'a> {
    raw: TVMFFIAny,
    lender: PhantomData<&'a TVMFFIAny>,
}

impl AnyView<'_> {
    /// The value None.
    pub const NONE: AnyView<'static> = AnyView { raw: TVMFFIAny::NONE, lender: PhantomData };

    /// Borrows a cell.
    ///
    /// # Safety
    /// `raw` is a valid view during `'a`.
    #[inline]
    pub(crate) const unsafe fn from_raw(raw: TVMFFIAny) -> Self {
        Self { raw, lender: PhantomData }
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
        type_key_of(self.raw.type_index)
    }

    /// Whether the value is None.
    #[must_use]
    #[inline]
    pub const fn is_none(&self) -> bool {
        self.raw.type_index == 0
    }

    /// An owned copy: texts are copied, objects get one more reference, a moved-out argument is taken.
    ///
    /// # Errors
    /// `TypeError` for a borrowed `DLTensor*`, which nothing keeps alive; `RuntimeError` when the object of
    /// a moved argument was taken before.
    pub fn to_any(&self) -> Result<Any> {
        match self.raw.type_index {
            index if index >= kTVMFFIStaticObjectBegin => {
                // SAFETY: an object kind refers to a live object during 'a; the copy owns its reference.
                unsafe {
                    refcount::inc_strong(self.raw.value.v_obj);
                    Ok(Any::from_raw(self.raw))
                }
            }
            kTVMFFIDLTensorPtr => Err(Error::type_error(
                "a borrowed 'DLTensor*' cannot be kept; the function should take and return 'ffi.Tensor'",
            )),
            kTVMFFIRawStr => Ok(Bytes::text(self.text_bytes().unwrap_or(b""))),
            kTVMFFIByteArrayPtr => Ok(Bytes::from(self.data_bytes().unwrap_or(b"")).into()),
            kTVMFFIObjectRValueRef => self.take_moved(),
            // SAFETY: the other kinds are plain values.
            _ => Ok(unsafe { Any::from_raw(self.raw) }),
        }
    }

    /// The value as a `T`, with the conversions that arguments have.
    ///
    /// # Errors
    /// `TypeError` for another type, `OverflowError` for an integer out of range.
    pub fn get<T: FromAny>(&self) -> Result<T> {
        T::from_view(*self)
    }

    /// The value as a `T` when it is one, without conversions between kinds.
    #[must_use]
    pub fn try_as<T: FromAny>(&self) -> Option<T> {
        T::is_exact(*self).then(|| T::from_view(*self).ok()).flatten()
    }

    /// Takes the object of an argument that the caller moves in.
    fn take_moved(&self) -> Result<Any> {
        // SAFETY: the kind holds the address of a slot with an owned object pointer; views of arguments are
        // used by one thread.
        unsafe {
            let slot = self.raw.value.v_ptr.cast::<*mut TVMFFIObject>();
            let object = std::ptr::replace(slot, std::ptr::null_mut());
            match NonNull::new(object) {
                Some(object) => Ok(Object::from_raw(object).into()),
                None => {
                    Err(Error::runtime_error("the object of a moved argument was taken before"))
                }
            }
        }
    }

    /// The object, borrowed for the view's life; also that of a moved argument that nobody took.
    #[inline]
    pub(crate) fn object(&self) -> Option<NonNull<TVMFFIObject>> {
        if self.raw.type_index >= kTVMFFIStaticObjectBegin {
            // SAFETY: an object kind holds an object pointer.
            return NonNull::new(unsafe { self.raw.value.v_obj });
        }
        if self.raw.type_index == kTVMFFIObjectRValueRef {
            // SAFETY: the kind holds the address of a slot with an object pointer.
            return NonNull::new(unsafe { *self.raw.value.v_ptr.cast::<*mut TVMFFIObject>() });
        }
        None
    }

    /// The bytes of any kind of string.
    pub(crate) fn text_bytes(&self) -> Option<&[u8]> {
        match self.raw.type_index {
            kTVMFFISmallStr => Some(self.inline_bytes()),
            // SAFETY: a string object is alive during 'a and never changes.
            kTVMFFIStr => Some(unsafe { heap_bytes(self.raw.value.v_obj) }),
            // SAFETY: NUL-terminated and valid during 'a; null is no string.
            kTVMFFIRawStr => unsafe {
                let text = self.raw.value.v_c_str;
                (!text.is_null()).then(|| CStr::from_ptr(text).to_bytes())
            },
            _ => None,
        }
    }

    /// The bytes of any kind of byte string.
    pub(crate) fn data_bytes(&self) -> Option<&[u8]> {
        match self.raw.type_index {
            kTVMFFISmallBytes => Some(self.inline_bytes()),
            // SAFETY: as for strings.
            kTVMFFIBytes => Some(unsafe { heap_bytes(self.raw.value.v_obj) }),
            // SAFETY: the array is valid during 'a; null is no byte string.
            kTVMFFIByteArrayPtr => unsafe {
                let array = self.raw.value.v_ptr.cast::<TVMFFIByteArray>();
                (!array.is_null()).then(|| (*array).as_slice())
            },
            _ => None,
        }
    }

    fn inline_bytes(&self) -> &[u8] {
        let length = (self.raw.small_str_len as usize).min(7);
        // SAFETY: all bytes of the payload are initialised.
        unsafe { &self.raw.value.v_bytes[..length] }
    }

    /// `TypeError` for a value that is no `T`.
    #[cold]
    pub(crate) fn mismatch<T: FromAny>(&self) -> Error {
        Error::type_error(&format!("Expected `{}` but got `{}`", T::type_str(), self.type_key()))
    }
}

/// The bytes of a string or byte string object.
///
/// # Safety
/// `object` is one and stays alive during `'a`.
pub(crate) unsafe fn heap_bytes<'a>(object: *const TVMFFIObject) -> &'a [u8] {
    // SAFETY: the body begins with the byte array, which is immutable.
    unsafe { (*object.add(1).cast::<TVMFFIByteArray>()).as_slice() }
}

impl fmt::Debug for AnyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.raw.type_index {
            0 => f.write_str("None"),
            kTVMFFIInt => write!(f, "{}", bits(&self.raw).cast_signed_value()),
            kTVMFFIBool => write!(f, "{}", bits(&self.raw) != 0),
            kTVMFFIFloat => write!(f, "{:?}", f64::from_bits(bits(&self.raw))),
            _ => {
                if let Some(text) = self.text_bytes() {
                    return write!(f, "{:?}", String::from_utf8_lossy(text));
                }
                if let Some(data) = self.data_bytes() {
                    return write!(f, "b\"{}\"", data.escape_ascii());
                }
                if let Ok(object) = self.get::<Object>() {
                    return object.fmt(f);
                }
                write!(f, "<{} {:#x}>", self.type_key(), bits(&self.raw))
            }
        }
    }
}

/// `u64::cast_signed` under another name, for older compilers.
trait CastSigned {
    fn cast_signed_value(self) -> i64;
}

impl CastSigned for u64 {
    fn cast_signed_value(self) -> i64 {
        i64::from_ne_bytes(self.to_ne_bytes())
    }
}

impl Str {
    /// Kinds that a [`Str`] may hold.
    pub(crate) const fn is_text(type_index: i32) -> bool {
        matches!(type_index, kTVMFFISmallStr | kTVMFFIStr)
    }
}
