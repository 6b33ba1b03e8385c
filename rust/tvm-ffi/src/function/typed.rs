// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`TypedFunction`]: a function whose signature is known.

use super::Function;
use crate::any::{Any, AnyView};
use crate::convert::{Arg, ArgTuple, FromAny, ToAny};
use crate::error::Result;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A function that takes the tuple `A` and returns `R`.
pub struct TypedFunction<A, R> {
    function: Function,
    signature: PhantomData<fn(A) -> R>,
}

impl<A: ArgTuple, R: FromAny> TypedFunction<A, R> {
    /// Gives a function a signature; it is not checked before the first call.
    #[must_use]
    pub fn new(function: Function) -> Self {
        Self { function, signature: PhantomData }
    }

    /// Calls the function.
    ///
    /// # Errors
    /// What the function raises, or that its result is no `R`.
    // `Function::call` would be hidden otherwise for callers that deref.
    #[allow(clippy::needless_pass_by_value)]
    pub fn invoke(&self, args: A) -> Result<R> {
        self.function.call(args)
    }
}

impl<A, R> Clone for TypedFunction<A, R> {
    fn clone(&self) -> Self {
        Self { function: self.function.clone(), signature: PhantomData }
    }
}

impl<A, R> Deref for TypedFunction<A, R> {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.function
    }
}

impl<A, R> fmt::Debug for TypedFunction<A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.function.fmt(f)
    }
}

impl<A, R> FromAny for TypedFunction<A, R> {
    fn type_str() -> Cow<'static, str> {
        "ffi.Function".into()
    }

    fn from_view(view: AnyView<'_>) -> Result<Self> {
        Function::from_view(view).map(|function| Self { function, signature: PhantomData })
    }

    fn from_any(value: Any) -> Result<Self> {
        Function::from_any(value).map(|function| Self { function, signature: PhantomData })
    }
}

impl<A, R> ToAny for TypedFunction<A, R> {
    fn to_arg(&self) -> Arg<'_> {
        self.function.to_arg()
    }
}

/// A Rust closure that calls a function with typed arguments.
///
/// ```no_run
/// # fn main() -> tvm_ffi::Result<()> {
/// let function = tvm_ffi::Function::get_global("testing.add_one")?;
/// let add_one = tvm_ffi::into_typed_fn!(function, Fn(i64) -> Result<i64>);
/// assert_eq!(add_one(41)?, 42);
/// # Ok(()) }
/// ```
#[macro_export]
macro_rules! into_typed_fn {
    (@ $function:expr, $result:ty; [$($name:ident: $type:ty,)*] [$($rest:ident)*]) => {{
        let function = $function;
        move |$($name: $type),*| -> $crate::Result<$result> { function.call(($($name,)*)) }
    }};
    (@ $function:expr, $result:ty; [$($done:tt)*] [$name:ident $($rest:ident)*] $type:ty, $($tail:ty,)*) => {
        $crate::into_typed_fn!(@ $function, $result; [$($done)* $name: $type,] [$($rest)*] $($tail,)*)
    };
    ($function:expr, Fn($($type:ty),* $(,)?) -> Result<$result:ty>) => {
        $crate::into_typed_fn!(@ $function, $result; [] [a b c d e f g h i j k l] $($type,)*)
    };
}
