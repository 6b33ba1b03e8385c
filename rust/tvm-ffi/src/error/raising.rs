// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`bail!`](crate::bail) and [`ensure!`](crate::ensure): leaving a function with an error.

/// Returns an error of a kind, with a formatted message and the place of the macro.
///
/// ```
/// use tvm_ffi::{bail, Result, VALUE_ERROR};
/// fn half(x: i64) -> Result<i64> {
///     if x % 2 != 0 {
///         bail!(VALUE_ERROR, "{x} is odd");
///     }
///     Ok(x / 2)
/// }
/// assert_eq!(half(3).unwrap_err().message(), "3 is odd");
/// ```
#[macro_export]
macro_rules! bail {
    ($kind:expr, $($message:tt)+) => {
        return ::core::result::Result::Err($crate::Error::of_kind($kind, &::std::format!($($message)+)))
    };
}

/// Returns an error of a kind unless a condition holds; see [`bail!`](crate::bail).
///
/// ```
/// use tvm_ffi::{ensure, Result, INDEX_ERROR};
/// fn first(items: &[i64]) -> Result<i64> {
///     ensure!(!items.is_empty(), INDEX_ERROR, "none of {}", items.len());
///     Ok(items[0])
/// }
/// assert!(first(&[]).is_err() && first(&[7]).unwrap() == 7);
/// ```
#[macro_export]
macro_rules! ensure {
    ($condition:expr, $kind:expr, $($message:tt)+) => {
        if !$condition {
            $crate::bail!($kind, $($message)+);
        }
    };
}
