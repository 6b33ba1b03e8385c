// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Functions from closures: the closure lives inside the function object.

use super::callback::guarded;
use super::Function;
use crate::any::{Any, AnyView};
use crate::convert::{FromAny, ToAny};
use crate::error::{Error, Result};
use crate::object::{allocate, HasHeader, ObjectType};
use std::borrow::Cow;
use std::ffi::c_void;
use std::ptr::null_mut;
use tvm_ffi_sys::type_index::kTVMFFIFunction;
use tvm_ffi_sys::{TVMFFIAny, TVMFFIFunctionCell, TVMFFIObject};

/// A function object that owns a closure.
#[repr(C)]
struct ClosureObject<F> {
    header: TVMFFIObject,
    cell: TVMFFIFunctionCell,
    closure: F,
}

// SAFETY: repr(C), header first, then the function cell (the closure's alignment comes after it).
unsafe impl<F> HasHeader for ClosureObject<F> {}

/// Makes the function object.
pub(super) fn wrap<F>(closure: F) -> Function
where
    F: Fn(&[AnyView<'_>]) -> Result<Any> + Send + Sync + 'static,
{
    let cell = TVMFFIFunctionCell { safe_call: Some(enter::<F>), cpp_call: null_mut() };
    let object = allocate(kTVMFFIFunction, |header| ClosureObject { header, cell, closure });
    // SAFETY: made as a function just now.
    unsafe { Function::from_object_unchecked(object) }
}

/// Entry of every closure.
unsafe extern "C" fn enter<F>(
    handle: *mut c_void,
    args: *const TVMFFIAny,
    count: i32,
    result: *mut TVMFFIAny,
) -> i32
where
    F: Fn(&[AnyView<'_>]) -> Result<Any> + Send + Sync + 'static,
{
    // SAFETY: callers pass the function's own handle, which lives during the call, `count` views that do
    // too, and a result cell. `F: Sync`, so calls at the same time are fine.
    unsafe {
        let closure = &(*handle.cast::<ClosureObject<F>>()).closure;
        let count = usize::try_from(count).unwrap_or(0);
        let views = if count == 0 || args.is_null() {
            &[]
        } else {
            std::slice::from_raw_parts(args.cast::<AnyView<'_>>(), count)
        };
        guarded(result, || closure(views))
    }
}

impl Function {
    /// A function from a closure over views.
    ///
    /// `Send + Sync` because C++ may call it from any thread, also at the same time; a panic becomes a
    /// `RuntimeError` of the caller.
    pub fn from_packed<F>(f: F) -> Self
    where
        F: Fn(&[AnyView<'_>]) -> Result<Any> + Send + Sync + 'static,
    {
        wrap(f)
    }

    /// A function from a closure of up to twelve typed parameters, which returns a value or a `Result`.
    ///
    /// ```
    /// let double = tvm_ffi::Function::from_fn(|x: i64| x * 2);
    /// assert_eq!(double.call::<i64>((21,)).unwrap(), 42);
    /// ```
    pub fn from_fn<F, A>(f: F) -> Self
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        wrap(move |args: &[AnyView<'_>]| f.invoke(args))
    }
}

impl Function {
    /// [`Function::from_fn`] under the name that the published crate gave it.
    pub fn from_typed<F, A>(f: F) -> Self
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        Self::from_fn(f)
    }
}

/// What a closure may return.
pub trait IntoReturn {
    /// The value's type in messages and registrations.
    fn type_str() -> Cow<'static, str>;

    /// The value or error for the caller.
    ///
    /// # Errors
    /// The closure's own.
    fn into_return(self) -> Result<Any>;
}

impl<T: ToAny> IntoReturn for T {
    fn type_str() -> Cow<'static, str> {
        <T as ToAny>::type_str()
    }

    #[inline]
    fn into_return(self) -> Result<Any> {
        Ok(self.into_any())
    }
}

impl<T: ToAny, E: Into<Error>> IntoReturn for Result<T, E> {
    fn type_str() -> Cow<'static, str> {
        <T as ToAny>::type_str()
    }

    #[inline]
    fn into_return(self) -> Result<Any> {
        self.map(ToAny::into_any).map_err(Into::into)
    }
}

/// Closures whose parameters are the tuple `A`.
pub trait CallableFn<A> {
    /// Name of the result's type.
    fn return_name() -> String;

    /// Names of the parameters' types.
    fn param_names() -> Vec<String>;

    /// Converts the arguments and calls the closure.
    ///
    /// # Errors
    /// `TypeError` for arguments that do not fit, and the closure's own.
    fn invoke(&self, args: &[AnyView<'_>]) -> Result<Any>;
}

#[cold]
fn wrong_count(expected: usize, given: usize) -> Error {
    Error::type_error(&format!("Expected {expected} arguments but got {given}"))
}

#[cold]
fn wrong_argument(index: usize, error: &Error) -> Error {
    error.with_context(&format!("Mismatched type on argument #{index}"))
}

macro_rules! callables {
    ($(($count:literal $(, $name:ident $index:tt)*))*) => {$(
        impl<Func, Ret, $($name),*> CallableFn<($($name,)*)> for Func
        where
            Func: Fn($($name),*) -> Ret,
            Ret: IntoReturn,
            $($name: FromAny,)*
        {
            fn return_name() -> String {
                <Ret as IntoReturn>::type_str().into_owned()
            }

            fn param_names() -> Vec<String> {
                vec![$(<$name as FromAny>::type_str().into_owned()),*]
            }

            #[inline]
            fn invoke(&self, args: &[AnyView<'_>]) -> Result<Any> {
                if args.len() != $count {
                    return Err(wrong_count($count, args.len()));
                }
                self($($name::from_view(args[$index]).map_err(|e| wrong_argument($index, &e))?),*)
                    .into_return()
            }
        }
    )*};
}

callables! {
    (0)
    (1, A 0)
    (2, A 0, B 1)
    (3, A 0, B 1, C 2)
    (4, A 0, B 1, C 2, D 3)
    (5, A 0, B 1, C 2, D 3, E 4)
    (6, A 0, B 1, C 2, D 3, E 4, G 5)
    (7, A 0, B 1, C 2, D 3, E 4, G 5, H 6)
    (8, A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7)
    (9, A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8)
    (10, A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9)
    (11, A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10)
    (12, A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11)
}
