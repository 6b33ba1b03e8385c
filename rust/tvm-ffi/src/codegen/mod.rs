// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! What generated crates are made of. Stable for them, but not meant to be written by hand.
//!
//! Everything here is safe: slots look names up once, check what they find, and keep it for the process.

mod arguments;
mod enumeration;
mod field;
mod function;
mod library;
mod macros;
mod operators;
mod plain;

pub use crate::module::enter_exported;
pub use crate::reflection::TypeSlot;
pub use arguments::ArgList;
pub use enumeration::{enum_arg, enum_check, enum_value, EnumType};
pub use field::FieldSlot;
pub use function::{GlobalSlot, InitSlot, MethodSlot, SymbolSlot};
pub use library::LibrarySlot;
pub use operators::{compare, equal, fmt_repr, hash, object_any, object_arg, total_order};
pub use plain::{plain, Plain, PlainBool};
