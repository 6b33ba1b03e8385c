// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`BigInt`]: integers beyond 64 bits, and how `u64` and `i128` travel.

use crate::any::{self, Any, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::{Error, Result};
use crate::object::{allocate, HasHeader, Object};
use std::borrow::Cow;
use std::fmt;
use tvm_ffi_sys::type_index::{kTVMFFIBigInt, kTVMFFIInt};
use tvm_ffi_sys::TVMFFIObject;

/// An integer of any size: one word travels as an int, more as an object.
#[derive(Clone)]
pub struct BigInt(Any);

/// Two words are enough for what Rust has; the body's words are two's complement, lowest first.
#[repr(C)]
struct BigIntObject {
    header: TVMFFIObject,
    count: usize,
    words: [u64; 2],
}

// SAFETY: repr(C), header first, then the number of words and the words.
unsafe impl HasHeader for BigIntObject {}

impl BigInt {
    /// Words in two's complement, lowest first; at least one.
    #[must_use]
    pub fn words(&self) -> Vec<u64> {
        match self.0.get::<Object>() {
            // SAFETY: a big integer's body is its number of words, then the words.
            Ok(object) => unsafe {
                let body = object.body::<usize>();
                std::slice::from_raw_parts(body.add(1).cast::<u64>(), *body).to_vec()
            },
            Err(_) => vec![any::bits(self.0.raw())],
        }
    }

    /// The value when it fits 128 bits.
    #[must_use]
    pub fn to_i128(&self) -> Option<i128> {
        let words = self.words();
        let low = u128::from(*words.first()?);
        let negative = words.last()? >> 63 == 1;
        let high = match words.len() {
            1 if negative => u64::MAX,
            1 => 0,
            2 => words[1],
            _ => return None,
        };
        Some(i128::from_ne_bytes((low | u128::from(high) << 64).to_ne_bytes()))
    }
}

impl From<i128> for BigInt {
    fn from(value: i128) -> Self {
        if let Ok(small) = i64::try_from(value) {
            return Self(small.into());
        }
        let bits = u128::from_ne_bytes(value.to_ne_bytes());
        // Truncation takes the two halves apart.
        #[allow(clippy::cast_possible_truncation)]
        let words = [bits as u64, (bits >> 64) as u64];
        let object = allocate(kTVMFFIBigInt, |header| BigIntObject { header, count: 2, words });
        Self(object.into())
    }
}

impl fmt::Debug for BigInt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_i128() {
            Some(value) => value.fmt(f),
            None => write!(f, "BigInt({:x?})", self.words()),
        }
    }
}

impl PartialEq for BigInt {
    fn eq(&self, other: &Self) -> bool {
        self.words() == other.words()
    }
}

impl Eq for BigInt {}

impl FromAny for BigInt {
    fn type_str() -> Cow<'static, str> {
        "ffi.BigInt".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.type_index() {
            kTVMFFIInt | kTVMFFIBigInt => view.to_any().map(Self),
            _ => Err(view.mismatch::<Self>()),
        }
    }
}

impl ToAny for BigInt {
    fn to_arg(&self) -> Arg<'_> {
        self.0.to_arg()
    }

    fn into_any(self) -> Any {
        self.0
    }
}

macro_rules! wide {
    ($($type:ident),*) => {$(
        impl ToAny for $type {
            /// An int when it fits, else a big integer.
            #[inline]
            fn to_arg(&self) -> Arg<'_> {
                match i64::try_from(*self) {
                    // SAFETY: a plain value.
                    Ok(value) => unsafe { Arg::from_raw(any::int(value)) },
                    Err(_) => Arg::owned(BigInt::from(*self as i128).into_any()),
                }
            }
        }
    )*};
}

// Lossless: both are narrower than i128, or it itself.
#[allow(clippy::cast_lossless)]
mod conversions {
    use super::{any, Arg, BigInt, ToAny};
    wide!(u64, usize, i128);
}

impl FromAny for i128 {
    fn type_str() -> Cow<'static, str> {
        "int".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if let Ok(value) = i64::from_view(view) {
            return Ok(value.into());
        }
        BigInt::from_view(view)?
            .to_i128()
            .ok_or_else(|| Error::overflow_error("the integer does not fit `i128`"))
    }
}
