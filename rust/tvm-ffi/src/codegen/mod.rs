// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What generated crates are made of. Stable for them, but not meant to be written by hand.
//!
//! Everything here is safe: slots look names up once, check what they find, and keep it for the process.

mod arguments;
mod field;
mod function;
mod library;
mod macros;
mod operators;
mod plain;

pub use crate::module::enter_exported;
pub use crate::reflection::TypeSlot;
pub use arguments::ArgList;
pub use field::FieldSlot;
pub use function::{GlobalSlot, InitSlot, MethodSlot, SymbolSlot};
pub use library::LibrarySlot;
pub use operators::{compare, equal, fmt_repr, hash, object_any, object_arg};
pub use plain::{plain, Plain, PlainBool};
