// SPDX-FileCopyrightText: The tvm-ffi authors
// SPDX-License-Identifier: Apache-2.0

//! The C ABI of `libtvm_ffi`, by hand: structs, constants, and a table of all exported functions.
//!
//! Nothing here is safe to use without reading the C header's ownership words; the crate `tvm-ffi` is the
//! safe layer. Names follow the C header, so Rust's naming lints are off.
//!
//! Functions are reached through [`Api`], a table of function pointers that [`load()`] fills once per process:
//! from the linked library (feature `link`) or from a library found at run time (feature `dlopen`).
#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]

mod api;
pub mod dlpack;
pub mod flags;
mod layout;
pub mod load;
mod structs;
pub mod type_index;

pub use api::Api;
pub use dlpack::{
    DLDataType, DLDevice, DLManagedTensor, DLManagedTensorVersioned, DLPackVersion, DLTensor,
};
pub use load::{load, load_from, loaded, pin_code, with_embedded, LoadError};
pub use structs::*;
