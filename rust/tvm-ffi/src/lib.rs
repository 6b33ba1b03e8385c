// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Safe Rust on top of `libtvm_ffi`: call functions of C++ and Python libraries, use their objects,
//! exchange tensors, and offer Rust closures and objects to them.
//!
//! ```no_run
//! use tvm_ffi::{Function, Library};
//!
//! # fn main() -> tvm_ffi::Result<()> {
//! let library = Library::open("libmy_ffi_extension.so")?;
//! let scale = library.get_function("scale")?;
//! let doubled: f64 = scale.call((21.0, "double"))?;
//!
//! let names = Function::global_names()?;
//! # Ok(()) }
//! ```
//!
//! The library is found when the first call needs it; see [`runtime`]. Errors of all languages arrive as
//! [`Error`]; no function here panics on account of what the other side does.
//!
//! # What is trusted
//! The C++ side keeps its own promises: a function does not corrupt memory when its arguments have the
//! declared types, and the type table describes the objects as they are. Everything else is checked.
#![allow(
    clippy::module_name_repetitions,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref
)]

mod any;
#[doc(hidden)]
pub mod codegen;
mod container;
pub mod convert;
pub mod define;
pub mod device;
pub mod dtype;
pub mod error;
mod function;
mod matching;
mod module;
mod object;
pub mod reflection;
pub mod runtime;
pub mod stream;
pub mod structural;
mod tensor;
mod text;

pub use any::{Any, AnyView};
pub use container::{Array, ArrayIter, BigInt, Dict, List, Map, Shape};
pub use convert::{Arg, ArgTuple, FromAny, ToAny};
pub use device::{Device, Device as DLDevice, DeviceType, DeviceType as DLDeviceType};
pub use dtype::{DataType, DataType as DLDataType, DataTypeCode as DLDataTypeCode};
pub use error::{
    Error, ErrorKind, Result, ATTRIBUTE_ERROR, INDEX_ERROR, KEY_ERROR, RUNTIME_ERROR, TYPE_ERROR,
    VALUE_ERROR,
};
pub use function::{CallableFn, Function, IntoReturn, SharedFunction, TypedFunction};
pub use module::{Library, Module};
pub use object::{Cast, Handle, IsA, Object, ObjectType, PlainField, WeakObject};
pub use stream::{current_stream, with_stream};
pub use tensor::{Element, ManagedTensor, Tensor};
pub use text::{Bytes, Str};
#[cfg(feature = "derive")]
pub use tvm_ffi_macros::Object;
pub use tvm_ffi_sys as sys;
