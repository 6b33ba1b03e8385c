// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Slots of functions: looked up on the first call, then one load.

use super::ArgList;
use crate::convert::{ArgTuple, FromAny};
use crate::error::{Error, Result, ATTRIBUTE_ERROR};
use crate::object::{Object, ObjectType};
use crate::reflection::{get_type_attr, TypeInfo};
use crate::{Any, AnyView, Function, Library, SharedFunction};
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::OnceLock;
use tvm_ffi_sys::type_index::kTVMFFIFunction;
use tvm_ffi_sys::TVMFFIAny;

/// Fills the slot on first use.
#[inline]
fn cached(
    slot: &OnceLock<SharedFunction>,
    find: impl FnOnce() -> Result<SharedFunction>,
) -> Result<&SharedFunction> {
    match slot.get() {
        Some(function) => Ok(function),
        None => fill(slot, find),
    }
}

/// Calls the function of a slot. The two calls stand apart so that the usual one is straight code.
#[inline]
fn call<R: FromAny>(
    slot: &OnceLock<SharedFunction>,
    find: impl FnOnce() -> Result<SharedFunction>,
    args: impl ArgTuple,
) -> Result<R> {
    match slot.get() {
        Some(function) => function.call(args),
        None => first_call(slot, find, args),
    }
}

#[cold]
#[inline(never)]
fn first_call<R: FromAny>(
    slot: &OnceLock<SharedFunction>,
    find: impl FnOnce() -> Result<SharedFunction>,
    args: impl ArgTuple,
) -> Result<R> {
    fill(slot, find)?.call(args)
}

#[cold]
fn fill(
    slot: &OnceLock<SharedFunction>,
    find: impl FnOnce() -> Result<SharedFunction>,
) -> Result<&SharedFunction> {
    let function = find()?;
    Ok(slot.get_or_init(|| function))
}

/// Makes a function of the type table shareable.
///
/// # Safety
/// `cell` is a live value of the table.
unsafe fn from_table(cell: &TVMFFIAny) -> Option<SharedFunction> {
    if cell.type_index != kTVMFFIFunction {
        return None;
    }
    // SAFETY: a function kind holds a live function object; the table hands it to every thread.
    unsafe {
        let object = Object::from_borrowed(NonNull::new(cell.value.v_obj)?);
        Some(SharedFunction::new_unchecked(Function::from_object_unchecked(object)))
    }
}

/// The global function of a name.
#[derive(Debug)]
pub struct GlobalSlot {
    name: &'static str,
    library: Option<fn() -> Result<&'static Library>>,
    function: OnceLock<SharedFunction>,
}

impl GlobalSlot {
    /// A slot that has not been looked up.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, library: None, function: OnceLock::new() }
    }

    /// A slot that opens a library first, which registers the function.
    #[must_use]
    pub const fn with_library(
        name: &'static str,
        library: fn() -> Result<&'static Library>,
    ) -> Self {
        Self { name, library: Some(library), function: OnceLock::new() }
    }

    /// Calls the function.
    ///
    /// # Errors
    /// When there is none; what it raises; when its result is no `R`.
    #[inline]
    pub fn call<R: FromAny>(&self, args: impl ArgTuple) -> Result<R> {
        call(&self.function, || self.look_up(), args)
    }

    /// The function.
    ///
    /// # Errors
    /// When there is none.
    #[inline]
    pub fn get(&self) -> Result<&SharedFunction> {
        cached(&self.function, || self.look_up())
    }

    fn look_up(&self) -> Result<SharedFunction> {
        if let Some(library) = self.library {
            library()?;
        }
        SharedFunction::get_global(self.name)
    }
}

/// The method of a name, registered at type `O` itself; all overloads are one function.
pub struct MethodSlot<O> {
    name: &'static str,
    function: OnceLock<SharedFunction>,
    owner: PhantomData<fn(&O)>,
}

