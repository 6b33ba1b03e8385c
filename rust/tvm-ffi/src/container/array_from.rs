// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Arrays from what Rust programs have at hand, so that `impl Into<Array<T>>` takes all of it: `["a", "b"]`,
//! a `Vec`, a slice, or another array, which is shared and not copied.

use super::Array;
use crate::convert::ToAny;

impl<T: ToAny, U: Into<T>, const N: usize> From<[U; N]> for Array<T> {
    fn from(items: [U; N]) -> Self {
        items.into_iter().map(Into::into).collect()
    }
}

impl<T: ToAny, U: Into<T>> From<Vec<U>> for Array<T> {
    fn from(items: Vec<U>) -> Self {
        items.into_iter().map(Into::into).collect()
    }
}

impl<T: ToAny, U: Into<T> + Clone> From<&[U]> for Array<T> {
    fn from(items: &[U]) -> Self {
        items.iter().cloned().map(Into::into).collect()
    }
}

impl<T: ToAny, U: Into<T> + Clone, const N: usize> From<&[U; N]> for Array<T> {
    fn from(items: &[U; N]) -> Self {
        items.as_slice().into()
    }
}

impl<T: ToAny, U: Into<T> + Clone> From<&Vec<U>> for Array<T> {
    fn from(items: &Vec<U>) -> Self {
        items.as_slice().into()
    }
}

impl<T> From<&Array<T>> for Array<T> {
    /// One more reference to the same array.
    fn from(array: &Array<T>) -> Self {
        array.clone()
    }
}

impl<T: ToAny> Default for Array<T> {
    fn default() -> Self {
        Self::new([])
    }
}
