// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Functions: calling them, and making them from closures.

mod callback;
mod closure;
mod global;
mod handle;
mod scoped;
mod shared;
mod typed;

pub(crate) use callback::{discard, guarded};
pub use closure::{CallableFn, IntoReturn};
pub(crate) use global::call_global;
pub use handle::Function;
pub use shared::SharedFunction;
pub use typed::TypedFunction;
