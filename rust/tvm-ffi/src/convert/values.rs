// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! None, texts, pointers, and the value types themselves.

use super::{Arg, FromAny, ToAny};
use crate::any::{self, Any, AnyView};
use crate::error::Result;
use crate::text::{Bytes, Str};
use std::borrow::Cow;
use std::ffi::{c_void, CStr};
use tvm_ffi_sys::type_index::{
    kTVMFFIBytes, kTVMFFIOpaquePtr, kTVMFFIRawStr, kTVMFFISmallBytes, kTVMFFISmallStr,
};
use tvm_ffi_sys::{TVMFFIAny, TVMFFIAnyValue};

impl FromAny for Any {
    fn type_str() -> Cow<'static, str> {
        "Any".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        view.to_any()
    }

    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        Ok(value)
    }

    fn fits(_view: AnyView<'_>) -> bool {
        true
    }

    fn is_exact(_view: AnyView<'_>) -> bool {
        true
    }
}

impl ToAny for Any {
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        Arg::borrowed(self.as_view())
    }

    fn into_any(self) -> Any {
        self
    }
}

impl ToAny for AnyView<'_> {
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        Arg::borrowed(*self)
    }
}

impl<T: ToAny + ?Sized> ToAny for &T {
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        (**self).to_arg()
    }
}

impl FromAny for () {
    fn type_str() -> Cow<'static, str> {
        "None".into()
    }

    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        (cell.type_index == 0).then_some(())
    }

    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if view.is_none() {
            Ok(())
        } else {
            Err(view.mismatch::<Self>())
        }
    }
}

impl ToAny for () {
    fn type_str() -> Cow<'static, str> {
        "None".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        Arg::borrowed(AnyView::NONE)
    }
}

impl ToAny for str {
    /// Up to seven bytes travel inside the argument; longer texts are copied once into an object, which the
    /// callee may keep without a further copy.
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        match any::small(kTVMFFISmallStr, self.as_bytes()) {
            // SAFETY: a plain value.
            Some(cell) => unsafe { Arg::from_raw(cell) },
            None => Arg::owned(Str::from(self).into()),
        }
    }
}

impl ToAny for String {
    fn type_str() -> Cow<'static, str> {
        "str".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        self.as_str().to_arg()
    }
}

impl ToAny for CStr {
    /// Borrowed; C++ copies only if it keeps the text.
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        let value = TVMFFIAnyValue { v_c_str: self.as_ptr() };
        // SAFETY: NUL-terminated and borrowed for the argument's life.
        unsafe { Arg::from_raw(TVMFFIAny { type_index: kTVMFFIRawStr, small_str_len: 0, value }) }
    }
}

impl FromAny for String {
    fn type_str() -> Cow<'static, str> {
        "str".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        Str::from_view(view).map(|text| text.as_str().to_owned())
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        Str::is_exact(view)
    }
}

impl ToAny for [u8] {
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        match any::small(kTVMFFISmallBytes, self) {
            // SAFETY: a plain value.
            Some(cell) => unsafe { Arg::from_raw(cell) },
            None => Arg::owned(Bytes::from(self).into()),
        }
    }
}

impl ToAny for Vec<u8> {
    fn type_str() -> Cow<'static, str> {
        "bytes".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        self.as_slice().to_arg()
    }
}

impl FromAny for Vec<u8> {
    fn type_str() -> Cow<'static, str> {
        "bytes".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        view.data_bytes().map(<[u8]>::to_vec).ok_or_else(|| view.mismatch::<Self>())
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        matches!(view.type_index(), kTVMFFISmallBytes | kTVMFFIBytes)
    }
}

impl FromAny for *mut c_void {
    fn type_str() -> Cow<'static, str> {
        "void*".into()
    }

    /// None is the null pointer.
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.type_index() {
            // SAFETY: the kind holds a pointer.
            kTVMFFIOpaquePtr => Ok(unsafe { view.raw().value.v_ptr }),
            0 => Ok(std::ptr::null_mut()),
            _ => Err(view.mismatch::<Self>()),
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIOpaquePtr
    }
}

impl ToAny for *mut c_void {
    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value; nothing follows the pointer.
        unsafe { Arg::from_raw(any::pointer(*self)) }
    }
}
