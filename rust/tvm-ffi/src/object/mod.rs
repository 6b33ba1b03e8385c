// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Counted objects: the handle [`Object`], typed handles, casts.

mod allocation;
mod builtin;
mod cast;
mod handle;
pub(crate) mod refcount;
mod storage;
mod typed;
mod weak;

pub(crate) use allocation::{allocate, delete, HasHeader};
pub(crate) use builtin::builtin_handle;
pub use cast::Cast;
pub use handle::Object;
pub(crate) use storage::Storage;
pub use typed::{Handle, IsA, ObjectType, PlainField};
pub use weak::WeakObject;
