// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! [`Function`]: a callable of any language.

use crate::any::{Any, AnyView};
use crate::convert::{ArgTuple, FromAny};
use crate::error::{Error, Result};
use crate::object::{builtin_handle, Object};
use std::fmt;
use tvm_ffi_sys::type_index::{kTVMFFIError, kTVMFFIFunction};
use tvm_ffi_sys::{TVMFFIAny, TVMFFIFunctionCell};

/// A function of any language; `Clone` adds a reference.
///
/// Neither `Send` nor `Sync`: it may hold objects that belong to one thread. See
/// [`SharedFunction`](crate::SharedFunction) for those that may travel.
#[derive(Clone)]
#[repr(transparent)]
pub struct Function(Object);

impl Function {
    /// Calls the function and converts its result.
    ///
    /// ```no_run
    /// # fn main() -> tvm_ffi::Result<()> {
    /// let add_one = tvm_ffi::Function::get_global("testing.add_one")?;
    /// assert_eq!(add_one.call::<i64>((41,))?, 42);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What the function raises; `TypeError` or `OverflowError` when the result is no `R`.
    #[inline]
    pub fn call<R: FromAny>(&self, args: impl ArgTuple) -> Result<R> {
        args.with_views(|views| {
            let mut result = TVMFFIAny::NONE;
            // SAFETY: the cell holds None and, on success, an owned result, which is taken once.
            unsafe {
                if !self.enter(views, &mut result)? {
                    return Err(Error::take_raised());
                }
                match R::take(&result) {
                    Some(value) => Ok(value),
                    None => converted(&result),
                }
            }
        })
    }

    /// Calls the function with a tuple.
    ///
    /// # Errors
    /// What the function raises.
    #[inline]
    pub fn call_tuple(&self, args: impl ArgTuple) -> Result<Any> {
        args.with_views(|views| self.call_packed(views))
    }

    /// Calls the function with any number of arguments.
    ///
    /// # Errors
    /// What the function raises.
    #[inline]
    pub fn call_packed(&self, args: &[AnyView<'_>]) -> Result<Any> {
        let mut result = TVMFFIAny::NONE;
        // SAFETY: the cell holds None and, on success, an owned result.
        unsafe {
            if self.enter(args, &mut result)? {
                Any::from_result(result)
            } else {
                Err(Error::take_raised())
            }
        }
    }

    /// Calls the entry point; false when it raised an error.
    ///
    /// # Safety
    /// `result` holds None; the caller owns what it holds afterwards.
    #[inline]
    unsafe fn enter(&self, args: &[AnyView<'_>], result: &mut TVMFFIAny) -> Result<bool> {
        let Ok(count) = i32::try_from(args.len()) else { return Err(too_many(args.len())) };
        // SAFETY: the body of a function begins with its cell; views are cells; the callee gets its own
        // handle, borrowed arguments and a result that holds None.
        unsafe {
            let cell = self.0.body::<TVMFFIFunctionCell>();
            let Some(safe_call) = (*cell).safe_call else { return Err(not_callable()) };
            Ok(safe_call(self.0.as_ptr().cast(), args.as_ptr().cast(), count, result) == 0)
        }
    }
}

/// The result as an `R`. A C++ function that returns `Expected` gives its error as a value: where no error is
/// wanted it is one. Apart from the call, which stays short for results that need no conversion.
///
/// # Safety
/// `result` is an owned value, which the caller gives up.
#[inline(never)]
unsafe fn converted<R: FromAny>(result: &TVMFFIAny) -> Result<R> {
    // SAFETY: by contract.
    let result = unsafe { Any::from_result(*result) }?;
    if result.type_index() == kTVMFFIError {
        return from_error(result);
    }
    R::from_any(result)
}

#[cold]
fn from_error<R: FromAny>(value: Any) -> Result<R> {
    let error = value.get::<Error>()?;
    R::from_any(value).map_err(|_| error)
}

#[cold]
fn too_many(count: usize) -> Error {
    Error::value_error(&format!("{count} arguments are more than a call can have"))
}

#[cold]
fn not_callable() -> Error {
    Error::type_error("the function object has no entry point")
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<ffi.Function at {:p}>", self.0.as_ptr())
    }
}

builtin_handle!(Function, kTVMFFIFunction, "ffi.Function");
