// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Argument lists: tuples of up to 32 values, or slices of views.

use super::ToAny;
use crate::any::AnyView;

/// The arguments of one call, laid out on the stack.
pub trait ArgTuple {
    /// Calls `f` with the arguments as views, which end with the call.
    fn with_views<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> R) -> R;
}

impl ArgTuple for &[AnyView<'_>] {
    #[inline]
    fn with_views<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> R) -> R {
        f(self)
    }
}

macro_rules! implement {
    ($(($name:ident $index:tt))*) => {
        impl<$($name: ToAny),*> ArgTuple for ($($name,)*) {
            #[inline]
            fn with_views<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> R) -> R {
                $(#[allow(non_snake_case)] let $name = self.$index.to_arg();)*
                f(&[$($name.view()),*])
            }
        }
    };
}

/// Every prefix of the list.
macro_rules! tuples {
    ([$($done:tt)*]) => { implement!($($done)*); };
    ([$($done:tt)*] $next:tt $($rest:tt)*) => {
        implement!($($done)*);
        tuples!([$($done)* $next] $($rest)*);
    };
}

tuples! {
    []
    (T0 0) (T1 1) (T2 2) (T3 3) (T4 4) (T5 5) (T6 6) (T7 7)
    (T8 8) (T9 9) (T10 10) (T11 11) (T12 12) (T13 13) (T14 14) (T15 15)
    (T16 16) (T17 17) (T18 18) (T19 19) (T20 20) (T21 21) (T22 22) (T23 23)
    (T24 24) (T25 25) (T26 26) (T27 27) (T28 28) (T29 29) (T30 30) (T31 31)
}
