// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! `Option`: None stands for absence.

use super::{Arg, FromAny, ToAny};
use crate::any::{Any, AnyView};
use crate::error::Result;
use std::borrow::Cow;

impl<T: FromAny> FromAny for Option<T> {
    fn type_str() -> Cow<'static, str> {
        format!("Optional<{}>", T::type_str()).into()
    }

    #[inline]
    fn from_view(view: AnyView<'_>) -> Result<Self> {
        if view.is_none() {
            Ok(None)
        } else {
            T::from_view(view).map(Some)
        }
    }

    #[inline]
    fn from_any(value: Any) -> Result<Self> {
        if value.is_none() {
            Ok(None)
        } else {
            T::from_any(value).map(Some)
        }
    }

    fn is_exact(view: AnyView<'_>) -> bool {
        view.is_none() || T::is_exact(view)
    }
}

impl<T: ToAny> ToAny for Option<T> {
    fn type_str() -> Cow<'static, str> {
        format!("Optional<{}>", T::type_str()).into()
    }

    #[inline]
    fn to_arg(&self) -> Arg<'_> {
        match self {
            Some(value) => value.to_arg(),
            None => Arg::borrowed(AnyView::NONE),
        }
    }

    fn into_any(self) -> Any {
        self.map_or(Any::NONE, ToAny::into_any)
    }
}
