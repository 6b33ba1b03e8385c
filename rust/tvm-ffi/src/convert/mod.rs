// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! How Rust values become arguments ([`ToAny`]) and results become Rust values ([`FromAny`]).

mod argument;
mod numbers;
mod objects;
mod option;
mod standard;
mod tuples;
mod values;

pub use argument::Arg;
pub(crate) use objects::{object_any, object_arg};
pub use tuples::ArgTuple;

use crate::any::{Any, AnyView};
use crate::error::Result;
use std::borrow::Cow;
use tvm_ffi_sys::TVMFFIAny;

/// A type that values can be converted to.
///
/// Conversions are those of C++ parameters: an int where a float is wanted, a bool where an int is. Integers
/// are range-checked, texts must be UTF-8, and elements of typed containers must fit.
pub trait FromAny: Sized {
    /// The type's name in messages, as the C++ side writes it.
    fn type_str() -> Cow<'static, str>;

    /// Converts a borrowed value.
    ///
    /// # Errors
    /// `TypeError`, `OverflowError` or `ValueError` saying what was expected and what was met.
    fn from_view(view: AnyView<'_>) -> Result<Self>;

    /// Converts an owned value; types that can take it over do.
    ///
    /// # Errors
    /// As [`FromAny::from_view`].
    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        Self::from_view(value.as_view())
    }

    /// Takes over a result where it lies when it is of exactly this type, else leaves it. A wide copy of a
    /// cell right behind the callee's narrow stores costs more than the rest of a call.
    ///
    /// # Safety
    /// `cell` is an owned value, which the caller gives up if the result is `Some`.
    #[doc(hidden)]
    #[inline]
    unsafe fn take(cell: &TVMFFIAny) -> Option<Self> {
        let _ = cell;
        None
    }

    /// Whether [`FromAny::from_view`] succeeds; types override it where that is cheaper.
    fn fits(view: AnyView<'_>) -> bool {
        Self::from_view(view).is_ok()
    }

    /// Whether the value's own kind is this type, so that no conversion between kinds is needed.
    fn is_exact(view: AnyView<'_>) -> bool {
        Self::from_view(view).is_ok()
    }
}

/// A type that can be passed as an argument, stored in a container or returned from a callback.
pub trait ToAny {
    /// The type's name in messages and registrations.
    fn type_str() -> Cow<'static, str>
    where
        Self: Sized,
    {
        "Any".into()
    }

    /// The value as an argument; borrowed where possible.
    fn to_arg(&self) -> Arg<'_>;

    /// The value, owned.
    #[inline]
    fn into_any(self) -> Any
    where
        Self: Sized,
    {
        self.to_arg().into_any()
    }
}
