// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Argument lists: tuples of up to twelve values, or slices of views.

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

macro_rules! tuples {
    ($(($($name:ident $index:tt),*))*) => {$(
        impl<$($name: ToAny),*> ArgTuple for ($($name,)*) {
            #[inline]
            fn with_views<R>(&self, f: impl FnOnce(&[AnyView<'_>]) -> R) -> R {
                $(#[allow(non_snake_case)] let $name = self.$index.to_arg();)*
                f(&[$($name.view()),*])
            }
        }
    )*};
}

tuples! {
    ()
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
