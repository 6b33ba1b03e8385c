// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! `TryFrom` and `From` between values and the types of Rust's own that they convert to.

use super::{object_arg, FromAny, ToAny};
use crate::any::{Any, AnyView};
use crate::error::{Error, Result};
use crate::object::ObjectType;
use crate::{Array, Bytes, DataType, Device, Dict, List, Map, Str};

macro_rules! try_from {
    ($($type:ty),* $(,)?) => {$(
        impl TryFrom<Any> for $type {
            type Error = Error;

            fn try_from(value: Any) -> Result<Self> {
                value.try_into_value()
            }
        }

        impl TryFrom<AnyView<'_>> for $type {
            type Error = Error;

            fn try_from(view: AnyView<'_>) -> Result<Self> {
                Self::from_view(view)
            }
        }
    )*};
}

macro_rules! with_optional {
    ($($type:ty),* $(,)?) => {
        try_from!($($type, Option<$type>),*);
    };
}

with_optional!(
    bool,
    i8,
    i16,
    i32,
    i64,
    isize,
    u8,
    u16,
    u32,
    u64,
    usize,
    f32,
    f64,
    String,
    Str,
    Bytes,
    Vec<u8>,
    DataType,
    Device,
);
try_from!(());

macro_rules! containers {
    ($($name:ident<$($item:ident),*>;)*) => {$(
        impl<$($item: FromAny),*> TryFrom<Any> for $name<$($item),*>
        where
            Self: FromAny,
        {
            type Error = Error;

            fn try_from(value: Any) -> Result<Self> {
                value.try_into_value()
            }
        }

        impl<'a, $($item),*> From<&'a $name<$($item),*>> for AnyView<'a>
        where
            $name<$($item),*>: ToAny,
        {
            #[inline]
            fn from(handle: &'a $name<$($item),*>) -> Self {
                // SAFETY: the container is borrowed during 'a; nothing was made for the argument.
                unsafe { Self::from_raw(*handle.to_arg().view().raw()) }
            }
        }
    )*};
}

containers! {
    Array<T>;
    List<T>;
    Map<K, V>;
    Dict<K, V>;
}

macro_rules! plain_views {
    ($($type:ty),* $(,)?) => {$(
        impl<'a> From<&'a $type> for AnyView<'a> {
            #[inline]
            fn from(value: &'a $type) -> Self {
                // SAFETY: a plain value, or one that is borrowed during 'a; nothing was made for it.
                unsafe { Self::from_raw(*value.to_arg().view().raw()) }
            }
        }
    )*};
}

plain_views!(
    bool, i8, i16, i32, i64, isize, u8, u16, u32, f32, f64, Any, Str, Bytes, DataType, Device,
);

impl<'a, T: ObjectType> From<&'a T> for AnyView<'a> {
    #[inline]
    fn from(handle: &'a T) -> Self {
        // SAFETY: the object is borrowed during 'a.
        unsafe { Self::from_raw(*object_arg(handle).view().raw()) }
    }
}
