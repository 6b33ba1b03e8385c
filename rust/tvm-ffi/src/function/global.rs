// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The process-wide table of functions by name.

use super::{CallableFn, Function, SharedFunction};
use crate::convert::{ArgTuple, FromAny};
use crate::error::{Error, Result};
use crate::object::{Object, ObjectType};
use crate::Str;
use std::ptr::{null_mut, NonNull};
use tvm_ffi_sys::{load, TVMFFIByteArray};

impl Function {
    /// The global function `name`.
    ///
    /// # Errors
    /// `RuntimeError` when there is none, or no library.
    pub fn get_global(name: &str) -> Result<Self> {
        Self::find_global(name)?.ok_or_else(|| {
            Error::runtime_error(&format!(
                "Global function '{name}' is not registered; load the library that registers it first"
            ))
        })
    }

    /// The global function `name`, or none.
    ///
    /// # Errors
    /// When there is no library.
    pub fn find_global(name: &str) -> Result<Option<Self>> {
        let api = load()?;
        let mut found = null_mut();
        let key = TVMFFIByteArray::new(name.as_bytes());
        // SAFETY: the name is borrowed for the call; the result is null or a new reference to a function.
        unsafe {
            if (api.TVMFFIFunctionGetGlobal)(&raw const key, &raw mut found) != 0 {
                return Err(Error::take_raised());
            }
            Ok(NonNull::new(found).map(|f| Self::from_object_unchecked(Object::from_raw(f.cast()))))
        }
    }

    /// Registers a closure under `name`; an existing function is an error.
    ///
    /// # Errors
    /// `RuntimeError` when the name is taken, or no library is there.
    pub fn register_global<F, A>(name: &str, f: F) -> Result<()>
    where
        F: CallableFn<A> + Send + Sync + 'static,
    {
        SharedFunction::from_fn(f).register(name, false)
    }

    /// Takes `name` out of the table; whether it was there.
    ///
    /// # Errors
    /// When there is no library.
    pub fn remove_global(name: &str) -> Result<bool> {
        call_global("ffi.FunctionRemoveGlobal", (name,))
    }

    /// Names of all global functions, in registration order.
    ///
    /// # Errors
    /// When there is no library.
    pub fn global_names() -> Result<Vec<Str>> {
        let list: Function = call_global("ffi.FunctionListGlobalNamesFunctor", ())?;
        let count: i64 = list.call((-1,))?;
        (0..count).map(|i| list.call((i,))).collect()
    }
}

impl SharedFunction {
    /// The global function `name`.
    ///
    /// # Errors
    /// As [`Function::get_global`].
    pub fn get_global(name: &str) -> Result<Self> {
        // SAFETY: the table hands it to every thread.
        Function::get_global(name).map(|f| unsafe { Self::new_unchecked(f) })
    }

    /// Registers the function under `name`.
    ///
    /// # Errors
    /// `RuntimeError` when the name is taken and `allow_override` is false, or no library is there.
    pub fn register(&self, name: &str, allow_override: bool) -> Result<()> {
        let api = load()?;
        let key = TVMFFIByteArray::new(name.as_bytes());
        let handle = self.as_object().as_ptr().cast();
        // SAFETY: name and function are borrowed for the call; the table takes its own reference.
        unsafe {
            if (api.TVMFFIFunctionSetGlobal)(&raw const key, handle, i32::from(allow_override)) != 0
            {
                return Err(Error::take_raised());
            }
        }
        Ok(())
    }
}

/// Calls a function of the runtime itself.
pub(crate) fn call_global<R: FromAny>(name: &str, args: impl ArgTuple) -> Result<R> {
    Function::get_global(name)?.call(args)
}
