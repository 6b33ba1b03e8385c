// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Bytes`]: an immutable byte string.

use super::new_cell;
use crate::any::{Any, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::Result;
use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use tvm_ffi_sys::type_index::{kTVMFFIBytes, kTVMFFISmallBytes, kTVMFFISmallStr, kTVMFFIStr};

/// An immutable byte string; up to seven bytes are kept inline, longer ones in a counted object.
#[derive(Clone)]
#[repr(transparent)]
pub struct Bytes(Any);

// SAFETY: the content never changes and the count is atomic.
unsafe impl Send for Bytes {}
// SAFETY: as above.
unsafe impl Sync for Bytes {}

impl Bytes {
    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        let view = self.0.as_view();
        let bytes = view.data_bytes().unwrap_or(b"");
        if self.0.type_index() == kTVMFFISmallBytes {
            // The view is a copy of the cell; its bytes must come from the cell in `self`.
            // SAFETY: all bytes of the payload are initialised; the length is at most seven.
            return unsafe { &self.0.raw().value.v_bytes[..bytes.len()] };
        }
        // SAFETY: the object's bytes live as long as the value that refers to it and never change.
        unsafe { std::slice::from_raw_parts(bytes.as_ptr(), bytes.len()) }
    }

    /// A value of string kind, whether the bytes are UTF-8 or not.
    pub(crate) fn text(bytes: &[u8]) -> Any {
        new_cell(kTVMFFISmallStr, kTVMFFIStr, bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(new_cell(kTVMFFISmallBytes, kTVMFFIBytes, bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Bytes {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Borrow<[u8]> for Bytes {
    fn borrow(&self) -> &[u8] {
        self
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Bytes {}

impl PartialEq<[u8]> for Bytes {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_slice() == other
    }
}

impl PartialOrd for Bytes {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Bytes {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_slice().cmp(other)
    }
}

impl std::hash::Hash for Bytes {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.escape_ascii())
    }
}

impl FromAny for Bytes {
    fn type_str() -> Cow<'static, str> {
        "bytes".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.data_bytes() {
            Some(bytes) => Ok(Self::from(bytes)),
            None => Err(view.mismatch::<Self>()),
        }
    }

    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        if matches!(value.type_index(), kTVMFFISmallBytes | kTVMFFIBytes) {
            Ok(Self(value))
        } else {
            Err(value.mismatch::<Self>())
        }
    }
}

impl ToAny for Bytes {
    fn type_str() -> Cow<'static, str> {
        "bytes".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        self.0.to_arg()
    }

    fn into_any(self) -> Any {
        self.0
    }
}
