// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Objects defined in Rust, usable from C++ and Python.
//!
//! `#[derive(tvm_ffi::Object)]` (feature `derive`) implements [`RustObject`] for a struct; [`Ref`] is a
//! counted handle to one. The type is registered when it is first needed, or by [`register`].

mod field;
mod handle;
mod member;
mod registration;

pub use field::ReflectedField;
pub use handle::Ref;
pub use member::Members;
pub use registration::register;

use crate::codegen::TypeSlot;

/// A struct whose instances are objects.
///
/// `Send + Sync` because other languages use and drop objects on any thread; a field that changes is an
/// atomic or behind a lock.
///
/// # Safety
/// Implemented by the derive, which registers the fields at their true offsets, and a slot that no other
/// type shares.
pub unsafe trait RustObject: Sized + Send + Sync + 'static {
    /// Key in the type table; must be new in the process.
    const TYPE_KEY: &'static str;
    /// Documentation of the type.
    const DOC: &'static str = "";

    /// Where the type's index is kept.
    fn slot() -> &'static TypeSlot<Self>;

    /// Describes the fields, and methods if there are any.
    fn members(members: &mut Members<Self>);
}

/// Methods and constructor of a [`RustObject`]; the derive calls it with attribute `#[methods]`.
pub trait RustMethods: RustObject {
    /// Registers methods.
    fn methods(members: &mut Members<Self>);
}
