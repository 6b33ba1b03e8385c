// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Str`]: an immutable text. Invariant: valid UTF-8, checked where a value becomes a `Str`.

use super::new_cell;
use crate::any::{self, Any, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::{Error, Result};
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use tvm_ffi_sys::type_index::{kTVMFFISmallStr, kTVMFFIStr};
use tvm_ffi_sys::TVMFFIAny;

/// An immutable text; up to seven bytes are kept inline, longer ones in a counted object.
#[derive(Clone)]
#[repr(transparent)]
pub struct Str(Any);

// SAFETY: the content never changes and the count is atomic.
unsafe impl Send for Str {}
// SAFETY: as above.
unsafe impl Sync for Str {}

impl Str {
    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        // SAFETY: UTF-8 by the invariant; the bytes live as long as the borrowed value.
        unsafe { std::str::from_utf8_unchecked(self.bytes()) }
    }

    fn bytes(&self) -> &[u8] {
        let view = self.0.as_view();
        let bytes = view.text_bytes().unwrap_or(b"");
        if self.0.type_index() == kTVMFFISmallStr {
            // The view is a copy of the cell; its bytes must come from the cell in `self`.
            // SAFETY: all bytes of the payload are initialised; the length is at most seven.
            return unsafe { &self.0.raw().value.v_bytes[..bytes.len()] };
        }
        // SAFETY: a string object's bytes live as long as the value that refers to it.
        unsafe { std::slice::from_raw_parts(bytes.as_ptr(), bytes.len()) }
    }

    /// Takes a value that is a text; other languages may send bytes that are no UTF-8.
    fn checked(value: Any) -> Result<Self> {
        let view = value.as_view();
        match std::str::from_utf8(view.text_bytes().unwrap_or(b"")) {
            Ok(_) => Ok(Self(value)),
            Err(e) => Err(Error::value_error(&format!(
                "the text is not UTF-8 ({e}); ask for `Bytes`, or for `Any` and its lossy text"
            ))),
        }
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Self(new_cell(kTVMFFISmallStr, kTVMFFIStr, text.as_bytes()))
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Str> for String {
    fn from(text: Str) -> Self {
        text.as_str().to_owned()
    }
}

impl Default for Str {
    fn default() -> Self {
        Self::from("")
    }
}

impl Deref for Str {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Str {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Str {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Str {}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Str {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other)
    }
}

impl Hash for Str {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl FromAny for Str {
    fn type_str() -> Cow<'static, str> {
        "str".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        match view.text_bytes() {
            Some(_) if Self::is_text(view.type_index()) => Self::checked(view.to_any()?),
            Some(bytes) => Self::checked(crate::Bytes::text(bytes)),
            None => Err(view.mismatch::<Self>()),
        }
    }

    /// A small text of ASCII needs no look at its parts; others are left to `from_any`.
    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        let bits = any::bits(cell);
        let plain = cell.type_index == kTVMFFISmallStr
            && cell.small_str_len <= 7
            && bits & 0x8080_8080_8080_8080 == 0;
        plain.then(|| {
            let mut text = TVMFFIAny { type_index: kTVMFFISmallStr, ..TVMFFIAny::NONE };
            text.small_str_len = cell.small_str_len;
            text.value.v_uint64 = bits;
            // SAFETY: a small value owns nothing; its bytes are ASCII.
            Self(unsafe { Any::from_raw(text) })
        })
    }

    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        if Self::is_text(value.type_index()) {
            Self::checked(value)
        } else {
            Err(value.mismatch::<Self>())
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.text_bytes().is_some()
    }
}

impl ToAny for Str {
    fn type_str() -> Cow<'static, str> {
        "str".into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        self.0.to_arg()
    }

    fn into_any(self) -> Any {
        self.0
    }
}