impl<O: ObjectType> MethodSlot<O> {
    /// A slot that has not been looked up.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, function: OnceLock::new(), owner: PhantomData }
    }

    /// Calls the method; for an instance method the receiver is the first argument.
    ///
    /// # Errors
    /// When there is none; what it raises; when its result is no `R`.
    #[inline]
    pub fn call<R: FromAny>(&self, args: impl ArgTuple) -> Result<R> {
        call(&self.function, || self.look_up(), args)
    }

    /// Calls an instance method with a receiver and any number of arguments.
    ///
    /// # Errors
    /// When there is none; what it raises; when its result is no `R`.
    pub fn call_on<R: FromAny>(&self, receiver: &O, args: impl ArgTuple) -> Result<R> {
        let function = self.get()?;
        args.with_views(|views| {
            let mut all = vec![AnyView::from(receiver)];
            all.extend_from_slice(views);
            function.call(all.as_slice())
        })
    }

    /// The method.
    ///
    /// # Errors
    /// When there is none.
    #[inline]
    pub fn get(&self) -> Result<&SharedFunction> {
        cached(&self.function, || self.look_up())
    }

    fn look_up(&self) -> Result<SharedFunction> {
        let _checked = O::type_index()?;
        let methods = TypeInfo::of_key(O::TYPE_KEY)?.methods();
        let method = methods.iter().find(|method| method.name() == self.name);
        // SAFETY: records of the table hold live values.
        method.and_then(|method| unsafe { from_table(&method.0.method) }).ok_or_else(|| {
            let name = self.name;
            Error::of_kind(
                ATTRIBUTE_ERROR,
                &format!("method '{}.{name}' does not exist", O::TYPE_KEY),
            )
        })
    }
}

impl<O> std::fmt::Debug for MethodSlot<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MethodSlot({})", self.name)
    }
}

/// The constructor of type `O`: its type attribute `__ffi_init__`.
pub struct InitSlot<O> {
    function: OnceLock<SharedFunction>,
    owner: PhantomData<fn(&O)>,
}

impl<O: ObjectType> InitSlot<O> {
    /// A slot that has not been looked up.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self { function: OnceLock::new(), owner: PhantomData }
    }

    /// Constructs an object from positional arguments.
    ///
    /// # Errors
    /// When the type has no constructor; what it raises.
    #[inline]
    pub fn call(&self, args: impl ArgTuple) -> Result<O> {
        call(&self.function, Self::look_up, args)
    }

    /// Constructs an object from positional and keyword arguments.
    ///
    /// # Errors
    /// When the type has no constructor; what it raises.
    pub fn call_list(&self, args: &ArgList<'_>) -> Result<O> {
        let function = self.get()?;
        let call = |views: &[AnyView<'_>]| -> Result<Any> { function.call_packed(views) };
        O::from_any(args.with_all(call)?)
    }

    /// The constructor.
    ///
    /// # Errors
    /// When the type has none.
    #[inline]
    pub fn get(&self) -> Result<&SharedFunction> {
        cached(&self.function, Self::look_up)
    }

    fn look_up() -> Result<SharedFunction> {
        let value = get_type_attr(O::type_index()?, "__ffi_init__")?;
        // SAFETY: the value lives while it is looked at; it is one of the table.
        value.and_then(|value| unsafe { from_table(value.as_view().raw()) }).ok_or_else(|| {
            Error::type_error(&format!("type '{}' cannot be constructed", O::TYPE_KEY))
        })
    }
}

impl<O> std::fmt::Debug for InitSlot<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InitSlot")
    }
}

/// A function that a library exports as `__tvm_ffi_<name>`.
#[derive(Debug)]
pub struct SymbolSlot {
    library: fn() -> Result<&'static Library>,
    name: &'static str,
    function: OnceLock<SharedFunction>,
}

impl SymbolSlot {
    /// A slot that has not been looked up; `library` opens the library.
    #[must_use]
    pub const fn new(library: fn() -> Result<&'static Library>, name: &'static str) -> Self {
        Self { library, name, function: OnceLock::new() }
    }

    /// Calls the function.
    ///
    /// # Errors
    /// When there is no library or symbol; what it raises; when its result is no `R`.
    #[inline]
    pub fn call<R: FromAny>(&self, args: impl ArgTuple) -> Result<R> {
        call(&self.function, || self.look_up(), args)
    }

    /// The function.
    ///
    /// # Errors
    /// When there is no library or symbol.
    #[inline]
    pub fn get(&self) -> Result<&SharedFunction> {
        cached(&self.function, || self.look_up())
    }

    fn look_up(&self) -> Result<SharedFunction> {
        (self.library)()?.get_function(self.name)
    }
}
