// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The loaded type table, read-only.

mod attribute;
mod digest;
mod info;
mod resolve;
pub(crate) mod schema;
mod slot;

pub use attribute::get_type_attr;
pub(crate) use info::{is_instance, type_key_of};
pub use info::{FieldInfo, MethodInfo, TypeInfo};
pub(crate) use resolve::resolve;
pub use slot::TypeSlot;
