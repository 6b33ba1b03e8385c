// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Integers, floats and bool. Never truncates: what does not fit is an `OverflowError`.

use super::{Arg, FromAny, ToAny};
use crate::any::{self, AnyView};
use crate::error::{Error, Result};
use std::borrow::Cow;
use tvm_ffi_sys::type_index::{kTVMFFIBool, kTVMFFIFloat, kTVMFFIInt};
use tvm_ffi_sys::TVMFFIAny;

/// The payload as a signed integer.
#[inline]
fn signed(cell: &TVMFFIAny) -> i64 {
    i64::from_ne_bytes(any::bits(cell).to_ne_bytes())
}

/// The payload of an int or bool.
#[inline]
fn integer(view: AnyView<'_>) -> Option<i64> {
    matches!(view.type_index(), kTVMFFIInt | kTVMFFIBool).then(|| signed(view.raw()))
}

#[cold]
fn out_of_range(value: i64, target: &str) -> Error {
    Error::overflow_error(&format!("the integer {value} does not fit `{target}`"))
}

macro_rules! integers {
    ($($type:ident),*) => {$(
        impl FromAny for $type {
            fn type_str() -> Cow<'static, str> {
                "int".into()
            }

            #[inline]
            fn from_view(view: AnyView<'_>) -> Result<Self> {
                match integer(view) {
                    Some(value) => Self::try_from(value).map_err(|_| out_of_range(value, stringify!($type))),
                    None => Err(view.mismatch::<Self>()),
                }
            }

            #[inline]
            unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
                (cell.type_index == kTVMFFIInt)
                    .then(|| signed(cell))
                    .and_then(|value| Self::try_from(value).ok())
            }

            fn is_exact(view: AnyView<'_>) -> bool {
                view.type_index() == kTVMFFIInt && Self::from_view(view).is_ok()
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, usize);

impl FromAny for u64 {
    fn type_str() -> Cow<'static, str> {
        "int".into()
    }

    /// The upper half of the range arrives as a big integer.
    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if let Some(Ok(value)) = integer(view).map(Self::try_from) {
            return Ok(value);
        }
        let value = i128::from_view(view)?;
        Self::try_from(value)
            .map_err(|_| Error::overflow_error(&format!("the integer {value} does not fit `u64`")))
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        !matches!(view.type_index(), kTVMFFIBool) && Self::from_view(view).is_ok()
    }
}

macro_rules! fitting {
    ($($type:ident),*) => {$(
        impl ToAny for $type {
            fn type_str() -> Cow<'static, str> {
                "int".into()
            }

            #[inline]
            fn to_arg(&self) -> Arg<'_> {
                // SAFETY: a plain value.
                unsafe { Arg::from_raw(any::int(i64::from(*self))) }
            }
        }
    )*};
}

fitting!(i8, i16, i32, i64, u8, u16, u32);

impl ToAny for isize {
    fn type_str() -> Cow<'static, str> {
        "int".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value; isize is at most 64 bits on every target of the library.
        unsafe { Arg::from_raw(any::int(*self as i64)) }
    }
}

impl FromAny for bool {
    fn type_str() -> Cow<'static, str> {
        "bool".into()
    }

    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        integer(view).map(|value| value != 0).ok_or_else(|| view.mismatch::<Self>())
    }

    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        (cell.type_index == kTVMFFIBool).then(|| any::bits(cell) != 0)
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIBool
    }
}

impl ToAny for bool {
    fn type_str() -> Cow<'static, str> {
        "bool".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value.
        unsafe { Arg::from_raw(any::boolean(*self)) }
    }
}

impl FromAny for f64 {
    fn type_str() -> Cow<'static, str> {
        "float".into()
    }

    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if view.type_index() == kTVMFFIFloat {
            return Ok(f64::from_bits(any::bits(view.raw())));
        }
        // The value that C++ gets, too: the nearest double of a large integer.
        #[allow(clippy::cast_precision_loss)]
        integer(view).map(|value| value as f64).ok_or_else(|| view.mismatch::<Self>())
    }

    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        (cell.type_index == kTVMFFIFloat).then(|| f64::from_bits(any::bits(cell)))
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIFloat
    }
}

impl ToAny for f64 {
    fn type_str() -> Cow<'static, str> {
        "float".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value.
        unsafe { Arg::from_raw(any::float(*self)) }
    }
}

impl FromAny for f32 {
    fn type_str() -> Cow<'static, str> {
        "float".into()
    }

    /// Rounds: single precision is asked for.
    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        #[allow(clippy::cast_possible_truncation)]
        f64::from_view(view).map(|value| value as f32)
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.type_index() == kTVMFFIFloat
    }
}

impl ToAny for f32 {
    fn type_str() -> Cow<'static, str> {
        "float".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        // SAFETY: a plain value.
        unsafe { Arg::from_raw(any::float(f64::from(*self))) }
    }
}
