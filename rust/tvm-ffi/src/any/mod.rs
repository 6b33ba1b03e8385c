// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! Values of any type: owned ([`Any`]) and borrowed ([`AnyView`]).

mod owned;
mod raw;
mod view;

pub use owned::Any;
pub(crate) use raw::{bits, boolean, device, dtype, float, int, object, pointer, small};
pub use view::AnyView;
