// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Tuples travel as arrays of as many elements, each of its own type.

use super::array::Array;
use crate::any::{Any, AnyView};
use crate::convert::{Arg, FromAny, ToAny};
use crate::error::{Error, Result};
use std::borrow::Cow;

#[cold]
fn wrong_length<T: FromAny>(len: usize) -> Error {
    Error::type_error(&format!("Expected `{}` but got an array of {len} elements", T::type_str()))
}

macro_rules! tuples {
    ($(($count:literal: $($name:ident $index:tt),+))*) => {$(
        impl<$($name: FromAny),+> FromAny for ($($name,)+) {
            fn type_str() -> Cow<'static, str> {
                format!("Tuple<{}>", [$($name::type_str()),+].join(", ")).into()
            }

            fn from_view(view: AnyView<'_>) -> Result<Self> {
                let Ok(array) = Array::<Any>::from_view(view) else {
                    return Err(view.mismatch::<Self>());
                };
                if array.len() != $count {
                    return Err(wrong_length::<Self>(array.len()));
                }
                Ok(($($name::from_any(array.get($index)?)?,)+))
            }
        }

        impl<$($name: ToAny),+> ToAny for ($($name,)+) {
            fn to_arg(&self) -> Arg<'_> {
                let items = [$(self.$index.to_arg().into_any()),+];
                Arg::owned(items.into_iter().collect::<Array<Any>>().into())
            }
        }
    )*};
}

tuples! {
    (1: A 0)
    (2: A 0, B 1)
    (3: A 0, B 1, C 2)
    (4: A 0, B 1, C 2, D 3)
    (5: A 0, B 1, C 2, D 3, E 4)
    (6: A 0, B 1, C 2, D 3, E 4, F 5)
    (7: A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
